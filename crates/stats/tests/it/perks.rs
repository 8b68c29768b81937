//! Perks in a world of known tastes: twelve perks, four a task, ten tasks.

use rand::Rng;
use rand::seq::index::sample;
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;
use stats::Level;
use stats::maxdiff::{Task, counts, individual, logit};
use stats::random::stream;

use crate::journeys::tau;

const ITEMS: usize = 12;

fn gumbel(rng: &mut ChaCha8Rng) -> f64 {
    -(-(1.0 - rng.random::<f64>()).ln()).ln()
}

/// The mean tastes, each respondent's, and what they named.
fn world(seed: u64, respondents: usize) -> (Vec<f64>, Vec<Vec<f64>>, Vec<Task>) {
    let mut rng = stream(seed, 4);
    let shuffled = sample(&mut rng, ITEMS, ITEMS);
    let mean: Vec<f64> = shuffled
        .iter()
        .map(|i| -1.2 + 2.4 * i as f64 / 11.0)
        .collect();
    let (mut own, mut tasks) = (Vec::new(), Vec::new());
    for respondent in 0..respondents {
        let taste: Vec<f64> = mean
            .iter()
            .map(|m| m + 0.8 * rng.sample::<f64, _>(StandardNormal))
            .collect();
        for _ in 0..10 {
            let shown = sample(&mut rng, ITEMS, 4).into_vec();
            let mut greatest = |sign: f64, besides: Option<usize>| {
                let drawn: Vec<(f64, usize)> = shown
                    .iter()
                    .map(|&i| (sign * taste[i] + gumbel(&mut rng), i))
                    .collect();
                let left = drawn.into_iter().filter(|d| Some(d.1) != besides);
                left.max_by(|a, b| a.0.total_cmp(&b.0)).unwrap().1
            };
            let best = greatest(1.0, None);
            let worst = greatest(-1.0, Some(best));
            tasks.push(Task {
                respondent,
                shown,
                best,
                worst,
            });
        }
        own.push(taste);
    }
    (mean, own, tasks)
}

#[test]
fn the_order_of_perks_is_found_with_a_hundred_and_fifty_respondents() {
    const WORLDS: u64 = 30;
    /// Worlds for the slower search.
    const FEW: u64 = 4;
    let [mut counted, mut modeled, mut pooled] = [0.0; 3];
    for seed in 0..WORLDS {
        let (mean, _, tasks) = world(seed, 150);
        let by_count = counts(&tasks, ITEMS, Level::NINETY_FIVE).unwrap();
        let scores: Vec<f64> = by_count.iter().map(|c| c.score.unwrap()).collect();
        counted += tau(&scores, &mean) / WORLDS as f64;
        let model = logit(&tasks, ITEMS, Level::NINETY_FIVE).unwrap();
        let values: Vec<f64> = model.utilities.iter().map(|u| u.value).collect();
        modeled += tau(&values, &mean) / WORLDS as f64;
        if seed < FEW {
            let tastes = individual(&tasks, ITEMS).unwrap();
            pooled += tau(&tastes.mean, &mean) / FEW as f64;
        }
    }
    println!("tau by counts {counted:.3}, by logit {modeled:.3}, by individuals {pooled:.3}");
    assert!(counted >= 0.95 && modeled >= 0.95 && pooled >= 0.93);
}

/// Names each task's pair anew by the model of the logit: the greatest difference with its luck.
fn by_pairs(seed: u64, own: &[Vec<f64>], tasks: &mut [Task]) {
    let mut rng = stream(seed, 5);
    for task in tasks {
        let taste = &own[task.respondent];
        let mut greatest = f64::NEG_INFINITY;
        for &best in &task.shown {
            for &worst in task.shown.iter().filter(|w| **w != best) {
                let drawn = taste[best] - taste[worst] + gumbel(&mut rng);
                if drawn > greatest {
                    (greatest, task.best, task.worst) = (drawn, best, worst);
                }
            }
        }
    }
}

#[test]
fn each_respondents_own_taste_beats_the_mean_taste() {
    let (mean, own, mut tasks) = world(77, 300);
    by_pairs(77, &own, &mut tasks);
    let tastes = individual(&tasks, ITEMS).unwrap();
    println!("spread {:.3} (true 0.8)", tastes.spread);
    assert!((0.6..0.9).contains(&tastes.spread), "{}", tastes.spread);
    let (mut of_own, mut of_mean, mut held) = (0.0, 0.0, 0.0);
    let each = 1.0 / (300.0 * ITEMS as f64);
    for (individual, own) in tastes.individuals.iter().zip(&own) {
        let center = own.iter().sum::<f64>() / ITEMS as f64;
        for item in 0..ITEMS {
            let truth = own[item] - center;
            let off = individual.utilities[item] - truth;
            of_own += each * off.powi(2);
            of_mean += each * (mean[item] - truth).powi(2);
            held += each * f64::from(off.abs() < 1.96 * individual.se[item]);
        }
    }
    println!("squared error own {of_own:.3}, mean {of_mean:.3}; covered {held:.3}");
    assert!(of_own < 0.8 * of_mean && held > 0.85);
}

#[test]
fn errors_between_respondents_are_wider_where_tastes_differ() {
    let (_, _, tasks) = world(5, 150);
    let model = logit(&tasks, ITEMS, Level::NINETY_FIVE).unwrap();
    let wider: f64 = (0..ITEMS - 1)
        .map(|j| (model.sandwich[(j, j)] / model.cov[(j, j)]).sqrt() / 11.0)
        .sum();
    println!("clustered over naive error {wider:.2}");
    assert!(wider > 1.1);
    let mut wrong = tasks[0].clone();
    wrong.worst = wrong.best;
    let error = counts(&[wrong], ITEMS, Level::NINETY_FIVE).unwrap_err();
    assert!(error.to_string().contains("another perk"), "{error}");
}
