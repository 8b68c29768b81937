//! Explore: a topic beside its surroundings, search by pattern, and words from abroad.

use crate::hall::{Hall, word};
use hearback::config::Config;
use serde_json::{Value, json};
use testkit::HttpSink;

/// 80 people: of those in the north most speak of late parcels, elsewhere few.
async fn heard() -> (Hall, String) {
    let hall = Hall::open().await;
    let key = hall.admin(&hall.app.default_workspace, "alice").await;
    for n in 0..80 {
        let north = n % 2 == 0;
        let late = if north { n % 10 != 0 } else { n % 10 == 1 };
        let words = if late {
            "The delivery was late and the courier was rude."
        } else {
            "The app works well."
        };
        let signal = json!({
            "external_id": format!("e{n}"),
            "occurred_at": format!("2026-{:02}-10T10:00:00Z", 1 + n / 20),
            "attributes": { "region": if north { "North" } else { "South" } },
            "verbatims": { "why": words },
        });
        hall.done(&key, "POST", "/api/v1/signals", signal).await;
    }
    hall.work().await;
    hall.flush().await;
    (hall, key)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_topic_is_told_over_time_with_its_company_and_by_group() {
    let (hall, key) = heard().await;
    let path = "/api/v1/themes/delivery/profile";
    let told = hall.done(&key, "GET", path, Value::Null).await;
    assert_eq!(
        (&told["verbatims"], &told["of"]),
        (&json!(40), &json!(80)),
        "{told}"
    );
    let periods = told["trend"].as_array().expect("a trend");
    let months: Vec<String> = periods.iter().map(|p| word(p, "period")).collect();
    assert_eq!(months.len(), 4, "{months:?}");
    let n: u64 = periods
        .iter()
        .filter_map(|p| p["share"]["n"].as_u64())
        .sum();
    assert_eq!(n, 80);
    let of = |list: &str, value: &str| {
        let rows = told[list].as_array().expect("a list");
        rows.iter().find(|row| row["value"] == value).cloned()
    };
    let north = of("groups", "North").unwrap_or_else(|| panic!("no North: {told}"));
    let share = |side: &str| north[side]["score"].as_f64().expect("a share");
    assert!((share("here") - 80.0).abs() < 1e-9 && (share("elsewhere") - 20.0).abs() < 1e-9);
    assert!(north["low"].as_f64() > Some(30.0), "{north}");
    let staff = of("beside", "staff_attitude").unwrap_or_else(|| panic!("no staff: {told}"));
    assert_eq!(staff["here"]["score"], 100.0);
    let missing = hall
        .ask(&key, "GET", "/api/v1/themes/nothing/profile", Value::Null)
        .await;
    assert_eq!(missing.status, 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_people_said_is_searched_by_pattern_and_a_broken_one_is_named() {
    let (hall, key) = heard().await;
    let path = "/api/v1/verbatims?by=pattern&q=deliver(y%7Cied)%20was%20LATE%5Cb";
    let found = hall.done(&key, "GET", path, Value::Null).await;
    assert_eq!(found["total"], 40);
    let broken = hall
        .ask(
            &key,
            "GET",
            "/api/v1/verbatims?by=pattern&q=late(",
            Value::Null,
        )
        .await;
    assert_eq!(broken.status, 422, "{}", broken.text);
    assert!(broken.text.contains("'late('"), "{}", broken.text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_are_translated_redacted_where_a_translator_is_named() {
    let hall = Hall::open().await;
    let key = hall.admin(&hall.app.default_workspace, "alice").await;
    let signal = json!({
        "external_id": "e1", "occurred_at": "2026-03-02T10:00:00Z",
        "verbatims": { "why": "Das Paket kam zu spät, bitte anrufen: max@example.org" },
    });
    hall.done(&key, "POST", "/api/v1/signals", signal).await;
    hall.work().await;
    hall.flush().await;
    let all = hall
        .done(&key, "GET", "/api/v1/verbatims", Value::Null)
        .await;
    let id = word(&all["rows"][0], "signal");
    let path = |to: &str| format!("/api/v1/verbatims/{id}/why/translation?to={to}");
    let none = hall.ask(&key, "GET", &path("en"), Value::Null).await;
    assert_eq!(none.status, 422, "{}", none.text);

    let sink = HttpSink::start().await;
    let mut config = Config::clone(&hall.app.config);
    config.translator.url = Some(sink.url("/translate"));
    config.translator.key = Some("ours".into());
    let hall = hall.again(config).await;
    let session = hall.done(&key, "GET", "/api/v1/session", Value::Null).await;
    assert_eq!(session["translates"], true);
    sink.answer_with(r#"{"translatedText":"The parcel came too late."}"#);
    let told = hall.done(&key, "GET", &path("en"), Value::Null).await;
    let wanted = json!({ "text": "The parcel came too late.", "from": "de", "to": "en" });
    assert_eq!(told, wanted);
    let sent: Value = serde_json::from_slice(&sink.received()[0].body).expect("JSON");
    assert!(
        word(&sent, "q").starts_with("Das Paket kam zu spät"),
        "{sent}"
    );
    assert!(!sent.to_string().contains("max@"), "{sent}");
    assert_eq!(
        (&sent["source"], &sent["api_key"]),
        (&json!("de"), &json!("ours"))
    );

    sink.next_statuses(&[500]);
    let away = hall.ask(&key, "GET", &path("en"), Value::Null).await;
    assert_eq!(away.status, 502, "{}", away.text);
    sink.answer_with("sorry");
    let odd = hall.ask(&key, "GET", &path("en"), Value::Null).await;
    assert_eq!(odd.status, 502, "{}", odd.text);
    let language = hall.ask(&key, "GET", &path("English"), Value::Null).await;
    assert_eq!(language.status, 422);
    assert_eq!(sink.received().len(), 3);
}
