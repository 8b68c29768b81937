//! A topic that suddenly displeases: the monitor's job, the alert, its notice, and cases for the people.

use crate::hall::{Hall, word};
use hearback::{clock, wiring};
use serde_json::{Value, json};

/// Weeks that are told.
const WEEKS: i64 = 40;

/// Forty weeks at two places; in the last whole one, deliveries to Oslo do not come.
async fn world(hall: &Hall, key: &str) {
    let today = domain::time::local_date(clock::now(), &jiff::tz::TimeZone::UTC);
    let back = i64::from(today.weekday().to_monday_zero_offset());
    let monday = today.saturating_sub(jiff::Span::new().days(back));
    let mut told = 0;
    for week in 1..=WEEKS {
        for n in 0..16 {
            told += 1;
            let late = n == 0 || (week == 1 && n < 12);
            let words = if late {
                "The delivery came far too late, I am angry."
            } else {
                "Friendly staff."
            };
            let on = monday.saturating_sub(jiff::Span::new().days(7 * week - n % 7));
            let signal = json!({
                "external_id": format!("w{told}"), "occurred_at": format!("{on}T10:00:00Z"),
                "location": if late || n % 2 == 0 { "Oslo" } else { "Bergen" },
                "scores": { "nps": if late { 7 } else { 9 } }, "verbatims": { "why": words },
                "customer": { "kind": "email", "value": format!("w{told}@example.org") },
                "consent": { "purpose": if told % 2 == 0 { "research" } else { "service" }, "basis": "consent" },
            });
            hall.done(key, "POST", "/api/v1/signals", signal).await;
        }
    }
    hall.work().await;
    hall.flush().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_topic_that_suddenly_displeases_opens_an_alert_a_notice_and_cases() {
    let hall = Hall::open().await;
    let own = hall.app.default_workspace.clone();
    let key = hall.admin(&own, "alice").await;
    world(&hall, &key).await;
    let endpoint = json!({ "name": "us", "kind": "webhook", "url": "http://127.0.0.1:9/alerts" });
    hall.done(&key, "POST", "/api/v1/endpoints", endpoint).await;

    let workspaces = hall.app.store.workspaces().await.expect("workspaces");
    let workspace = workspaces.iter().find(|w| w.id == own).expect("ours");
    for _ in 0..2 {
        wiring::watch(&hall.app, workspace).await.expect("a look");
        hall.work().await;
    }

    let alerts = hall.done(&key, "GET", "/api/v1/alerts", Value::Null).await;
    let rows = alerts["rows"].as_array().expect("rows");
    let all = rows
        .iter()
        .find(|row| row["kind"] == "topic" && row["location"].is_null())
        .unwrap_or_else(|| panic!("no alert on the whole: {alerts}"));
    assert_eq!(all["observed"], 12.0, "{all}");
    let number = |name: &str| all[name].as_f64().expect("a number");
    assert!(number("expected") < 3.0 && number("high") < 12.0, "{all}");
    assert_eq!(all["cells"][0]["value"], "Oslo", "{all}");
    assert!(
        rows.iter().all(|row| row["location"] != "Bergen"),
        "nothing changed in Bergen: {alerts}"
    );

    // Each alert is told once, however often the monitor looks.
    let told = hall.app.store.notices(&own, Some("waiting"), None, 100);
    let told = told.await.expect("notices");
    assert_eq!(told.len(), rows.len());
    assert!(
        told.iter()
            .all(|notice| !notice.body.to_string().contains("angry")),
        "a notice is thin"
    );

    let open = format!("/api/v1/alerts/{}/cases", word(all, "id"));
    let opened = hall.done(&key, "POST", &open, Value::Null).await;
    assert_eq!(opened["opened"], 12);
    let cases = hall.done(&key, "GET", "/api/v1/cases", Value::Null).await;
    let cases = cases["rows"].as_array().expect("cases").clone();
    assert_eq!(cases.len(), 12);
    let mut reachable = 0;
    for case in &cases {
        let path = format!("/api/v1/cases/{}", word(case, "id"));
        let case = hall.done(&key, "GET", &path, Value::Null).await;
        assert!(word(&case, "words").contains("delivery"), "{case}");
        reachable += usize::from(!case["contact"].is_null());
    }
    assert_eq!(reachable, 6, "who spoke for research is not written to");
}
