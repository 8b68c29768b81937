use super::*;

/// 60 weeks of two streams; the second one quadruples in the last two.
fn rows() -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for week in 0..60 {
        let usual = [3, 5, 4, 2, 4, 3, 6, 4][week % 8];
        let late = if week >= 58 { 16 } else { usual };
        rows.push(vec![
            week.to_string(),
            "calm".into(),
            usual.to_string(),
            "100".into(),
        ]);
        rows.push(vec![
            week.to_string(),
            "late".into(),
            late.to_string(),
            "100".into(),
        ]);
    }
    rows
}

fn table(rows: Vec<Vec<String>>) -> Table {
    let names = ["week", "topic", "count", "responses"]
        .map(str::to_owned)
        .to_vec();
    Table::new(names, rows).unwrap()
}

fn options() -> Options {
    Options {
        period: "week".to_owned(),
        stream: Some("topic".to_owned()),
        exposure: Some("responses".to_owned()),
        ..Options::default()
    }
}

#[test]
fn a_rise_calls_with_its_beginning_and_the_calm_stream_does_not() {
    let report = analyze(&table(rows()), &options()).unwrap();
    let alarms: Vec<&Row> = report.results.iter().filter(|r| r.alarm).collect();
    assert!(alarms.iter().all(|r| r.stream == "late"), "{alarms:?}");
    let last = alarms.last().unwrap();
    assert!(["58", "59"].contains(&last.since.as_deref().unwrap()));
    assert!(last.observed >= last.limit && last.q < 0.01 && last.expected < 5.0);
    assert!((last.low as f64) < last.expected && last.expected < last.high as f64);
    assert_eq!(report.more.alarms, alarms.len() as u64);
    assert!((report.more.run_length.unwrap() - 1.4 * 2.0 * 52.0 / 4.0).abs() < 1e-9);
}

#[test]
fn a_rise_of_exposure_alone_does_not_call() {
    let mut rows = rows();
    for row in rows.iter_mut().filter(|r| r[2] == "16") {
        row[3] = "400".into();
    }
    let report = analyze(&table(rows), &options()).unwrap();
    assert_eq!(report.more.alarms, 0);
}

#[test]
fn a_stream_without_a_row_counts_as_nothing_heard_unless_exposures_are_named() {
    let mut rows = rows();
    rows.remove(40);
    let asked = Options {
        exposure: None,
        ..options()
    };
    let report = analyze(&table(rows.clone()), &asked).unwrap();
    assert!(
        report
            .warnings
            .iter()
            .any(|w| w.contains("1 streams and periods"))
    );
    let watched = |r: &Report<Row, Plan>| r.results.len();
    let with = analyze(&table(rows), &options()).unwrap();
    assert_eq!(watched(&report), watched(&with) + 1);
}

#[test]
fn a_short_history_or_none_at_all_is_refused() {
    let few = analyze(&table(rows()[..16].to_vec()), &options()).unwrap();
    assert!(few.refused.unwrap().contains("8 periods"));
    let mut none = rows();
    none.iter_mut().for_each(|r| r[2] = "0".into());
    assert!(analyze(&table(none), &options()).unwrap().refused.is_some());
}

#[test]
fn what_is_no_count_is_named_with_its_row() {
    let mut rows = rows();
    rows[4][2] = "2.5".into();
    let error = analyze(&table(rows), &options()).unwrap_err().to_string();
    assert!(error.contains("row 5") && error.contains("2.5"), "{error}");
}
