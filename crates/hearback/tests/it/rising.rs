//! What no topic explains comes up, is accepted and undone; words are found by what they mean.

use crate::hall::{Hall, word};
use serde_json::{Value, json};

/// Twelve weeks of little things, and in the last one a barrier that does not open.
async fn world(hall: &Hall, key: &str) {
    const THINGS: [&str; 8] = [
        "lamp", "poster", "carpet", "ladder", "bucket", "statue", "mirror", "basket",
    ];
    const BARRIER: [&str; 3] = [
        "the zqbarrier did not lift",
        "stuck at the zqbarrier again",
        "zqbarrier closed on my roof",
    ];
    let mut n = 0;
    let mut lines = String::new();
    for day in 0..91_i64 {
        let on = jiff::civil::date(2026, 3, 29).saturating_sub(jiff::Span::new().days(day));
        for said in 0..4 {
            n += 1;
            let thing = THINGS[(n * 7 + said) % 8];
            let words = if day < 7 && said < 2 {
                BARRIER[n % 3].to_owned()
            } else {
                format!("a {thing} by the {}", THINGS[(n * 5 + 3) % 8])
            };
            let nps = if words.contains("zqbarrier") {
                n % 3
            } else {
                8 + n % 3
            };
            let signal = json!({
                "external_id": format!("r{n}"), "occurred_at": format!("{on}T10:00:00Z"),
                "scores": { "nps": nps }, "verbatims": { "why": words },
                "customer": { "kind": "email", "value": format!("r{n}@example.org") },
            });
            lines.push_str(&format!("{signal}\n"));
        }
    }
    for line in lines.lines() {
        let signal = serde_json::from_str(line).expect("JSON");
        hall.done(key, "POST", "/api/v1/signals", signal).await;
    }
    hall.work().await;
    hall.flush().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_theme_rises_becomes_a_topic_and_is_undone() {
    let hall = Hall::open().await;
    let key = hall.admin(&hall.app.default_workspace, "alice").await;
    world(&hall, &key).await;
    let get = |path: &'static str| {
        let (hall, key) = (&hall, &key);
        async move { hall.done(key, "GET", path, Value::Null).await }
    };
    let found = get("/api/v1/themes/emerging").await;
    let first = &found["rows"][0];
    // The word that names it is the most telling one, not always the newest.
    assert!(first["topic"].to_string().contains("zqbarrier"), "{found}");
    // A clause in which the model reads a topic by itself does not count here.
    assert!(first["now"]["n"].as_u64() >= Some(9), "{first}");
    assert_eq!(
        (&first["rising"], &first["before"]["n"]),
        (&json!(true), &json!(0))
    );
    assert_eq!(
        (&first["now"]["from"], &first["now"]["to"]),
        (&json!("2026-03-23"), &json!("2026-03-29"))
    );
    assert!(first["q"].as_f64().expect("q") < 0.01);
    assert!(first["ratio"]["low"].as_f64().expect("an end") > 1.0);
    assert!(word(&first["quotes"][0], "text").contains("zqbarrier"));

    // The topic it would become can be tried before it is made.
    let tree = get("/api/v1/themes").await;
    let group = word(&tree["groups"][0], "id");
    let mut new = first["topic"].clone();
    new["parent"] = json!(group);
    let edits = json!([{ "kind": "add", "new": new }]);
    let tried = json!({ "edits": edits });
    let tried = hall
        .done(&key, "POST", "/api/v1/themes/preview", tried)
        .await;
    assert_eq!(tried["topics"][0]["after"]["verbatims"], 14, "{tried}");

    let order =
        json!({ "key": first["key"], "label": "Barrier", "parent": group, "base": found["base"] });
    let made = hall
        .done(
            &key,
            "POST",
            "/api/v1/themes/emerging/accept",
            order.clone(),
        )
        .await;
    assert_eq!(
        (word(&made, "topic").as_str(), &made["version"]),
        ("barrier", &json!(1))
    );
    hall.work().await;
    let about = get("/api/v1/verbatims?topic=barrier").await;
    assert_eq!(about["total"], 14);

    // Those who talk about it pull the score down, by a number with an interval.
    let effects = get("/api/v1/themes/effects").await;
    let rows = effects["rows"].as_array().expect("rows");
    let of = rows
        .iter()
        .find(|r| r["topic"] == "barrier")
        .expect("the topic");
    let number = |value: &Value| value.as_f64().expect("a number");
    assert_eq!((&effects["metric"], &of["n"]), (&json!("nps"), &json!(14)));
    let all = number(&effects["all"]["score"]);
    assert!((number(&of["effect"]) - (all - number(&of["without"]["score"]))).abs() < 1e-9);
    assert!(
        number(&of["high"]) < 0.0 && number(&of["low"]) < number(&of["effect"]),
        "{of}"
    );

    // What has a topic does not emerge; a key that is gone cannot be accepted.
    let found = get("/api/v1/themes/emerging").await;
    assert!(!found["rows"].to_string().contains("zqbarrier"), "{found}");
    let refused = hall
        .ask(&key, "POST", "/api/v1/themes/emerging/accept", order)
        .await;
    assert_eq!(
        (refused.status, &refused.json()["code"]),
        (404, &json!("unknown_theme"))
    );

    // Back: the topic is retired, its id stays taken.
    let back = json!({ "to": 0, "base": 1 });
    hall.done(&key, "POST", "/api/v1/themes/back", back).await;
    hall.work().await;
    assert_eq!(get("/api/v1/verbatims?topic=barrier").await["total"], 0);
    let tree = get("/api/v1/themes").await;
    assert_eq!(tree["version"], 2);
    let groups = tree["groups"].as_array().expect("groups").iter();
    let topics = groups.flat_map(|g| g["topics"].as_array().expect("topics"));
    let gone = topics.into_iter().find(|t| t["topic"] == "barrier");
    assert_eq!(gone.expect("the topic")["retired"], true);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_are_found_by_what_they_mean_and_by_another_comment() {
    let hall = Hall::open().await;
    let key = hall.admin(&hall.app.default_workspace, "alice").await;
    for (n, words) in [
        "The queue at the till was endless",
        "Die Wartezeit an der Kasse war endlos",
        "The cake was dry and the tea was cold",
        "We stood in the queue at the till for an hour",
    ]
    .iter()
    .enumerate()
    {
        let signal = json!({ "external_id": format!("n{n}"), "verbatims": { "why": words } });
        hall.done(&key, "POST", "/api/v1/signals", signal).await;
    }
    hall.work().await;
    let path = "/api/v1/verbatims/near?q=long+waiting+times+at+the+till";
    let found = hall.done(&key, "GET", path, Value::Null).await;
    let texts: Vec<String> = found["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| word(&row["verbatim"], "text"))
        .collect();
    assert_eq!(found["compared"], 4);
    assert!(texts.iter().any(|t| t.contains("Wartezeit")), "{found}");
    assert!(!texts.iter().any(|t| t.contains("cake")), "{found}");

    let first = &found["rows"][0]["verbatim"];
    let path = format!(
        "/api/v1/verbatims/{}/{}/near?limit=1",
        word(first, "signal"),
        word(first, "question")
    );
    let like = hall.done(&key, "GET", &path, Value::Null).await;
    let rows = like["rows"].as_array().expect("rows");
    assert_eq!(rows.len(), 1);
    assert_ne!(rows[0]["verbatim"]["signal"], first["signal"]);
    let nobody = hall
        .ask(
            &key,
            "GET",
            "/api/v1/verbatims/nobody/why/near",
            Value::Null,
        )
        .await;
    assert_eq!(nobody.status, 404);
    let nothing = hall
        .ask(&key, "GET", "/api/v1/verbatims/near", Value::Null)
        .await;
    assert_eq!(nothing.status, 422);
}
