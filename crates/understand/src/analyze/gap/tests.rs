//! The contract of `analyze gap`.

use serde_json::{Value, json};

use super::{Options, analyze};
use crate::analyze::Table;

fn table(header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Table {
    Table::new(header.iter().map(|h| (*h).to_owned()).collect(), rows).unwrap()
}

/// 70 of the brand's people, 56 yes; 80 customers, 48 yes; a second item that all deny.
fn people() -> Table {
    let row = |group: &str, yes: bool| {
        let yes = if yes { "Yes" } else { "no" };
        vec![
            group.to_owned(),
            yes.to_owned(),
            "0".to_owned(),
            "2".to_owned(),
        ]
    };
    let brand = (0..70).map(move |i| row("brand", i < 56));
    let customers = (0..80).map(move |i| row("customers", i < 48));
    table(&["who", "fast", "fair", "w"], brand.chain(customers))
}

fn options(agree: &[&str]) -> Options {
    Options {
        group: Some("who".to_owned()),
        agree: agree.iter().map(|a| (*a).to_owned()).collect(),
        ..Options::default()
    }
}

fn told(table: &Table, options: &Options) -> Value {
    serde_json::to_value(analyze(table, options).unwrap()).unwrap()
}

#[test]
fn a_group_column_and_given_counts_say_the_same() {
    let by_column = told(&people(), &options(&["fast"]));
    let given = Options {
        x: Some("70,56".parse().unwrap()),
        y: Some("80, 48".parse().unwrap()),
        ..Options::default()
    };
    let given = told(&Table::default(), &given);
    assert_eq!(by_column["kind"], "gap");
    assert_eq!(by_column["n"], 150);
    assert_eq!(by_column["refused"], Value::Null);
    let methods = ["newcombe", "miettinen-nurminen"];
    for (at, method) in methods.into_iter().enumerate() {
        let (a, b) = (&by_column["results"][at], &given["results"][at]);
        assert_eq!(a["method"], method);
        for key in ["gap", "low", "high", "method", "detectable"] {
            assert_eq!(a[key], b[key], "{key}");
        }
    }
    let low = by_column["results"][0]["low"].as_f64().unwrap();
    assert!((low - 0.052_431_472).abs() < 1e-8);
    assert_eq!(by_column["results"][0]["x"]["name"], "brand");
    let turned = Options {
        first: Some("customers".to_owned()),
        ..options(&["fast"])
    };
    let high = told(&people(), &turned)["results"][0]["high"]
        .as_f64()
        .unwrap();
    assert!((high + low).abs() < 1e-12);
}

#[test]
fn many_items_get_intervals_that_hold_at_once_and_weights_a_design() {
    let found = told(&people(), &options(&["fast", "fair"]));
    let first = &found["results"][0];
    assert_eq!(found["results"].as_array().unwrap().len(), 4);
    assert!(first["together_low"].as_f64() < first["low"].as_f64());
    let weighted = Options {
        weight: Some("w".to_owned()),
        ..options(&["fast"])
    };
    let found = told(&people(), &weighted);
    assert_eq!(found["results"].as_array().unwrap().len(), 1);
    assert!((found["results"][0]["gap"].as_f64().unwrap() - 0.2).abs() < 1e-12);
}

/// 60 of each group; all but the last of three boxes are ticked more often in the first.
fn ticked() -> Table {
    let rows = (0..120).map(|i| {
        let first = i < 60;
        let tick = |yes: bool| (if yes { "1" } else { "0" }).to_owned();
        vec![
            (if first { "brand" } else { "customers" }).to_owned(),
            tick(i % 2 == 0 || (first && i % 3 == 0)),
            tick(i % 4 == 0 || (first && i % 3 == 0)),
            tick(i == 7),
            (i % 40).to_string(),
        ]
    });
    table(&["who", "fast", "fair", "rare", "store"], rows)
}

#[test]
fn the_boxes_of_one_question_are_tested_as_one() {
    let found = told(&ticked(), &options(&["fast", "fair", "rare"]));
    let of = |found: &Value, key: &str| found[key].as_f64().unwrap();
    assert!(of(&found, "p") < 0.05 && of(&found, "statistic") > 3.0);
    assert!((1.0..=2.0).contains(&of(&found, "df")));
    assert_eq!(found["df_design"], 119.0);
    assert_eq!(found["tested"], json!(["fast", "fair"]));
    assert_eq!(found["not_tested"], Value::Null);
    let stores = Options {
        cluster: Some("store".to_owned()),
        ..options(&["fast", "fair"])
    };
    let by_store = told(&ticked(), &stores);
    assert_eq!(by_store["df_design"], 39.0);
    assert_ne!(by_store["p"], found["p"]);
}

#[test]
fn boxes_that_are_hardly_ticked_are_not_tested_and_one_item_is_no_question() {
    let found = told(&ticked(), &options(&["fast", "rare"]));
    assert_eq!(
        (&found["p"], &found["statistic"]),
        (&Value::Null, &Value::Null)
    );
    let why = found["not_tested"].as_str().unwrap();
    assert!(why.contains("at least 2"), "{why}");
    assert_eq!(found["results"].as_array().unwrap().len(), 4);
    let one = told(&ticked(), &options(&["fast"]));
    assert_eq!(
        (&one["p"], &one["not_tested"]),
        (&Value::Null, &Value::Null)
    );
}

#[test]
fn two_questions_to_the_same_people_are_compared_within_them() {
    let rows = (0..100).map(|i| {
        let yes = |yes: bool| (if yes { "1" } else { "0" }).to_owned();
        vec![yes(i < 60), yes((20..50).contains(&i))]
    });
    let options = Options {
        agree: vec!["before".to_owned(), "after".to_owned()],
        ..Options::default()
    };
    let found = told(&table(&["before", "after"], rows), &options);
    assert_eq!(found["results"][0]["method"], "tango");
    assert!((found["results"][0]["gap"].as_f64().unwrap() - 0.3).abs() < 1e-12);
    assert!(found["results"][0]["p"].as_f64().unwrap() < 1e-6);
}

#[test]
fn small_groups_are_refused_and_wrong_options_named() {
    let few = Options {
        x: Some("9,5".parse().unwrap()),
        y: Some("100,50".parse().unwrap()),
        ..Options::default()
    };
    let found = told(&Table::default(), &few);
    assert_eq!(found["results"], json!([]));
    assert!(found["refused"].as_str().unwrap().contains("9 answers"));
    assert!("10,11".parse::<super::Pair>().is_err());
    let error = analyze(&people(), &Options::default())
        .unwrap_err()
        .to_string();
    assert!(error.contains("group"), "{error}");
    let error = analyze(&people(), &options(&["w"]))
        .unwrap_err()
        .to_string();
    assert!(error.contains("neither yes nor no"), "{error}");
}

#[test]
fn the_same_request_gives_the_same_bytes() {
    let bytes = || serde_json::to_string(&told(&people(), &options(&["fast", "fair"]))).unwrap();
    assert_eq!(bytes(), bytes());
}
