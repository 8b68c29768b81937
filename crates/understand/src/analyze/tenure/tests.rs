use super::*;

fn table() -> Table {
    let names = ["tenure", "churned", "contract", "score"];
    let rows = (0..480_u32).map(|i| {
        let yearly = i % 2 == 0;
        // Monthly customers leave all along, yearly ones when their contract ends.
        let (tenure, left) = match (yearly, i % 3) {
            (true, 0) => (12, true),
            (true, _) => (13 + i % 20, i % 5 == 0),
            (false, 0) => (1 + i % 11, true),
            (false, _) => (1 + i % 30, i % 20 == 1),
        };
        let contract = if yearly { "yearly" } else { "monthly" };
        let dip = if (11..=14).contains(&tenure) { 1 } else { 0 };
        vec![
            tenure.to_string(),
            if left { "yes" } else { "no" }.to_owned(),
            contract.to_owned(),
            (8 + i % 2 - dip).to_string(),
        ]
    });
    Table::new(names.map(str::to_owned).to_vec(), rows).unwrap()
}

#[test]
fn contracts_that_end_at_twelve_months_show_there_and_have_no_single_ratio() {
    let options = Options {
        by: Some("contract".to_owned()),
        covariates: vec!["contract".to_owned()],
        ..Options::default()
    };
    let report = analyze(&table(), &options).unwrap();
    assert_eq!(report.n, 480);
    assert!(
        report
            .results
            .iter()
            .any(|r| r.group == "yearly" && r.time == 12.0)
    );
    let end = report.more.boundaries[0];
    assert!(end.low.unwrap() > 2.0 && end.p.unwrap() < 1e-6, "{end:?}");
    assert!(report.more.log_rank.is_some());
    let effects = report.more.effects.unwrap();
    assert!(effects.ratios[0].refused.is_some() && effects.ratios[0].value.is_none());
    let first = &effects.periods[0];
    assert_eq!(first.nobody, ["contract: yearly"]);
    assert!(first.refused.is_some() && first.ratios.is_empty());
    assert!(report.warnings.iter().any(|w| w.contains("by period")));
}

#[test]
fn who_never_left_is_refused_and_a_word_for_the_event_is_named() {
    let names = ["tenure", "churned"].map(str::to_owned).to_vec();
    let stays = Table::new(names.clone(), [vec!["3".to_owned(), "0".to_owned()]]).unwrap();
    assert!(
        analyze(&stays, &Options::default())
            .unwrap()
            .refused
            .is_some()
    );
    let odd = Table::new(names, [vec!["3".to_owned(), "perhaps".to_owned()]]).unwrap();
    let error = analyze(&odd, &Options::default()).unwrap_err().to_string();
    assert!(error.contains("perhaps"), "{error}");
}

#[test]
fn the_dip_at_the_anniversary_is_found_from_columns() {
    let report = anniversary::analyze(&table(), &anniversary::Options::default()).unwrap();
    let found = &report.results[0].contrast;
    assert!(found.high.unwrap() < -0.5, "{found:?}");
    assert!(report.warnings[0].contains("cohort"));
}

#[test]
fn two_reasons_to_leave_share_who_left_and_one_alone_is_refused() {
    let names = ["tenure", "churned", "why"].map(str::to_owned).to_vec();
    let rows = |reasons: [&'static str; 3]| {
        (0..300_usize).map(move |i| {
            let left = i % 4 != 3;
            let why = if left { reasons[i % 3] } else { "" };
            let left = if left { "1" } else { "0" };
            vec![(1 + i % 20).to_string(), left.to_owned(), why.to_owned()]
        })
    };
    let options = Options {
        reason: Some("why".to_owned()),
        ..Options::default()
    };
    let table = Table::new(names.clone(), rows(["price", "service", ""])).unwrap();
    let report = analyze(&table, &options).unwrap();
    let said: Vec<&str> = report
        .more
        .reasons
        .iter()
        .map(|r| r.reason.as_str())
        .collect();
    assert_eq!(said, ["not said", "price", "service"]);
    // At each tenure the reasons and those still there are all customers.
    for row in report.results.iter().filter(|r| r.group.is_empty()) {
        let left: f64 = report
            .more
            .reasons
            .iter()
            .filter_map(|r| r.at.iter().find(|at| at.time == row.time))
            .map(|at| at.share)
            .sum();
        assert!((left + row.survival - 1.0).abs() < 1e-12, "{row:?}");
    }
    let table = Table::new(names, rows(["price"; 3])).unwrap();
    let report = analyze(&table, &options).unwrap();
    assert!(report.more.reasons.is_empty());
    assert!(report.warnings.iter().any(|w| w.contains("do not compete")));
}
