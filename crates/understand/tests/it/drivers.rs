//! The contract of `analyze drivers`, on the golden data where they are there.

use std::path::PathBuf;

use serde_json::Value;

use understand::analyze::drivers::{Options, analyze};
use understand::analyze::{Missing, Table};

fn golden(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/golden/04-drivers")
        .join(name);
    let ci = std::env::var("CI").is_ok_and(|ci| ci == "true");
    assert!(path.exists() || !ci, "{} is missing", path.display());
    path.exists().then_some(path)
}

/// A file whose cells hold no comma.
fn read(path: &PathBuf) -> Table {
    let text = std::fs::read_to_string(path).unwrap();
    let cells = |line: &str| {
        line.split(',')
            .map(|c| c.trim_matches('"').to_owned())
            .collect()
    };
    let mut lines = text.lines();
    let header: Vec<String> = cells(lines.next().unwrap());
    Table::new(header, lines.map(cells)).unwrap()
}

fn options(outcome: &str, drivers: &[&str]) -> Options {
    Options {
        outcome: outcome.to_owned(),
        drivers: drivers.iter().map(|d| (*d).to_owned()).collect(),
        replicates: 200,
        ..Options::default()
    }
}

fn told(table: &Table, options: &Options) -> Value {
    serde_json::to_value(analyze(table, options).unwrap()).unwrap()
}

fn driver<'a>(report: &'a Value, name: &str) -> &'a Value {
    let all = report["results"].as_array().unwrap();
    all.iter().find(|d| d["driver"] == name).unwrap()
}

fn small(rows: usize) -> Table {
    let names = ["y", "a", "b", "store"].map(str::to_owned).to_vec();
    let row = |i: usize| {
        let (a, b) = (i * 7 % 5 + 1, i * 3 % 7 % 5 + 1);
        let y = 2 * a + i * 11 % 3;
        // Every fourth never met b; every ninth left a blank.
        let b = if i.is_multiple_of(4) {
            "6".to_owned()
        } else {
            b.to_string()
        };
        let a = if i.is_multiple_of(9) {
            String::new()
        } else {
            a.to_string()
        };
        vec![y.to_string(), a, b, (i % 10).to_string()]
    };
    Table::new(names, (0..rows).map(row)).unwrap()
}

#[test]
fn the_mobile_data_give_the_reference_importance_and_effect() {
    let Some(path) = golden("input_mobi.csv") else {
        return;
    };
    let names: Vec<String> = (1..=7)
        .map(|i| format!("PERQ{i}"))
        .chain((1..=2).map(|i| format!("PERV{i}")))
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let found = told(&read(&path), &options("CUSA1", &names));
    let text = std::fs::read_to_string(path.with_file_name("expected.json")).unwrap();
    let expected: Value = serde_json::from_str(&text).unwrap();
    let near = |found: &Value, expected: &Value| {
        let off = (found.as_f64().unwrap() - expected.as_f64().unwrap()).abs();
        assert!(off < 1e-8, "{found} is not {expected}");
    };
    near(&found["fit"]["r2"], &expected["r2"]);
    assert_eq!(found["fit"]["n"], 250);
    for name in names {
        let d = driver(&found, name);
        near(&d["importance_lmg"], &expected["lmg"][name]);
        near(&d["importance_johnson"], &expected["genizi"][name]);
        near(&d["effect"], &expected["ols"]["beta"][name]);
        near(&d["inflation"], &expected["vif"][name]);
        assert!(d["low"].as_f64() <= d["importance_lmg"].as_f64());
        assert!(d["high"].as_f64() >= d["importance_lmg"].as_f64());
    }
    assert_eq!(found["results"][0]["driver"], "PERQ1");
    assert_eq!(found["results"][0]["tie_group"], 1);
}

#[test]
fn touchpoints_that_were_not_met_drop_nobody() {
    let Some(path) = golden("input_sfo2018.csv") else {
        return;
    };
    let names = [
        "q7_art",
        "q7_food",
        "q7_store",
        "q7_sign",
        "q7_walkway",
        "q7_screens",
        "q7_wifi",
        "q9_boarding",
        "q9_restroom",
    ];
    let asked = Options {
        missing: Missing::parse("NA"),
        weight: Some("weight".to_owned()),
        replicates: 100,
        ..options("netpro", &names)
    };
    let found = told(&read(&path), &asked);
    assert_eq!(found["n"], 2495);
    assert_eq!(found["fit"]["complete"], 1294);
    let sum: f64 = found["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| d["importance_lmg"].as_f64().unwrap())
        .sum();
    assert!((sum - found["fit"]["r2"].as_f64().unwrap()).abs() < 1e-9);

    // As unanswered items instead, on the overall score: the reference's FIML.
    let text = std::fs::read_to_string(path.with_file_name("expected.json")).unwrap();
    let expected: Value = serde_json::from_str(&text).unwrap();
    let asked = Options {
        item_missing: Some(Missing::parse("NA")),
        replicates: 100,
        ..options("q7_all", &names)
    };
    let found = told(&read(&path), &asked);
    for name in names {
        let own = driver(&found, name)["importance_lmg"].as_f64().unwrap();
        let reference = expected["sfo"]["fiml"]["lmg"][name].as_f64().unwrap();
        assert!(
            (own - reference).abs() < 1e-4,
            "{name}: {own} is not {reference}"
        );
    }
}

#[test]
fn codes_for_not_met_and_not_answered_are_kept_apart() {
    let asked = Options {
        missing: Missing::parse("6"),
        item_missing: Some(Missing::parse("blank")),
        cluster: Some("store".to_owned()),
        ..options("y", &["a", "b"])
    };
    let found = told(&small(200), &asked);
    assert_eq!(found["n"], 200);
    let (a, b) = (driver(&found, "a"), driver(&found, "b"));
    assert_eq!(a["encountered"], 1.0);
    assert!((b["encountered"].as_f64().unwrap() - 0.75).abs() < 1e-9);
    assert!((a["effect"].as_f64().unwrap() - 2.0).abs() < 0.1);
    assert_eq!(a["tie_group"], 1);
    assert_eq!(b["tie_group"], 2);
    let warned = found["warnings"].to_string();
    // A code of the drivers that the outcome holds as a score is never dropped in silence.
    assert!(warned.contains("outcome of 6"), "{warned}");
}

#[test]
fn too_few_rows_are_refused_and_wrong_options_named() {
    let found = told(&small(20), &options("y", &["a", "b"]));
    assert!(
        found["refused"]
            .as_str()
            .unwrap()
            .contains("20 rows are too few")
    );
    assert_eq!(found["fit"]["r2"], Value::Null);
    let error = analyze(&small(50), &options("y", &["y"]))
        .unwrap_err()
        .to_string();
    assert!(error.contains("y is outcome and driver"), "{error}");
    let error = analyze(&small(50), &options("y", &["c"]))
        .unwrap_err()
        .to_string();
    assert!(error.contains("\"c\""), "{error}");
}

#[test]
fn the_same_request_gives_the_same_bytes() {
    let asked = Options {
        missing: Missing::parse("6"),
        halo: vec!["b".to_owned()],
        ..options("y", &["a"])
    };
    let bytes = || told(&small(100), &asked).to_string();
    assert_eq!(bytes(), bytes());
    assert!(bytes().contains("importance_without_halo"));
}

#[test]
fn answers_as_boxes_give_an_importance_of_their_own_and_too_many_values_are_refused() {
    let mut options = options("y", &["a", "b"]);
    let names = |outcome: &str| [outcome, "a", "b"].map(str::to_owned).to_vec();
    let cells = |row: [usize; 3]| row.map(|v| v.to_string()).to_vec();
    let row = |i: usize| {
        let (a, b) = (i % 5 + 1, i / 5 % 5 + 1);
        cells([(2 * a + b + i * 11 % 13) / 4, a, b])
    };
    let table = Table::new(names("y"), (0..325).map(row)).unwrap();
    let plain = told(&table, &options);
    assert!(driver(&plain, "a").get("importance_ordinal").is_none());
    options.ordinal = true;
    let boxed = told(&table, &options);
    let importance = |name: &str| driver(&boxed, name)["importance_ordinal"].as_f64().unwrap();
    assert!(importance("a") > 2.0 * importance("b"), "{boxed}");
    assert!(importance("b") > 0.0, "{boxed}");
    // An outcome of twelve values is a number and no boxes.
    options.outcome = "store".to_owned();
    let rows = (0..300).map(|i| cells([i * 5 % 12, i % 5 + 1, i / 5 % 5 + 1]));
    let many = told(&Table::new(names("store"), rows).unwrap(), &options);
    assert!(driver(&many, "a").get("importance_ordinal").is_none());
    let warnings = many["warnings"].as_array().unwrap();
    let said = |w: &Value| {
        w.as_str()
            .unwrap()
            .contains("12 values make no ordered scale")
    };
    assert!(warnings.iter().any(said), "{warnings:?}");
}
