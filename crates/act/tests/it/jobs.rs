//! The jobs: one case per signal however often they run, follow-ups tied, alerts posted.

use crate::house::{HOUR, House, houses};
use act::jobs;
use domain::annotation::VerbatimRecord;
use domain::case::{CaseState, Priority, kind};
use domain::{Fact, Signal};
use serde_json::json;
use store::HotRow;
use store::hot::{VERBATIMS, batch_key};

#[tokio::test]
async fn a_detractor_opens_one_case_however_often_the_job_runs() {
    for house in houses().await {
        let detractor = house.signal(2.0, "cold food");
        let promoter = house.signal(10.0, "lovely");
        let mut test = house.signal(0.0, "just testing");
        test.test = true;
        house
            .receive(
                vec![detractor.clone(), promoter, test],
                Some("ann@example.org"),
            )
            .await;
        let claimed = house.claim(jobs::OPEN_CASES_FOR_SIGNALS).await;
        assert_eq!(claimed.len(), 1);
        let mint = || house.fresh("id");
        let first = jobs::open_cases_for_signals(&house.store, &claimed, &house.means(&mint)).await;
        assert!(first[0].is_ok(), "{}: {first:?}", house.engine.name());
        let again = jobs::open_cases_for_signals(&house.store, &claimed, &house.means(&mint)).await;
        assert!(again[0].is_err(), "the job is done and cannot finish twice");
        let cases = house.cases().await;
        assert_eq!(cases.len(), 1, "{}", house.engine.name());
        let case = &cases[0];
        assert_eq!((case.number, case.signal.clone()), (1, detractor.id));
        assert_eq!(case.contact.as_deref(), Some("ann@example.org"));
        assert_eq!(
            (case.score, case.words.as_deref()),
            (Some(2.0), Some("cold food"))
        );
        assert_eq!(
            (case.title.as_str(), case.location.as_deref()),
            ("Scored 2 on nps", Some("Bern"))
        );
        assert_eq!(
            case.due_at,
            house.clock.now() + 48 * HOUR,
            "no promise: the usual of its priority"
        );
        let open = act::inbox::open(&house.store, &house.actor, &case.id)
            .await
            .unwrap();
        let kinds: Vec<&str> = open.events.iter().map(|e| e.kind.as_str()).collect();
        assert_eq!(kinds, [kind::OPENED]);
        let facts = house
            .store
            .facts_after(house.workspace(), 0, 10)
            .await
            .unwrap();
        let opened = facts
            .iter()
            .filter(|(_, f)| f.kind == domain::fact::CASE_OPENED)
            .count();
        assert_eq!(opened, 1);
    }
}

#[tokio::test]
async fn a_second_job_about_the_same_signal_opens_no_second_case() {
    for house in houses().await {
        let signal = house.signal(2.0, "cold food");
        house.receive(vec![signal], Some("ann@example.org")).await;
        house.run_signals().await;
        // The same batch announced under another key, as a replay would.
        let mut tx = house.store.begin().await.unwrap();
        let fact = Fact::new(domain::fact::SIGNALS_RECEIVED, json!({"seq": 1, "n": 1}));
        tx.announce(house.workspace(), &fact, "signals:again", house.clock.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        house.run_signals().await;
        assert_eq!(house.cases().await.len(), 1);
    }
}

#[tokio::test]
async fn many_batches_are_finished_together() {
    for house in houses().await {
        for n in 0..5 {
            let signal = house.signal(f64::from(n), "hm");
            house.receive(vec![signal], None).await;
        }
        house.run_signals().await;
        let numbers: Vec<i64> = house.cases().await.iter().map(|c| c.number).collect();
        assert_eq!(numbers, [5, 4, 3, 2, 1]);
        assert!(house.claim(jobs::OPEN_CASES_FOR_SIGNALS).await.is_empty());
    }
}

#[tokio::test]
async fn one_job_that_fails_does_not_hold_the_others() {
    for house in houses().await {
        house.receive(vec![house.signal(1.0, "a")], None).await;
        house.receive(vec![house.signal(1.0, "b")], None).await;
        let mut claimed = house.claim(jobs::OPEN_CASES_FOR_SIGNALS).await;
        claimed[0].fence += 1; // someone else has it
        let mint = || house.fresh("id");
        let results =
            jobs::open_cases_for_signals(&house.store, &claimed, &house.means(&mint)).await;
        assert!(results[0].is_err() && results[1].is_ok());
        assert_eq!(house.cases().await.len(), 1);
    }
}

async fn annotate(house: &House, signal: &Signal, label: &str) {
    let record: VerbatimRecord = serde_json::from_value(json!({
        "signal": signal.id, "question": "why", "text": "x", "post": "p1", "provenance": "direct", "channel": "web",
        "occurred_at": 0, "occurred_on": "2026-03-02", "run": "m1", "language": "en",
        "sentiment_label": label, "sentiment": -0.8, "confidence": 0.9,
    }))
    .unwrap();
    let row = HotRow {
        id: "v1".into(),
        customer: None,
        body: serde_json::to_string(&record).unwrap(),
    };
    let now = house.clock.now();
    let mut tx = house.store.begin().await.unwrap();
    let seq = tx
        .append_hot(house.workspace(), VERBATIMS, &[row], now)
        .await
        .unwrap();
    let fact = Fact::new(
        domain::fact::VERBATIMS_ANNOTATED,
        json!({"seq": seq, "signals_seq": 1, "signals_through": 1, "n": 1}),
    );
    tx.announce(house.workspace(), &fact, &batch_key(VERBATIMS, seq), now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn run_verbatims(house: &House) {
    let claimed = house.claim(jobs::OPEN_CASES_FOR_VERBATIMS).await;
    assert_eq!(claimed.len(), 1);
    let mint = || house.fresh("id");
    for result in jobs::open_cases_for_verbatims(&house.store, &claimed, &house.means(&mint)).await
    {
        result.unwrap();
    }
}

#[tokio::test]
async fn what_the_words_say_opens_a_case_or_raises_the_one_there_is() {
    for house in houses().await {
        for (score, cases_before) in [(9.0, 0), (2.0, 1)] {
            let house = if cases_before == 0 {
                &house
            } else {
                &houses().await.remove(0)
            };
            let mint = || house.fresh("id");
            let draft = act::rules::RuleDraft {
                name: "Angry".into(),
                body: json!({"when": [{"field": "sentiment", "any": ["negative"]}], "priority": "high", "due_hours": 8}),
                enabled: true,
            };
            act::rules::save(
                &house.store,
                &house.actor,
                None,
                &draft,
                &house.means(&mint),
            )
            .await
            .unwrap();
            let signal = house.signal(score, "hm");
            house.receive(vec![signal.clone()], None).await;
            house.run_signals().await;
            assert_eq!(house.cases().await.len(), cases_before);
            annotate(house, &signal, "negative").await;
            let removed = house
                .store
                .hot_remove(house.workspace(), store::hot::SIGNALS, 1, i64::MAX)
                .await
                .unwrap();
            assert_eq!(removed, 0, "a job still reads these signals");
            run_verbatims(house).await;
            let cases = house.cases().await;
            assert_eq!(cases.len(), 1);
            assert_eq!(cases[0].priority, Priority::High);
            assert_eq!(cases[0].promised_at, house.clock.now() + 8 * HOUR);
        }
    }
}

#[tokio::test]
async fn an_erased_person_gets_no_case_from_a_job_that_read_them_before() {
    for house in houses().await {
        house
            .receive(vec![house.signal(1.0, "hm")], Some("ann@example.org"))
            .await;
        let customer = house
            .store
            .customer_of(house.workspace(), "email", "ann@example.org")
            .await
            .unwrap()
            .unwrap();
        // The row stays while the person goes: what a job sees that read before the erasure.
        let mut tx = house.store.begin().await.unwrap();
        assert!(
            tx.hold_customer(house.workspace(), &customer)
                .await
                .unwrap()
        );
        drop(tx);
        let hot = house
            .store
            .hot_between(house.workspace(), store::hot::SIGNALS, 0, 1)
            .await
            .unwrap();
        let mut tx = house.store.begin().await.unwrap();
        tx.erase_customer(house.workspace(), &customer, &[], house.clock.now())
            .await
            .unwrap();
        let row = HotRow {
            id: hot[0].id.clone(),
            customer: None,
            body: hot[0].body.clone(),
        };
        tx.append_hot(
            house.workspace(),
            store::hot::SIGNALS,
            &[row],
            house.clock.now(),
        )
        .await
        .unwrap();
        let fact = Fact::new(domain::fact::SIGNALS_RECEIVED, json!({"seq": 2, "n": 1}));
        tx.announce(
            house.workspace(),
            &fact,
            &batch_key("signals", 2),
            house.clock.now(),
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        house.run_signals().await;
        assert!(house.cases().await.is_empty());
    }
}

#[tokio::test]
async fn a_follow_up_is_tied_to_its_case_and_a_low_one_opens_it_again() {
    for house in houses().await {
        let case = house.case().await;
        let mint = || house.fresh("id");
        let means = house.means(&mint);
        let seen = act::work::Seen {
            case: &case.id,
            rev: None,
        };
        let draft = act::reply::Draft {
            text: "We are sorry.",
            signature: "Team Bern",
            reference: "abcdefghijklmnopqrstuvwxyz",
        };
        act::reply::reply(&house.store, &house.actor, seen, draft, &means)
            .await
            .unwrap();
        act::work::close(&house.store, &house.actor, seen, "lamp", "mended", &means)
            .await
            .unwrap();
        for (score, state) in [(9.0, CaseState::Closed), (3.0, CaseState::Open)] {
            let mut answer = house.signal(score, "thanks");
            answer.follow_up = Some(draft.reference.into());
            house.receive(vec![answer.clone()], None).await;
            house.run_signals().await;
            let cases = house.cases().await;
            assert_eq!(
                cases.len(),
                1,
                "an answer to a follow-up opens no second case"
            );
            assert_eq!(
                (cases[0].state, cases[0].follow_up_score),
                (state, Some(score))
            );
            assert_eq!(cases[0].follow_up_signal, Some(answer.id));
        }
        let open = act::inbox::open(&house.store, &house.actor, &case.id)
            .await
            .unwrap();
        let kinds: Vec<&str> = open.events.iter().map(|e| e.kind.as_str()).collect();
        assert_eq!(
            kinds,
            [
                "opened",
                "replied",
                "closed",
                "followed_up",
                "followed_up",
                "reopened"
            ]
        );
        // A reference that is not ours is just a signal.
        let mut other = house.signal(1.0, "hm");
        other.follow_up = Some("nobody-minted-this".into());
        house.receive(vec![other], None).await;
        house.run_signals().await;
        assert_eq!(house.cases().await.len(), 2);
    }
}

#[tokio::test]
async fn endpoints_are_told_once_without_words() {
    for house in houses().await {
        let mint = || house.fresh("id");
        for (kind, url, secret) in [
            (
                "webhook",
                "https://hooks.example.org/in",
                Some("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
            ),
            (
                "slack",
                "https://slack.example.org/services/T0/B0/key",
                None,
            ),
        ] {
            let draft = act::endpoints::EndpointDraft {
                kind: Some(kind.into()),
                name: Some(kind.into()),
                url: Some(url.into()),
                secret: secret.map(str::to_owned),
                enabled: Some(true),
            };
            act::endpoints::save(&house.store, &house.actor, None, draft, &house.means(&mint))
                .await
                .unwrap();
        }
        let case = house.case().await;
        let claimed = house.claim(jobs::ALERT_CASE_OPENED).await;
        assert_eq!(claimed.len(), 1);
        for _ in 0..2 {
            let _ = jobs::alert_case_opened(&house.store, &claimed, &house.means(&mint)).await;
        }
        let waiting = house.waiting().await;
        assert_eq!(waiting.len(), 2, "{}", house.engine.name());
        for notice in &waiting {
            let body = notice.body.to_string();
            assert!(!body.contains("cold"), "{body}");
            assert!(
                body.contains(&format!("https://cx.example.org/cases/{}", case.id)),
                "{body}"
            );
        }
        let hook = waiting.iter().find(|n| n.channel == "webhook").unwrap();
        assert_eq!(hook.body["type"], "case.opened");
        assert_eq!(hook.body["data"]["number"], 1);
        let seen = act::work::Seen {
            case: &case.id,
            rev: None,
        };
        act::work::close(
            &house.store,
            &house.actor,
            seen,
            "lamp",
            "mended",
            &house.means(&mint),
        )
        .await
        .unwrap();
        let claimed = house.claim(jobs::ALERT_CASE_CLOSED).await;
        assert!(
            jobs::alert_case_closed(&house.store, &claimed, &house.means(&mint)).await[0].is_ok()
        );
        assert_eq!(house.waiting().await.len(), 4);
    }
}
