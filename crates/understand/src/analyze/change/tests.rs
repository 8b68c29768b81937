use super::*;

/// 2024 and 2025, 100 answers each in North and South. North falls, South stays.
fn rows() -> Vec<[String; 4]> {
    let mut rows = Vec::new();
    for (year, promoters) in [("2024", 60), ("2025", 20)] {
        for i in 0..100 {
            let north = if i < promoters { "9" } else { "5" };
            let south = if i < 50 { "10" } else { "7" };
            rows.push([year, "North", north, &format!("n{i}")].map(str::to_owned));
            rows.push([year, "South", south, &format!("s{i}")].map(str::to_owned));
        }
    }
    rows
}

fn table(rows: Vec<[String; 4]>) -> Table {
    let names = ["period", "region", "score", "who"]
        .map(str::to_owned)
        .to_vec();
    Table::new(names, rows.into_iter().map(|r| r.to_vec())).unwrap()
}

fn by_region() -> Options {
    Options {
        by: vec!["region".to_owned()],
        ..Options::default()
    }
}

#[test]
fn a_fall_is_told_from_what_cannot_be_told() {
    let report = analyze(&table(rows()), &by_region()).unwrap();
    let [whole, north, south] = &report.results[..] else {
        panic!("{report:?}")
    };
    assert_eq!(whole.change.verdict, Verdict::Down);
    assert_eq!(north.change.value, Some(-80.0));
    assert_eq!(north.change.verdict, Verdict::Down);
    assert!(north.change.q.unwrap() < 0.01);
    assert_eq!(south.change.verdict, Verdict::CannotTell);
    assert!(south.change.could_have_seen.unwrap() > 10.0);
    assert!(south.words.contains("could have seen"), "{}", south.words);
    assert!(north.shrunken.unwrap() > -80.0);
    assert_eq!((report.more.family, report.more.down), (2, 1));
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["results"][1]["verdict"], "down");
    assert_eq!(json["results"][1]["segment"]["region"], "North");
}

#[test]
fn a_margin_lets_it_say_the_same() {
    let options = Options {
        margin: Some(25.0),
        ..by_region()
    };
    let report = analyze(&table(rows()), &options).unwrap();
    assert_eq!(report.results[2].change.verdict, Verdict::Same);
    assert!(report.results[2].words.contains("about the same"));
}

#[test]
fn overlapping_periods_are_refused_without_respondents_and_compared_with_them() {
    let mut options = Options {
        before: vec!["2024".to_owned(), "2025".to_owned()],
        after: vec!["2025".to_owned()],
        ..by_region()
    };
    let report = analyze(&table(rows()), &options).unwrap();
    assert!(report.refused.unwrap().contains("column of respondents"));
    assert!(report.results.is_empty());
    options.respondent = Some("who".to_owned());
    let report = analyze(&table(rows()), &options).unwrap();
    assert_eq!(report.refused, None);
    assert_eq!(report.results[1].shared, Some(100));
    let panel = Options {
        panel: true,
        ..by_region()
    };
    assert!(analyze(&table(rows()), &panel).unwrap().refused.is_some());
}

#[test]
fn people_who_answered_twice_narrow_the_change_they_agree_on() {
    let alone = analyze(&table(rows()), &by_region()).unwrap();
    let options = Options {
        respondent: Some("who".to_owned()),
        ..by_region()
    };
    let panel = analyze(&table(rows()), &options).unwrap();
    let width = |r: &Report<Changed, Periods>| {
        r.results[2].change.high.unwrap() - r.results[2].change.low.unwrap()
    };
    // The South answers the same twice: only the lopsidedness of the two intervals is left.
    assert!(
        width(&panel) < 0.25 * width(&alone),
        "{} {}",
        width(&panel),
        width(&alone)
    );
    assert_eq!(panel.results[2].shared, Some(100));
}

#[test]
fn nine_answers_are_not_compared_and_ten_are() {
    let few = |n: usize| {
        let kept = rows()
            .into_iter()
            .enumerate()
            .filter(|(i, r)| r[1] == "North" || i / 2 < n);
        table(kept.map(|(_, r)| r).collect())
    };
    // South keeps its first n rows of 2024 only, so nothing after.
    let report = analyze(&few(9), &by_region()).unwrap();
    assert!(report.results[2].change.why.is_some());
    assert!(report.warnings.iter().any(|w| w.contains("too few")));
    let south: Vec<[String; 4]> = rows().into_iter().filter(|r| r[1] == "South").collect();
    let cut = |n: usize| {
        let (a, b) = south.split_at(100);
        table(a.iter().take(n).chain(b.iter().take(n)).cloned().collect())
    };
    assert!(analyze(&cut(9), &by_region()).unwrap().refused.is_some());
    assert!(analyze(&cut(10), &by_region()).unwrap().refused.is_none());
}

#[test]
fn month_ten_comes_after_month_nine_and_an_unknown_period_is_named() {
    let mut rows = rows();
    for row in &mut rows {
        row[0] = if row[0] == "2024" { "9" } else { "10" }.to_owned();
    }
    let report = analyze(&table(rows.clone()), &by_region()).unwrap();
    assert_eq!(
        (&report.more.before[0], &report.more.after[0]),
        (&"9".to_owned(), &"10".to_owned())
    );
    let options = Options {
        after: vec!["11".to_owned()],
        ..by_region()
    };
    let error = analyze(&table(rows), &options).unwrap_err().to_string();
    assert!(error.contains("11") && error.contains("10, 9"), "{error}");
}
