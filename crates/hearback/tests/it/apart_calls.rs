//! What is asked of each operation in the isolation walk; a new operation needs a line here.

use crate::apart_seed::Theirs;
use serde_json::{Value, json};

/// What must be answered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Expect {
    /// 404: for A it is not there.
    Missing,
    /// Any answer that is no fault of ours, without a word of B.
    Silent,
    /// A refusal (4xx).
    Refused,
    /// A stream in which only A's changes come by.
    Stream,
}

/// One call with A's key and B's ids.
pub struct Call {
    pub query: String,
    pub body: Value,
    pub expect: Expect,
}

fn call(expect: Expect, query: impl Into<String>, body: Value) -> Option<Call> {
    Some(Call {
        query: query.into(),
        body,
        expect,
    })
}

/// The call of an operation (`GET /api/v1/…` as the OpenAPI document writes it), if it has one.
pub fn of(operation: &str, b: &Theirs) -> Option<Call> {
    use Expect::{Missing, Refused, Silent, Stream};
    let nothing = Value::Null;
    let (method, path) = operation.split_once(" /api/v1/")?;
    match (method, path) {
        (
            "GET",
            "session" | "users" | "keys" | "audit" | "posts" | "rules" | "endpoints" | "imports",
        ) => call(Silent, "", nothing),
        ("GET", "loop" | "columns") => call(Silent, "?since=2000-01-01&until=2100-01-01", nothing),
        ("GET", "overview") => call(
            Silent,
            format!("?since=2000-01-01&until=2100-01-01&where=post:{}", b.post),
            nothing,
        ),
        ("POST", "session") => call(
            Refused,
            "",
            json!({ "email": "zquser@example.org", "password": "a wrong password" }),
        ),
        ("DELETE", "session") => call(Silent, "", nothing),
        ("POST", "session/link") => call(Refused, "", json!({ "token": b.key })),
        ("GET", "events") => call(Stream, "", nothing),
        ("POST", "signals") => call(
            Refused,
            "",
            json!({ "external_id": "walk", "post": b.post, "scores": { "nps": 9 } }),
        ),
        ("GET", "signals") => call(Silent, format!("?after={}", b.signal), nothing),
        ("GET", "metrics/{kind}") => call(
            Silent,
            format!("?question=nps&by=post&by=location&where=post:{}", b.post),
            nothing,
        ),
        ("GET", "columns/{name}/values") => call(Silent, "?limit=1000", nothing),
        (
            "GET",
            "themes" | "themes/versions" | "themes/runs" | "themes/effects" | "themes/emerging"
            | "themes/corrections",
        ) => call(Silent, "", nothing),
        ("POST", "themes/emerging/accept") => {
            call(Missing, "", json!({ "key": "queue", "parent": "people" }))
        }
        ("POST", "themes/learn") => call(Silent, "", nothing),
        ("POST", "themes/unlearn") => call(Refused, "", nothing),
        ("POST", "themes/back") => call(Silent, "", json!({ "to": 0 })),
        ("GET", "verbatims/near") => call(Silent, "?q=zqwords+queue", nothing),
        ("GET", "themes/{topic}/profile") => call(Silent, "", nothing),
        ("GET", "verbatims/{signal}/{question}/near") => call(Missing, "", nothing),
        ("GET", "verbatims/{signal}/{question}/translation") => call(Missing, "?to=en", nothing),
        ("POST", "verbatims/{signal}/{question}/corrections") => call(
            Missing,
            "",
            json!({ "labels": [{ "kind": "sentiment", "new": "positive" }] }),
        ),
        ("DELETE", "verbatims/{signal}/{question}/corrections") => call(Silent, "", nothing),
        ("POST", "themes/preview" | "themes/edits") => call(
            Silent,
            "",
            json!({ "edits": [{ "kind": "retire", "topic": "waiting_time" }] }),
        ),
        ("GET", "topics") => call(Silent, "?q=queue", nothing),
        ("GET", "verbatims") => call(Silent, format!("?q=queue&after={}", b.signal), nothing),
        ("POST", "sql") => call(Silent, "", json!({ "sql": "select * from verbatims" })),
        ("POST", "users") => call(
            Silent,
            "",
            json!({ "name": "another", "email": "another@example.org", "role": "viewer" }),
        ),
        ("PATCH", "users/{id}") => call(Missing, "", json!({ "role": "viewer", "disabled": true })),
        ("POST", "keys") => call(Silent, "", json!({ "name": "another", "role": "viewer" })),
        ("DELETE", "keys/{id}" | "rules/{id}" | "endpoints/{id}" | "posts/{id}/survey") => {
            call(Missing, "", nothing)
        }
        ("POST", "customers/erase") => call(
            Missing,
            "",
            json!({ "kind": "email", "value": "zqperson@example.org" }),
        ),
        ("POST", "imports/sniff") => {
            call(Silent, "?name=walk.csv", json!("external_id,nps\nx,9\n"))
        }
        ("POST", "imports") => call(
            Missing,
            "",
            json!({ "upload": b.upload, "post": "default" }),
        ),
        ("GET", "imports/{id}" | "imports/{id}/rejects") => call(Missing, "", nothing),
        ("POST", "imports/{id}/cancel") => call(Missing, "", nothing),
        ("POST", "posts") => call(Silent, "", json!({ "name": "another post" })),
        ("PATCH", "posts/{id}") => call(Missing, "", json!({ "name": "taken over" })),
        ("POST", "posts/{id}/archive") => call(Missing, "", nothing),
        ("POST", "posts/{id}/survey") => call(Missing, "", json!({ "title": "taken over" })),
        ("GET", "cases") => call(Silent, format!("?after={}", b.case), nothing),
        ("GET", "cases/{id}") => call(Missing, "", nothing),
        ("POST", "cases/{id}/assign") => call(Missing, "", json!({ "owner": b.user })),
        ("POST", "cases/{id}/note" | "cases/{id}/reply") => call(
            Missing,
            "",
            json!({ "text": "We looked into it and changed the shifts." }),
        ),
        ("POST", "cases/{id}/priority") => call(Missing, "", json!({ "priority": "low" })),
        ("POST", "cases/{id}/contact") => {
            call(Missing, "", json!({ "contact": "another@example.org" }))
        }
        ("POST", "cases/{id}/answered") => call(Missing, "", json!({ "how": "by phone" })),
        ("POST", "cases/{id}/close") => call(
            Missing,
            "",
            json!({ "root_cause": "too few people", "outcome": "solved" }),
        ),
        ("POST", "cases/{id}/reopen") => call(Missing, "", json!({ "why": "not solved" })),
        ("GET", "analyses/{kind}") => call(Silent, "?score=nps&by=post,location", nothing),
        ("GET", "alerts") => call(Silent, "", nothing),
        ("GET", "alerts/{id}") => call(Missing, "", nothing),
        ("POST", "alerts/{id}/mute") => call(Missing, "", json!({ "days": 7 })),
        ("POST", "alerts/{id}/close" | "alerts/{id}/cases") => call(Missing, "", nothing),
        ("POST", "alerts/{id}/judge") => call(Missing, "", json!({ "useful": false })),
        ("POST", "rules") => call(
            Silent,
            "",
            json!({ "name": "another rule", "body": { "when": [] } }),
        ),
        ("PUT", "rules/{id}") => call(
            Missing,
            "",
            json!({ "name": "taken over", "body": { "when": [] } }),
        ),
        ("GET", "outbox") => call(Silent, format!("?after={}", b.notice), nothing),
        ("POST", "outbox/{id}/replay") => call(Missing, "", nothing),
        ("POST", "endpoints") => call(
            Silent,
            "",
            json!({ "kind": "webhook", "name": "another", "url": "http://127.0.0.1:9/another" }),
        ),
        _ => None,
    }
}

/// The path with B's ids in the place of its parameters.
pub fn filled(path: &str, b: &Theirs) -> String {
    let id = match path.split('/').nth(3) {
        Some("posts") => &b.post,
        Some("rules") => &b.rule,
        Some("users") => &b.user,
        Some("keys") => &b.api_key,
        Some("endpoints") => &b.endpoint,
        Some("cases") => &b.case,
        Some("alerts") => &b.alert,
        Some("outbox") => &b.notice,
        Some("imports") => &b.import,
        _ => "",
    };
    path.replace("{id}", id)
        .replace("{signal}", &b.signal)
        .replace("{question}", "why")
        .replace(
            "{kind}",
            if path.contains("/analyses/") {
                "score"
            } else {
                "nps"
            },
        )
        .replace("{name}", "location")
}
