//! Bounds of drivers, opportunity and moments that matter.

use world::touchpoint::{COUNT, TOUCHPOINTS};
use world::trial::{drivers, moments};

use crate::figures::{kendall, mean, over_seeds, solve, spearman, top};

#[test]
fn the_stated_truth_is_that_of_a_large_sample() {
    let survey = drivers::survey(1, 150_000);
    let columns: Vec<Vec<f64>> = (0..COUNT)
        .map(|k| survey.contributions.iter().map(|c| c[k]).collect())
        .collect();
    let found = lmg(&covariance(&columns, &survey.latent));
    for k in 0..COUNT {
        let stated = drivers::IMPORTANCE[k];
        assert!(
            (found[k] - stated).abs() < 0.005,
            "{k}: {} beside {stated}",
            found[k]
        );
        let short = columns[k].iter().map(|c| (-c).max(0.0));
        let short = short.sum::<f64>() / columns[k].len() as f64;
        let stated = drivers::OPPORTUNITY[k];
        assert!(
            (short - stated).abs() < 0.004,
            "{}: {short}",
            TOUCHPOINTS[k].id
        );
    }
}

#[test]
fn importance_over_all_orders_recovers_the_drivers_and_plain_correlation_does_not() {
    let rank = |seed: u64, naive: bool| {
        let survey = drivers::survey(1000 + seed, 1000);
        let outcome: Vec<f64> = survey.outcome.iter().map(|&y| f64::from(y)).collect();
        let found: Vec<f64> = if naive {
            (0..COUNT).map(|k| pairwise(&survey, &outcome, k)).collect()
        } else {
            lmg(&covariance(&encounter_coded(&survey), &outcome))
        };
        spearman(&found, &drivers::IMPORTANCE)
    };
    let ours = over_seeds(8, |seed| rank(seed, false));
    assert!((ours - 0.949).abs() < 0.035, "{ours}");
    let naive = over_seeds(8, |seed| rank(seed, true));
    assert!((naive - 0.455).abs() < 0.12, "{naive}");
    assert!(drivers::clear_pairs().len() > 40);
}

/// Scores around their mean, 0 where not encountered.
fn encounter_coded(survey: &drivers::Survey) -> Vec<Vec<f64>> {
    (0..COUNT)
        .map(|k| {
            let met: Vec<f64> = survey
                .scores
                .iter()
                .filter_map(|s| s[k])
                .map(f64::from)
                .collect();
            let center = mean(&met);
            let coded = survey.scores.iter();
            coded
                .map(|s| s[k].map_or(0.0, |x| f64::from(x) - center))
                .collect()
        })
        .collect()
}

/// Squared correlation over the visits that met the touchpoint.
fn pairwise(survey: &drivers::Survey, outcome: &[f64], k: usize) -> f64 {
    let both: Vec<(f64, f64)> = survey
        .scores
        .iter()
        .zip(outcome)
        .filter_map(|(s, &y)| s[k].map(|x| (f64::from(x), y)))
        .collect();
    let (x, y): (Vec<f64>, Vec<f64>) = both.into_iter().unzip();
    let c = covariance(&[x], &y);
    c[0][1].powi(2) / (c[0][0] * c[1][1])
}

/// Covariances of the columns and, last, of the outcome.
fn covariance(columns: &[Vec<f64>], outcome: &[f64]) -> Vec<Vec<f64>> {
    let all: Vec<&[f64]> = columns.iter().map(Vec::as_slice).chain([outcome]).collect();
    let centers: Vec<f64> = all.iter().map(|c| mean(c)).collect();
    let n = outcome.len() as f64;
    (0..all.len())
        .map(|i| {
            (0..all.len())
                .map(|j| {
                    let products = all[i].iter().zip(all[j]);
                    products
                        .map(|(a, b)| (a - centers[i]) * (b - centers[j]))
                        .sum::<f64>()
                        / n
                })
                .collect()
        })
        .collect()
}

/// Shares of explained variance averaged over all orders.
fn lmg(c: &[Vec<f64>]) -> Vec<f64> {
    let p = c.len() - 1;
    let explained: Vec<f64> = (0..1_usize << p)
        .map(|set| {
            let inside: Vec<usize> = (0..p).filter(|k| set >> k & 1 == 1).collect();
            let rows = inside
                .iter()
                .map(|&i| inside.iter().map(|&j| c[i][j]).collect())
                .collect();
            let right: Vec<f64> = inside.iter().map(|&i| c[i][p]).collect();
            let slopes = solve(rows, right.clone());
            slopes.iter().zip(right).map(|(b, r)| b * r).sum()
        })
        .collect();
    let factorial = |n: usize| (1..=n).map(|k| k as f64).product::<f64>();
    let raw: Vec<f64> = (0..p)
        .map(|k| {
            (0..1_usize << p)
                .filter(|set| set >> k & 1 == 0)
                .map(|set| {
                    let size = set.count_ones() as usize;
                    factorial(size) * factorial(p - size - 1) / factorial(p)
                        * (explained[set | 1 << k] - explained[set])
                })
                .sum()
        })
        .collect();
    let whole: f64 = raw.iter().sum();
    raw.iter().map(|r| r / whole).collect()
}

#[test]
fn the_counterfactual_finds_the_moments_that_matter_and_the_failure_rate_does_not() {
    let found: Vec<[f64; 3]> = (0..8)
        .map(|seed| {
            let all = moments::journeys(seed, 8000);
            let truth = top(&all.loss, 3);
            let hit =
                |v: &[f64]| top(v, 3).iter().filter(|k| truth.contains(k)).count() as f64 / 3.0;
            let rate: Vec<f64> = (0..moments::COUNT)
                .map(|k| {
                    let failed = all.failed.iter().filter(|f| f[k]).count() as f64;
                    failed / all.met.iter().filter(|m| m[k]).count() as f64
                })
                .collect();
            let ours = counterfactual(&all);
            [hit(&rate), hit(&ours), kendall(&ours, &all.loss)]
        })
        .collect();
    let of = |k: usize| mean(&found.iter().map(|f| f[k]).collect::<Vec<_>>());
    assert!((of(0) - 0.342).abs() < 0.1, "{}", of(0));
    assert!((of(1) - 0.958).abs() < 0.08, "{}", of(1));
    assert!((of(2) - 0.806).abs() < 0.1, "{}", of(2));
}

/// Mean chance of leaving that failures at each touchpoint add, by a logit model.
fn counterfactual(all: &moments::Journeys) -> Vec<f64> {
    let k = moments::COUNT;
    let rows: Vec<Vec<f64>> = all
        .met
        .iter()
        .zip(&all.failed)
        .map(|(m, f)| {
            let flags = f.iter().chain(m).map(|&x| f64::from(u8::from(x)));
            std::iter::once(1.0).chain(flags).collect()
        })
        .collect();
    let width = 2 * k + 1;
    let mut slopes = vec![0.0; width];
    for _ in 0..12 {
        let mut hessian = vec![vec![0.0; width]; width];
        let mut gradient = vec![0.0; width];
        for (row, &left) in rows.iter().zip(&all.left) {
            let p = chance(row, &slopes);
            for i in 0..width {
                gradient[i] += row[i] * (f64::from(u8::from(left)) - p);
                for j in 0..width {
                    hessian[i][j] += row[i] * row[j] * p * (1.0 - p);
                }
            }
        }
        for (slope, step) in slopes.iter_mut().zip(solve(hessian, gradient)) {
            *slope += step;
        }
    }
    (0..k)
        .map(|k| {
            let mut sum = 0.0;
            for row in rows.iter().filter(|row| row[1 + k] == 1.0) {
                let mut mended = row.clone();
                mended[1 + k] = 0.0;
                sum += chance(row, &slopes) - chance(&mended, &slopes);
            }
            sum / rows.len() as f64
        })
        .collect()
}

fn chance(row: &[f64], slopes: &[f64]) -> f64 {
    let odds: f64 = row.iter().zip(slopes).map(|(x, b)| x * b).sum();
    1.0 / (1.0 + (-odds).exp())
}
