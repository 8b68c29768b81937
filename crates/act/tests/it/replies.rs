//! Replies: one notice with the case's event, or neither.

use crate::house::houses;
use act::Error;
use act::reply::{Draft, preview, reply};
use act::work::{self, Seen};
use domain::case::CaseState;

const REFERENCE: &str = "r7Kq2vN9xW4tB6mZ1cD8fG3h";

fn draft(text: &str) -> Draft<'_> {
    Draft {
        text,
        signature: "Team Bern",
        reference: REFERENCE,
    }
}

#[tokio::test]
async fn a_reply_posts_exactly_one_notice_with_quote_and_follow_up_link() {
    for house in houses().await {
        let case = house.case().await;
        let mint = || house.fresh("id");
        let means = house.means(&mint);
        let seen = Seen {
            case: &case.id,
            rev: Some(1),
        };
        let (shown, _) = preview(
            &house.store,
            &house.actor,
            seen,
            draft("The lamp is mended."),
            &means,
        )
        .await
        .unwrap();
        assert!(house.waiting().await.is_empty(), "a preview posts nothing");
        let sent = reply(
            &house.store,
            &house.actor,
            seen,
            draft("The lamp is mended."),
            &means,
        )
        .await
        .unwrap();
        assert_eq!(sent.mail, shown);
        assert_eq!(
            (sent.case.state, sent.case.answered_at),
            (CaseState::Answered, Some(means.now))
        );
        let waiting = house.waiting().await;
        assert_eq!(waiting.len(), 1, "{}", house.engine.name());
        let notice = &waiting[0];
        assert_eq!(
            (notice.id.clone(), notice.channel.as_str()),
            (sent.notice, "email")
        );
        assert_eq!(Some(notice.recipient.as_str()), case.contact.as_deref());
        assert_eq!(notice.case.as_ref(), Some(&case.id));
        let text = notice.body["text"].as_str().unwrap();
        assert!(text.contains("The lamp is mended."));
        assert!(
            text.contains("> The food was cold, my card is [number]"),
            "{text}"
        );
        assert!(
            text.contains(&format!("https://cx.example.org/f/{REFERENCE}")),
            "{text}"
        );
        assert!(text.contains("Team Bern"));
        assert_eq!(notice.body["subject"], "About what you told us (case 1)");
        let owner = house.store.workspace_of_follow_up(REFERENCE).await.unwrap();
        assert_eq!(owner.as_ref(), Some(house.workspace()));
        // The revision has moved on: a second click sends nothing.
        let again = reply(
            &house.store,
            &house.actor,
            seen,
            draft("The lamp is mended."),
            &means,
        )
        .await;
        assert!(matches!(
            again,
            Err(Error::Store(store::Error::Stale { .. }))
        ));
        assert_eq!(house.waiting().await.len(), 1);
    }
}

#[tokio::test]
async fn a_reply_that_does_not_commit_leaves_nothing_behind() {
    for house in houses().await {
        let first = house.case().await;
        let mint = || house.fresh("id");
        let means = house.means(&mint);
        let seen = Seen {
            case: &first.id,
            rev: None,
        };
        reply(&house.store, &house.actor, seen, draft("one"), &means)
            .await
            .unwrap();
        // The same reference again breaks its key after case and event were written.
        let second = house.case().await;
        let seen = Seen {
            case: &second.id,
            rev: None,
        };
        let failed = reply(&house.store, &house.actor, seen, draft("two"), &means).await;
        assert!(
            matches!(failed, Err(Error::Store(store::Error::Database(_)))),
            "{failed:?}"
        );
        let read = act::inbox::open(&house.store, &house.actor, &second.id)
            .await
            .unwrap();
        assert_eq!((read.case.state, read.events.len()), (CaseState::Open, 1));
        assert_eq!(house.waiting().await.len(), 1);
    }
}

#[tokio::test]
async fn without_an_address_a_reply_says_what_to_do() {
    for house in houses().await {
        house.receive(vec![house.signal(1.0, "hm")], None).await;
        house.run_signals().await;
        let case = house.cases().await.remove(0);
        let mint = || house.fresh("id");
        let means = house.means(&mint);
        let seen = Seen {
            case: &case.id,
            rev: None,
        };
        let refused = reply(&house.store, &house.actor, seen, draft("hello"), &means)
            .await
            .unwrap_err();
        assert!(
            matches!(&refused, Error::Refused(p) if p.code == "contact_missing" && p.hint.contains("phone")),
            "{refused}"
        );
        work::address(&house.store, &house.actor, seen, "ann@example.org", &means)
            .await
            .unwrap();
        assert!(
            reply(&house.store, &house.actor, seen, draft("hello"), &means)
                .await
                .is_ok()
        );
    }
}

#[tokio::test]
async fn who_spoke_for_research_only_is_not_written_to() {
    for house in houses().await {
        let mut signal = house.signal(1.0, "hm");
        signal.consent.purpose = "research".into();
        house.receive(vec![signal], Some("ann@example.org")).await;
        house.run_signals().await;
        assert_eq!(house.cases().await[0].contact, None);
    }
}

#[tokio::test]
async fn the_same_reply_to_many_is_noticed() {
    for house in houses().await {
        let mint = || house.fresh("id");
        let text = "Thank you for your feedback, we take it very seriously and will do better.";
        let mut warnings = Vec::new();
        for n in 0..3 {
            let case = house.case().await;
            let seen = Seen {
                case: &case.id,
                rev: None,
            };
            let reference = format!("{REFERENCE}{n}");
            let draft = Draft {
                reference: &reference,
                ..draft(text)
            };
            let sent = reply(&house.store, &house.actor, seen, draft, &house.means(&mint))
                .await
                .unwrap();
            warnings.push(sent.repeated.map(|r| r.cases));
        }
        assert_eq!(warnings, [None, Some(1), Some(2)]);
        house
            .clock
            .advance(std::time::Duration::from_secs(8 * 86_400));
        let case = house.case().await;
        let seen = Seen {
            case: &case.id,
            rev: None,
        };
        let (_, late) = preview(
            &house.store,
            &house.actor,
            seen,
            draft(text),
            &house.means(&mint),
        )
        .await
        .unwrap();
        assert_eq!(late, None, "only this week counts");
    }
}

#[tokio::test]
async fn a_guessable_reference_or_a_signature_with_a_line_end_is_refused() {
    for house in houses().await {
        let case = house.case().await;
        let mint = || house.fresh("id");
        let means = house.means(&mint);
        let seen = Seen {
            case: &case.id,
            rev: None,
        };
        for bad in [
            Draft {
                reference: "short",
                ..draft("x")
            },
            Draft {
                reference: "has/a/slash/and/is/long/enough",
                ..draft("x")
            },
            Draft {
                signature: "Team\r\nBcc: x@y.z",
                ..draft("x")
            },
            Draft {
                signature: " ",
                ..draft("x")
            },
        ] {
            let refused = reply(&house.store, &house.actor, seen, bad, &means)
                .await
                .unwrap_err();
            assert!(matches!(refused, Error::Invalid(_)), "{refused}");
        }
        assert!(house.waiting().await.is_empty());
    }
}

#[tokio::test]
async fn an_erasure_takes_case_reply_and_quote_and_a_late_step_cannot_bring_them_back() {
    for house in houses().await {
        let case = house.case().await;
        let mint = || house.fresh("id");
        let means = house.means(&mint);
        let seen = Seen {
            case: &case.id,
            rev: None,
        };
        reply(&house.store, &house.actor, seen, draft("sorry"), &means)
            .await
            .unwrap();
        let before = house
            .store
            .case(house.workspace(), &case.id)
            .await
            .unwrap()
            .unwrap();
        let mut tx = house.store.begin().await.unwrap();
        let customer = case.customer.clone().unwrap();
        tx.erase_customer(house.workspace(), &customer, &[], means.now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert!(house.waiting().await.is_empty());
        let late = before.note("late", "u", 1).unwrap().case;
        let mut tx = house.store.begin().await.unwrap();
        assert!(tx.save_case(house.workspace(), &late).await.is_err());
        drop(tx);
        let read = act::inbox::open(&house.store, &house.actor, &case.id)
            .await
            .unwrap();
        assert_eq!((read.case.words, read.case.contact), (None, None));
        assert!(read.events.iter().all(|e| e.body == serde_json::json!({})));
    }
}
