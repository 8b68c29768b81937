//! What the crash test counts at its end: rows, lake, commit chain and dashboard.

use crate::command::Home;
use crate::crash_load::Address;
use std::collections::BTreeMap;
use testkit::Client;

/// What the running server answers to a GET.
pub async fn ask(address: &Address, path: &str) -> String {
    let mut client = Client::new(address.at);
    let reply = client
        .get(path, &[("authorization", &address.bearer)])
        .await
        .expect("an answer");
    assert_eq!(reply.status, 200, "{path}: {}", reply.text());
    reply.text()
}

/// Every stored external id with how often it is there, in rows and lake together.
pub fn stored(home: &Home) -> BTreeMap<String, u64> {
    let found = home.run(&[
        "sql",
        "--limit",
        "10000000",
        "select external_id, count(*) from signals group by external_id",
    ]);
    assert_eq!(found.code, 0, "{}", found.errors);
    let answer = found.json();
    assert_eq!(answer["truncated"], false);
    let rows = answer["rows"].as_array().expect("rows").iter();
    rows.map(|row| {
        (
            row[0].as_str().expect("an id").to_owned(),
            row[1].as_u64().expect("a count"),
        )
    })
    .collect()
}

/// The commit chain is whole, and rows and lake hold what it says.
pub fn verified(home: &Home, signals: usize) {
    let found = home.run(&["verify"]);
    assert_eq!(found.code, 0, "{} {}", found.text, found.errors);
    let answer = found.json();
    assert_eq!(answer["sound"], true, "{answer}");
    let streams = answer["streams"].as_array().expect("streams");
    let rows = streams
        .iter()
        .find(|s| s["stream"] == "signals")
        .expect("signals")
        .get("rows")
        .cloned();
    assert_eq!(rows, Some(signals.into()), "{answer}");
}
