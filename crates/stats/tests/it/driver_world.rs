//! Drivers of the world of `golden/world/bounds_drivers.py`: twelve touchpoints that move
//! together, most of them met by some only, with effects that differ below and above zero.

use rand::Rng;
use rand_chacha::ChaCha8Rng;
use serde_json::Value;
use stats::drivers::{Answer, Assessed, Layout, Patterns, assess, lmg};
use stats::random::stream;

use crate::golden_files::golden;

struct World {
    penalty: Vec<f64>,
    reward: Vec<f64>,
    encounter: Vec<f64>,
    importance: Vec<f64>,
    opportunity: Vec<f64>,
}

fn world() -> Option<World> {
    let path = golden("world")?.join("drivers_truth.json");
    let truth: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let list = |key: &str| -> Vec<f64> {
        let items = truth[key].as_array().unwrap();
        items.iter().map(|v| v.as_f64().unwrap()).collect()
    };
    Some(World {
        penalty: list("pen"),
        reward: list("rew"),
        encounter: list("enc"),
        importance: list("true_lmg"),
        opportunity: list("true_opportunity"),
    })
}

fn normal(rng: &mut ChaCha8Rng) -> f64 {
    let u: f64 = 1.0 - rng.random::<f64>();
    (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * rng.random::<f64>()).cos()
}

/// `n` respondents: the outcome from 1 to 10, and answers from 1 to 5.
fn respondents(world: &World, n: usize, rng: &mut ChaCha8Rng) -> Vec<(f64, Vec<Answer>)> {
    let mut people = Vec::new();
    for _ in 0..n {
        let common = normal(rng);
        let halo = 0.4 * normal(rng);
        let mut outcome = 0.6 * normal(rng) + halo;
        let mut answers = Vec::new();
        for k in 0..world.penalty.len() {
            let gap = 0.45 * common + (1.0 - 0.45f64 * 0.45).sqrt() * normal(rng);
            if rng.random::<f64>() < world.encounter[k] {
                outcome += world.penalty[k] * gap.min(0.0) + world.reward[k] * gap.max(0.0);
                let score = (3.6 + 0.95 * (gap + halo)).round().clamp(1.0, 5.0);
                answers.push(Answer::Score(score));
            } else {
                answers.push(Answer::NotEncountered);
            }
        }
        people.push((outcome, answers));
    }
    let mean = people.iter().map(|p| p.0).sum::<f64>() / n as f64;
    let variance = people.iter().map(|p| (p.0 - mean).powi(2)).sum::<f64>() / n as f64;
    for person in &mut people {
        let z = (person.0 - mean) / variance.sqrt();
        person.0 = (7.2 + 1.35 * 1.4 * z).round().clamp(1.0, 10.0);
    }
    people
}

fn assessed(people: &[(f64, Vec<Answer>)]) -> Assessed {
    let drivers = people[0].1.len();
    let mean = |k: usize| {
        let scores: Vec<f64> = people
            .iter()
            .filter_map(|p| match p.1[k] {
                Answer::Score(s) => Some(s),
                _ => None,
            })
            .collect();
        scores.iter().sum::<f64>() / scores.len() as f64
    };
    let layout = Layout {
        references: (0..drivers).map(mean).collect(),
        split: true,
        controls: 0,
    };
    let mut rows = Patterns::new(layout.columns());
    for (outcome, answers) in people {
        rows.push(&layout.row(*outcome, answers, &[]).unwrap(), 1.0)
            .unwrap();
    }
    assess(&rows.listwise().unwrap(), &layout, None).unwrap()
}

fn ranks(values: &[f64]) -> Vec<f64> {
    let below = |v: f64| values.iter().filter(|&&w| w < v).count() as f64;
    values.iter().map(|&v| below(v)).collect()
}

fn spearman(a: &[f64], b: &[f64]) -> f64 {
    let (a, b) = (ranks(a), ranks(b));
    let n = a.len() as f64;
    let squares: f64 = a.iter().zip(&b).map(|(a, b)| (a - b).powi(2)).sum();
    1.0 - 6.0 * squares / (n * (n * n - 1.0))
}

/// Mean Spearman of importance, its mean absolute error, share of runs whose first driver is
/// right, share of pairs that truly differ by .03 in the right order, Spearman of opportunity.
fn scores(world: &World, n: usize, runs: u64) -> [f64; 5] {
    let mut sums = [0.0; 5];
    let (mut pairs, mut right) = (0.0, 0.0);
    for run in 0..runs {
        let found = assessed(&respondents(world, n, &mut stream(n as u64, run)));
        let raw = found.lmg.unwrap();
        let total: f64 = raw.iter().sum();
        let share: Vec<f64> = raw.iter().map(|r| r / total).collect();
        let truth = &world.importance;
        sums[0] += spearman(&share, truth);
        let off: f64 = share.iter().zip(truth).map(|(a, b)| (a - b).abs()).sum();
        sums[1] += off / truth.len() as f64;
        sums[2] += f64::from(u8::from(share.iter().all(|&s| s <= share[0])));
        for i in 0..truth.len() {
            for j in 0..truth.len() {
                if truth[i] - truth[j] >= 0.03 {
                    pairs += 1.0;
                    right += f64::from(u8::from(share[i] > share[j]));
                }
            }
        }
        sums[4] += spearman(&found.opportunity, &world.opportunity);
    }
    sums[3] = right / pairs * runs as f64;
    sums.map(|s| s / runs as f64)
}

#[test]
fn drivers_of_a_known_world_are_found_in_their_order() {
    let Some(world) = world() else { return };
    for (n, runs, targets) in [
        (1000, 20, [0.93, 0.012, 0.95, 0.985, 0.89]),
        (3000, 10, [0.94, 0.009, 0.95, 0.985, 0.93]),
    ] {
        let [order, off, first, pairs, opportunity] = scores(&world, n, runs);
        println!(
            "n {n}: Spearman {order:.3}, MAE {off:.4}, first {first:.2}, pairs {pairs:.4}, opportunity {opportunity:.3}"
        );
        assert!(
            order >= targets[0] && off <= targets[1],
            "n {n}: {order} {off}"
        );
        assert!(
            first >= targets[2] && pairs >= targets[3],
            "n {n}: {first} {pairs}"
        );
        assert!(opportunity >= targets[4], "n {n}: {opportunity}");
    }
}

#[test]
fn sixteen_drivers_of_two_columns_each_take_well_under_two_seconds() {
    let size = 33;
    let mut rng = stream(16, 0);
    let noise = nalgebra::DMatrix::from_fn(size, 60, |_, _| normal(&mut rng));
    let cov = &noise * noise.transpose();
    let groups: Vec<Vec<usize>> = (0..16).map(|j| vec![2 * j + 1, 2 * j + 2]).collect();
    #[expect(clippy::disallowed_methods, reason = "the time is what is tested")]
    let begin = std::time::Instant::now();
    let found = lmg(&cov, &groups, &[]).unwrap();
    let took = begin.elapsed();
    println!("LMG of 16 drivers: {took:?}");
    assert!(took.as_millis() < 2000, "{took:?}");
    let all = stats::drivers::explained(&cov, &groups, &[]).unwrap();
    assert!((found.iter().sum::<f64>() - all[all.len() - 1]).abs() < 1e-9);
}
