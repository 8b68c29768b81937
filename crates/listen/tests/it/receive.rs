//! Signals over HTTP: read, refused by field, stored once.

use crate::bench::{NOW, benches};
use jiff::tz::TimeZone;
use listen::Flaw;
use listen::posts;
use listen::receive::{Draft, Layout, Limits, Receiver, content_hash, parse};
use store::Receipt;

fn read(body: &str, layout: Layout) -> Result<Vec<Draft>, Vec<Flaw>> {
    parse(
        body.as_bytes(),
        layout,
        None,
        &Limits::default(),
        &TimeZone::UTC,
    )
}

const FULL: &str = r#"{"external_id":"r-1","post":"default","provenance":"indirect","channel":"Web","touchpoint":"checkout",
 "occurred_at":"2026-03-01T09:30:00Z","location":"Berlin","customer":{"kind":"E-Mail","value":" Ann@Example.COM "},
 "language":"en","attributes":{"Tier":"gold","visits":3,"new":true},"scores":{"NPS":9,"Ease (1-7)":5.5},
 "choices":{"why here":["price","place"],"again":"yes"},"verbatims":{"Why?":"Quick and kind"},
 "consent":{"purpose":"research","basis":"consent","notice":"abc"},"test":true,"weight":1.5,"stratum":2,
 "cluster":"c","follow_up":"ref-7"}"#;

#[test]
fn a_full_signal_is_read_in_every_field() {
    let draft = read(FULL, Layout::One).unwrap().remove(0);
    let customer = draft.customer.clone().unwrap();
    assert_eq!(
        (customer.kind.as_str(), customer.value.as_str()),
        ("e_mail", "Ann@Example.COM")
    );
    assert_eq!(draft.attributes["visits"], "3");
    assert_eq!(draft.attributes["new"], "true");
    let questions: Vec<_> = draft.answers.iter().map(|a| a.question.as_str()).collect();
    assert_eq!(
        questions,
        ["nps", "ease_1_7", "why_here", "why_here", "again", "why"]
    );
    assert_eq!(draft.stratum.as_deref(), Some("2"));
    assert!(draft.test && draft.weight == Some(1.5) && draft.follow_up.as_deref() == Some("ref-7"));
    let mail = FULL.replace("E-Mail", "email");
    let draft = read(&mail, Layout::One).unwrap().remove(0);
    assert_eq!(draft.customer.unwrap().value, "ann@example.com");
}

#[test]
fn the_content_hash_knows_content_and_nothing_else() {
    let one = read(FULL, Layout::One).unwrap().remove(0);
    let spaced = read(
        &FULL.replace("\"weight\":1.5", "\"weight\" : 1.50"),
        Layout::One,
    )
    .unwrap()
    .remove(0);
    assert_eq!(content_hash(&one), content_hash(&spaced));
    let other = read(&FULL.replace("Quick", "Slow"), Layout::One)
        .unwrap()
        .remove(0);
    assert_ne!(content_hash(&one), content_hash(&other));
}

#[test]
fn every_refusal_names_line_field_and_mend() {
    let deep = format!(
        "{{\"external_id\":\"a\",\"attributes\":{}1{}}}",
        "[".repeat(40),
        "]".repeat(40)
    );
    let long = format!(
        "{{\"external_id\":\"a\",\"verbatims\":{{\"w\":\"{}\"}}}}",
        "x".repeat(100_001)
    );
    let many: String = (0..1_001).map(|i| format!("\"q{i}\":1,")).collect();
    let many = format!(
        "{{\"external_id\":\"a\",\"scores\":{{{}}}}}",
        many.trim_end_matches(',')
    );
    for (body, field, words) in [
        (r#"{"scores":{"nps":1}}"#, "external_id", "missing"),
        (
            r#"{"external_id":"a","chanel":"web"}"#,
            "chanel",
            "'channel'",
        ),
        (
            r#"{"external_id":"a","scores":{"nps":"9"}}"#,
            "scores.nps",
            "a number",
        ),
        (
            r#"{"external_id":"a","occurred_at":"soon"}"#,
            "occurred_at",
            "'soon' is not a time",
        ),
        (
            r#"{"external_id":"a","provenance":"x"}"#,
            "provenance",
            "direct, indirect or inferred",
        ),
        (r#"{"external_id":"a\u0000"}"#, "external_id", "NUL"),
        (
            r#"{"external_id":"a","verbatims":{"w":"\u0000"}}"#,
            "verbatims.w",
            "NUL",
        ),
        (
            r#"{"external_id":"a","customer":{"kind":"email"}}"#,
            "customer.value",
            "missing",
        ),
        (r#"{"external_id":"a","weight":-1}"#, "weight", "negative"),
        (
            r#"{"external_id":"a","scores":{"N p":1,"n-P":2}}"#,
            "scores.n-P",
            "'n_p'",
        ),
        (
            r#"{"external_id":"a","test":"yes"}"#,
            "test",
            "true or false",
        ),
        (r#"{"external_id":" "}"#, "external_id", "empty"),
        (r#"{"external_id":"a""#, "", "not JSON"),
        ("[1]", "", "a list, not an object"),
        ("  \n ", "", "the body is empty"),
        (&deep, "", "more than 32 deep"),
        (&long, "verbatims.w", "at most 100000 bytes"),
        (&many, "scores", "more than 1000 answers"),
    ] {
        let flaw = read(body, Layout::One).unwrap_err().remove(0);
        assert_eq!(flaw.field, field, "{flaw}");
        assert!(flaw.to_string().contains(words), "{flaw}");
    }
    let body = "{\"external_id\":\"a\"}\n\n{\"external_id\":1}\n{\"x\":1}\nnope\n";
    let lines: Vec<_> = read(body, Layout::Lines)
        .unwrap_err()
        .iter()
        .map(|f| f.line)
        .collect();
    assert_eq!(lines, [4, 5]);
    let limits = Limits {
        lines: 2,
        body_bytes: 70,
        ..Limits::default()
    };
    let three = "{\"external_id\":\"a\"}\n".repeat(3);
    let flaws = parse(
        three.as_bytes(),
        Layout::Lines,
        None,
        &limits,
        &TimeZone::UTC,
    )
    .unwrap_err();
    assert!(
        flaws[0].line == 3 && flaws[0].hint.contains("several batches"),
        "{}",
        flaws[0]
    );
    let four = "{\"external_id\":\"a\"}\n".repeat(4);
    let flaws = parse(
        four.as_bytes(),
        Layout::Lines,
        None,
        &limits,
        &TimeZone::UTC,
    )
    .unwrap_err();
    assert!(flaws[0].detail.contains("80 bytes"), "{}", flaws[0]);
}

#[test]
fn layouts_follow_the_content_type_and_the_key_stands_in_for_one_id() {
    assert_eq!(
        Layout::of(Some("application/json; charset=utf-8")),
        Layout::One
    );
    assert_eq!(Layout::of(Some("application/x-ndjson")), Layout::Lines);
    assert_eq!(Layout::of(None), Layout::Guess);
    let two = "{\"external_id\":\"a\"}\n{\"external_id\":\"b\"}";
    assert_eq!(read(two, Layout::Guess).unwrap().len(), 2);
    assert!(read(two, Layout::One).is_err());
    assert_eq!(
        read("{\n\"external_id\":\"a\"\n}", Layout::Guess)
            .unwrap()
            .len(),
        1
    );
    let with = |body: &str| {
        parse(
            body.as_bytes(),
            Layout::Guess,
            Some("key"),
            &Limits::default(),
            &TimeZone::UTC,
        )
    };
    assert_eq!(
        with("{\"scores\":{\"a\":1}}").unwrap()[0].external_id,
        "key"
    );
    assert!(with("{\"scores\":{\"a\":1}}\n{\"scores\":{\"a\":2}}").is_err());
}

#[tokio::test]
async fn the_same_signal_is_stored_once_and_another_under_its_id_is_a_conflict() {
    for bench in benches().await {
        let receiver = Receiver::new(bench.store.clone(), bench.ingest.clone());
        let ws = &bench.workspace;
        let send = async |body: &str| {
            let drafts = read(body, Layout::Guess).unwrap();
            receiver
                .receive(ws, &TimeZone::UTC, drafts, NOW, &mut bench.ids())
                .await
        };
        let body = "{\"external_id\":\"a\",\"scores\":{\"nps\":9},\"verbatims\":{\"why\":\"Fine\"}}\n{\"external_id\":\"b\"}";
        let first = send(body).await.unwrap();
        assert!(matches!(first[0].receipt, Receipt::Accepted(_)) && first[1].line == 2);
        let again = send(body).await.unwrap();
        assert!(
            again
                .iter()
                .all(|r| matches!(r.receipt, Receipt::Duplicate(_)))
        );
        let other = send("{\"external_id\":\"a\",\"scores\":{\"nps\":1}}")
            .await
            .unwrap();
        assert!(matches!(other[0].receipt, Receipt::Conflict(_)));
        let unknown = send("{\"external_id\":\"c\",\"post\":\"defalt\"}")
            .await
            .unwrap_err();
        assert!(unknown.to_string().contains("near: default"), "{unknown}");
        let ahead = send("{\"external_id\":\"c\",\"occurred_at\":\"2031-01-01T00:00:00Z\"}")
            .await
            .unwrap_err();
        assert_eq!(ahead.code(), "invalid_signal");
        let kinds: Vec<_> = bench
            .store
            .questions(ws)
            .await
            .unwrap()
            .into_iter()
            .map(|q| (q.key, q.kind))
            .collect();
        assert_eq!(
            kinds,
            [
                ("nps".to_owned(), "score".to_owned()),
                ("why".to_owned(), "verbatim".to_owned())
            ]
        );
        let kiosk = bench.post("kiosk").await;
        let at_kiosk = "{\"external_id\":\"a\",\"post\":\"kiosk\"}";
        assert!(matches!(
            send(at_kiosk).await.unwrap()[0].receipt,
            Receipt::Accepted(_)
        ));
        posts::archive(&bench.store, ws, &kiosk.id, NOW)
            .await
            .unwrap();
        receiver.forget_posts(ws);
        assert_eq!(
            send("{\"external_id\":\"z\",\"post\":\"kiosk\"}")
                .await
                .unwrap_err()
                .code(),
            "archived_post"
        );
        assert_eq!(bench.signals().await.len(), 3);
    }
}
