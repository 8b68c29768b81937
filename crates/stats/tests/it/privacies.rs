//! Disclosure control against golden 18, and laws of suppression.

use std::collections::BTreeMap;

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde_json::Value;
use stats::StatsError;
use stats::privacy::{
    Budget, Cells, Epsilon, Guard, Shown, audit, difference, discrete_laplace, noise,
    round_at_random, suppress,
};

use crate::draws::Draws;
use crate::golden_files::golden;

const K: u64 = 5;
const ROWS: [&str; 4] = ["A", "B", "C", "D"];
const COLUMNS: [&str; 3] = ["p1", "p2", "p3"];
const COUNTS: [u64; 12] = [12, 9, 3, 7, 2, 15, 20, 11, 8, 6, 14, 9];

fn name(number: &[Option<usize>]) -> [&'static str; 2] {
    let of = |names: &[&'static str], at: Option<usize>| at.map_or("TOTAL", |i| names[i]);
    [of(&ROWS, number[0]), of(&COLUMNS, number[1])]
}

#[test]
fn verdicts_and_ranges_are_those_of_the_golden_audit() {
    let Some(folder) = golden("18-privacy") else {
        return;
    };
    let text = std::fs::read_to_string(folder.join("expected.json")).unwrap();
    let expected: Value = serde_json::from_str(&text).unwrap();
    let (cells, keys) = Cells::crossed(&[4, 3]);
    for case in ["primary_only", "square", "wrong_complement"] {
        let mut reader = csv::Reader::from_path(folder.join(format!("case_{case}.csv"))).unwrap();
        let table: BTreeMap<[String; 2], Option<f64>> = reader
            .records()
            .map(|row| row.unwrap())
            .map(|row| ([row[0].to_owned(), row[1].to_owned()], row[2].parse().ok()))
            .collect();
        let published: Vec<Option<f64>> = keys
            .iter()
            .map(|key| table[&name(key).map(str::to_owned)])
            .collect();
        let found = audit(&cells, &published, K).unwrap();
        let expected = &expected[case];
        assert_eq!(Some(found.safe), expected["safe"].as_bool(), "{case}");
        let bounds = expected["bounds"].as_array().unwrap();
        assert_eq!(bounds.len(), found.ranges.len(), "{case}");
        for (range, bound) in found.ranges.iter().zip(bounds) {
            let [row, column] = name(&keys[range.number]);
            assert_eq!(
                (bound[0].as_str(), bound[1].as_str()),
                (Some(row), Some(column))
            );
            assert!(
                (range.low - bound[2].as_f64().unwrap()).abs() < 1e-6,
                "{case}"
            );
            assert!(
                (range.high.unwrap() - bound[3].as_f64().unwrap()).abs() < 1e-6,
                "{case}"
            );
        }
    }

    let (shown, found) = suppress(&cells, &COUNTS, K).unwrap();
    let optimal = expected["optimal_complement"]["cells"].as_array().unwrap();
    let added: Vec<Value> = (0..cells.numbers())
        .filter(|&i| shown[i] == Shown::Complementary)
        .map(|i| serde_json::json!(name(&keys[i])))
        .collect();
    assert_eq!(&added, optimal);
    assert!(found.safe);

    for (epsilon, fraction) in [("0.1", (1, 10)), ("0.5", (1, 2)), ("1.0", (1, 1))] {
        let e = Epsilon::new(fraction.0, fraction.1).unwrap();
        let chances = expected["discrete_laplace_pmf"][epsilon]
            .as_array()
            .unwrap();
        for (by, chance) in (-5..=5).zip(chances) {
            let off = discrete_laplace(e, by) - chance.as_f64().unwrap();
            assert!(off.abs() < 1e-12, "{epsilon} {by}");
        }
    }
    let two = &expected["differencing"];
    let n = |key: &str| two[key].as_u64().unwrap();
    let blocked = difference(n("n_all"), n("n_minus"), n("n_minus"), n("k")).is_err();
    assert_eq!(Some(blocked), two["must_block"].as_bool());
}

#[test]
fn every_table_is_safe_after_suppression_and_shows_no_small_number() {
    let mut draws = Draws::new(3);
    for sizes in [vec![6], vec![5, 4], vec![3, 3, 3], vec![9, 6]] {
        let (cells, _) = Cells::crossed(&sizes);
        for _ in 0..if cells.inner > 50 { 2 } else { 4 } {
            let counts: Vec<u64> = (0..cells.inner)
                .map(|_| (draws.uniform().powi(2) * 40.0) as u64)
                .collect();
            let (shown, found) = suppress(&cells, &counts, K).unwrap();
            assert!(found.safe, "{sizes:?} {counts:?}");
            for (count, shown) in cells.count(&counts).iter().zip(&shown) {
                let small = (1..K).contains(count);
                assert_eq!(small, *shown == Shown::Primary, "{sizes:?} {counts:?}");
            }
        }
    }
}

#[test]
fn tables_that_cannot_be_are_named() {
    let (cells, _) = Cells::crossed(&[2]);
    let error = audit(&cells, &[Some(9.0), None, Some(7.0)], K).unwrap_err();
    assert_eq!(error, StatsError::Contradiction { rest: -2.0 });
    assert!(audit(&cells, &[Some(9.0)], K).is_err());
    assert!(audit(&cells, &[Some(-1.0), None, None], K).is_err());
    assert!(suppress(&cells, &[1, 2, 3], K).is_err());
}

#[test]
fn a_total_that_is_not_published_bounds_nothing() {
    let (cells, _) = Cells::crossed(&[2]);
    let found = audit(&cells, &[Some(9.0), None, None], K).unwrap();
    assert!(found.safe && found.ranges.iter().all(|r| r.high.is_none()));
    assert_eq!(found.ranges[1].low, 9.0);
}

#[test]
fn the_guard_blocks_what_differs_from_the_past_by_a_few() {
    let mut guard = Guard::new(K);
    guard.publish(0..52).unwrap();
    let blocked = guard.publish(0..50).unwrap_err();
    assert_eq!((blocked.people, blocked.beside), (2, 0));
    guard.publish(0..40).unwrap();
    guard.publish(0..52).unwrap();
    assert_eq!(guard.publish(3..52).unwrap_err().people, 3);
    assert_eq!(guard.publish(60..63).unwrap_err().people, 3);
}

#[test]
fn noise_has_its_distribution_and_rounding_keeps_the_mean() {
    let mut rng = ChaCha8Rng::seed_from_u64(4);
    let e = Epsilon::new(2, 3).unwrap();
    let n = 60_000;
    let mut counts = BTreeMap::<i64, f64>::new();
    for _ in 0..n {
        *counts.entry(noise(e, &mut rng)).or_default() += 1.0 / f64::from(n);
    }
    for by in -4..=4 {
        let expected = discrete_laplace(e, by);
        let error = 4.0 * (expected / f64::from(n)).sqrt();
        assert!((counts[&by] - expected).abs() < error, "{by}");
    }
    let sum: u64 = (0..10_000).map(|_| round_at_random(12, 5, &mut rng)).sum();
    assert!((sum as f64 / 10_000.0 - 12.0).abs() < 0.1);
    assert_eq!(round_at_random(15, 5, &mut rng), 15);
}

#[test]
fn a_budget_is_spent_once() {
    let mut budget = Budget::new(1.0).unwrap();
    let tenth = Epsilon::new(1, 10).unwrap();
    (0..10).for_each(|_| budget.spend(tenth).unwrap());
    assert!(matches!(budget.spend(tenth), Err(StatsError::Spent { .. })));
    assert!(Epsilon::new(0, 1).is_err() && Budget::new(f64::NAN).is_err());
}

#[test]
fn stretches_of_days_are_published_as_linear_programs_of_scipy_allow() {
    let vectors: Value = serde_json::from_str(include_str!("../vectors/windows.json")).unwrap();
    let number = |value: &Value| value.as_u64().unwrap();
    let (mut published, mut all) = (0, 0);
    for case in vectors["cases"].as_array().unwrap() {
        let days: Vec<u64> = case["days"]
            .as_array()
            .unwrap()
            .iter()
            .map(number)
            .collect();
        let stretches: Vec<std::ops::Range<usize>> = case["stretches"]
            .as_array()
            .unwrap()
            .iter()
            .map(|s| number(&s[0]) as usize..number(&s[1]) as usize)
            .collect();
        let found = stats::privacy::windows(&days, &stretches, number(&vectors["k"])).unwrap();
        for (found, expected) in found.iter().zip(case["may"].as_array().unwrap()) {
            assert_eq!(*found, expected.as_bool().unwrap(), "{case}");
            published += usize::from(*found);
            all += 1;
        }
    }
    assert!(all == 420 && (100..320).contains(&published), "{published}");
}
