//! Indices against numpy and scipy (tests/vectors/index.py).

use serde_json::Value;
use stats::index::{Form, Weighing, alpha, index};
use stats::style::Scale;
use stats::{Level, Rules};

use crate::golden_files::Checker;

const EXACT: f64 = 1e-10;

fn numbers(list: &Value) -> Vec<f64> {
    let list = list.as_array().unwrap();
    list.iter().map(|v| v.as_f64().unwrap()).collect()
}

#[test]
fn alpha_weights_and_errors_are_those_of_another_implementation() {
    let expected: Value = serde_json::from_str(include_str!("../vectors/index.json")).unwrap();
    let rows: Vec<Vec<f64>> = expected["x"]
        .as_array()
        .unwrap()
        .iter()
        .map(numbers)
        .collect();
    let outcome = numbers(&expected["y"]);
    let all = vec![0; rows.len()];
    let scale = Scale::new(1.0, 10.0).unwrap();
    let rules = Rules::default();
    let mut check = Checker::default();

    let found = alpha(&rows, Level::NINETY_FIVE).unwrap().unwrap();
    for (key, value) in [
        ("value", found.value),
        ("low", found.low),
        ("high", found.high),
    ] {
        check.number(key, &expected["alpha"][key], value, EXACT);
    }
    for (key, weighing) in [
        ("equal", Weighing::Equal),
        ("component", Weighing::Component),
        ("outcome", Weighing::Outcome(&outcome)),
    ] {
        let place = &expected[key];
        let found = index(
            &rows,
            (&all, 1),
            weighing,
            Form::OfRange,
            scale,
            (2000, 7),
            &rules,
        );
        let found = found.unwrap();
        for (at, weight) in found.weights.iter().enumerate() {
            check.number(
                &format!("{key} {at}"),
                &place["weights"][at],
                *weight,
                EXACT,
            );
        }
        let whole = found.whole;
        check.number(key, &place["index"], whole.estimate.value.unwrap(), EXACT);
        check.number(key, &place["naive_se"], whole.naive_se, EXACT);
        if key == "outcome" {
            assert_eq!(found.replicates, 2000);
            // Two thousand samples: about 1.6 % error of the standard error.
            let expected = place["bootstrap_se"].as_f64().unwrap();
            assert!(
                (whole.se / expected - 1.0).abs() < 0.05,
                "{} {expected}",
                whole.se
            );
            check.number(
                "low",
                &place["bootstrap_low"],
                whole.estimate.low.unwrap(),
                0.01,
            );
            check.number(
                "high",
                &place["bootstrap_high"],
                whole.estimate.high.unwrap(),
                0.01,
            );
        }
    }
    let form = Form::OfHighest;
    let found = index(
        &rows,
        (&all, 1),
        Weighing::Equal,
        form,
        scale,
        (0, 0),
        &rules,
    )
    .unwrap();
    let e = found.whole.estimate;
    for (key, value) in [("value", e.value), ("low", e.low), ("high", e.high)] {
        check.number(key, &expected["ukcsi"][key], value.unwrap(), EXACT);
    }
    assert!(check.wrong.is_empty(), "{}", check.wrong.join("\n"));
    println!("{} numbers, worst {:.1e}", check.checked, check.worst);
}

#[test]
fn groups_are_scored_with_the_weights_of_all_and_the_same_seed_gives_the_same_bytes() {
    let expected: Value = serde_json::from_str(include_str!("../vectors/index.json")).unwrap();
    let rows: Vec<Vec<f64>> = expected["x"]
        .as_array()
        .unwrap()
        .iter()
        .map(numbers)
        .collect();
    let group: Vec<usize> = (0..rows.len()).map(|i| i % 2).collect();
    let scale = Scale::new(1.0, 10.0).unwrap();
    let run = |seed| {
        let by = (&group[..], 2);
        let rules = Rules::default();
        index(
            &rows,
            by,
            Weighing::Component,
            Form::OfRange,
            scale,
            (200, seed),
            &rules,
        )
        .unwrap()
    };
    let found = run(3);
    let half = |g: usize| found.groups[g].estimate.value.unwrap();
    let whole = found.whole.estimate.value.unwrap();
    assert!((f64::midpoint(half(0), half(1)) - whole).abs() < 1e-9);
    assert_eq!(found, run(3));
    assert_ne!(found.whole.se, run(4).whole.se);
}
