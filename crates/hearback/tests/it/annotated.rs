//! What `hearback annotate` answers.

use crate::command::hearback;
use serde_json::{Value, json};
use std::path::Path;
use testkit::TempFolder;

const TEXTS: [&str; 3] = [
    "The staff were rude and the queue was terrible.",
    "Wonderful service, thank you!",
    "Søren, café: the Wi-Fi was slow, \"again\"",
];

#[test]
fn promise_annotate_answers_one_line_per_row_in_order() {
    let folder = TempFolder::new();
    let mut csv = String::from("id,text\n");
    let mut lines = String::new();
    for text in TEXTS {
        csv.push_str(&format!("1,\"{}\"\n", text.replace('"', "\"\"")));
        lines.push_str(&format!("{}\n", json!({ "text": text })));
    }
    let annotated = |file: &Path| {
        let ended = hearback(&[
            "annotate",
            file.to_str().expect("UTF-8"),
            "--column",
            "text",
            "--json",
        ]);
        assert_eq!(ended.code, 0, "{}", ended.errors);
        ended.text
    };
    let of_csv = annotated(&folder.write("a.csv", csv));
    assert_eq!(
        of_csv,
        annotated(&folder.write("a.jsonl", lines)),
        "CSV and JSON Lines say the same"
    );
    let rows: Vec<Value> = of_csv
        .lines()
        .map(|l| serde_json::from_str(l).expect("JSON"))
        .collect();
    assert_eq!(
        rows.iter().map(|r| r["row"].as_u64()).collect::<Vec<_>>(),
        [Some(1), Some(2), Some(3)]
    );
    for (row, text) in rows.iter().zip(TEXTS) {
        assert!(row["language"].is_string(), "{row}");
        let sentiment = &row["sentiment"];
        assert!(
            (-1.0..=1.0).contains(&sentiment["score"].as_f64().expect("a score")),
            "{row}"
        );
        assert!(
            (0.0..=1.0).contains(&sentiment["confidence"].as_f64().expect("a confidence")),
            "{row}"
        );
        for topic in row["topics"].as_array().expect("topics") {
            let at = |name: &str| topic[name].as_u64().expect("an offset") as usize;
            assert!(
                text.get(at("start")..at("end"))
                    .is_some_and(|s| !s.is_empty()),
                "{topic} in '{text}'"
            );
            assert!(
                topic["topic"].is_string()
                    && topic["label"].is_string()
                    && topic["sentiment"].is_number(),
                "{topic}"
            );
        }
        assert!(
            row["emotions"].is_array() && row["intents"].is_array(),
            "{row}"
        );
    }
    assert_eq!(
        (
            &rows[0]["sentiment"]["label"],
            &rows[1]["sentiment"]["label"]
        ),
        (&json!("negative"), &json!("positive"))
    );
    assert!(
        !rows[0]["topics"].as_array().expect("topics").is_empty(),
        "{}",
        rows[0]
    );
}
