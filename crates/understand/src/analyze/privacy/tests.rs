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
