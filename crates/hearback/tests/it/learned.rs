//! "This is wrong": kept, learned from where it helps, in force after a replay, undone.

use crate::hall::{Hall, word};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What people say, in turn; the model cannot know what either word is worth.
fn words(n: usize) -> String {
    let place = ["at the till", "in the shop", "on the phone", "by the door"][n % 4];
    let told = if n.is_multiple_of(2) {
        "zqgrand"
    } else {
        "zqdrab"
    };
    format!("it was {told} {place} on day {n}")
}

fn right(n: usize) -> &'static str {
    if n.is_multiple_of(2) {
        "positive"
    } else {
        "negative"
    }
}

/// Sends comments and says of each what is right.
async fn taught(hall: &Hall, key: &str, n: usize) -> Vec<String> {
    for i in 0..n {
        let signal = json!({
            "external_id": format!("l{i}"), "verbatims": { "why": words(i) },
            "customer": { "kind": "email", "value": format!("l{i}@example.org") },
        });
        hall.done(key, "POST", "/api/v1/signals", signal).await;
    }
    hall.work().await;
    hall.flush().await;
    let list = hall
        .done(key, "GET", "/api/v1/verbatims?limit=200", Value::Null)
        .await;
    let mut signals = Vec::new();
    for row in list["rows"].as_array().expect("rows") {
        let text = word(row, "text");
        let label = if text.contains("zqgrand") {
            right(0)
        } else {
            right(1)
        };
        let old = &row["sentiment"]["label"];
        let body = json!({ "labels": [{ "kind": "sentiment", "old": old, "new": label }] });
        let path = format!("/api/v1/verbatims/{}/why/corrections", word(row, "signal"));
        hall.done(key, "POST", &path, body).await;
        signals.push(word(row, "signal"));
    }
    signals
}

/// What each comment is read to be, by its signal.
async fn read(hall: &Hall, key: &str) -> BTreeMap<String, (String, String)> {
    let list = hall
        .done(key, "GET", "/api/v1/verbatims?limit=200", Value::Null)
        .await;
    let rows = list["rows"].as_array().expect("rows").iter();
    rows.map(|row| {
        let read = (word(row, "text"), word(&row["sentiment"], "label"));
        (word(row, "signal"), read)
    })
    .collect()
}

/// How many of them are read rightly.
fn rightly(read: &BTreeMap<String, (String, String)>) -> usize {
    let hit =
        |(text, label): &(String, String)| *label == right(usize::from(!text.contains("zqgrand")));
    read.values().filter(|one| hit(one)).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_what_people_correct_is_learned_where_it_beats_the_model_and_can_be_undone() {
    let hall = Hall::open().await;
    let key = hall.admin(&hall.app.default_workspace, "alice").await;
    let signals = taught(&hall, &key, 120).await;
    let post = |path: &'static str| {
        let (hall, key) = (&hall, &key);
        async move { hall.done(key, "POST", path, Value::Null).await }
    };
    let before = read(&hall, &key).await;
    assert!(
        rightly(&before) < 100,
        "the model knows neither word: {before:?}"
    );

    let learned = post("/api/v1/themes/learn").await;
    let kind = &learned["kinds"][0];
    assert_eq!(
        (&learned["learned"], &learned["version"], &kind["kind"]),
        (&json!(true), &json!(1), &json!("sentiment")),
        "{learned}"
    );
    let trial = &kind["trial"];
    assert!(
        trial["after"].as_u64() > trial["before"].as_u64(),
        "{trial}"
    );
    assert!(word(&learned, "run").ends_with("+l1"), "{learned}");
    hall.work().await;
    assert_eq!(rightly(&read(&hall, &key).await), 120);

    // New words are read by it too.
    let signal = json!({ "external_id": "new", "verbatims": { "why": "zqgrand at the till" } });
    hall.done(&key, "POST", "/api/v1/signals", signal).await;
    hall.work().await;
    let found = hall
        .done(&key, "GET", "/api/v1/verbatims?limit=1", Value::Null)
        .await;
    assert_eq!(
        found["rows"][0]["sentiment"]["label"], "positive",
        "{found}"
    );

    // Nothing new was said, so nothing beats what is in force.
    let again = post("/api/v1/themes/learn").await;
    assert_eq!(
        (
            &again["learned"],
            &again["version"],
            &again["kinds"][0]["accepted"]
        ),
        (&json!(false), &json!(1), &json!(false)),
        "{again}"
    );
    assert!(!word(&again["kinds"][0], "why").is_empty());

    // Undone, everything is read as before.
    post("/api/v1/themes/unlearn").await;
    hall.work().await;
    let again = read(&hall, &key).await;
    assert!(
        before.iter().all(|(signal, was)| again[signal] == *was),
        "{again:?}"
    );
    let refused = hall
        .ask(&key, "POST", "/api/v1/themes/unlearn", Value::Null)
        .await;
    assert_eq!(
        (refused.status, &refused.json()["code"]),
        (409, &json!("nothing_learned"))
    );
    taken_back(&hall, &key, &signals[0]).await;
    erased(&hall, &key).await;
}

async fn taken_back(hall: &Hall, key: &str, signal: &str) {
    let path = format!("/api/v1/verbatims/{signal}/why/corrections");
    let said = |list: &Value| {
        let rows = list["rows"].as_array().expect("rows").clone();
        let row = rows.iter().find(|r| r["signal"] == signal).expect("it");
        row["corrections"].as_array().expect("a list").len()
    };
    let list = "/api/v1/verbatims?limit=200";
    assert_eq!(said(&hall.done(key, "GET", list, Value::Null).await), 1);
    hall.done(key, "DELETE", &path, Value::Null).await;
    assert_eq!(said(&hall.done(key, "GET", list, Value::Null).await), 0);
    for (status, label) in [
        (422, json!({ "kind": "sentiment", "new": "meh" })),
        (422, json!({ "kind": "topic", "old": "nothing_such" })),
        (422, json!({ "kind": "mood", "new": "positive" })),
    ] {
        let body = json!({ "labels": [label] });
        let answer = hall.ask(key, "POST", &path, body).await;
        assert_eq!(answer.status, status, "{}", answer.text);
        assert!(!answer.json()["hint"].as_str().expect("a hint").is_empty());
    }
    let body = json!({ "labels": [{ "kind": "sentiment", "new": "positive" }] });
    let nobody = "/api/v1/verbatims/nobody/why/corrections";
    assert_eq!(hall.ask(key, "POST", nobody, body).await.status, 404);
}

/// An erased person's corrections go with their words.
async fn erased(hall: &Hall, key: &str) {
    let corrections = "/api/v1/themes/corrections";
    let before = hall.done(key, "GET", corrections, Value::Null).await;
    let said = before["kinds"][0]["said"].as_u64().expect("a number");
    let who = json!({ "kind": "email", "value": "l7@example.org" });
    hall.done(key, "POST", "/api/v1/customers/erase", who).await;
    let after = hall.done(key, "GET", corrections, Value::Null).await;
    assert_eq!(after["kinds"][0]["said"].as_u64(), Some(said - 1));
}
