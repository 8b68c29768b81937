//! Workspace B of the isolation walk: something of every kind, each with its own canary.

use crate::hall::{Hall, word};
use domain::WorkspaceId;
use serde_json::{Value, json};

/// Words that stand in B and nowhere else, one for each kind of object.
pub const CANARIES: [&str; 18] = [
    "zqname",
    "zqpost",
    "zqsurvey",
    "zqrule",
    "zquser",
    "zqkey",
    "zqendpoint",
    "zqexternal",
    "zqperson",
    "zqwords",
    "zqattribute",
    "zqsegment",
    "zqlocation",
    "zqfile",
    "zqnote",
    "zqreply",
    "zqadmin",
    "zqtopic",
];

/// B's ids.
pub struct Theirs {
    pub key: String,
    pub post: String,
    pub rule: String,
    pub user: String,
    pub api_key: String,
    pub endpoint: String,
    pub signal: String,
    pub case: String,
    pub alert: String,
    pub notice: String,
    pub import: String,
    pub upload: String,
}

fn signal(external_id: &str) -> Value {
    json!({
        "external_id": external_id, "scores": { "nps": 2 }, "location": "zqlocation",
        "customer": { "kind": "email", "value": "zqperson@example.org" },
        "verbatims": { "why": "the zqwords queue was terrible and the staff were rude" },
        "attributes": { "zqsegment": "zqattribute" },
    })
}

/// An alert of B's.
async fn noticed(hall: &Hall, workspace: &WorkspaceId) -> String {
    let shift = json!({
        "stream": { "kind": "topic", "what": "zqtopic", "location": "zqlocation" },
        "since": "2026-01-05", "through": "2026-01-12", "observed": 9.0, "expected": 2.0,
        "low": 0.0, "high": 5.0, "n": 40, "statistic": 7.0, "limit": 5.0, "false_per_year": 0.1,
        "cells": [], "signals": [],
    });
    let shift = serde_json::from_value(shift).expect("a shift");
    let alert = domain::alert::Alert::open(domain::AlertId::new("zqalert"), shift, 1);
    let mut tx = hall.app.store.begin().await.expect("the rows");
    tx.save_alert(workspace, &alert).await.expect("saved");
    tx.commit().await.expect("committed");
    alert.id.into()
}

/// Makes B and fills it, half in the lake and half in hot rows.
pub async fn seed(hall: &Hall) -> Theirs {
    let workspace = WorkspaceId::new("b");
    hearback::wiring::create_workspace(&hall.app.store, &workspace, "zqname", "UTC")
        .await
        .expect("workspace B");
    let key = hall.admin(&workspace, "zqadmin").await;
    let k = key.as_str();
    let post = word(&hall.done(k, "POST", "/api/v1/posts", json!({ "name": "zqpost", "stage": "zqpost", "owner": "zqpost", "promise_hours": 24 })).await, "id");
    hall.done(
        k,
        "POST",
        &format!("/api/v1/posts/{post}/survey"),
        json!({ "title": "zqsurvey" }),
    )
    .await;
    let usual = hall.done(k, "GET", "/api/v1/rules", Value::Null).await;
    let body = usual["rows"][0]["body"].clone();
    let rule = word(
        &hall
            .done(
                k,
                "POST",
                "/api/v1/rules",
                json!({ "name": "zqrule", "enabled": false, "body": body }),
            )
            .await,
        "id",
    );
    let invited = hall
        .done(
            k,
            "POST",
            "/api/v1/users",
            json!({ "name": "zquser", "email": "zquser@example.org", "role": "agent" }),
        )
        .await;
    let made = hall
        .done(
            k,
            "POST",
            "/api/v1/keys",
            json!({ "name": "zqkey", "role": "viewer" }),
        )
        .await;
    hall.done(
        k,
        "POST",
        "/api/v1/endpoints",
        json!({ "kind": "webhook", "name": "zqendpoint", "url": "http://127.0.0.1:9/zqendpoint" }),
    )
    .await;
    let endpoints = hall.done(k, "GET", "/api/v1/endpoints", Value::Null).await;
    hall.done(k, "POST", "/api/v1/signals", signal("zqexternal-1"))
        .await;
    hall.work().await;
    hall.flush().await;
    let received = hall
        .done(k, "POST", "/api/v1/signals", signal("zqexternal-2"))
        .await;
    hall.work().await;
    let cases = hall.done(k, "GET", "/api/v1/cases", Value::Null).await;
    let case = word(&cases["rows"][0], "id");
    hall.done(
        k,
        "POST",
        &format!("/api/v1/cases/{case}/note"),
        json!({ "text": "zqnote" }),
    )
    .await;
    hall.done(k, "POST", &format!("/api/v1/cases/{case}/reply"), json!({ "text": "We are sorry about the zqreply queue; two more people work there from Monday." })).await;
    let outbox = hall.done(k, "GET", "/api/v1/outbox", Value::Null).await;
    let (import, upload) = imported(hall, k).await;
    let alert = noticed(hall, &workspace).await;
    Theirs {
        post,
        rule,
        user: word(&invited["user"], "id"),
        api_key: word(&made["key"], "id"),
        endpoint: word(&endpoints["rows"][0], "id"),
        signal: word(&received["signals"][0], "id"),
        case,
        alert,
        notice: word(&outbox["rows"][0], "id"),
        import,
        upload,
        key,
    }
}

/// An import that is done, with a rejected row, and an upload that waits.
async fn imported(hall: &Hall, key: &str) -> (String, String) {
    let file = "external_id,occurred_at,nps,why\nzqexternal-3,2026-01-05,9,zqwords again\nzqexternal-4,no date zqwords,9,fine\n";
    let sniffed = hall
        .done(
            key,
            "POST",
            "/api/v1/imports/sniff?name=zqfile.csv",
            json!(file),
        )
        .await;
    let columns = json!([
        { "header": "external_id", "role": "external_id" }, { "header": "occurred_at", "role": "occurred_at" },
        { "header": "nps", "role": "score", "key": "nps" }, { "header": "why", "role": "verbatim", "key": "why" },
    ]);
    let order = json!({ "upload": sniffed["upload"], "post": "zqpost", "columns": columns });
    let id = word(
        &hall.done(key, "POST", "/api/v1/imports", order).await,
        "id",
    );
    loop {
        let state = hall
            .done(key, "GET", &format!("/api/v1/imports/{id}"), Value::Null)
            .await;
        if state["state"] != "running" {
            assert_eq!(
                (&state["state"], &state["accepted"], &state["rejected"]),
                (&json!("done"), &json!(1), &json!(1)),
                "{state}"
            );
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    hall.work().await;
    let waiting = hall
        .done(
            key,
            "POST",
            "/api/v1/imports/sniff?name=zqfile.csv",
            json!(file),
        )
        .await;
    (id, word(&waiting, "upload"))
}
