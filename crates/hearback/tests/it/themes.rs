//! An edit of the codeframe reads again what was received; nothing is missing and nothing is double.

use crate::hall::{Hall, word};
use hearback::{clock, wiring};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::hot::{SIGNALS, VERBATIMS};
use understand::corrections::Lessons;
use understand::replay::REMOVE_RUN;

const HOUR: i64 = 3_600_000_000;
/// What people say of drinks, in turn.
const WORDS: [&str; 4] = [
    "the zqtea was cold",
    "the zqcoffee was bitter",
    "cold zqtea and bitter zqcoffee",
    "nothing to say about drinks",
];

async fn send(hall: &Hall, key: &str, range: std::ops::Range<usize>) {
    for n in range {
        let signal = json!({
            "external_id": format!("n{n}"), "verbatims": { "why": WORDS[n % 4] },
            "customer": { "kind": "email", "value": format!("c{}@example.org", n % 8) },
        });
        hall.done(key, "POST", "/api/v1/signals", signal).await;
    }
}

fn new(id: &str, pattern: &str, group: &str) -> Value {
    json!({ "kind": "add", "new": {
        "id": id, "labels": { "en": id, "de": format!("{id} auf Deutsch") }, "parent": group,
        "patterns": { "any": [], "en": [pattern] }, "examples": ["ask jane.doe@example.org"],
    } })
}

/// Verbatims per topic, with the version on show.
async fn themes(hall: &Hall, key: &str) -> (Value, BTreeMap<String, u64>) {
    let tree = hall.done(key, "GET", "/api/v1/themes", Value::Null).await;
    let list = |v: &Value, name: &str| v[name].as_array().expect(name).clone();
    let groups = list(&tree, "groups");
    let topics = groups.iter().flat_map(|g| list(g, "topics"));
    let counts = topics
        .map(|t| (word(&t, "topic"), t["verbatims"].as_u64().expect("a count")))
        .collect();
    (tree, counts)
}

async fn edit(hall: &Hall, key: &str, edits: Value) -> Value {
    let asked = json!({ "edits": edits, "note": "a test" });
    hall.done(key, "POST", "/api/v1/themes/edits", asked).await
}

/// Every signal is read once, and the ledger agrees with the rows.
async fn assert_whole(hall: &Hall, signals: u64) {
    let (lake, store, ws) = (&hall.app.lake, &hall.app.store, &hall.app.default_workspace);
    let counted = "select count(*), count(distinct signal), count(distinct run) from verbatims";
    let rows = lake.sql(ws, counted, 1).await.expect("an answer").rows;
    assert_eq!(rows[0], [json!(signals), json!(signals), json!(1)]);
    for stream in [SIGNALS, VERBATIMS] {
        let found = lake.counts_by_batch(ws, stream).await.expect("counts");
        let found: BTreeMap<i64, u64> = found.into_iter().collect();
        for link in store
            .ledger_after(ws, stream, 0, 100_000)
            .await
            .expect("links")
        {
            let there = found.get(&link.seq).copied().unwrap_or(0);
            assert_eq!(there as i64, link.n - link.erased, "{stream} {link:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_an_edit_reads_again_what_was_received() {
    let hall = Hall::open().await;
    let key = hall.admin(&hall.app.default_workspace, "alice").await;
    send(&hall, &key, 0..40).await;
    hall.work().await;
    hall.flush().await;
    send(&hall, &key, 40..56).await;
    hall.work().await;
    let (tree, counts) = themes(&hall, &key).await;
    assert_eq!(
        (&tree["version"], &tree["verbatims"]),
        (&json!(0), &json!(56))
    );
    assert!(counts.len() > 20 && !counts.contains_key("zq_tea"));
    let group = word(&tree["groups"][0], "id");

    // A preview counts and stores nothing.
    let edits = json!([
        new("zq_tea", "zqtea", &group),
        new("zq_coffee", "zqcoffee*", &group)
    ]);
    let tried = hall
        .done(
            &key,
            "POST",
            "/api/v1/themes/preview",
            json!({ "edits": edits, "verbatims": 40 }),
        )
        .await;
    let of = |tried: &Value, topic: &str| {
        let rows = tried["topics"].as_array().expect("topics").clone();
        let row = rows.into_iter().find(|t| t["topic"] == topic).expect(topic);
        (
            row["before"]["verbatims"].as_u64(),
            row["after"]["verbatims"].as_u64(),
        )
    };
    assert_eq!(
        (&tried["verbatims"], &tried["base"]),
        (&json!(40), &json!(0))
    );
    assert_eq!(of(&tried, "zq_tea"), (Some(0), Some(20)));
    let versions = hall
        .done(&key, "GET", "/api/v1/themes/versions", Value::Null)
        .await;
    assert_eq!(versions["rows"].as_array().map(Vec::len), Some(1));

    // Until the new run is whole the old one is on show; what comes in meanwhile is in both.
    // Two of them wait to be read when the replay begins.
    send(&hall, &key, 56..58).await;
    let made = edit(&hall, &key, edits).await;
    assert_eq!(made["version"], 1);
    send(&hall, &key, 58..60).await;
    let (tree, counts) = themes(&hall, &key).await;
    assert_eq!((&tree["version"], &tree["newest"]), (&json!(0), &json!(1)));
    assert_eq!(tree["replay"]["run"], made["run"]);
    assert!(!counts.contains_key("zq_tea"));
    hall.work().await;
    let (tree, counts) = themes(&hall, &key).await;
    assert_eq!(
        (&tree["version"], &tree["run"], &tree["replay"]),
        (&json!(1), &made["run"], &Value::Null)
    );
    assert_eq!((counts["zq_tea"], counts["zq_coffee"]), (30, 30));
    assert_whole(&hall, 60).await;
    let text = tree.to_string();
    assert!(!text.contains("jane.doe"), "examples are redacted");

    // A merge is the union, whatever id is asked for.
    let merge = json!([{ "kind": "merge", "topic": "zq_coffee", "into": "zq_tea" }]);
    let tried = hall
        .done(
            &key,
            "POST",
            "/api/v1/themes/preview",
            json!({ "edits": merge }),
        )
        .await;
    assert_eq!(of(&tried, "zq_tea"), (Some(30), Some(45)));
    assert_eq!(of(&tried, "zq_coffee"), (Some(30), Some(0)));
    edit(&hall, &key, merge).await;
    hall.work().await;
    let (_, counts) = themes(&hall, &key).await;
    assert_eq!((counts["zq_tea"], counts.get("zq_coffee")), (45, None));
    for topic in ["zq_tea", "zq_coffee"] {
        let path = format!("/api/v1/verbatims?topic={topic}");
        let found = hall.done(&key, "GET", &path, Value::Null).await;
        assert_eq!(found["total"], 45, "{topic}");
    }
    assert_whole(&hall, 60).await;
    relabeled_at_once(&hall, &key).await;
    refused(&hall, &key).await;
    given_up_and_removed(&hall, &key).await;
}

/// Another label reads nothing again.
async fn relabeled_at_once(hall: &Hall, key: &str) {
    let edits = json!([{ "kind": "rename", "topic": "zq_tea", "labels": { "en": "Hot drinks" } }]);
    let made = edit(hall, key, edits).await;
    assert_eq!((&made["version"], &made["run"]), (&json!(3), &Value::Null));
    let (tree, counts) = themes(hall, key).await;
    assert_eq!((&tree["version"], counts["zq_tea"]), (&json!(3), 45));
    assert!(tree.to_string().contains("Hot drinks"));
}

async fn refused(hall: &Hall, key: &str) {
    for (status, edits) in [
        (
            404,
            json!([{ "kind": "merge", "topic": "nobody", "into": "zq_tea" }]),
        ),
        (
            404,
            json!([{ "kind": "move", "topic": "zq_tea", "parent": "nowhere" }]),
        ),
        (409, json!([new("zq_coffee", "abc", "people")])),
        (
            422,
            json!([{ "kind": "merge", "topic": "zq_tea", "into": "zq_tea" }]),
        ),
        (422, json!([new("zq_new", "a", "people")])),
        (422, json!([{ "kind": "vanish", "topic": "zq_tea" }])),
        (422, json!([])),
    ] {
        for path in ["preview", "edits"] {
            let path = format!("/api/v1/themes/{path}");
            let answer = hall
                .ask(key, "POST", &path, json!({ "edits": edits }))
                .await;
            assert_eq!(answer.status, status, "{path} {edits}: {}", answer.text);
            assert!(!answer.json()["hint"].as_str().expect("a hint").is_empty());
        }
    }
    let retire = json!({ "edits": [{ "kind": "retire", "topic": "zq_tea" }], "base": 1 });
    let stale = hall.ask(key, "POST", "/api/v1/themes/edits", retire).await;
    assert_eq!(
        (stale.status, &stale.json()["code"]),
        (409, &json!("stale"))
    );
}

/// An edit in the middle of a replay begins anew; rows that are not on show go.
async fn given_up_and_removed(hall: &Hall, key: &str) {
    let split = |id: &str| json!([{ "kind": "split", "topic": "zq_tea", "new": { "id": id, "labels": { "en": id }, "patterns": { "en": ["zqtea"] } } }]);
    edit(hall, key, split("zq_first")).await;
    let merge = json!([{ "kind": "merge", "topic": "zq_first", "into": "zq_tea" }]);
    edit(hall, key, merge).await;
    edit(hall, key, split("zq_second")).await;
    hall.work().await;
    let (_, counts) = themes(hall, key).await;
    assert_eq!((counts["zq_tea"], counts["zq_second"]), (30, 30));
    let runs = || async {
        hall.done(key, "GET", "/api/v1/themes/runs", Value::Null)
            .await
    };
    let states = |runs: &Value| {
        let rows = runs["rows"].as_array().expect("runs").clone();
        let mut states: Vec<String> = rows.iter().map(|r| word(r, "state")).collect();
        states.sort();
        states
    };
    let found = runs().await;
    assert_eq!(
        states(&found),
        [
            "abandoned",
            "abandoned",
            "active",
            "replaced",
            "replaced",
            "replaced"
        ],
        "{found}"
    );
    assert_whole(hall, 60).await;

    // Later, when nobody can be reading them any more, all but the run on show go.
    hall.flush().await;
    let (app, ws) = (&hall.app, &hall.app.default_workspace);
    let later = clock::now() + HOUR;
    app.lake.prune_hot(ws, later).await.expect("hot rows go");
    for _ in 0..2 {
        let jobs = app
            .store
            .claim_jobs(REMOVE_RUN, later, HOUR, 10)
            .await
            .expect("jobs");
        for result in wiring::run_jobs(app, REMOVE_RUN, &jobs).await {
            result.expect("a run is removed");
        }
    }
    let found = app.lake.runs_found(ws).await.expect("runs");
    assert_eq!(found.len(), 1, "{found:?}");
    assert_whole(hall, 60).await;
    for run in runs().await["rows"].as_array().expect("runs") {
        assert_eq!(
            run["removed_at"].is_string(),
            run["state"] != "active",
            "{run}"
        );
    }
    let (_, counts) = themes(hall, key).await;
    assert_eq!((counts["zq_tea"], counts["zq_second"]), (30, 30));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_annotated_before_there_were_runs_is_read_again() {
    let hall = Hall::open().await;
    let key = hall.admin(&hall.app.default_workspace, "alice").await;
    send(&hall, &key, 0..12).await;
    let (store, ws) = (&hall.app.store, &hall.app.default_workspace);
    // Rows as an older program left them: under a run that no table knows, and one that is small.
    for (range, run) in [(1..9, "old+1"), (9..13, "older+1")] {
        for seq in range {
            let hot = store
                .hot_between(ws, SIGNALS, seq - 1, seq)
                .await
                .expect("rows");
            let signal = serde_json::from_str(&hot[0].body).expect("a signal");
            let frame = hall.app.frames.own();
            let reading = understand::annotate::Reading {
                run: run.into(),
                frame,
                lessons: Arc::default(),
            };
            let read = understand::annotate::annotate(&hall.app.reader(), &[reading], [&signal]);
            let record = &read[0][0];
            let row = store::HotRow {
                id: format!("{}-0", hot[0].id),
                customer: record.customer.as_ref().map(|c| c.as_str().to_owned()),
                body: serde_json::to_string(record).expect("JSON"),
            };
            let jobs = store
                .claim_jobs("annotate", clock::now(), 1, 1)
                .await
                .expect("a job");
            let mut tx = store.begin().await.expect("a transaction");
            tx.append_hot(ws, VERBATIMS, &[row], clock::now())
                .await
                .expect("a batch");
            tx.finish_job(&jobs[0], clock::now()).await.expect("done");
            tx.commit().await.expect("a commit");
        }
    }
    let app = &hall.app;
    for _ in 0..2 {
        wiring::keep_up(&app.store, &app.lake, &app.reader())
            .await
            .expect("kept up");
    }
    let live = store.live_runs(ws).await.expect("runs");
    assert_eq!(live.active.expect("one on show").run, "old+1");
    let through = live.building.expect("one being made");
    assert_eq!((through.through, through.signals_total), (12, 12));
    hall.work().await;
    assert_whole(&hall, 12).await;
    let (tree, _) = themes(&hall, &key).await;
    assert_eq!(
        word(&tree, "run"),
        understand::annotate::reads_by(&app.reader(), &app.frames.own(), &Lessons::default())
    );
}
