use super::*;

/// 40 weeks of 30 answers in two stores; the second slips by half a point from week 28 on.
fn table(slip: f64) -> Table {
    let names = ["week", "store", "score"].map(str::to_owned).to_vec();
    let mut rows = Vec::new();
    for week in 0..40_usize {
        for answer in 0..30_usize {
            // Scores of 5 to 9, and an answer or two that moves from week to week.
            let score = 5.0 + ((answer + usize::from(answer == week % 7)) % 5) as f64;
            let slipped = if week >= 28 { score - slip } else { score };
            rows.push(vec![week.to_string(), "steady".into(), score.to_string()]);
            rows.push(vec![week.to_string(), "slips".into(), slipped.to_string()]);
        }
    }
    Table::new(names, rows).unwrap()
}

fn options() -> Options {
    Options {
        period: "week".to_owned(),
        stream: Some("store".to_owned()),
        ..Options::default()
    }
}

#[test]
fn a_store_that_slips_is_called_with_its_beginning_and_size() {
    let report = analyze(&table(0.8), &options()).unwrap();
    let called: Vec<&Row> = report.results.iter().filter(|r| r.alarm).collect();
    assert!(!called.is_empty() && called.iter().all(|r| r.stream == "slips"));
    let last = called.last().unwrap();
    assert_eq!(last.direction, Some("down"));
    let since: usize = last.since.as_deref().unwrap().parse().unwrap();
    assert!((26..=29).contains(&since), "{since}");
    assert!(last.shift_low.unwrap() < -0.8 && -0.8 < last.shift_high.unwrap());
    assert!((report.more.run_length.unwrap() - 26.0).abs() < 1e-9);
}

#[test]
fn steady_scores_do_not_call() {
    assert_eq!(analyze(&table(0.0), &options()).unwrap().more.alarms, 0);
}

#[test]
fn a_budget_that_is_smaller_has_wider_limits() {
    let strict = Options {
        false_alarms: 0.5,
        ..options()
    };
    let (wide, narrow) = (
        analyze(&table(0.0), &strict).unwrap(),
        analyze(&table(0.0), &options()).unwrap(),
    );
    assert!(wide.results[0].cusum_limit > narrow.results[0].cusum_limit);
    assert!(wide.results[0].ewma_limit > narrow.results[0].ewma_limit);
    let none = Options {
        false_alarms: 0.0,
        ..options()
    };
    assert!(analyze(&table(0.0), &none).is_err());
}

#[test]
fn a_history_without_a_usual_is_refused() {
    let asked = Options {
        baseline: Some(40),
        ..options()
    };
    assert!(
        analyze(&table(0.0), &asked)
            .unwrap()
            .refused
            .unwrap()
            .contains("40 periods")
    );
}
