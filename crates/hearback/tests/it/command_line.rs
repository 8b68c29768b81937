//! The command line keeps its contract on real files.

use crate::command::hearback;
use serde_json::json;
use std::path::Path;
use testkit::{TempFolder, shared};

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
    let topic = "waiting_time";
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
        (2, vec!["themes", "vanish", "--data", data]),
        (2, vec!["themes", "merge", topic, topic, "--data", data]),
        (3, vec!["themes", "merge", "nobody", topic, "--data", data]),
        (3, vec!["themes", "show", "nobody", "--data", data]),
        (
            5,
            ["themes", "add", topic, "--label", "X", "--parent"]
                .into_iter()
                .chain(["people", "--pattern", "xyz", "--data", data])
                .collect(),
        ),
        (
            0,
            vec!["themes", "preview", "retire", topic, "--data", data],
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
