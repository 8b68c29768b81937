//! From a shift that the monitor saw to an alert, its notice, and cases for the people behind it.

use crate::house::{House, houses};
use act::alerts::{self, Behind, Step};
use domain::alert::{Alert, AlertState, Shift, Stream, StreamKind};
use domain::fact::STREAMS_SHIFTED;
use domain::{CustomerId, Signal, SignalId};
use serde_json::json;

fn shift(observed: f64) -> Shift {
    Shift {
        stream: Stream {
            kind: StreamKind::Topic,
            what: "delivery".into(),
            location: None,
        },
        since: "2026-03-02".parse().unwrap(),
        through: "2026-03-09".parse().unwrap(),
        observed,
        expected: 8.0,
        low: 2.0,
        high: 15.0,
        n: 120,
        statistic: 6.1,
        limit: 4.0,
        false_per_year: 0.1,
        cells: Vec::new(),
        signals: Vec::new(),
    }
}

/// The job that the monitor's fact makes, run.
async fn saw(house: &House, observed: f64) {
    let fact = domain::Fact::new(STREAMS_SHIFTED, json!({ "shifts": [shift(observed)] }));
    let mut tx = house.store.begin().await.unwrap();
    let key = house.fresh("fact");
    tx.announce(house.workspace(), &fact, &key, house.clock.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let mint = || house.fresh("id");
    for job in house.claim(alerts::OPEN_ALERTS).await {
        alerts::raise(&house.store, &job, &house.means(&mint))
            .await
            .unwrap();
    }
}

/// The alert that a first shift opens.
async fn opened(house: &House) -> Alert {
    saw(house, 31.0).await;
    let all = alerts::list(&house.store, house.workspace(), None).await;
    all.unwrap().remove(0)
}

#[tokio::test]
async fn a_shift_opens_one_alert_and_the_next_brings_it_up_to_date() {
    for house in houses().await {
        saw(&house, 31.0).await;
        saw(&house, 44.0).await;
        let all = alerts::list(&house.store, house.workspace(), None)
            .await
            .unwrap();
        assert_eq!(all.len(), 1, "{}", house.engine.name());
        assert_eq!(all[0].shift.observed, 44.0);
        assert_eq!(all[0].state, AlertState::Open);
    }
}

#[tokio::test]
async fn a_closed_alert_is_followed_by_another() {
    for house in houses().await {
        let first = opened(&house).await;
        let mint = || house.fresh("id");
        let means = house.means(&mint);
        alerts::step(&house.store, &house.actor, &first.id, Step::Close, &means)
            .await
            .unwrap();
        saw(&house, 50.0).await;
        let open = alerts::list(&house.store, house.workspace(), Some(AlertState::Open))
            .await
            .unwrap();
        assert_eq!(open.len(), 1);
        assert_ne!(open[0].id, first.id);
    }
}

#[tokio::test]
async fn what_was_not_useful_is_asked_to_be_quieter() {
    for house in houses().await {
        let alert = opened(&house).await;
        let mint = || house.fresh("id");
        let means = house.means(&mint);
        let judged = Step::Judge { useful: false };
        alerts::step(&house.store, &house.actor, &alert.id, judged, &means)
            .await
            .unwrap();
        let quieter = alerts::quieter(&house.store, house.workspace())
            .await
            .unwrap();
        assert_eq!(quieter.get(&alert.shift.stream.key()), Some(&0.5));
    }
}

#[tokio::test]
async fn people_behind_an_alert_get_one_case_each_and_research_is_not_written_to() {
    for house in houses().await {
        let alert = opened(&house).await;
        let mut behind = Vec::new();
        for (name, answerable) in [("ann", true), ("bea", false)] {
            // A score that no rule minds.
            let signal = house.signal(9.0, "it came late");
            let id = signal.id.clone();
            let email = format!("{name}@example.org");
            house.receive(vec![signal], Some(&email)).await;
            behind.push(Behind {
                customer: customer_of(&house, &id).await,
                signal: id,
                location: Some("Bern".into()),
                words: "it came late".into(),
                answerable,
            });
        }
        let mint = || house.fresh("id");
        let means = house.means(&mint);
        let open = || alerts::open_cases(&house.store, &house.actor, &alert.id, &behind, &means);
        assert_eq!(open().await.unwrap(), 2, "{}", house.engine.name());
        assert_eq!(open().await.unwrap(), 0, "each has one");
        let cases = house.cases().await;
        let contact = |at: usize| {
            let of = cases.iter().find(|c| c.signal == behind[at].signal);
            of.unwrap().contact.as_deref()
        };
        assert_eq!(contact(0), Some("ann@example.org"));
        assert_eq!(contact(1), None);
    }
}

async fn customer_of(house: &House, signal: &SignalId) -> Option<CustomerId> {
    let hot = house
        .store
        .hot_between(house.workspace(), store::hot::SIGNALS, 0, i64::MAX)
        .await
        .unwrap();
    let signals = hot
        .iter()
        .map(|row| serde_json::from_str::<Signal>(&row.body).unwrap());
    signals
        .filter(|known| known.id == *signal)
        .find_map(|known| known.customer)
}
