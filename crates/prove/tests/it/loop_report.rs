//! The loop report: its numbers, its intervals, and the cases behind each number.

use domain::case::{Case, CaseFilter, CaseOrder, CaseState, FollowUpPolicy, Priority};
use domain::{Actor, CaseId, Role, SignalId, UserId, WorkspaceId};
use prove::loop_report::{Asked, Part, report, summarize};
use stats::Rules;
use store::act::LoopRow;
use store::{Options, Store};

const HOUR: i64 = 3_600_000_000;
const DAY: i64 = 24 * HOUR;

/// Case `n` of 24, opened in hour `n`: the first 18 answered after `n` hours (12 are promised), the first 12
/// closed, the first 11 followed up with scores 0 to 10.
fn row(n: i64) -> LoopRow {
    let opened_at = n * HOUR;
    LoopRow {
        opened_at,
        promised_at: opened_at + 12 * HOUR,
        answered_at: (n < 18).then_some(opened_at + n * HOUR),
        closed_at: (n < 12).then_some(opened_at + 20 * HOUR),
        followed_up: n < 11,
        follow_up_score: (n < 11).then_some(n as f64),
    }
}

fn asked() -> Asked {
    Asked {
        since: 0,
        until: DAY,
        location: None,
    }
}

fn numbers(part: &Part) -> (u64, u64) {
    (part.hits, part.of)
}

#[test]
fn every_number_has_its_n_and_its_interval() {
    let rows: Vec<LoopRow> = (0..24).map(row).collect();
    let policy = FollowUpPolicy::default();
    let found = summarize(&rows, &asked(), &policy, 33 * HOUR, &Rules::default());
    assert_eq!((found.cases.n, found.waiting.n), (24, 6));
    assert_eq!(numbers(&found.answered), (18, 24));
    // 13 were answered within 12 hours; of the 6 that wait, those opened up to hour 21 are past their promise.
    assert_eq!(numbers(&found.in_time), (13, 22));
    assert_eq!(numbers(&found.closed), (12, 24));
    assert_eq!(numbers(&found.followed_up), (11, 18));
    assert_eq!(numbers(&found.recovered), (4, 11));
    assert_eq!(found.answered.share.value, Some(75.0));
    // Wilson, 18 of 24 (as R's prop.test without correction gives it).
    assert!((found.answered.share.low.unwrap() - 55.10).abs() < 0.01);
    assert!((found.answered.share.high.unwrap() - 88.00).abs() < 0.01);
    // 18 times 0 to 17 hours: the median between the 5th smallest and the 5th largest.
    let hours = found.time_to_answer.hours;
    assert_eq!(
        (hours.low, hours.value, hours.high),
        (Some(4.0), Some(8.5), Some(13.0))
    );
}

#[test]
fn below_ten_cases_the_counts_stand_and_the_shares_do_not() {
    let rows: Vec<LoopRow> = (0..9).map(row).collect();
    let policy = FollowUpPolicy::default();
    let found = summarize(&rows, &asked(), &policy, DAY, &Rules::default());
    assert_eq!(numbers(&found.answered), (9, 9));
    assert_eq!(found.answered.share.value, None);
    assert_eq!(found.time_to_answer.hours.value, None);
    let none = summarize(&[], &asked(), &policy, DAY, &Rules::default());
    assert_eq!(numbers(&none.in_time), (0, 0));
}

fn case(n: i64) -> Case {
    let row = row(n);
    Case {
        id: CaseId::new(format!("c{n:02}")),
        number: n + 1,
        signal: SignalId::new(format!("s{n}")),
        rule: None,
        customer: None,
        state: if row.closed_at.is_some() {
            CaseState::Closed
        } else if row.answered_at.is_some() {
            CaseState::Answered
        } else {
            CaseState::Open
        },
        priority: Priority::Normal,
        title: "t".into(),
        why: "w".into(),
        words: None,
        score: None,
        contact: None,
        location: Some(if n % 2 == 0 { "Bern" } else { "Chur" }.into()),
        owner: None,
        opened_at: row.opened_at,
        promised_at: row.promised_at,
        due_at: row.promised_at,
        answered_at: row.answered_at,
        closed_at: row.closed_at,
        root_cause: None,
        outcome: None,
        follow_up_signal: row.followed_up.then(|| SignalId::new(format!("f{n}"))),
        follow_up_score: row.follow_up_score,
        rev: 1,
    }
}

#[tokio::test]
async fn each_number_opens_exactly_the_cases_behind_it() {
    for engine in testkit::engines().await {
        let store = Store::open(Options::new(engine.url())).await.unwrap();
        let actor = Actor {
            workspace: WorkspaceId::new("w1"),
            user: UserId::new("u1"),
            name: "U".into(),
            role: Role::Viewer,
        };
        let mut tx = store.begin().await.unwrap();
        for n in 0..24 {
            assert!(tx.open_case(&actor.workspace, &case(n)).await.unwrap());
        }
        tx.open_case(&WorkspaceId::new("w2"), &case(3))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let policy = FollowUpPolicy::default();
        for location in [None, Some("Bern".to_owned())] {
            let asked = Asked {
                location,
                ..asked()
            };
            let found = report(&store, &actor, &asked, &policy, 33 * HOUR)
                .await
                .unwrap();
            assert_eq!(
                found.cases.n,
                if asked.location.is_some() { 12 } else { 24 }
            );
            let mut behind: Vec<(u64, &CaseFilter)> = vec![
                (found.cases.n, &found.cases.filter),
                (found.waiting.n, &found.waiting.filter),
                (found.time_to_answer.hours.n, &found.time_to_answer.filter),
            ];
            for part in [
                &found.answered,
                &found.in_time,
                &found.closed,
                &found.followed_up,
                &found.recovered,
            ] {
                behind.push((part.hits, &part.filter));
                behind.push((part.of - part.hits, &part.others));
            }
            for (n, filter) in behind {
                let cases = store
                    .cases(&actor.workspace, filter, CaseOrder::Due, None, 100)
                    .await
                    .unwrap();
                assert_eq!(cases.len() as u64, n, "{}: {filter:?}", engine.name());
                assert_eq!(
                    store.count_cases(&actor.workspace, filter).await.unwrap() as u64,
                    n
                );
            }
        }
        let backwards = Asked {
            since: 5,
            until: 5,
            location: None,
        };
        let refused = report(&store, &actor, &backwards, &policy, DAY)
            .await
            .unwrap_err();
        assert!(refused.to_string().contains("is empty"), "{refused}");
    }
}
