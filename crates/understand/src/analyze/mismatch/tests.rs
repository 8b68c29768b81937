use super::*;

/// `n` rows of each: score, sentiment, person.
fn table(rows: &[(&str, &str, &str, usize)]) -> Table {
    let row = |(score, tone, who, n): &(&str, &str, &str, usize)| {
        vec![[*score, *tone, *who].map(str::to_owned).to_vec(); *n]
    };
    let names = ["score", "tone", "who"].map(str::to_owned).to_vec();
    Table::new(names, rows.iter().flat_map(row)).unwrap()
}

fn options() -> Options {
    Options {
        sentiment: Some("tone".to_owned()),
        by: vec!["who".to_owned()],
        ..Options::default()
    }
}

#[test]
fn contradictions_are_flagged_on_both_sides_with_their_chance() {
    let table = table(&[
        ("10", "0.9", "", 300),
        ("9", "negative", "", 20),
        ("1", "negative", "", 80),
        ("0", "positive", "", 10),
        ("0", "positive", "max", 5),
        ("7", "negative", "", 30),
        ("12", "negative", "", 1),
    ]);
    let report = analyze(&table, &options()).unwrap();
    assert_eq!(report.results.len(), 35);
    let first = &report.results[0];
    assert_eq!((first.score, first.words), (0.0, Tone::Positive));
    assert!(first.posterior > report.results[34].posterior);
    assert_eq!(report.more.reversed.len(), 1);
    assert_eq!(
        (
            report.more.reversed[0].value.as_str(),
            report.more.reversed[0].n
        ),
        ("max", 5)
    );
    assert_eq!(report.card.left_out[0].n, 1);
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["results"][0]["words"], "positive");
    assert_eq!(json["sides"][1]["n"], 320);
}

#[test]
fn words_are_read_where_no_sentiment_is_given() {
    let row = |score: &str, said: &str| [score, said].map(str::to_owned).to_vec();
    let mut rows = vec![row("10", "Great service, very friendly and fast!"); 20];
    rows.push(row("10", "Terrible service, rude staff, I am very angry."));
    rows.push(row("9", " "));
    let names = ["score", "said"].map(str::to_owned).to_vec();
    let table = Table::new(names, rows).unwrap();
    let mut options = Options {
        text: Some("said".to_owned()),
        ..Options::default()
    };
    let report = analyze(&table, &options).unwrap();
    let rows: Vec<u64> = report.results.iter().map(|f| f.row).collect();
    assert_eq!((rows, report.n), (vec![21], 21));
    options.text = None;
    let error = analyze(&table, &options).unwrap_err().to_string();
    assert!(error.contains("--sentiment"), "{error}");
    options.sentiment = Some("said".to_owned());
    let error = analyze(&table, &options).unwrap_err().to_string();
    assert!(
        error.contains("row 1") && error.contains("Great"),
        "{error}"
    );
}
