//! The accurate tier reads again what the built-in model is least sure of, where the operator wants it.

use crate::hall::{Hall, word};
use hearback::app::App;
use hearback::config::Config;
use hearback::encoders;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;

fn ours() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../models/encoder")
}

const SAID: [&str; 6] = [
    "not what I would call a warm welcome",
    "it could have gone worse, I suppose",
    "they kept their word, which I did not expect",
    "the parcel is somewhere between the depot and never",
    "I had to explain everything twice and then once more",
    "great service, thank you",
];

/// What the words are felt as, by the words.
async fn felt(hall: &Hall, key: &str) -> BTreeMap<String, Value> {
    let found = hall
        .done(key, "GET", "/api/v1/verbatims", Value::Null)
        .await;
    let rows = found["rows"].as_array().expect("rows").iter();
    rows.map(|row| (word(row, "text"), row["sentiment"].clone()))
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_encoder_that_is_named_reads_again_what_was_received() {
    let hall = Hall::open().await;
    let key = hall.admin(&hall.app.default_workspace, "alice").await;
    for (n, words) in SAID.iter().enumerate() {
        let signal = json!({
            "external_id": format!("e{n}"), "occurred_at": "2026-03-02T10:00:00Z",
            "verbatims": { "why": words },
        });
        hall.done(&key, "POST", "/api/v1/signals", signal).await;
    }
    hall.work().await;
    hall.flush().await;
    let alone = felt(&hall, &key).await;
    assert_eq!(alone.len(), SAID.len());

    let mut config = Config::clone(&hall.app.config);
    assert_eq!(
        encoders::add(&config, &ours(), Some("own")),
        Ok("own".into())
    );
    config.text.encoder = Some("own".into());
    config.text.share = 1.0;
    let hall = hall.again(config).await;
    assert!(hall.app.second.is_some());
    // What was received is read again, in the background.
    hall.work().await;
    hall.flush().await;
    let again = felt(&hall, &key).await;
    assert_eq!(again.len(), SAID.len());
    let moved = SAID.iter().filter(|words| again[**words] != alone[**words]);
    assert!(moved.count() >= 3, "{alone:?} and {again:?}");
}

#[tokio::test]
async fn an_encoder_that_is_not_there_is_named_at_the_start() {
    let hall = Hall::open().await;
    let mut config = Config::clone(&hall.app.config);
    config.data = hall.folder.join("other");
    config.text.encoder = Some("bert".into());
    let refused = App::open(config.clone(), false)
        .await
        .err()
        .expect("no start");
    assert!(refused.to_string().contains("'bert'"), "{refused}");

    encoders::add(&config, &ours(), Some("bert")).expect("added");
    config.text.share = 1.5;
    let refused = App::open(config, false).await.err().expect("no start");
    assert!(refused.to_string().contains("1.5"), "{refused}");
}
