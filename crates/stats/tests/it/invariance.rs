//! Partial invariance by looking: lavaan's numbers (`tests/vectors/partial.R`), and groups whose
//! truth is known.

use nalgebra::{DMatrix, DVector};
use rand::Rng;
use serde_json::Value;
use stats::random::stream;
use stats::style::cfa::{Group, modifications};
use stats::style::{MOST_FREE, Partial, partial};
use stats::{Level, Refusal};

const LEVEL: Level = Level::NINETY_FIVE;

fn numbers(list: &Value) -> Vec<f64> {
    let list = list.as_array().unwrap();
    list.iter().map(|n| n.as_f64().unwrap()).collect()
}

#[test]
fn the_largest_modification_is_lavaans_and_so_is_what_comes_of_it() {
    let vectors: Value = serde_json::from_str(include_str!("../vectors/partial.json")).unwrap();
    let groups: Vec<Group> = vectors["groups"]
        .as_array()
        .unwrap()
        .iter()
        .map(|g| {
            let mean = numbers(&g["mean"]);
            Group {
                n: g["n"].as_u64().unwrap(),
                cov: DMatrix::from_row_slice(mean.len(), mean.len(), &numbers(&g["cov"])),
                mean: DVector::from_vec(mean),
            }
        })
        .collect();
    let mut worst = 0.0f64;
    let mut near = |name: &str, found: f64, expected: &Value| {
        let expected = expected.as_f64().unwrap();
        let off = (found - expected).abs() / expected.abs().max(1.0);
        worst = worst.max(off);
        assert!(off < 1e-5, "{name}: {found} is not {expected}");
    };
    let found = partial(&groups, MOST_FREE, LEVEL).unwrap();
    let steps = vectors["steps"].as_array().unwrap();
    assert_eq!(found.freed.len() + 1, steps.len());
    let mut free = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        let indices = modifications(&groups, &free).unwrap();
        for (index, expected) in indices.iter().zip(step["modification"].as_array().unwrap()) {
            assert_eq!(index.is_none(), expected.is_null());
            if let Some(index) = index {
                near("modification", *index, expected);
            }
        }
        if let Some(freed) = found.freed.get(at) {
            assert_eq!(Some(freed.item as u64), step["frees"].as_u64());
            near("cfi", freed.cfi, &steps[at + 1]["cfi"]);
            free.push(freed.item);
        }
    }
    assert_eq!(found.ladder.refusal(), None);
    assert_eq!(found.ladder.free, free);
    near(
        "metric",
        found.ladder.metric.fit.cfi,
        &vectors["metric_cfi"],
    );
    for (g, mean) in found.ladder.scalar.fit.latent_means.iter().enumerate() {
        near("latent mean", mean.value, &vectors["latent"][g]);
        near("its error", mean.se, &vectors["se"][g]);
    }
    println!("worst {worst:.1e}");
    // A smaller share than two of six leaves the refusal of the whole ladder.
    let short = partial(&groups, 0.2, LEVEL).unwrap();
    assert_eq!((short.freed.len(), short.ladder.free.len()), (1, 0));
    assert!(matches!(
        short.ladder.refusal(),
        Some(Refusal::InterceptsDiffer { .. })
    ));
    assert!(partial(&groups, 0.0, LEVEL).is_err());
}

/// A standard normal draw (sum of uniforms).
fn normal(rng: &mut impl Rng) -> f64 {
    (0..12).map(|_| rng.random::<f64>()).sum::<f64>() - 6.0
}

/// 500 people whose factor lies at `level`, with a bias for each item.
fn group(rng: &mut impl Rng, level: f64, bias: &[f64]) -> Group {
    let rows: Vec<Vec<f64>> = (0..500)
        .map(|_| {
            let own = level + normal(rng);
            let answer = |bias: &f64| 3.0 + own + bias + 0.8 * normal(rng);
            bias.iter().map(answer).collect()
        })
        .collect();
    Group::from_rows(&rows).unwrap()
}

/// The same opinion but for 0.3, and the items' biases in the second group.
fn world(number: u64, bias: &[f64]) -> Partial {
    let mut rng = stream(3, number);
    let none = vec![0.0; bias.len()];
    let groups = [group(&mut rng, 0.0, &none), group(&mut rng, 0.3, bias)];
    partial(&groups, MOST_FREE, LEVEL).unwrap()
}

#[test]
fn the_biased_items_are_found_and_the_true_difference_remains() {
    const WORLDS: u64 = 200;
    for (bias, truth) in [
        (vec![0.0, 0.0, 0.8, 0.0, 0.0], vec![2]),
        // The marker too can be the biased one.
        (vec![-0.8, 0.0, 0.0, 0.0, 0.8], vec![0, 4]),
        (vec![0.8, 0.8, 0.0, 0.0, 0.0, 0.0], vec![0, 1]),
        (vec![0.0; 5], vec![]),
    ] {
        let (mut right, mut covered, mut mean) = (0, 0, 0.0);
        for number in 0..WORLDS {
            let found = world(number, &bias);
            let mut free = found.ladder.free.clone();
            free.sort_unstable();
            right += u64::from(free == truth && found.ladder.refusal().is_none());
            let latent = found.ladder.scalar.fit.latent_means[1];
            covered += u64::from(latent.low <= 0.3 && 0.3 <= latent.high);
            mean += latent.value / WORLDS as f64;
        }
        println!("{bias:?}: right {right}, covered {covered}, mean {mean:.3} of {WORLDS}");
        assert!(right >= WORLDS * 95 / 100, "{right}");
        assert!(covered >= WORLDS * 90 / 100, "{covered}");
        assert!((mean - 0.3).abs() < 0.02, "{mean}");
    }
}

#[test]
fn half_the_items_against_the_other_half_stay_refused() {
    for number in 0..50 {
        let found = world(number, &[0.8, 0.8, 0.0, 0.0]);
        assert!(found.ladder.refusal().is_some() && found.ladder.free.is_empty());
        assert_eq!(found.freed.len(), 1);
        // Three items have room for one, and two stay held.
        let three = world(number, &[0.0, 0.9, 0.0]);
        assert_eq!(three.ladder.free, [1]);
    }
}
