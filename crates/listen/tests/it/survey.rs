//! The survey page as a browser without JavaScript walks through it.

use crate::bench::{Bench, NOW, benches};
use domain::CustomerId;
use listen::jobs::{IDLE_US, submit_idle};
use listen::posts::{self, PostFields};
use listen::survey::{self, Desk, NewLink, Reply, Survey};

const TOKEN: &str = "PublicToken0123456789ab";

async fn open(bench: &Bench, survey: Survey) -> domain::PostId {
    let post = bench.post("Shop").await;
    let fields = PostFields {
        stage: "visit".into(),
        owner: Some("Shop team".into()),
        promise_hours: 24,
        ..PostFields::named("Shop")
    };
    posts::update(&bench.store, &bench.workspace, &post.id, fields)
        .await
        .unwrap();
    survey::open(&bench.store, &bench.workspace, &post.id, survey, TOKEN)
        .await
        .unwrap();
    post.id
}

async fn get(bench: &Bench, path: &str, now: i64) -> (u16, String) {
    let (token, query) = path
        .trim_start_matches("/s/")
        .split_once('?')
        .unwrap_or((path.trim_start_matches("/s/"), ""));
    let value = |name: &str| {
        query
            .split('&')
            .find_map(|p| p.strip_prefix(&format!("{name}=")))
    };
    let mut ids = bench.ids();
    let mut desk = Desk {
        store: &bench.store,
        ingest: &bench.ingest,
        now,
        ids: &mut ids,
    };
    let reply = desk
        .show(
            token,
            value("r"),
            value("step").and_then(|s| s.parse().ok()),
        )
        .await
        .unwrap();
    match reply {
        Reply::Page { status, html } => (status, html),
        Reply::SeeOther(_) => panic!("a GET never redirects"),
    }
}

/// The fields that a browser would send of a page, with what the person typed.
fn fields(html: &str, typed: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = html
        .split("<input type=\"hidden\" name=\"")
        .skip(1)
        .filter_map(|i| i.split_once("\" value=\""))
        .map(|(name, rest)| {
            (
                name.to_owned(),
                rest.split('"')
                    .next()
                    .unwrap()
                    .replace("&#x27;", "'")
                    .replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&#x2f;", "/")
                    .replace("&amp;", "&"),
            )
        })
        .collect();
    fields.extend(
        typed
            .iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned())),
    );
    fields
}

async fn post(bench: &Bench, token: &str, fields: &[(String, String)], now: i64) -> Reply {
    let mut ids = bench.ids();
    let mut desk = Desk {
        store: &bench.store,
        ingest: &bench.ingest,
        now,
        ids: &mut ids,
    };
    desk.take(token, fields).await.unwrap()
}

async fn follow(bench: &Bench, reply: Reply) -> String {
    let Reply::SeeOther(path) = reply else {
        panic!("{reply:?}")
    };
    let (status, html) = get(bench, &path, NOW).await;
    assert_eq!(status, 200);
    html
}

fn page(reply: Reply) -> (u16, String) {
    match reply {
        Reply::Page { status, html } => (status, html),
        Reply::SeeOther(path) => panic!("to {path}"),
    }
}

#[tokio::test]
async fn a_person_answers_in_three_steps_and_is_heard_once() {
    for bench in benches().await {
        let post_id = open(&bench, Survey::default()).await;
        let (status, first) = get(&bench, TOKEN, NOW).await;
        assert_eq!(status, 200);
        assert_eq!(first.matches("type=\"radio\"").count(), 11);
        assert_eq!(first.matches("<label for=\"score-").count(), 11);
        assert!(first.contains("<html lang=\"en\">") && first.contains("<legend>"));
        assert!(
            !first.contains("<script") && !first.contains("style=") && !first.contains("onclick="),
            "{first}"
        );
        let second = follow(
            &bench,
            post(&bench, TOKEN, &fields(&first, &[("score", "3")]), NOW).await,
        )
        .await;
        assert!(second.contains("<textarea") && second.contains("name=\"score\" value=\"3\""));
        let third = follow(
            &bench,
            post(
                &bench,
                TOKEN,
                &fields(&second, &[("why", "It's <b>slow</b> & dear")]),
                NOW,
            )
            .await,
        )
        .await;
        assert!(third.contains("type=\"email\"") && !third.contains("<b>slow"));
        assert!(bench.signals().await.is_empty());
        let wrong = fields(&third, &[("email", "ann at home"), ("agree", "yes")]);
        let (status, html) = page(post(&bench, TOKEN, &wrong, NOW).await);
        assert_eq!(status, 422);
        assert!(
            html.contains("role=\"alert\"")
                && html.contains("href=\"#email\"")
                && html.contains("ann at home")
        );
        let last = fields(&third, &[("email", " Ann@Example.com"), ("agree", "yes")]);
        let (status, html) = page(post(&bench, TOKEN, &last, NOW).await);
        assert!(status == 200 && html.contains("Thank you"));
        let (status, html) = page(post(&bench, TOKEN, &last, NOW + 9).await);
        assert!(
            status == 200 && html.contains("Thank you"),
            "a second click is the same answer"
        );
        let mut other = last.clone();
        other.push(("why".into(), "Something else".into()));
        let (_, html) = page(post(&bench, TOKEN, &other, NOW).await);
        assert!(html.contains("Already answered"));
        let signals = bench.signals().await;
        assert_eq!(signals.len(), 1);
        let signal = &signals[0];
        assert_eq!(
            (signal.post.clone(), signal.score("nps")),
            (post_id, Some(3.0))
        );
        assert_eq!(
            signal.verbatims().next(),
            Some(("why", "It's <b>slow</b> & dear"))
        );
        assert_eq!(signal.consent.basis, "consent");
        assert_eq!(signal.consent.notice, Survey::default().notice());
        let ann = bench
            .store
            .customer_of(&bench.workspace, "email", "ann@example.com")
            .await
            .unwrap();
        assert!(ann.is_some() && signal.customer == ann);
    }
}

#[tokio::test]
async fn saves_may_come_late_and_the_highest_revision_wins() {
    for bench in benches().await {
        open(&bench, Survey::default()).await;
        let save = |rev: &str, step: &str, score: &str, why: &str| {
            let pairs = [
                ("response", "0123456789ABCDEFGHJKMNPQRS"),
                ("rev", rev),
                ("step", step),
                ("score", score),
                ("why", why),
            ];
            pairs.map(|(n, v)| (n.to_owned(), v.to_owned())).to_vec()
        };
        post(&bench, TOKEN, &save("2", "2", "4", "Later words"), NOW).await;
        post(&bench, TOKEN, &save("1", "1", "9", ""), NOW).await;
        let kept = bench
            .store
            .open_response(&bench.workspace, "0123456789ABCDEFGHJKMNPQRS")
            .await
            .unwrap()
            .unwrap();
        assert_eq!((kept.rev, kept.answers["score"].as_u64()), (2, Some(4)));
        let (_, html) = get(
            &bench,
            &format!("/s/{TOKEN}?r=0123456789ABCDEFGHJKMNPQRS&step=2"),
            NOW,
        )
        .await;
        assert!(html.contains("Later words") && html.contains("name=\"rev\" value=\"3\""));
        let early = submit_idle(
            &bench.store,
            &bench.ingest,
            &bench.workspace,
            NOW + IDLE_US,
            &mut bench.ids(),
        )
        .await
        .unwrap();
        assert_eq!(early, 0);
        let left = submit_idle(
            &bench.store,
            &bench.ingest,
            &bench.workspace,
            NOW + IDLE_US + 1,
            &mut bench.ids(),
        )
        .await
        .unwrap();
        assert_eq!(left, 1);
        let signals = bench.signals().await;
        assert_eq!(
            (
                signals.len(),
                signals[0].score("nps"),
                signals[0].occurred_at
            ),
            (1, Some(4.0), NOW)
        );
        let (_, html) = get(
            &bench,
            &format!("/s/{TOKEN}?r=0123456789ABCDEFGHJKMNPQRS"),
            NOW,
        )
        .await;
        assert!(html.contains("Already answered"));
        assert!(
            bench
                .store
                .open_response(&bench.workspace, "0123456789ABCDEFGHJKMNPQRS")
                .await
                .unwrap()
                .is_none()
        );
    }
}

#[tokio::test]
async fn a_personal_link_brings_its_reference_back_once() {
    for bench in benches().await {
        let post_id = open(
            &bench,
            Survey {
                language: "de".into(),
                ..Survey::default()
            },
        )
        .await;
        let token = "PersonalToken0123456789";
        let customer = CustomerId::new(bench.ids()());
        let new = NewLink {
            token: token.into(),
            post: post_id,
            customer: Some(customer.clone()),
            follow_up: Some("case-ref".into()),
        };
        survey::link(&bench.store, &bench.workspace, new.clone(), NOW)
            .await
            .unwrap();
        assert!(
            survey::link(&bench.store, &bench.workspace, new, NOW)
                .await
                .is_err()
        );
        let (_, first) = get(&bench, token, NOW).await;
        assert!(first.contains("<html lang=\"de\">") && first.contains("Schritt 1 von 3"));
        let second = follow(
            &bench,
            post(&bench, token, &fields(&first, &[("score", "10")]), NOW).await,
        )
        .await;
        let (_, resumed) = get(&bench, &format!("/s/{token}?step=2"), NOW).await;
        assert!(
            resumed.contains("name=\"score\" value=\"10\""),
            "another device goes on"
        );
        let third = follow(
            &bench,
            post(&bench, token, &fields(&second, &[("why", "Danke")]), NOW).await,
        )
        .await;
        let send = fields(&third, &[]);
        let mut other = send.clone();
        other.push(("score".into(), "0".into()));
        let (a, b) = tokio::join!(
            post(&bench, token, &send, NOW),
            post(&bench, token, &other, NOW)
        );
        let thanked = [page(a).1, page(b).1]
            .iter()
            .filter(|h| h.contains("Vielen Dank</h1>"))
            .count();
        assert_eq!(thanked, 1, "two at once: one is taken");
        let signals = bench.signals().await;
        assert_eq!(signals.len(), 1);
        assert_eq!(
            (
                signals[0].follow_up.as_deref(),
                signals[0].customer.as_ref()
            ),
            (Some("case-ref"), Some(&customer))
        );
        let (_, html) = get(&bench, token, NOW).await;
        assert!(html.contains("Schon beantwortet"));
    }
}

#[tokio::test]
async fn unknown_and_closed_look_the_same() {
    for bench in benches().await {
        let post_id = open(&bench, Survey::default()).await;
        let unknown = get(&bench, "AnotherToken0123456789a", NOW).await;
        assert_eq!(unknown.0, 404);
        assert_eq!(get(&bench, "../../etc", NOW).await, unknown);
        survey::close(&bench.store, &bench.workspace, &post_id)
            .await
            .unwrap();
        assert_eq!(get(&bench, TOKEN, NOW).await, unknown);
        assert_eq!(page(post(&bench, TOKEN, &[], NOW).await), unknown);
    }
}

#[tokio::test]
async fn a_step_without_an_answer_says_what_is_missing() {
    for bench in benches().await {
        open(
            &bench,
            Survey {
                consent: String::new(),
                ..Survey::default()
            },
        )
        .await;
        let (_, first) = get(&bench, TOKEN, NOW).await;
        let (status, html) = page(post(&bench, TOKEN, &fields(&first, &[]), NOW).await);
        assert!(
            status == 422
                && html.contains("Pick a number from 0 to 10")
                && html.contains("href=\"#score-0\"")
        );
        let (status, _) = page(post(&bench, TOKEN, &fields(&first, &[("score", "11")]), NOW).await);
        assert_eq!(status, 422);
        let second = follow(
            &bench,
            post(&bench, TOKEN, &fields(&first, &[("score", "7")]), NOW).await,
        )
        .await;
        assert!(second.contains("Step 2 of 2"));
        let (status, html) = page(
            post(
                &bench,
                TOKEN,
                &fields(&second, &[("why", &"x".repeat(5_001))]),
                NOW,
            )
            .await,
        );
        assert!(status == 422 && html.contains("5000 characters"));
        let (status, _) = page(post(&bench, TOKEN, &fields(&second, &[("why", "")]), NOW).await);
        assert_eq!((status, bench.signals().await.len()), (200, 1));
    }
}
