use super::*;

fn table(rows: impl IntoIterator<Item = [String; 3]>) -> Table {
    let names = ["score", "region", "w"].map(str::to_owned).to_vec();
    Table::new(names, rows.into_iter().map(|r| r.to_vec())).unwrap()
}

/// 20 promoters, 25 passives, 5 detractors; the last five rows are a region of their own.
fn rows() -> Vec<[String; 3]> {
    (0..50)
        .map(|i| {
            let score = match i {
                0..20 => "9",
                20..45 => "8",
                _ => "3",
            };
            let region = if i < 45 { "North" } else { "South" };
            [score, region, if i < 20 { "1" } else { "2" }].map(str::to_owned)
        })
        .collect()
}

#[test]
fn the_whole_and_each_group_come_with_interval_and_n() {
    let options = Options {
        by: vec!["region".to_owned()],
        ..Options::default()
    };
    let report = analyze(&table(rows()), &options).unwrap();
    let whole = &report.results[0].score;
    assert_eq!((whole.value, whole.n), (Some(30.0), 50));
    assert!(whole.low < Some(30.0) && whole.high > Some(30.0));
    let south = &report.results[2];
    assert_eq!(south.group["region"], "South");
    assert!(south.score.value.is_none() && south.score.refused.is_some());
    assert_eq!(south.parts[2].percent, 100.0);
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["results"][0]["value"], 30.0);
    assert_eq!(json["kind"], "score");
}

#[test]
fn nine_answers_give_shares_and_a_refusal_and_ten_a_score() {
    let ten: Vec<[String; 3]> = rows().into_iter().skip(15).take(10).collect();
    let nine = table(ten[..9].to_vec());
    let report = analyze(&nine, &Options::default()).unwrap();
    assert!(report.refused.unwrap().contains("at least 10"));
    assert_eq!(report.results[0].parts.len(), 3);
    let report = analyze(&table(ten), &Options::default()).unwrap();
    assert_eq!(report.refused, None);
}

#[test]
fn weights_move_the_score_and_cost_answers() {
    let options = Options {
        weight: Some("w".to_owned()),
        ..Options::default()
    };
    let report = analyze(&table(rows()), &options).unwrap();
    let score = &report.results[0].score;
    // 20 promoters of 20 + 2 × 30, less 5 × 2.
    assert!((score.value.unwrap() - 12.5).abs() < 1e-9);
    assert!((score.n_effective - 80.0 * 80.0 / 140.0).abs() < 1e-9);
}

#[test]
fn an_eleven_is_left_out_and_counted() {
    let mut rows = rows();
    rows[0][0] = "11".to_owned();
    rows[1][0] = String::new();
    let report = analyze(&table(rows), &Options::default()).unwrap();
    assert_eq!(report.card.rows_used, 48);
    assert!(report.card.left_out.iter().any(|l| l.reason.contains("11")));
}
