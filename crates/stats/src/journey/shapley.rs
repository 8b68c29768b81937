//! Each step's fair part in the conversions.

use nalgebra::DMatrix;
use rand::Rng;
use serde::Serialize;

use super::chain::{Chain, chain, without};
use super::{Path, PathOptions, check};
use crate::{StatsError, random};

/// Up to so many steps all coalitions are counted; above, orders are sampled.
pub const EXACT_STEPS: usize = 12;

/// Pairs of orders that are sampled above [`EXACT_STEPS`].
const PAIRS: u64 = 500;

/// A step's Shapley value.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Shapley {
    /// The step.
    pub step: usize,
    /// Its part of the chance to convert, 0 to 1; all parts and that of paths without a step add
    /// up to the chance.
    pub value: f64,
    /// The value over the sum of all values.
    pub share: f64,
    /// Standard error from sampling orders; 0 where exact.
    pub se: f64,
}

/// Shapley values of steps in the chance to convert.
///
/// Formula: `v(S)` is the chance to convert when whoever leaves the coalition `S` of steps is
/// lost; the value of k is the mean of `v(S with k) - v(S)` over all orders in which steps may be
/// opened: exact over all `2^K` coalitions up to 12 steps, else over 500 pairs of an order and
/// its reverse.
/// Arguments: paths as for [`removal`](super::removal()); the seed of `options`.
/// Errors: [`StatsError::Weight`] for a negative count.
/// Assumptions: those of [`removal`](super::removal()); describes traffic, not causes.
/// Sources: Shapley 1953; Dalessandro et al. 2012, doi:10.1145/2351356.2351363; Castro et al.
/// 2009, doi:10.1016/j.cor.2008.04.004 (sampling).
///
/// ```
/// use stats::journey::{Path, PathOptions, shapley};
/// let paths = [Path { steps: vec![0, 1], converted: 6.0, lost: 4.0 }];
/// let found = shapley(&paths, &PathOptions::default()).unwrap();
/// // Neither converts without the other: equal parts of .6.
/// assert!((found[0].value - 0.3).abs() < 1e-12 && found[0].se == 0.0);
/// ```
pub fn shapley(paths: &[Path], options: &PathOptions) -> Result<Vec<Shapley>, StatsError> {
    let steps = check(paths)?;
    let chain = chain(paths, steps);
    let Some(visits) = chain.visits() else {
        return Ok(Vec::new());
    };
    let values = if steps <= EXACT_STEPS {
        exact(&chain, visits, steps)
    } else {
        sampled(&chain, &visits, steps, options.seed)
    };
    let total: f64 = values.iter().map(|v| v.0).sum();
    let part = |value: f64| if total > 0.0 { value / total } else { 0.0 };
    let found = values.into_iter().enumerate();
    Ok(found
        .map(|(step, (value, se))| Shapley {
            step,
            value,
            share: part(value),
            se,
        })
        .collect())
}

fn exact(chain: &Chain, visits: DMatrix<f64>, steps: usize) -> Vec<(f64, f64)> {
    let mut chances = vec![0.0; 1 << steps];
    close(chain, visits, (1 << steps) - 1, 0, &mut chances);
    // Chance that of all orders k comes just after the given number of others.
    let mut weight = vec![1.0 / steps as f64; steps];
    for others in 1..steps {
        weight[others] = weight[others - 1] * others as f64 / (steps - others) as f64;
    }
    let value = |k: usize| {
        let without_k = (0..chances.len()).filter(|s| s & (1 << k) == 0);
        let parts = without_k.map(|s| {
            let others = s.count_ones() as usize;
            weight[others] * (chances[s | (1 << k)] - chances[s])
        });
        (parts.sum(), 0.0)
    };
    (0..steps).map(value).collect()
}

/// Fills the chances of `open` and of all coalitions reached by closing steps from `next` on.
fn close(chain: &Chain, visits: DMatrix<f64>, open: usize, next: usize, chances: &mut [f64]) {
    chances[open] = chain.conversion(&visits);
    for step in next..chain.start.len() {
        let mut fewer = visits.clone();
        without(&mut fewer, step);
        close(chain, fewer, open & !(1 << step), step + 1, chances);
    }
}

fn sampled(chain: &Chain, visits: &DMatrix<f64>, steps: usize, seed: u64) -> Vec<(f64, f64)> {
    let (mut sum, mut squares) = (vec![0.0; steps], vec![0.0; steps]);
    for pair in 0..PAIRS {
        let mut rng = random::stream(seed, pair);
        let mut order: Vec<usize> = (0..steps).collect();
        for at in (1..steps).rev() {
            order.swap(at, rng.random_range(0..=at as u64) as usize);
        }
        let mut both = vec![0.0; steps];
        for _ in 0..2 {
            let mut open = visits.clone();
            let mut before = chain.conversion(&open);
            for &step in &order {
                without(&mut open, step);
                let after = chain.conversion(&open);
                both[step] += (before - after) / 2.0;
                before = after;
            }
            order.reverse();
        }
        for (step, value) in both.into_iter().enumerate() {
            sum[step] += value;
            squares[step] += value * value;
        }
    }
    let pairs = PAIRS as f64;
    let found = sum.into_iter().zip(squares).map(|(sum, squares)| {
        let mean = sum / pairs;
        let variance = (squares / pairs - mean * mean).max(0.0);
        (mean, (variance / (pairs - 1.0)).sqrt())
    });
    found.collect()
}
