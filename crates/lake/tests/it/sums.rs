//! Sufficient statistics in one scan: cubes, sums of products, weeks of topics.

use crate::help::*;
use columns::{Columns, CovarianceAsk, CubeAsk, Error, Filter, Grain, VerbatimFilter};
use domain::{Answer, Signal};
use stats::drivers::{Answer as Met, Covariance, Layout};
use std::collections::BTreeMap;

/// Food, wifi (6 and nothing for "not met") and a weight beside the score of [`signal`].
fn rated(n: usize) -> Signal {
    let mut signal = signal(n);
    signal
        .answers
        .push(Answer::score("food", (n % 6 + 1) as f64));
    if !n.is_multiple_of(4) {
        signal.answers.push(Answer::score("wifi", (n % 7) as f64));
    }
    let weight = 0.5 + (n % 3) as f64;
    signal.answers.push(Answer::score("w", weight));
    signal
}

/// 180 signals with their words: a third in one file, a third in another, a third hot.
async fn world() -> World {
    let world = World::new().await;
    for (part, range) in [0..60, 60..120, 120..180].into_iter().enumerate() {
        let signals: Vec<Signal> = range.clone().map(rated).collect();
        world.receive(&signals).await;
        world.annotate(&verbatims(range)).await;
        if part < 2 {
            world.lake.append(&world.ws).await.unwrap();
        }
    }
    world
}

pub async fn a_cube_holds_each_combination_once_and_refuses_too_many() {
    let world = world().await;
    let ask = CubeAsk {
        by: vec!["location".into(), "q_wifi".into()],
        grain: Some(Grain::Month),
        filter: Filter::default(),
        most: 1_000,
    };
    let cube = world.lake.cube(&world.ws, &ask).await.unwrap();
    let found: BTreeMap<Vec<Option<String>>, u64> =
        cube.iter().map(|row| (row.group.clone(), row.n)).collect();
    assert_eq!(found.len(), cube.len(), "no combination stands twice");
    let mut expected: BTreeMap<Vec<Option<String>>, u64> = BTreeMap::new();
    for n in 0..180 {
        let signal = rated(n);
        let wifi = (!n.is_multiple_of(4)).then(|| (n % 7).to_string());
        let month = Grain::Month.label(signal.occurred_on);
        let group = vec![Some(month), signal.location, wifi];
        *expected.entry(group).or_default() += 1;
    }
    assert_eq!(found, expected);

    let few = CubeAsk { most: 10, ..ask };
    match world.lake.cube(&world.ws, &few).await {
        Err(Error::BadStatement(told)) => assert!(told.contains("10"), "{told}"),
        other => panic!("{other:?}"),
    }
}

pub async fn sums_of_products_are_those_of_the_rows_one_by_one() {
    let world = world().await;
    let layout = Layout {
        references: vec![3.5, 2.0],
        split: true,
        controls: 0,
    };
    let ask = CovarianceAsk {
        outcome: "netpro".into(),
        outcome_missing: vec![10.0],
        drivers: vec!["food".into(), "q_wifi".into()],
        missing: vec![6.0],
        layout: layout.clone(),
        weight: Some("w".into()),
        parts: 8,
        filter: Filter::default(),
    };
    let parts = world.lake.covariances(&world.ws, &ask).await.unwrap();
    assert_eq!(parts.len(), 8);
    let mut found = Covariance::new(layout.columns());
    for part in &parts {
        found.merge(part).unwrap();
    }

    let mut expected = Covariance::new(layout.columns());
    let met = |value: Option<f64>| match value {
        None | Some(6.0) => Met::NotEncountered,
        Some(value) => Met::Score(value),
    };
    for n in (0..180_usize).filter(|n| n % 11 != 10) {
        let wifi = (!n.is_multiple_of(4)).then_some((n % 7) as f64);
        let answers = [met(Some((n % 6 + 1) as f64)), met(wifi)];
        let row = layout.row((n % 11) as f64, &answers, &[]).unwrap();
        let row: Vec<f64> = row.into_iter().map(Option::unwrap).collect();
        expected.push(&row, 0.5 + (n % 3) as f64).unwrap();
    }
    assert_eq!(found.n, expected.n);
    let numbers = |sums: &Covariance| {
        let ends = [sums.weight, sums.weight_sq];
        [&ends[..], &sums.sums, &sums.products].concat()
    };
    for (at, (found, expected)) in numbers(&found).iter().zip(numbers(&expected)).enumerate() {
        assert!(
            (found - expected).abs() < 1e-9 * (1.0 + expected.abs()),
            "{at}: {found}, not {expected}"
        );
    }
}

pub async fn means_of_drivers_are_those_of_the_sums_and_nobody_has_none() {
    let world = world().await;
    let ask = CovarianceAsk {
        outcome: "netpro".into(),
        drivers: vec!["food".into(), "wifi".into()],
        missing: vec![6.0],
        layout: Layout {
            references: vec![0.0, 0.0],
            split: false,
            controls: 0,
        },
        weight: Some("w".into()),
        parts: 1,
        ..CovarianceAsk::default()
    };
    let sums = world.lake.covariances(&world.ws, &ask).await.unwrap();
    let means = world.lake.driver_means(&world.ws, &ask).await.unwrap();
    for (j, mean) in means.into_iter().enumerate() {
        let met = sums[0].weight - sums[0].sums[ask.layout.absent(j)];
        let expected = sums[0].sums[ask.layout.score(j)] / met;
        assert!((mean.unwrap() - expected).abs() < 1e-12, "{j}: {mean:?}");
    }
    let nobody = CovarianceAsk {
        missing: (0..=6).map(f64::from).collect(),
        ..ask
    };
    let means = world.lake.driver_means(&world.ws, &nobody).await.unwrap();
    assert_eq!(means, [None, None]);
}

pub async fn everything_a_customer_says_falls_into_one_part() {
    let world = world().await;
    let ask = |filter| CovarianceAsk {
        outcome: "netpro".into(),
        drivers: vec!["food".into()],
        layout: Layout {
            references: vec![0.0],
            split: false,
            controls: 0,
        },
        parts: 8,
        filter,
        ..CovarianceAsk::default()
    };
    let all = world
        .lake
        .covariances(&world.ws, &ask(Filter::default()))
        .await
        .unwrap();
    let filled = all.iter().filter(|part| part.n > 0).count();
    assert!(
        filled > 4,
        "customers are dealt out, not piled up: {filled}"
    );
    // Signals 7, 57, 107 and 157 are of one customer.
    let one = Filter {
        equals: vec![("customer".into(), vec!["C7".into()])],
        ..Filter::default()
    };
    let parts = world.lake.covariances(&world.ws, &ask(one)).await.unwrap();
    let filled: Vec<u64> = parts.iter().map(|part| part.n).filter(|n| *n > 0).collect();
    assert_eq!(filled, [4]);
}

pub async fn weeks_count_verbatims_and_those_displeased_with_a_topic() {
    let world = world().await;
    let weeks = world
        .lake
        .topic_weeks(&world.ws, &VerbatimFilter::default())
        .await
        .unwrap();
    let mut expected: BTreeMap<(Option<String>, Option<String>, String), u64> = BTreeMap::new();
    for n in 0..180 {
        let words = verbatim(n);
        let week = Grain::Week.label(words.occurred_on);
        let mut count = |topic: Option<&str>| {
            let key = (
                topic.map(str::to_owned),
                words.location.clone(),
                week.clone(),
            );
            *expected.entry(key).or_default() += 1;
        };
        count(None);
        // "staff" is felt as neutral or good, "waiting" as bad.
        if n.is_multiple_of(3) {
            count(Some("waiting"));
        }
    }
    let found: BTreeMap<_, _> = weeks
        .iter()
        .map(|w| {
            let week = Grain::Week.label(w.week);
            ((w.topic.clone(), w.location.clone(), week), w.n)
        })
        .collect();
    assert_eq!(found.len(), weeks.len());
    assert_eq!(found, expected);
}
