use super::*;

const ROWS: [&str; 4] = ["A", "B", "C", "D"];
const COUNTS: [[u64; 3]; 4] = [[12, 9, 3], [7, 2, 15], [20, 11, 8], [6, 14, 9]];

fn published(hidden: &[(usize, usize)]) -> Table {
    let mut rows = Vec::new();
    let mut row = |r: &str, c: &str, n: String| rows.push(vec![r.to_owned(), c.to_owned(), n]);
    let column = |c: usize| format!("p{}", c + 1);
    for (r, name) in ROWS.iter().enumerate() {
        for (c, n) in COUNTS[r].iter().enumerate() {
            let n = if hidden.contains(&(r, c)) {
                String::new()
            } else {
                n.to_string()
            };
            row(name, &column(c), n);
        }
        row(name, "TOTAL", COUNTS[r].iter().sum::<u64>().to_string());
    }
    for c in 0..3 {
        let sum: u64 = COUNTS.iter().map(|r| r[c]).sum();
        row("TOTAL", &column(c), sum.to_string());
    }
    row("TOTAL", "TOTAL", "116".to_owned());
    let names = ["row", "col", "count"].map(str::to_owned).to_vec();
    Table::new(names, rows).unwrap()
}

#[test]
fn published_tables_get_the_verdict_of_the_audit() {
    let hidden = [(0, 2), (1, 1)];
    let square = [hidden[0], hidden[1], (0, 1), (1, 2)];
    for (hidden, verdict) in [(&hidden[..], "UNSAFE"), (&square[..], "SAFE")] {
        let report = analyze(&published(hidden), &Options::default()).unwrap();
        assert_eq!(report.more.verdict, Some(verdict));
        let exact = report.results.iter().filter(|c| !c.safe);
        assert_eq!(exact.count(), if verdict == "SAFE" { 0 } else { 2 });
    }
}

#[test]
fn a_table_that_hides_nothing_is_told_what_to_hide() {
    let report = analyze(&published(&[]), &Options::default()).unwrap();
    let more = &report.more;
    assert_eq!(
        (more.verdict, more.primary, more.complementary),
        (Some("SAFE"), 2, 2)
    );
    let added = report
        .results
        .iter()
        .filter(|c| c.suppressed == Some("complementary"));
    let added: Vec<Vec<&String>> = added.map(|c| c.cell.values().collect()).collect();
    assert_eq!(added, [["p2", "A"], ["p3", "B"]]);
}

#[test]
fn rows_of_people_become_a_table_whose_scores_need_more_people() {
    let mut rows = Vec::new();
    for (r, name) in ROWS.iter().enumerate() {
        for (c, n) in COUNTS[r].iter().enumerate() {
            let row = [(*name).to_owned(), format!("p{c}"), (7 + c).to_string()];
            rows.extend(vec![row.to_vec(); *n as usize]);
        }
    }
    let names = ["shop", "period", "ltr"].map(str::to_owned).to_vec();
    let table = Table::new(names, rows).unwrap();
    let options = Options {
        by: ["shop", "period"].map(str::to_owned).to_vec(),
        score: Some("ltr".to_owned()),
        ..Options::default()
    };
    let report = analyze(&table, &options).unwrap();
    assert_eq!(
        (report.more.verdict, report.more.primary),
        (Some("SAFE"), 2)
    );
    for cell in &report.results {
        let shown = cell.score.map(|s| s.n);
        assert!(shown.is_none_or(|n| n >= 10), "{cell:?}");
        assert!(cell.suppressed.is_none() || (cell.n, cell.score) == (None, None));
    }
    assert!(report.results.last().unwrap().score.is_some());
    // Of each shop at least two scores or none are hidden, so that none follows from the total.
    for shop in ROWS {
        let of = report
            .results
            .iter()
            .filter(|c| c.cell["shop"] == shop && c.cell["period"] != "TOTAL");
        let hidden = of.filter(|c| c.score.is_none()).count();
        assert_ne!(hidden, 1, "{shop}");
    }
}

#[test]
fn what_cannot_be_audited_is_named() {
    let mut options = Options {
        k: 1,
        ..Options::default()
    };
    assert!(analyze(&published(&[]), &options).is_err());
    options = Options {
        count: "n".to_owned(),
        ..Options::default()
    };
    let error = analyze(&published(&[]), &options).unwrap_err().to_string();
    assert!(error.contains("--by"), "{error}");
    options.by = vec!["nope".to_owned()];
    assert!(analyze(&published(&[]), &options).is_err());
}

/// Seven days of March with these people at two shops.
fn dated(counts: &[[u64; 2]]) -> Table {
    let mut rows = Vec::new();
    for (day, shops) in counts.iter().enumerate() {
        for (shop, n) in ["north", "south"].iter().zip(shops) {
            let row = vec![
                format!("2026-03-{:02}T09:00:00Z", day + 1),
                (*shop).to_owned(),
            ];
            rows.extend(vec![row; *n as usize]);
        }
    }
    Table::new(["day", "shop"].map(str::to_owned).to_vec(), rows).unwrap()
}

fn over_time(stretches: &[&str], by: &[&str]) -> Options {
    Options {
        by: by.iter().map(|b| (*b).to_owned()).collect(),
        time: Some("day".to_owned()),
        stretches: stretches.iter().map(|s| s.parse().unwrap()).collect(),
        ..Options::default()
    }
}

#[test]
fn stretches_whose_difference_shows_few_people_are_not_published() {
    let table = dated(&[[5, 4], [4, 4], [4, 3], [3, 3], [5, 4], [1, 1], [4, 4]]);
    let asked = [
        "2026-03-01..2026-03-05",
        "2026-03-01..2026-03-06",
        "2026-03-01..2026-03-07",
    ];
    let report = analyze(&table, &over_time(&asked, &[])).unwrap();
    let shown: Vec<Option<u64>> = report.results.iter().map(|c| c.n).collect();
    // The second would show the two people of the sixth day; the third shows ten of two days.
    assert_eq!(shown, [Some(39), None, Some(49)]);
    assert_eq!(report.results[1].suppressed, Some("adjacent"));
    assert_eq!((report.more.shown, report.more.adjacent), (2, 1));
    assert!(
        report.warnings[0].contains(asked[1]),
        "{:?}",
        report.warnings
    );
    // By itself, the second is harmless; so it is with 9 people on the sixth day.
    let alone = analyze(&table, &over_time(&asked[1..2], &[])).unwrap();
    assert_eq!(
        (alone.results[0].n, alone.more.verdict),
        (Some(41), Some("SAFE"))
    );
    let busy = dated(&[[5, 4], [4, 4], [4, 3], [3, 3], [5, 4], [5, 5], [4, 4]]);
    let all = analyze(&busy, &over_time(&asked, &[])).unwrap();
    assert!(all.results.iter().all(|c| c.n.is_some()) && all.warnings.is_empty());
}

#[test]
fn a_stretch_is_published_for_all_cells_or_for_none() {
    // Ten people on the sixth day, but only one of them in the south.
    let table = dated(&[[5, 4], [4, 4], [9, 1]]);
    let asked = ["2026-03-01..2026-03-02", "2026-03-01..2026-03-03"];
    let total = analyze(&table, &over_time(&asked, &[])).unwrap();
    assert_eq!(total.more.adjacent, 0);
    let by_shop = analyze(&table, &over_time(&asked, &["shop"])).unwrap();
    assert_eq!((by_shop.more.shown, by_shop.more.adjacent), (3, 3));
    let last = by_shop.results.last().unwrap();
    assert_eq!(last.cell["shop"], "TOTAL");
    assert_eq!((last.n, last.cell["day"].as_str()), (None, asked[1]));
    // Without stretches: the month, which holds all days.
    let month = analyze(&table, &over_time(&[], &["shop"])).unwrap();
    assert_eq!(month.results[0].cell["day"], "2026-03-01..2026-03-31");
    assert_eq!(month.results.last().unwrap().n, Some(27));
}

#[test]
fn stretches_that_cannot_be_cut_are_named() {
    let table = dated(&[[1, 1]]);
    let few = analyze(&table, &over_time(&[], &[])).unwrap();
    assert!(few.refused.unwrap().contains("less than 5"));
    assert!("2026-03-02..2026-03-01".parse::<Stretch>().is_err());
    let mut wrong = over_time(&["2026-03-01..2026-03-02"], &[]);
    wrong.time = None;
    assert!(analyze(&table, &wrong).is_err());
    wrong.time = Some("shop".to_owned());
    let error = analyze(&table, &wrong).unwrap_err().to_string();
    assert!(error.contains("no date"), "{error}");
    assert!(analyze(&published(&[]), &over_time(&[], &[])).is_err());
}
