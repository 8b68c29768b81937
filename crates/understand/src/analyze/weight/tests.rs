use super::*;

/// 100 rows: 80 North (a quarter of them happy), 20 South (all happy); sexes alternate.
fn table() -> Table {
    let names = ["region", "sex", "score"].map(str::to_owned).to_vec();
    let rows = (0..100).map(|i| {
        let region = if i < 80 { "North" } else { "South" };
        let sex = if i % 2 == 0 { "F" } else { "M" };
        let score = if i >= 80 || i % 4 == 0 { "10" } else { "5" };
        [region, sex, score].map(str::to_owned).to_vec()
    });
    Table::new(names, rows).unwrap()
}

fn options(targets: &[&str]) -> Options {
    Options {
        targets: Targets::parse(targets).unwrap(),
        score: Some("score".to_owned()),
        ..Options::default()
    }
}

#[test]
fn margins_are_met_and_the_score_stands_beside_the_raw_one() {
    let asked = options(&["region=North:0.5,South:0.5", "sex=F:50,M:50"]);
    let report = analyze(&table(), &asked).unwrap();
    assert_eq!(report.refused, None);
    for level in &report.results {
        assert!((level.after - level.target).abs() < 1e-9, "{level:?}");
    }
    assert_eq!(report.results[0].before, 80.0);
    let (raw, weighted) = (report.more.raw.unwrap(), report.more.weighted.unwrap());
    // North -50 and South 100, mixed 80:20 and 50:50.
    assert!((raw.value.unwrap() + 20.0).abs() < 1e-9);
    assert!((weighted.value.unwrap() - 25.0).abs() < 1e-9);
    assert!(weighted.low < weighted.value && weighted.value < weighted.high);
    let cost = report.more.cost.unwrap();
    assert!((cost.design_effect - 1.5625).abs() < 1e-9, "{cost:?}");
    let band = report.more.sensitivity.unwrap();
    assert!(band.low < weighted.low.unwrap() && band.high > weighted.high.unwrap());
    assert!(report.warnings.iter().any(|w| w.contains("why")));
}

#[test]
fn a_level_that_nobody_has_is_refused_and_one_without_target_is_an_error() {
    let asked = options(&["region=North:0.5,South:0.3,West:0.2"]);
    let report = analyze(&table(), &asked).unwrap();
    let why = report.refused.unwrap();
    assert!(why.contains("West") && why.contains("20.0 %"), "{why}");
    assert!(report.results.is_empty());
    let error = analyze(&table(), &options(&["region=North:1"])).unwrap_err();
    assert!(error.to_string().contains("South"), "{error}");
    let error = analyze(&table(), &options(&["region=North:0.3,South:0.3"])).unwrap_err();
    assert!(error.to_string().contains("0.6"), "{error}");
    assert!(analyze(&table(), &options(&[])).is_err());
    assert!(Targets::parse(&["region North"]).is_err());
}

#[test]
fn a_cap_says_what_it_misses() {
    let mut asked = options(&["region=North:0.1,South:0.9"]);
    asked.cap = Some(2.0);
    let report = analyze(&table(), &asked).unwrap();
    assert!(report.more.largest.unwrap() <= 2.0 + 1e-9);
    assert_eq!(report.more.capped, Some(20));
    assert!(
        report.warnings.iter().any(|w| w.contains("50.00")),
        "{:?}",
        report.warnings
    );
}

#[test]
fn crossed_cells_a_table_of_targets_and_greg_agree() {
    let crossed = options(&["region*sex=North*F:25,North*M:25,South*F:25,South*M:25"]);
    let cells = analyze(&table(), &crossed).unwrap();
    assert_eq!(cells.results.len(), 4);
    assert!(cells.method.starts_with("post-stratification"));
    let names = ["column", "level", "share"].map(str::to_owned).to_vec();
    let rows = [
        ["region", "North", "1"],
        ["region", "South", "1"],
        ["sex", "F", "1"],
        ["sex", "M", "1"],
    ];
    let list = Table::new(names, rows.map(|r| r.map(str::to_owned).to_vec())).unwrap();
    let asked = Options {
        targets: Targets::from_table(&list).unwrap(),
        how: How::Greg,
        ..options(&[])
    };
    let greg = analyze(&table(), &asked).unwrap();
    let score = |r: &Report<MarginLevel, Weighted>| r.more.weighted.unwrap().value.unwrap();
    assert!((score(&greg) - score(&cells)).abs() < 1e-9);
}

#[test]
fn weights_come_back_in_the_order_of_the_rows() {
    let mut asked = options(&["region=North:0.5,South:0.5"]);
    asked.list = true;
    let report = analyze(&table(), &asked).unwrap();
    let weights = report.more.weights.unwrap();
    assert!((weights[0].unwrap() - 0.625).abs() < 1e-9);
    assert!((weights[99].unwrap() - 2.5).abs() < 1e-9);
}

#[test]
fn a_known_truth_that_was_not_weighted_by_and_late_answers_show_what_margins_hide() {
    // The happy answer early; a third of all customers are happy, more of the sample is.
    let names = ["region", "happy", "score", "day"]
        .map(str::to_owned)
        .to_vec();
    let rows = (0..200).map(|i| {
        let happy = i % 5 < 3;
        let score = if happy { "10" } else { "4" };
        let day = if happy == (i % 7 > 0) { 1 } else { 9 }.to_string();
        let region = if i % 2 == 0 { "North" } else { "South" };
        let happy = if happy { "yes" } else { "no" };
        [region, happy, score, &day].map(str::to_owned).to_vec()
    });
    let table = Table::new(names, rows).unwrap();
    let mut asked = options(&["region=North:0.5,South:0.5"]);
    asked.checks = Targets::parse(&["happy=yes:1,no:2"]).unwrap();
    asked.late = Some("day".to_owned());
    asked.response_rate = Some(0.2);
    let report = analyze(&table, &asked).unwrap();
    assert!(report.more.checks.iter().all(|c| !c.agrees));
    assert!(
        report.warnings.iter().any(|w| w.contains("33.3 %")),
        "{:?}",
        report.warnings
    );
    let late = report.more.late.unwrap();
    assert!(late.difference < -50.0 && late.p < 0.001 && late.early_to == 1.0);
    assert!(report.warnings.iter().any(|w| w.contains("never answered")));
    // 60 % happy is the truth: nothing to warn of.
    asked.checks = Targets::parse(&["happy=yes:60,no:40"]).unwrap();
    asked.late = None;
    let report = analyze(&table, &asked).unwrap();
    assert!(report.more.checks.iter().all(|c| c.agrees));
}
