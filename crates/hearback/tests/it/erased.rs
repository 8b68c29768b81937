//! Who is erased leaves no byte: in rows, lake, files, nor in a backup that is restored.

use crate::command::Home;
use crate::hall::{Hall, word};
use crate::traces::{CANARIES, found_below, found_in, parquet};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use testkit::Engine;

const STATEMENTS: [&str; 3] = [
    "select * from signals",
    "select * from verbatims",
    "select * from mentions",
];

/// Everything that the columns hold, decoded.
async fn columns(hall: &Hall) -> String {
    let mut all = String::new();
    for statement in STATEMENTS {
        let answer = hall
            .app
            .lake
            .sql(&hall.app.default_workspace, statement, 100_000)
            .await
            .expect("an answer");
        all.push_str(&json!(answer.rows).to_string());
    }
    all
}

fn theirs(external_id: &str, words: &str) -> Value {
    json!({
        "external_id": external_id, "scores": { "nps": 1 }, "location": "Oslo",
        "customer": { "kind": "email", "value": "Zqperson.Zqsurname@example.org" },
        "verbatims": { "why": format!("{words}: the queue was terrible and the staff were rude") },
        "attributes": { "seat": "zqattribute" },
    })
}

async fn seed(hall: &Hall, key: &str) -> Value {
    for n in 0..40 {
        let other = json!({
            "external_id": format!("other-{n}"), "scores": { "nps": n % 11 }, "customer": { "kind": "email", "value": format!("other{n}@example.org") },
            "verbatims": { "why": "the staff were kind but the queue was slow" }, "attributes": { "seat": format!("{n}a") },
        });
        hall.done(key, "POST", "/api/v1/signals", other).await;
    }
    let first = theirs("zqnumber-1", "zqwords");
    hall.done(key, "POST", "/api/v1/signals", first.clone())
        .await;
    hall.work().await;
    hall.flush().await;
    hall.done(
        key,
        "POST",
        "/api/v1/signals",
        theirs("zqnumber-2", "zqhot"),
    )
    .await;
    hall.work().await;
    let found = hall
        .done(key, "GET", "/api/v1/cases?limit=200", Value::Null)
        .await;
    let all = found["rows"].as_array().expect("cases");
    let of_theirs = all
        .iter()
        .find(|c| {
            c["contact"]
                .as_str()
                .is_some_and(|a| a.contains("zqperson"))
        })
        .expect("a case of theirs");
    let case = word(of_theirs, "id");
    hall.done(
        key,
        "POST",
        &format!("/api/v1/cases/{case}/note"),
        json!({ "text": "zqnote called twice" }),
    )
    .await;
    let reply = json!({ "text": "Dear zqreply, we are sorry about the queue; two more people work there from Monday." });
    hall.done(key, "POST", &format!("/api/v1/cases/{case}/reply"), reply)
        .await;
    // What was said is read again, so that there are rows of two runs, in the lake and hot.
    let edits = json!({ "edits": [{ "kind": "retire", "topic": "waiting_time" }] });
    hall.done(key, "POST", "/api/v1/themes/edits", edits).await;
    hall.work().await;
    first
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_an_erased_person_leaves_no_trace() {
    erased(&Engine::sqlite()).await;
}

// A test of its own: the folder in which files are staged is chosen once per process.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_an_erased_person_leaves_no_trace_in_postgres() {
    if let Some(server) = testkit::postgres_server() {
        erased(&Engine::postgres(&server).await).await;
    }
}

/// Where canaries are: in which files, and in which tables of the database.
async fn traces(data: &Path, engine: &Engine) -> Vec<(PathBuf, BTreeSet<&'static str>)> {
    let mut found = found_below(data);
    for (table, rows) in engine.dump().await {
        let there = found_in(rows.as_bytes());
        if !there.is_empty() {
            found.push((table.into(), there));
        }
    }
    found
}

async fn erased(engine: &Engine) {
    let url = engine.is_postgres().then(|| engine.url().to_owned());
    let hall = Hall::over(url).await;
    let key = hall.admin(&hall.app.default_workspace, "alice").await;
    let first = seed(&hall, &key).await;
    let data = hall.folder.join("data");

    // The scanner sees what is there: every canary in the rows' files, and those of the lake decoded.
    let everywhere: BTreeSet<_> = traces(&data, engine)
        .await
        .into_iter()
        .flat_map(|(_, found)| found)
        .collect();
    assert_eq!(everywhere, BTreeSet::from(CANARIES));
    let decoded = found_in(columns(&hall).await.as_bytes());
    assert!(
        ["zqwords", "zqhot", "zqattribute", "zqnumber"]
            .iter()
            .all(|c| decoded.contains(c)),
        "{decoded:?}"
    );
    let outbox = hall
        .done(&key, "GET", "/api/v1/outbox", Value::Null)
        .await
        .to_string();
    assert!(
        outbox.contains("zqperson") && outbox.contains("zqreply"),
        "{outbox}"
    );
    let old_files = parquet(&data.join("lake"));
    assert!(
        old_files.len() >= 3,
        "signals, verbatims and mentions are in the lake: {old_files:?}"
    );

    let backup = hall.folder.join("backup");
    let made = hearback::cli::backup::copy(&hall.app, &backup).await;
    assert!(made.is_ok_and(|files| files > 5), "{}", engine.name());

    let erased = hall
        .done(
            &key,
            "POST",
            "/api/v1/customers/erase",
            json!({ "kind": "email", "value": "zqperson.zqsurname@example.org" }),
        )
        .await;
    assert_eq!(
        (&erased["signals"], &erased["done"]),
        (&json!(2), &json!(true))
    );
    assert_eq!(traces(&data, engine).await, Vec::new());
    assert_eq!(found_in(columns(&hall).await.as_bytes()), BTreeSet::new());
    // Parquet is packed: bytes alone prove little, so no file that held the person may be left.
    let left: Vec<_> = parquet(&data.join("lake"))
        .intersection(&old_files)
        .cloned()
        .collect();
    assert_eq!(left, Vec::<PathBuf>::new(), "files from before the erasure");

    let again = hall.done(&key, "POST", "/api/v1/signals", first).await;
    assert_eq!(
        (&again["accepted"], &again["signals"][0]["outcome"]),
        (&json!(0), &json!("erased")),
        "{again}"
    );
    hall.work().await;
    hall.flush().await;
    assert_eq!(traces(&data, engine).await, Vec::new());
    let others = hall
        .app
        .lake
        .sql(
            &hall.app.default_workspace,
            "select count(*) from signals",
            1,
        )
        .await
        .expect("a count");
    assert_eq!(others.rows[0][0], 40, "everyone else is still there");
    let again = match testkit::postgres_server().filter(|_| engine.is_postgres()) {
        Some(server) => Engine::postgres(&server).await,
        None => Engine::sqlite(),
    };
    let home = Home::new(hall.folder.join("restored"), &again);
    restored(&home, &data, &backup);
    assert_eq!(traces(&home.data, &again).await, Vec::new());
}

/// A backup from before brings the person back only until the erasure log is applied.
fn restored(home: &Home, data: &Path, backup: &Path) {
    let before: BTreeSet<_> = found_below(backup)
        .into_iter()
        .flat_map(|(_, found)| found)
        .collect();
    assert!(
        before.contains("zqperson") && before.contains("zqhot"),
        "the backup was taken before: {before:?}"
    );
    let old_files: BTreeSet<_> = parquet(&backup.join("lake"))
        .iter()
        .filter_map(|f| f.file_name().map(ToOwned::to_owned))
        .collect();
    let log = data.join("erasures.log");
    let ended = home.run(&[
        "restore",
        backup.to_str().expect("UTF-8"),
        "--erasures",
        log.to_str().expect("UTF-8"),
    ]);
    assert_eq!(ended.code, 0, "{}", ended.errors);
    assert_eq!(ended.json()["erased_again"], 1, "{}", ended.text);
    let left: Vec<_> = parquet(&home.data.join("lake"))
        .into_iter()
        .filter(|f| f.file_name().is_some_and(|n| old_files.contains(n)))
        .collect();
    assert_eq!(left, Vec::<PathBuf>::new(), "files from before the erasure");
    for (statement, least) in STATEMENTS.into_iter().zip([40, 40, 1]) {
        let answer = home.run(&["sql", statement]);
        assert_eq!(answer.code, 0, "{}", answer.errors);
        assert_eq!(
            found_in(answer.text.as_bytes()),
            BTreeSet::new(),
            "{statement}"
        );
        assert!(
            answer.json()["rows"].as_array().expect("rows").len() >= least,
            "{statement}: everyone else is back"
        );
    }
    let verified = home.run(&["verify"]);
    assert_eq!(verified.json()["sound"], true, "{}", verified.text);
}
