//! A replay that is killed goes on, and ends as if it had not been.

use crate::command::hearback;
use crate::crash_load::Address;
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::Path;
use std::time::Duration;
use testkit::{Client, Program, TempFolder};

const HURRY: [(&str, &str); 2] = [
    ("HEARBACK_LIMITS__FLUSH_EVERY_MS", "100"),
    ("HEARBACK_LOG", "error"),
];
const SIGNALS: u64 = 12_000;

/// Signals enough for three parts of a replay.
fn file(folder: &TempFolder) -> String {
    let words = [
        "the zqtea was cold",
        "the zqcoffee was bitter",
        "cold zqtea and bitter zqcoffee",
        "nothing to say",
        "zqtea, zqtea and zqtea",
    ];
    let mut text = String::from("id,date,why\n");
    for n in 0..SIGNALS {
        let _ = writeln!(
            text,
            "r{n},2026-03-{:02},\"{} ({n})\"",
            1 + n % 28,
            words[n as usize % 5]
        );
    }
    let path = folder.write("said.csv", text.as_bytes());
    path.to_str().expect("UTF-8").to_owned()
}

fn run(arguments: &[&str]) -> Value {
    let ended = hearback(arguments);
    assert_eq!(ended.code, 0, "{arguments:?}: {}", ended.errors);
    ended.json()
}

async fn serve(data: &Path, point: &str) -> (Program, Address) {
    let mut env = vec![("HEARBACK_CRASH_POINT", point)];
    env.extend(HURRY);
    let arguments = [
        "serve",
        "--data",
        data.to_str().expect("UTF-8"),
        "--listen",
        "127.0.0.1:0",
    ];
    let mut program = Program::start(env!("CARGO_BIN_EXE_hearback"), &arguments, &env);
    program.line_with("http://127.0.0.1:").await;
    (program, Address::read(&data.join("server.json")))
}

async fn send(address: &Address, method: &str, path: &str, body: Value) -> Value {
    let headers = [
        ("authorization", address.bearer.as_str()),
        ("content-type", "application/json"),
    ];
    let body = if body.is_null() {
        Vec::new()
    } else {
        body.to_string().into_bytes()
    };
    let mut client = Client::new(address.at);
    let reply = client
        .send(method, path, &headers, &body)
        .await
        .expect("an answer");
    assert!(reply.status < 300, "{method} {path}: {}", reply.text());
    reply.json()
}

async fn sql(address: &Address, statement: &str) -> Value {
    let answer = send(address, "POST", "/api/v1/sql", json!({ "sql": statement })).await;
    answer["rows"].clone()
}

/// Topics with their verbatims, and how many verbatims and signals there are.
async fn told(address: &Address) -> (Value, Value) {
    let topics = "select topic, count(distinct signal) from mentions where topic like 'zq%' group by 1 order by 1";
    let whole = "select count(*), count(distinct signal), count(distinct run) from verbatims";
    (sql(address, topics).await, sql(address, whole).await)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_a_killed_replay_goes_on_and_loses_nothing() {
    let folder = TempFolder::new();
    let data = folder.join("data");
    let folder_of = data.to_str().expect("UTF-8");
    let imported = run(&["import", &file(&folder), "--data", folder_of, "--json"]);
    assert_eq!(imported["accepted"], SIGNALS);
    for (id, phrase) in [("zq_tea", "zqtea"), ("zq_coffee", "zqcoffee")] {
        let tree = run(&["themes", "list", "--data", folder_of, "--json"]);
        let group = tree["groups"][0]["id"]
            .as_str()
            .expect("a group")
            .to_owned();
        let made = run(&[
            "themes",
            "add",
            id,
            "--label",
            id,
            "--parent",
            &group,
            "--pattern",
            phrase,
            "--data",
            folder_of,
            "--json",
        ]);
        assert!(made["run"].is_string(), "{made}");
    }
    let [tea, coffee, both] = [3, 2, 1].map(|fifths| fifths * SIGNALS / 5);
    let (union, mut said) = (tea + coffee - both, SIGNALS);

    // The merge, killed at every step of its replay.
    for (kills, point) in [
        "replaying:1",
        "replaying:1",
        "before_commit:3",
        "replayed:1",
    ]
    .into_iter()
    .enumerate()
    {
        let (mut program, address) = serve(&data, point).await;
        if kills == 0 {
            let merge = json!({ "kind": "merge", "topic": "zq_coffee", "into": "zq_tea" });
            send(
                &address,
                "POST",
                "/api/v1/themes/edits",
                json!({ "edits": [merge] }),
            )
            .await;
        }
        let (name, _) = point.split_once(':').expect("a point");
        program.line_with(&format!("crash point {name}")).await;
        if name != "before_commit" {
            // The worker stands still there; questions are answered, by the run on show.
            let seen = said - SIGNALS;
            let shown = json!([["zq_coffee", coffee + seen], ["zq_tea", tea]]);
            let (topics, whole) = told(&address).await;
            assert_eq!(topics, shown, "at {point}, after {kills} kills");
            assert_eq!(whole[0][2], 1);
            let words = json!({ "external_id": format!("k{kills}"), "verbatims": { "why": "more zqcoffee" } });
            send(&address, "POST", "/api/v1/signals", words).await;
            said += 1;
        }
        program.kill().await;
    }
    let (program, address) = serve(&data, "none:1").await;
    while send(&address, "GET", "/api/v1/themes/runs", Value::Null).await["replaying"] == true {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let after = loop {
        let (topics, whole) = told(&address).await;
        if whole[0][0] == said {
            break (topics, whole);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    let added = said - SIGNALS;
    assert_eq!(after.0[0][1], union + added, "{after:?}");
    assert_eq!(after.1, json!([[said, said, 1]]));
    // The command line asks and changes by way of the server that holds the folder.
    let shown = run(&["themes", "show", "zq_coffee", "--data", folder_of, "--json"]);
    assert_eq!(shown["topic"], "zq_tea", "{shown}");
    let renamed = run(&[
        "themes", "rename", "zq_tea", "Drinks", "--data", folder_of, "--json",
    ]);
    assert_eq!(renamed, json!({ "version": 4, "run": null }));
    assert_eq!(program.stop().await, Some(0));
    let verified = run(&["verify", "--data", folder_of, "--json"]);
    assert_eq!(verified["sound"], true, "{verified}");
}
