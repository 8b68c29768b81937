//! Working a case: steps, refusals, history, the inbox.

use crate::house::{HOUR, houses};
use act::work::{self, Seen};
use act::{Error, inbox};
use domain::case::{CaseFilter, CaseOrder, CaseState, FollowUpPolicy, Priority};
use domain::{CaseId, Role, UserId, WorkspaceId};
use std::time::Duration;

#[tokio::test]
async fn a_case_is_worked_from_opening_to_closing() {
    for house in houses().await {
        let case = house.case().await;
        let mint = || house.fresh("id");
        let means = house.means(&mint);
        let (store, actor) = (&house.store, &house.actor);
        let at = |rev| Seen {
            case: &case.id,
            rev: Some(rev),
        };
        let mut tx = store.begin().await.unwrap();
        tx.add_user(&actor.workspace, &user("u2"), 0).await.unwrap();
        tx.commit().await.unwrap();
        work::assign(store, actor, at(1), &UserId::new("u2"), &means)
            .await
            .unwrap();
        work::note(store, actor, at(2), "called the kitchen", &means)
            .await
            .unwrap();
        work::reprioritize(store, actor, at(3), Priority::High, &means)
            .await
            .unwrap();
        work::address(store, actor, at(4), "new@example.org", &means)
            .await
            .unwrap();
        work::record_answer(store, actor, at(5), "called, agreed on a voucher", &means)
            .await
            .unwrap();
        work::close(store, actor, at(6), "lamp", "voucher", &means)
            .await
            .unwrap();
        let open = work::reopen(store, actor, at(7), "the voucher did not arrive", &means)
            .await
            .unwrap();
        assert_eq!((open.state, open.rev), (CaseState::Open, 8));
        let read = inbox::open(store, actor, &case.id).await.unwrap();
        assert_eq!(read.case, open);
        let kinds: Vec<&str> = read.events.iter().map(|e| e.kind.as_str()).collect();
        assert_eq!(
            kinds,
            [
                "opened",
                "assigned",
                "noted",
                "reprioritized",
                "addressed",
                "answered",
                "closed",
                "reopened"
            ]
        );
        assert_eq!(read.events[2].actor, "agent1");
    }
}

fn user(id: &str) -> store::access::User {
    store::access::User {
        id: UserId::new(id),
        email: format!("{id}@example.org"),
        name: id.into(),
        password_hash: None,
        role: Role::Agent,
        disabled_at: None,
    }
}

#[tokio::test]
async fn a_step_on_what_someone_else_has_changed_is_stale() {
    for house in houses().await {
        let case = house.case().await;
        let mint = || house.fresh("id");
        let means = house.means(&mint);
        let seen = Seen {
            case: &case.id,
            rev: Some(1),
        };
        work::note(&house.store, &house.actor, seen, "first", &means)
            .await
            .unwrap();
        let second = work::note(&house.store, &house.actor, seen, "second", &means)
            .await
            .unwrap_err();
        assert!(
            matches!(second, Error::Store(store::Error::Stale { .. })),
            "{second}"
        );
        // Also when both read before either wrote.
        let read = house
            .store
            .case(house.workspace(), &case.id)
            .await
            .unwrap()
            .unwrap();
        let one = read.clone().note("a", "u", 1).unwrap().case;
        let other = read.note("b", "u", 1).unwrap().case;
        let mut tx = house.store.begin().await.unwrap();
        tx.save_case(house.workspace(), &one).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = house.store.begin().await.unwrap();
        let late = tx.save_case(house.workspace(), &other).await.unwrap_err();
        assert!(matches!(late, store::Error::Stale { what: "case", .. }));
    }
}

#[tokio::test]
async fn refusals_reach_the_caller_by_name_and_write_nothing() {
    for house in houses().await {
        let case = house.case().await;
        let mint = || house.fresh("id");
        let means = house.means(&mint);
        let seen = Seen {
            case: &case.id,
            rev: None,
        };
        let refused = work::close(&house.store, &house.actor, seen, "", "x", &means)
            .await
            .unwrap_err();
        assert!(
            matches!(&refused, Error::Refused(p) if p.code == "root_cause_missing"),
            "{refused}"
        );
        let nobody = work::assign(&house.store, &house.actor, seen, &UserId::new(""), &means)
            .await
            .unwrap_err();
        assert!(matches!(&nobody, Error::Refused(p) if p.code == "owner_missing"));
        let stranger = work::assign(&house.store, &house.actor, seen, &UserId::new("u9"), &means)
            .await
            .unwrap_err();
        assert!(matches!(stranger, Error::NotFound { what: "user", .. }));
        assert_eq!(house.cases().await[0].rev, 1);
    }
}

#[tokio::test]
async fn another_workspace_sees_and_changes_nothing() {
    for house in houses().await {
        let case = house.case().await;
        let mut stranger = house.actor.clone();
        stranger.workspace = WorkspaceId::new("w2");
        let mint = || house.fresh("id");
        let means = house.means(&mint);
        let seen = Seen {
            case: &case.id,
            rev: None,
        };
        for refused in [
            work::note(&house.store, &stranger, seen, "x", &means)
                .await
                .map(|_| ()),
            work::close(&house.store, &stranger, seen, "x", "y", &means)
                .await
                .map(|_| ()),
            inbox::open(&house.store, &stranger, &case.id)
                .await
                .map(|_| ()),
        ] {
            assert!(matches!(refused, Err(Error::NotFound { what: "case", .. })));
        }
        let page = inbox::page(
            &house.store,
            &stranger,
            &CaseFilter::default(),
            CaseOrder::Due,
            None,
            10,
        )
        .await
        .unwrap();
        assert_eq!((page.total, page.cases.len()), (0, 0));
    }
}

#[tokio::test]
async fn the_inbox_pages_filters_and_counts() {
    for house in houses().await {
        for n in 0..7 {
            let mut signal = house.signal(f64::from(n % 6), "hm");
            signal.location = Some(if n % 2 == 0 { "Bern" } else { "Chur" }.into());
            house.receive(vec![signal], None).await;
            house.run_signals().await;
            house.clock.advance(Duration::from_secs(3600));
        }
        let (store, actor) = (&house.store, &house.actor);
        for order in [CaseOrder::Due, CaseOrder::Newest] {
            let (mut numbers, mut after) = (Vec::new(), None);
            loop {
                let page = inbox::page(
                    store,
                    actor,
                    &CaseFilter::default(),
                    order,
                    after.as_deref(),
                    3,
                )
                .await
                .unwrap_or_else(|e| panic!("{}: {e}", house.engine.name()));
                assert_eq!(page.total, 7);
                numbers.extend(page.cases.iter().map(|c| c.number));
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            let mut expected: Vec<i64> = (1..=7).collect();
            if order == CaseOrder::Newest {
                expected.reverse();
            }
            assert_eq!(numbers, expected);
        }
        assert!(
            inbox::page(
                store,
                actor,
                &CaseFilter::default(),
                CaseOrder::Due,
                Some("x'--"),
                3
            )
            .await
            .is_err()
        );
        let all = house.cases().await;
        let mint = || house.fresh("id");
        let means = house.means(&mint);
        let seen = Seen {
            case: &all[0].id,
            rev: None,
        };
        work::close(store, actor, seen, "a", "b", &means)
            .await
            .unwrap();
        let seen = Seen {
            case: &all[1].id,
            rev: None,
        };
        work::record_answer(store, actor, seen, "called", &means)
            .await
            .unwrap();
        let now = house.clock.now();
        let opened = house.clock.now() - 7 * HOUR;
        for (filter, n) in [
            (
                CaseFilter {
                    state: Some(CaseState::Closed),
                    ..CaseFilter::default()
                },
                1,
            ),
            (
                CaseFilter {
                    unfinished: Some(true),
                    ..CaseFilter::default()
                },
                6,
            ),
            (
                CaseFilter {
                    unfinished: Some(false),
                    ..CaseFilter::default()
                },
                1,
            ),
            (
                CaseFilter {
                    priority: Some(Priority::Normal),
                    ..CaseFilter::default()
                },
                7,
            ),
            (
                CaseFilter {
                    priority: Some(Priority::Urgent),
                    ..CaseFilter::default()
                },
                0,
            ),
            (
                CaseFilter {
                    owner: Some("nobody".into()),
                    ..CaseFilter::default()
                },
                7,
            ),
            (
                CaseFilter {
                    owner: Some("agent1".into()),
                    ..CaseFilter::default()
                },
                0,
            ),
            (
                CaseFilter {
                    location: Some("Bern".into()),
                    ..CaseFilter::default()
                },
                4,
            ),
            (
                CaseFilter {
                    opened_since: Some(opened + HOUR),
                    opened_until: Some(opened + 3 * HOUR),
                    ..CaseFilter::default()
                },
                2,
            ),
            (
                CaseFilter {
                    answered: Some(true),
                    ..CaseFilter::default()
                },
                1,
            ),
            (
                CaseFilter {
                    answered: Some(false),
                    ..CaseFilter::default()
                },
                6,
            ),
            (
                CaseFilter {
                    in_time: Some(true),
                    judged_at: Some(now),
                    ..CaseFilter::default()
                },
                1,
            ),
            (
                CaseFilter {
                    in_time: Some(false),
                    judged_at: Some(now),
                    ..CaseFilter::default()
                },
                0,
            ),
            (
                CaseFilter {
                    in_time: Some(false),
                    judged_at: Some(now + 1000 * HOUR),
                    ..CaseFilter::default()
                },
                6,
            ),
            (
                CaseFilter {
                    overdue_at: Some(now + 1000 * HOUR),
                    ..CaseFilter::default()
                },
                5,
            ),
            (
                CaseFilter {
                    followed_up: Some(true),
                    ..CaseFilter::default()
                },
                0,
            ),
            (
                CaseFilter {
                    follow_up_at_least: Some(7.0),
                    ..CaseFilter::default()
                },
                0,
            ),
            (
                CaseFilter {
                    customer: Some(domain::CustomerId::new("c")),
                    ..CaseFilter::default()
                },
                0,
            ),
        ] {
            let page = inbox::page(store, actor, &filter, CaseOrder::Due, None, 100)
                .await
                .unwrap();
            assert_eq!(
                (page.total, page.cases.len() as i64),
                (n, n),
                "{}: {filter:?}",
                house.engine.name()
            );
        }
        let counts = inbox::counts(store, actor, now).await.unwrap();
        assert_eq!(
            (counts.unfinished, counts.mine, counts.unassigned),
            (6, 0, 6)
        );
        assert_eq!((counts.overdue, counts.closed_since), (0, 1));
        assert!(
            inbox::open(store, actor, &CaseId::new("none"))
                .await
                .is_err()
        );
    }
}

#[tokio::test]
async fn the_follow_up_policy_is_kept_and_checked() {
    for house in houses().await {
        let mint = || house.fresh("id");
        let means = house.means(&mint);
        let usual = work::follow_up_policy(&house.store, &house.actor)
            .await
            .unwrap();
        assert_eq!(usual, FollowUpPolicy::default());
        let mut policy = FollowUpPolicy {
            question: Some("helped".into()),
            reopen_at_most: 2.0,
            recovered_at_least: 4.0,
        };
        work::save_follow_up_policy(&house.store, &house.actor, &policy, &means)
            .await
            .unwrap();
        assert_eq!(
            work::follow_up_policy(&house.store, &house.actor)
                .await
                .unwrap(),
            policy
        );
        policy.recovered_at_least = 1.0;
        assert!(
            work::save_follow_up_policy(&house.store, &house.actor, &policy, &means)
                .await
                .is_err()
        );
    }
}
