//! Journeys: numbers by other ways (`tests/vectors/journey.py`), and the nine-touchpoint world.

use rand::Rng;
use serde_json::Value;
use stats::StatsError;
use stats::journey::{LossOptions, Path, PathOptions, Visit, recoverable_loss, removal, shapley};
use stats::random::stream;

fn vectors() -> Value {
    serde_json::from_str(include_str!("../vectors/journey.json")).unwrap()
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap()
}

fn close(found: f64, expected: &Value, what: &str) {
    let expected = expected.as_f64().unwrap();
    assert!(
        (found - expected).abs() < 1e-9,
        "{what}: {found} is not {expected}"
    );
}

fn paths(vectors: &Value) -> Vec<Path> {
    let path = |p: &Value| Path {
        steps: list(&p["steps"])
            .iter()
            .map(|s| s.as_u64().unwrap() as usize)
            .collect(),
        converted: p["converted"].as_f64().unwrap(),
        lost: p["lost"].as_f64().unwrap(),
    };
    list(&vectors["paths"]).iter().map(path).collect()
}

#[test]
fn removal_and_shapley_are_those_of_solving_anew_and_of_all_orders() {
    let vectors = vectors();
    let paths = paths(&vectors);
    let options = PathOptions::default();
    let removals = removal(&paths, &options).unwrap();
    let values = shapley(&paths, &options).unwrap();
    for k in 0..removals.len() {
        close(
            removals[k].effect.unwrap(),
            &vectors["removal"][k],
            "removal",
        );
        assert!(removals[k].low < removals[k].effect && removals[k].effect < removals[k].high);
        close(values[k].value, &vectors["shapley"][k], "shapley");
    }
    let shares: f64 = removals.iter().map(|r| r.share.unwrap()).sum();
    assert!((shares - 1.0).abs() < 1e-12);
    assert_eq!(removals, removal(&paths, &options).unwrap());
}

#[test]
fn sampled_orders_come_near_the_exact_values() {
    let vectors = vectors();
    let mut paths = paths(&vectors);
    let exact = shapley(&paths, &PathOptions::default()).unwrap();
    // Steps that only the lost meet change no value but make too many to count out.
    for step in 5..14 {
        paths.push(Path {
            steps: vec![step],
            converted: 0.0,
            lost: 0.0,
        });
    }
    let sampled = shapley(&paths, &PathOptions::default()).unwrap();
    for (exact, sampled) in exact.iter().zip(&sampled) {
        let off = (exact.value - sampled.value).abs();
        assert!(
            sampled.se > 0.0 && off < 4.0 * sampled.se,
            "{exact:?} {sampled:?}"
        );
    }
    assert!(sampled[13].value.abs() < 1e-12);
}

#[test]
fn nobody_converted_is_refused_and_a_negative_count_is_an_error() {
    let path = Path {
        steps: vec![0],
        converted: 0.0,
        lost: 3.0,
    };
    let found = removal(std::slice::from_ref(&path), &PathOptions::default()).unwrap();
    assert!(found[0].refused.is_some() && found[0].effect.is_none());
    let wrong = Path { lost: -1.0, ..path };
    let error = removal(&[wrong], &PathOptions::default());
    assert!(matches!(error, Err(StatsError::Weight { .. })));
}

#[test]
fn recoverable_loss_is_that_of_scipys_penalized_logit() {
    let vectors = vectors();
    let visit = |v: &Value| Visit {
        failed: list(&v["failed"]).iter().map(Value::as_bool).collect(),
        segment: v["segment"].as_u64().unwrap() as usize,
        lost: v["lost"].as_bool().unwrap(),
    };
    let visits: Vec<Visit> = list(&vectors["visits"]).iter().map(visit).collect();
    let found = recoverable_loss(&visits, &LossOptions::default()).unwrap();
    for (k, moment) in found.iter().enumerate() {
        close(moment.effect.unwrap(), &vectors["effect"][k], "effect");
        close(
            moment.recoverable.unwrap(),
            &vectors["recoverable"][k],
            "recoverable",
        );
        let half = (moment.effect_high.unwrap() - moment.effect_low.unwrap()) / 2.0;
        close(half / 1.959_963_984_540_054, &vectors["se"][k], "se");
        assert!(moment.low < moment.recoverable && moment.recoverable < moment.high);
    }
    let kept: Vec<Visit> = visits.iter().filter(|v| !v.lost).cloned().collect();
    let found = recoverable_loss(&kept, &LossOptions::default()).unwrap();
    assert!(
        found
            .iter()
            .all(|m| m.refused.is_some() && m.recoverable.is_none())
    );
}

const REACH: [f64; 9] = [0.9, 0.7, 0.5, 0.8, 0.35, 0.15, 0.6, 0.25, 0.1];
const FAILS: [f64; 9] = [0.05, 0.12, 0.08, 0.20, 0.18, 0.30, 0.10, 0.06, 0.35];
const COSTS: [f64; 9] = [0.2, 0.5, 0.3, 0.15, 1.1, 1.6, 0.4, 0.8, 0.25];

/// Log odds of loss: a failure at one of the last touchpoints costs .3 more.
fn eta(failed: &[Option<bool>]) -> f64 {
    let fails = |k: usize| failed[k] == Some(true);
    let last = [8, 5, 4].into_iter().any(fails);
    let costs: f64 = (0..9).filter(|&k| fails(k)).map(|k| COSTS[k]).sum();
    -1.6 + costs + if last { 0.3 } else { 0.0 }
}

fn logistic(eta: f64) -> f64 {
    1.0 / (1.0 + (-eta).exp())
}

/// 8,000 customers, and what each moment's failures truly cost them.
fn world(seed: u64) -> (Vec<Visit>, Vec<f64>) {
    let mut rng = stream(seed, 3);
    let mut truth = vec![0.0; 9];
    let visits = (0..8_000).map(|_| {
        let failed: Vec<Option<bool>> = (0..9)
            .map(|k| {
                let met = rng.random::<f64>() < REACH[k];
                met.then(|| rng.random::<f64>() < FAILS[k])
            })
            .collect();
        let chance = logistic(eta(&failed));
        for k in (0..9).filter(|&k| failed[k] == Some(true)) {
            let mut without = failed.clone();
            without[k] = Some(false);
            truth[k] += (chance - logistic(eta(&without))) / 8_000.0;
        }
        let lost = rng.random::<f64>() < chance;
        Visit {
            failed,
            segment: 0,
            lost,
        }
    });
    let visits = visits.collect();
    (visits, truth)
}

fn first_three(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[b].total_cmp(&values[a]));
    order.truncate(3);
    order
}

/// Kendall's rank correlation without ties.
pub fn tau(a: &[f64], b: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..a.len() {
        for j in 0..i {
            sum += ((a[i] - a[j]) * (b[i] - b[j])).signum();
        }
    }
    sum / (a.len() * (a.len() - 1) / 2) as f64
}

#[test]
fn the_moments_that_matter_are_found_where_the_lowest_score_misleads() {
    const WORLDS: u64 = 40;
    let [mut hit, mut order, mut lowest] = [0.0; 3];
    let point = LossOptions {
        replicates: 0,
        ..LossOptions::default()
    };
    for seed in 0..WORLDS {
        let (visits, truth) = world(seed);
        let found = recoverable_loss(&visits, &point).unwrap();
        let value: Vec<f64> = found.iter().map(|m| m.recoverable.unwrap()).collect();
        let rate: Vec<f64> = found.iter().map(|m| m.failure_rate.unwrap()).collect();
        let three = first_three(&truth);
        let share = |values: &[f64]| {
            let hits = first_three(values)
                .iter()
                .filter(|k| three.contains(k))
                .count();
            hits as f64 / 3.0 / WORLDS as f64
        };
        hit += share(&value);
        lowest += share(&rate);
        order += tau(&value, &truth) / WORLDS as f64;
    }
    println!("top 3: {hit:.3}, tau {order:.3}; by failure rate {lowest:.3}");
    assert!(hit >= 0.92 && order >= 0.75, "{hit} {order}");
    assert!(lowest < 0.5, "the world must be able to tell: {lowest}");
}

#[test]
fn intervals_of_recoverable_loss_hold_the_truth() {
    const WORLDS: u64 = 6;
    let options = LossOptions {
        replicates: 100,
        ..LossOptions::default()
    };
    let (mut held, mut sure) = (0, 0);
    for seed in 0..WORLDS {
        let (visits, truth) = world(1_000 + seed);
        for (moment, truth) in recoverable_loss(&visits, &options)
            .unwrap()
            .iter()
            .zip(&truth)
        {
            held += u64::from(moment.low.unwrap() < *truth && *truth < moment.high.unwrap());
            let confidence = moment.confidence.unwrap();
            sure += u64::from(confidence == stats::journey::Confidence::Sure);
        }
    }
    println!(
        "{held} of {} intervals hold the truth; {sure} moments are sure",
        9 * WORLDS
    );
    assert!(held as f64 >= 0.85 * 9.0 * WORLDS as f64);
    assert!((1..=4 * WORLDS).contains(&sure));
}
