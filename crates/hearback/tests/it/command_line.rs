//! The command line keeps its contract on real files.

use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;
use testkit::{TempFolder, shared};

/// How a command ended.
pub struct Ended {
    pub code: i32,
    pub text: String,
    pub errors: String,
}

impl Ended {
    /// Its output as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text)
            .unwrap_or_else(|e| panic!("no JSON ({e}): {} {}", self.text, self.errors))
    }
}

/// Runs the binary to its end.
pub fn hearback(arguments: &[&str]) -> Ended {
    let output = Command::new(env!("CARGO_BIN_EXE_hearback"))
        .args(arguments)
        .output()
        .expect("the binary runs");
    Ended {
        code: output.status.code().expect("no signal ended it"),
        text: String::from_utf8(output.stdout).expect("UTF-8"),
        errors: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// Imports a file twice: whole the first time, nothing new the second. How many came in.
fn import_twice(file: &Path, data: &str, post: &str) -> u64 {
    let run = || {
        let ended = hearback(&[
            "import",
            file.to_str().expect("UTF-8"),
            "--data",
            data,
            "--post",
            post,
            "--json",
        ]);
        let summary = ended.json();
        let n = |name: &str| {
            summary[name]
                .as_u64()
                .unwrap_or_else(|| panic!("no {name}: {summary}"))
        };
        assert_eq!(
            n("received"),
            n("accepted") + n("duplicates") + n("rejected"),
            "{summary}"
        );
        assert_eq!(
            ended.code,
            if n("rejected") > 0 { 6 } else { 0 },
            "{summary} {}",
            ended.errors
        );
        assert_eq!(
            summary["rejects_file"].is_null(),
            n("rejected") == 0,
            "{summary}"
        );
        assert!(summary["seconds"].is_number(), "{summary}");
        (n("received"), n("accepted"))
    };
    let (received, accepted) = run();
    assert!(accepted > 0);
    assert_eq!(run(), (received, 0), "importing again adds nothing");
    accepted
}

fn count(data: &str, statement: &str) -> u64 {
    let ended = hearback(&["sql", "--data", data, "--json", statement]);
    assert_eq!(ended.code, 0, "{}", ended.errors);
    ended.json()["rows"][0][0].as_u64().expect("a count")
}

#[test]
fn promise_the_command_line_contract_holds_for_the_airport_survey() {
    let Some(file) = shared("data/insight/sfo_customer_survey_2013_2018.csv.gz") else {
        return;
    };
    let folder = TempFolder::new();
    let data = folder.join("data");
    let data = data.to_str().expect("UTF-8");
    assert_eq!(import_twice(&file, data, "airport"), 18_038);
    assert_eq!(count(data, "select count(*) from signals"), 18_038);
    let ended = hearback(&[
        "metric",
        "nps",
        "--data",
        data,
        "--question",
        "netpro",
        "--by",
        "year",
        "--json",
    ]);
    assert_eq!(ended.code, 0, "{}", ended.errors);
    let answer = ended.json();
    let rows = answer["rows"].as_array().expect("rows");
    let of_2018 = rows
        .iter()
        .find(|r| r["group"]["year"] == "2018")
        .unwrap_or_else(|| panic!("no 2018: {answer}"));
    let n = |name: &str| {
        of_2018[name]
            .as_f64()
            .unwrap_or_else(|| panic!("no {name}: {of_2018}"))
    };
    assert_eq!(format!("{:.1}", n("score")), "31.0", "{of_2018}");
    assert!(
        n("low") < n("score") && n("score") < n("high") && n("n") > 1_000.0,
        "{of_2018}"
    );
    assert!(
        of_2018["method"].as_str().is_some_and(|m| !m.is_empty()),
        "{of_2018}"
    );
    let left = answer["left_out"].as_array().expect("left_out");
    assert!(
        left.iter()
            .any(|l| l["reason"].as_str().is_some_and(|r| r.contains("11"))
                && l["n"].as_u64() > Some(0)),
        "{answer}"
    );
    let verified = hearback(&["verify", "--data", data, "--json"]);
    assert_eq!(
        (verified.code, verified.json()["sound"].clone()),
        (0, json!(true)),
        "{}",
        verified.text
    );
}

#[test]
fn promise_the_command_line_contract_holds_for_patient_comments() {
    let Some(file) = shared("data/insight/nhs_px_text_data.csv.gz") else {
        return;
    };
    let folder = TempFolder::new();
    let data = folder.join("data");
    let data = data.to_str().expect("UTF-8");
    let accepted = import_twice(&file, data, "patients");
    let verbatims = count(data, "select count(*) from verbatims");
    assert!(
        verbatims > 10_000,
        "of {accepted} signals only {verbatims} verbatims were read"
    );
    assert!(count(data, "select count(distinct topic) from mentions") > 5);
    assert_eq!(
        count(
            data,
            "select count(distinct sentiment_label) from verbatims"
        ),
        3
    );
}

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

#[test]
fn promise_exit_codes_say_what_went_wrong() {
    let folder = TempFolder::new();
    let (data, there) = (
        folder.join("data"),
        folder.write("there/file.csv", "text\nhello\n"),
    );
    let (data, there) = (
        data.to_str().expect("UTF-8"),
        there.to_str().expect("UTF-8"),
    );
    let target = folder.path().to_str().expect("UTF-8");
    for (code, arguments) in [
        (2, vec!["import", "--no-such-flag"]),
        (2, vec!["metric", "loyalty", "--data", data]),
        (2, vec!["sql", "--data", data, "drop table signals"]),
        (2, vec!["sql", "--data", data, "select * from nowhere"]),
        (2, vec!["annotate", there, "--column", "words", "--json"]),
        (3, vec!["import", "no-such-file.csv", "--data", data]),
        (3, vec!["annotate", "no-such-file.csv"]),
        (5, vec!["backup", target, "--data", data]),
        (
            0,
            vec!["sql", "--data", data, "select count(*) from signals"],
        ),
    ] {
        let ended = hearback(&arguments);
        assert_eq!(
            ended.code, code,
            "{arguments:?}: {} {}",
            ended.text, ended.errors
        );
        if code != 0 {
            assert!(
                ended.text.is_empty() && ended.errors.contains("error"),
                "{arguments:?}: {} {}",
                ended.text,
                ended.errors
            );
        }
    }
}
