use super::*;

/// 200 rows of 10 items; row 3 is a straight line in half a minute, row 5 has one answer left out.
fn table() -> Table {
    let mut rows = Vec::new();
    for i in 0..200_usize {
        let level = i * 7 % 3;
        let item = |k: usize| match i {
            2 => 3,
            _ => 1 + level + (i * (2 * k + 3) + k * k) % 11 % 3,
        };
        let mut row: Vec<String> = (0..10).map(|k| item(k).to_string()).collect();
        if i == 4 {
            row[0] = "NA".to_owned();
        }
        let seconds = if i == 2 { 12 } else { 80 + i * 13 % 60 };
        let score = if i == 2 { 0 } else { 6 + i % 5 };
        row.extend([seconds.to_string(), score.to_string()]);
        rows.push(row);
    }
    let mut names: Vec<String> = (0..10).map(|k| format!("i{k}")).collect();
    names.extend(["seconds".to_owned(), "ltr".to_owned()]);
    Table::new(names, rows).unwrap()
}

fn options() -> Options {
    Options {
        items: (0..10).map(|k| format!("i{k}")).collect(),
        seconds: Some("seconds".to_owned()),
        score: Some("ltr".to_owned()),
        missing: Missing::parse("NA"),
        ..Options::default()
    }
}

#[test]
fn each_row_has_the_contract_names_and_the_careless_one_is_flagged() {
    let report = analyze(&table(), &options()).unwrap();
    assert_eq!(report.results.len(), 200);
    let json = serde_json::to_value(&report).unwrap();
    let third = &json["results"][2];
    assert_eq!(
        (&third["row"], &third["longstring"]),
        (&3.into(), &10.into())
    );
    assert_eq!((&third["irv"], &third["flag"]), (&0.0.into(), &true.into()));
    assert!(third["mahalanobis"].is_number());
    assert_eq!(json["results"][4]["n"], 9);
    assert!(
        third["signals"]
            .as_array()
            .unwrap()
            .contains(&"pace".into())
    );
    let (with, without) = (&json["with_flagged"], &json["without_flagged"]);
    assert!(with["value"].as_f64() < without["value"].as_f64());
    assert_eq!(with["n"], 200);
    assert!(report.more.flagged <= 8, "{}", report.more.flagged);
}

#[test]
fn unknown_items_and_too_few_are_named() {
    let mut options = options();
    options.scales = vec![vec!["i1".to_owned(), "x".to_owned()]];
    let error = analyze(&table(), &options).unwrap_err().to_string();
    assert!(error.contains("\"x\""), "{error}");
    options.items.truncate(1);
    assert!(
        analyze(&table(), &options)
            .unwrap_err()
            .to_string()
            .contains("1 items")
    );
}
