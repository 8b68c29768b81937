//! Whoever asks with the ids of another workspace learns and changes nothing.

use crate::apart_calls::{Call, Expect, filled, of};
use crate::apart_seed::{CANARIES, Theirs, seed};
use crate::hall::{Hall, word};
use domain::WorkspaceId;
use futures::StreamExt;
use serde_json::{Value, json};
use std::time::Duration;

/// Every operation of the API, as `GET /api/v1/…`.
fn operations() -> Vec<String> {
    let document = serde_json::to_value(hearback::http::openapi()).expect("the document is JSON");
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for method in ["get", "post", "put", "patch", "delete"] {
            if item.get(method).is_some() {
                all.push(format!("{} {path}", method.to_uppercase()));
            }
        }
    }
    all
}

/// Everything of B that its own admin sees.
async fn everything(hall: &Hall, b: &Theirs) -> String {
    let mut all = String::new();
    let case = format!("cases/{}", b.case);
    for path in [
        "session",
        "posts",
        "rules",
        "users",
        "keys",
        "endpoints",
        "cases",
        &case,
        "outbox",
        "imports",
        "audit",
        "alerts",
        "columns",
    ] {
        let mut answer = hall
            .done(&b.key, "GET", &format!("/api/v1/{path}"), Value::Null)
            .await;
        for row in answer["rows"].as_array_mut().into_iter().flatten() {
            // Looking is what moves this one.
            row.as_object_mut().expect("a row").remove("last_used_at");
        }
        all.push_str(&answer.to_string());
    }
    for sql in [
        "select * from signals order by external_id",
        "select * from verbatims order by text, signal",
    ] {
        all.push_str(
            &hall
                .done(&b.key, "POST", "/api/v1/sql", json!({ "sql": sql }))
                .await
                .to_string(),
        );
    }
    all
}

/// No canary and no id of B, but for what the request itself named.
fn assert_silent(b: &Theirs, request: &str, answer: &str) {
    let ids = [
        &b.key,
        &b.post,
        &b.rule,
        &b.user,
        &b.api_key,
        &b.endpoint,
        &b.signal,
        &b.case,
        &b.notice,
        &b.import,
        &b.upload,
    ];
    let words = CANARIES
        .into_iter()
        .chain(ids.into_iter().map(String::as_str));
    for word in words.filter(|w| !request.contains(w)) {
        assert!(!answer.contains(word), "{request} tells '{word}': {answer}");
    }
}

async fn first_change(hall: &Hall, key: &str) -> String {
    let response = hall
        .response(key, "GET", "/api/v1/events", Vec::new())
        .await;
    assert_eq!(response.status(), 200);
    let mut stream = response.into_body().into_data_stream();
    hall.app.changed(&WorkspaceId::new("b"), "outbox");
    hall.app.changed(&hall.app.default_workspace, "cases");
    let frame = tokio::time::timeout(Duration::from_secs(30), stream.next())
        .await
        .expect("an event comes");
    String::from_utf8_lossy(&frame.expect("a frame").expect("bytes")).into_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_every_route_keeps_workspaces_apart() {
    walked(Hall::open().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_every_route_keeps_workspaces_apart_in_postgres() {
    if let Some(server) = testkit::postgres_server() {
        let engine = testkit::Engine::postgres(&server).await;
        walked(Hall::over(Some(engine.url().to_owned())).await).await;
    }
}

async fn walked(hall: Hall) {
    let b = seed(&hall).await;
    let a = hall.admin(&hall.app.default_workspace, "alice").await;
    hall.done(&a, "POST", "/api/v1/signals", json!({ "external_id": "a-1", "scores": { "nps": 1 }, "verbatims": { "why": "a slow queue" } })).await;
    hall.work().await;
    let before = everything(&hall, &b).await;
    for canary in CANARIES.into_iter().filter(|c| *c != "zqsurvey") {
        assert!(
            before.contains(canary),
            "B was not seeded with {canary}: {before}"
        );
    }

    let operations = operations();
    assert!(operations.len() > 40, "{operations:?}");
    let uncovered: Vec<_> = operations.iter().filter(|o| of(o, &b).is_none()).collect();
    assert!(
        uncovered.is_empty(),
        "say in apart_calls.rs what is asked of {uncovered:?}"
    );
    for operation in &operations {
        let Call {
            query,
            body,
            expect,
        } = of(operation, &b).expect("checked above");
        let (method, path) = operation.split_once(' ').expect("method and path");
        let path = filled(path, &b) + &query;
        let request = format!("{method} {path} {body}");
        if expect == Expect::Stream {
            let event = first_change(&hall, &a).await;
            assert!(
                event.contains("cases") && !event.contains("outbox"),
                "{event}"
            );
            continue;
        }
        let answer = hall.ask(&a, method, &path, body).await;
        match expect {
            Expect::Missing => assert_eq!(answer.status, 404, "{request}: {}", answer.text),
            Expect::Refused => assert!(
                (400..500).contains(&answer.status),
                "{request}: {} {}",
                answer.status,
                answer.text
            ),
            _ => assert!(
                answer.status < 500,
                "{request}: {} {}",
                answer.status,
                answer.text
            ),
        }
        assert_silent(&b, &request, &answer.text);
    }
    assert_indirect_ways_are_shut(&hall, &a, &b).await;
    assert_eq!(
        everything(&hall, &b).await,
        before,
        "nothing of B has changed"
    );
    eprintln!("{} operations walked", operations.len());
}

/// B's things named from within A's own, in filters and in SQL.
async fn assert_indirect_ways_are_shut(hall: &Hall, a: &str, b: &Theirs) {
    let mine = hall.done(a, "GET", "/api/v1/cases", Value::Null).await;
    let assign = format!("/api/v1/cases/{}/assign", word(&mine["rows"][0], "id"));
    let refused = hall
        .ask(a, "POST", &assign, json!({ "owner": b.user }))
        .await;
    assert!(
        (400..500).contains(&refused.status),
        "a case of A went to a user of B: {}",
        refused.text
    );
    for path in [
        "signals?where=location:zqlocation",
        "verbatims?where=location:zqlocation",
        "topics?where=location:zqlocation",
        "columns/zqsegment/values",
        "columns/a_zqsegment/values",
        "columns/post/values",
        "cases?location=zqlocation",
        "cases?owner=none",
    ] {
        let answer = hall
            .ask(a, "GET", &format!("/api/v1/{path}"), Value::Null)
            .await;
        assert!(answer.status < 500, "{path}: {}", answer.text);
        assert_silent(b, path, &answer.text);
    }
    for sql in [
        "select * from signals",
        "select * from mentions",
        "select * from b.signals",
        "select * from hearback.b.signals",
        "select * from lake.b.signals",
        "select * from information_schema.tables",
        "select * from information_schema.columns",
        "show tables",
        "select * from '/etc/hostname'",
    ] {
        let answer = hall
            .ask(a, "POST", "/api/v1/sql", json!({ "sql": sql }))
            .await;
        assert!(answer.status < 500, "{sql}: {}", answer.text);
        assert_silent(b, sql, &answer.text);
    }
}
