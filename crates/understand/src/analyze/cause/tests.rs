use super::*;

/// Two months, three regions, two channels; North by delivery falls from 10s to 0s in April.
fn table() -> Table {
    let mut rows = Vec::new();
    for i in 0..2400_usize {
        let region = ["North", "South", "West"][i % 3];
        let channel = ["store", "delivery"][i / 3 % 2];
        let month = ["2026-03", "2026-04"][i / 6 % 2];
        let fell = region == "North" && channel == "delivery" && month == "2026-04";
        let score = match i * 7 % 10 {
            _ if fell && i * 7 % 10 < 6 => 2,
            0..6 => 10,
            6..8 => 8,
            _ => 3,
        };
        let score = if i == 5 {
            "12".to_owned()
        } else {
            score.to_string()
        };
        rows.push(
            [
                score,
                month.to_owned(),
                region.to_owned(),
                channel.to_owned(),
            ]
            .to_vec(),
        );
    }
    let names = ["ltr", "month", "region", "channel"].map(str::to_owned);
    Table::new(names.to_vec(), rows).unwrap()
}

fn options() -> Options {
    Options {
        scored: Scored {
            column: "ltr".to_owned(),
            ..Scored::default()
        },
        period: "month".to_owned(),
        by: ["region", "channel"].map(str::to_owned).to_vec(),
        ..Options::default()
    }
}

#[test]
fn the_planted_cell_comes_first_by_its_contract_names() {
    let report = analyze(&table(), &options()).unwrap();
    let json = serde_json::to_value(&report).unwrap();
    let first = &json["results"][0];
    assert_eq!(
        first["cell"],
        serde_json::json!({"channel": "delivery", "region": "North"})
    );
    assert!(first["contribution"].as_f64().unwrap() < -10.0);
    assert!(first["z"].as_f64().unwrap() < -8.0 && first["q"].as_f64().unwrap() < 1e-6);
    assert_eq!(first["cause"], true);
    let number = |key: &str| json[key].as_f64().unwrap();
    assert!((number("mix") + number("rate") - number("delta")).abs() < 1e-9);
    let steps = json["steps"].as_array().unwrap();
    let sum: f64 = steps.iter().map(|s| s["change"].as_f64().unwrap()).sum();
    assert!((sum - number("delta")).abs() < 1e-9);
    assert!(
        report
            .more
            .summary
            .contains("channel delivery × region North")
    );
    assert_eq!(report.card.left_out[0].reason, "12 is outside 0 to 10");
    assert_eq!((report.n, report.card.rows_read), (2399, 2400));
}

#[test]
fn contributions_along_one_column_add_up_to_the_change() {
    let options = Options {
        by: vec!["region".to_owned()],
        ..options()
    };
    let report = analyze(&table(), &options).unwrap();
    let sum: f64 = report.results.iter().map(|s| s.contribution).sum();
    assert!((sum - report.more.delta.unwrap()).abs() < 1e-9);
}

#[test]
fn words_for_periods_are_read_by_their_meaning() {
    let rows = |period: &str, n: usize| {
        let row = [period, "9", "a"].map(str::to_owned).to_vec();
        vec![row; n]
    };
    let names = ["period", "score", "shop"].map(str::to_owned).to_vec();
    let all = [rows("after", 20), rows("before", 3)].concat();
    let table = Table::new(names, all).unwrap();
    let mut options = Options {
        by: vec!["shop".to_owned()],
        ..Options::default()
    };
    let report = analyze(&table, &options).unwrap();
    assert_eq!(report.more.periods, ["before", "after"]);
    assert!(report.refused.unwrap().contains("3 answers are too few"));
    options.before = Some("May".to_owned());
    let error = analyze(&table, &options).unwrap_err().to_string();
    assert!(
        error.contains("May") && error.contains("after, before"),
        "{error}"
    );
    options.by.clear();
    assert!(analyze(&table, &options).is_err());
}
