//! Webhooks: signed, retried, given up, fenced, and nobody waits for a dead one.

use super::*;

#[tokio::test]
async fn a_webhook_is_signed_over_the_bytes_that_are_sent() {
    for office in offices(None).await {
        let sink = HttpSink::start().await;
        office
            .endpoint("e1", "webhook", &sink.url("/hook?x=1"))
            .await;
        office
            .post(
                "01HOOK",
                "webhook",
                "e1",
                json!({"type": "case.opened", "data": {"case": "c1"}}),
            )
            .await;
        office.round().await;
        assert_eq!(office.notice("01HOOK").await.state, "delivered");
        let seen = sink.received().remove(0);
        assert_eq!(
            (seen.method.as_str(), seen.path.as_str()),
            ("POST", "/hook?x=1")
        );
        assert_eq!(seen.header("webhook-id"), Some("01HOOK"));
        assert_eq!(seen.header("content-type"), Some("application/json"));
        let at: i64 = seen.header("webhook-timestamp").unwrap().parse().unwrap();
        assert_eq!(at, office.clock.now() / 1_000_000);
        let wanted = Secret::parse(SECRET)
            .unwrap()
            .signature("01HOOK", at, &seen.body);
        assert_eq!(seen.header("webhook-signature"), Some(wanted.as_str()));
    }
}

#[tokio::test]
async fn a_slack_shaped_endpoint_gets_the_text_without_signature() {
    for office in offices(None).await {
        let sink = HttpSink::start().await;
        office
            .endpoint("s1", "slack", &sink.url("/services/T/B/K"))
            .await;
        office
            .post("n1", "slack", "s1", json!({"text": "Case 1 opened"}))
            .await;
        office.round().await;
        let seen = sink.received().remove(0);
        assert_eq!(seen.text(), r#"{"text":"Case 1 opened"}"#);
        assert_eq!(seen.header("webhook-signature"), None);
    }
}

#[tokio::test]
async fn answers_are_judged_by_their_status() {
    for office in offices(None).await {
        let sink = HttpSink::start().await;
        office.endpoint("e1", "webhook", &sink.url("/")).await;
        for (status, state) in [
            (200, "delivered"),
            (204, "delivered"),
            (301, "dead"),
            (400, "dead"),
            (401, "dead"),
            (404, "dead"),
            (408, "waiting"),
            (429, "waiting"),
            (500, "waiting"),
            (502, "waiting"),
            (503, "waiting"),
            (0, "waiting"),
        ] {
            let id = format!("n{status}");
            sink.next_statuses(&[status]);
            office.post(&id, "webhook", "e1", json!({})).await;
            assert_eq!(office.round().await, 1, "{status}");
            assert_eq!(office.notice(&id).await.state, state, "{status}");
        }
        sink.next_statuses(&[410]);
        office.post("gone", "webhook", "e1", json!({})).await;
        office.round().await;
        assert_eq!(office.notice("gone").await.state, "dead");
        let endpoint = office
            .store
            .endpoint(&office.workspace, &EndpointId::new("e1"))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            endpoint.disabled_at.map(|at| at / 60_000_000),
            Some(office.clock.now() / 60_000_000)
        );
        let before = sink.received().len();
        office.post("after", "webhook", "e1", json!({})).await;
        office.round().await;
        assert!(
            office
                .notice("after")
                .await
                .error
                .unwrap()
                .contains("switched off")
        );
        assert_eq!(
            sink.received().len(),
            before,
            "a switched-off endpoint is not called"
        );
    }
}

#[tokio::test]
async fn retries_follow_the_schedule_then_the_dead_letter_and_a_replay_sends_the_same_id() {
    for office in offices(None).await {
        let sink = HttpSink::start().await;
        sink.next_statuses(&[503; 10]);
        office.endpoint("e1", "webhook", &sink.url("/")).await;
        office
            .post("n1", "webhook", "e1", json!({"type": "x"}))
            .await;
        for wait_s in [0, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400] {
            assert_eq!(office.round().await, 1);
            assert_eq!(office.wait_s("n1").await, wait_s);
            assert_eq!(office.round().await, 0, "not before it is due");
            office
                .clock
                .advance(Duration::from_secs(wait_s as u64 + 60));
        }
        assert_eq!(office.round().await, 1);
        let dead = office.notice("n1").await;
        assert_eq!((dead.state.as_str(), dead.attempts), ("dead", 10));
        assert!(dead.error.unwrap().contains("given up after 10 attempts"));
        office.clock.advance(Duration::from_secs(100_000));
        assert_eq!(office.round().await, 0);
        assert!(
            office
                .store
                .replay_notice(&office.workspace, &dead.id, office.clock.now())
                .await
                .unwrap()
        );
        assert_eq!(office.round().await, 1);
        assert_eq!(office.notice("n1").await.state, "delivered");
        let ids: Vec<_> = sink
            .received()
            .iter()
            .map(|r| r.header("webhook-id").map(str::to_owned))
            .collect();
        assert_eq!(ids, vec![Some("n1".to_owned()); 11]);
    }
}

#[tokio::test]
async fn a_courier_that_lost_its_lease_settles_nothing() {
    for office in offices(None).await {
        let sink = HttpSink::start().await;
        office.endpoint("e1", "webhook", &sink.url("/")).await;
        office.post("n1", "webhook", "e1", json!({})).await;
        // Leased by a process that dies before it settles.
        let late = office
            .store
            .claim_notices(office.clock.now(), 1_000_000, 10, false, 4)
            .await
            .unwrap()
            .remove(0);
        assert_eq!(office.round().await, 0, "leased");
        office.clock.advance(Duration::from_secs(2));
        assert_eq!(office.round().await, 1);
        let outcome = Outcome::Dead {
            error: "too late".into(),
        };
        assert!(
            !office
                .store
                .settle_notice(&late, &outcome, office.clock.now())
                .await
                .unwrap()
        );
        let notice = office.notice("n1").await;
        assert_eq!((notice.state.as_str(), notice.attempts), ("delivered", 2));
    }
}

#[tokio::test]
async fn a_dead_endpoint_delays_nobody_else() {
    for office in offices(None).await {
        // Accepts and never answers.
        let hole = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", hole.local_addr().unwrap());
        let sink = HttpSink::start().await;
        office.endpoint("hole", "webhook", &url).await;
        office.endpoint("well", "webhook", &sink.url("/")).await;
        for n in 0..50 {
            office
                .post(&format!("a{n:02}"), "webhook", "hole", json!({}))
                .await;
        }
        for n in 0..8 {
            office
                .post(&format!("b{n:02}"), "webhook", "well", json!({}))
                .await;
        }
        let mut started = Vec::new();
        // No drain: the hole's deliveries hang while the others are made.
        for _ in 0..2_000 {
            started.push(
                deliver_due(
                    &office.store,
                    office.clock.now(),
                    &office.couriers,
                    &mut || 0.5,
                )
                .await,
            );
            if sink.received().len() == 8 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert_eq!(sink.received().len(), 8);
        let tried = started.iter().sum::<usize>() - 8;
        assert_eq!(tried, 4, "few at once to one recipient");
    }
}

#[tokio::test]
async fn an_inner_address_is_never_called_and_the_notice_says_why() {
    let sink = HttpSink::start().await;
    for mut office in offices(None).await {
        office.couriers = Couriers::new(
            None,
            Arc::new(
                Egress::new(EgressPolicy {
                    allow_http: true,
                    ..EgressPolicy::default()
                })
                .unwrap(),
            ),
        );
        office.endpoint("e1", "webhook", &sink.url("/")).await;
        office.post("n1", "webhook", "e1", json!({})).await;
        office.round().await;
        let notice = office.notice("n1").await;
        assert_eq!(notice.state, "dead");
        assert!(notice.error.unwrap().contains("this machine itself"));
    }
    assert_eq!(sink.connections(), 0);
}
