//! Importance averaged over all orders of the drivers.

use nalgebra::DMatrix;

use super::sweep::INDEPENDENT;
use crate::StatsError;

/// Most drivers for which every subset is tried.
pub const MOST_EXACT: usize = 16;

/// Importance by Lindeman, Merenda and Gold: the Shapley value of explained variance.
///
/// Formula: the share of the outcome's variance that a driver adds, averaged over all orders in
/// which drivers can be added; `Σ` over drivers is R². All `2^p` subsets are tried, each by one
/// elimination from the subset it grew from, which costs a handful of operations a subset.
/// Arguments: `cov`, the covariance of columns with the outcome in column 0; `groups`, the
/// columns of each driver (a score and its encounter dummy enter together); `controls`, columns
/// that are in the model before any driver.
/// Errors: [`StatsError::TooMany`] for more than [`MOST_EXACT`] drivers.
/// Assumptions: linear effects; a column that depends on those before it adds nothing.
/// Sources: Lindeman, Merenda and Gold 1980, Introduction to Bivariate and Multivariate
/// Analysis; Grömping 2007, doi:10.1198/000313007X188252; Budescu 1993,
/// doi:10.1037/0033-2909.114.3.542.
///
/// ```
/// use nalgebra::DMatrix;
/// // Two uncorrelated drivers: each has its squared correlation.
/// let cov = DMatrix::from_row_slice(3, 3, &[1.0, 0.6, 0.3, 0.6, 1.0, 0.0, 0.3, 0.0, 1.0]);
/// let found = stats::drivers::lmg(&cov, &[vec![1], vec![2]], &[]).unwrap();
/// assert!((found[0] - 0.36).abs() < 1e-12 && (found[1] - 0.09).abs() < 1e-12);
/// ```
pub fn lmg(
    cov: &DMatrix<f64>,
    groups: &[Vec<usize>],
    controls: &[usize],
) -> Result<Vec<f64>, StatsError> {
    Ok(shapley(&explained(cov, groups, controls)?))
}

/// Share of the outcome's variance explained by every subset of drivers (and the controls),
/// indexed by the bits of the subset. Arguments and errors as [`lmg`].
pub fn explained(
    cov: &DMatrix<f64>,
    groups: &[Vec<usize>],
    controls: &[usize],
) -> Result<Vec<f64>, StatsError> {
    if groups.len() > MOST_EXACT {
        return Err(StatsError::TooMany {
            given: groups.len(),
            most: MOST_EXACT,
        });
    }
    // Eliminated from the end: the outcome, the last driver … the first, the controls.
    let drivers = groups.iter().rev().flatten();
    let order: Vec<usize> = std::iter::once(0)
        .chain(drivers.copied())
        .chain(controls.iter().copied())
        .collect();
    let mut first = Vec::with_capacity(order.len() * (order.len() + 1) / 2);
    for (i, &row) in order.iter().enumerate() {
        first.extend(order[..=i].iter().map(|&column| cov[(row, column)]));
    }
    let least: Vec<f64> = order.iter().map(|&c| INDEPENDENT * cov[(c, c)]).collect();
    for column in (order.len() - controls.len()..order.len()).rev() {
        eliminate(&mut first, column, &least);
    }
    let mut walk = Walk {
        widths: groups.iter().map(Vec::len).collect(),
        least,
        buffers: vec![first.clone(); groups.len() + 1],
        left: vec![0.0; 1 << groups.len()],
    };
    walk.go(0, 0, order.len() - controls.len(), 0);
    let total = cov[(0, 0)];
    let share = |left: f64| if total > 0.0 { 1.0 - left / total } else { 0.0 };
    Ok(walk.left.into_iter().map(share).collect())
}

struct Walk {
    /// Columns of each driver.
    widths: Vec<usize>,
    /// Variance below which a column depends on others.
    least: Vec<f64>,
    /// The matrix before each driver, lower triangle.
    buffers: Vec<Vec<f64>>,
    /// Variance left unexplained by each subset.
    left: Vec<f64>,
}

impl Walk {
    /// Decides drivers from `driver` on, `size` columns of `buffers[from]` being left.
    fn go(&mut self, from: usize, driver: usize, size: usize, subset: usize) {
        if driver == self.widths.len() {
            self.left[subset] = self.buffers[from][0];
            return;
        }
        let rest = size - self.widths[driver];
        let with = subset | 1 << driver;
        let source = &self.buffers[from];
        if rest == 1 && size <= 3 {
            // The last driver: no recursion is needed.
            self.left[subset] = source[0];
            self.left[with] = last(source, size, &self.least);
            return;
        }
        let (before, after) = self.buffers.split_at_mut(driver + 1);
        let (source, target) = (&before[from], &mut after[0]);
        let kept = size - 1;
        target[..kept * size / 2].copy_from_slice(&source[..kept * size / 2]);
        take(
            target,
            &source[kept * size / 2..][..size],
            kept,
            &self.least,
        );
        for column in (rest..kept).rev() {
            eliminate(target, column, &self.least);
        }
        self.go(driver + 1, driver + 1, rest, with);
        self.go(from, driver + 1, rest, subset);
    }
}

/// Variance left when one or two last columns are eliminated.
fn last(a: &[f64], size: usize, least: &[f64]) -> f64 {
    let mut left = a[0];
    if size == 1 {
        return left;
    }
    let (mut both, mut own) = (a[1], a[2]);
    if size == 3 && a[5] > least[2] {
        left -= a[3] * a[3] / a[5];
        both -= a[3] * a[4] / a[5];
        own -= a[4] * a[4] / a[5];
    }
    if own > least[1] {
        left -= both * both / own;
    }
    left
}

/// Takes what column `k`, the last one, explains of the columns before it.
fn eliminate(a: &mut [f64], k: usize, least: &[f64]) {
    let (before, row) = a.split_at_mut(k * (k + 1) / 2);
    take(before, row, k, least);
}

/// Takes what a column explains of the `k` columns `before` it, `row` being its products.
fn take(before: &mut [f64], row: &[f64], k: usize, least: &[f64]) {
    let pivot = row[k];
    if pivot.is_nan() || pivot <= least[k] {
        return;
    }
    let mut start = 0;
    for i in 0..k {
        let factor = row[i] / pivot;
        for (to, &value) in before[start..=start + i].iter_mut().zip(&row[..=i]) {
            *to -= factor * value;
        }
        start += i + 1;
    }
}

/// The Shapley value of each of `p` players from the worth of all `2^p` subsets.
///
/// Formula: `Σ_S |S|! (p - |S| - 1)! / p! (v(S + i) - v(S))`.
/// Arguments: worth by the bits of the subset, a power of 2 of them. Errors: none.
/// Source: Shapley 1953, A value for n-person games.
///
/// ```
/// let worth = [0.0, 1.0, 2.0, 5.0]; // none, first, second, both
/// assert_eq!(stats::drivers::shapley(&worth), [2.0, 3.0]);
/// ```
#[must_use]
pub fn shapley(worth: &[f64]) -> Vec<f64> {
    let players = worth.len().ilog2() as usize;
    // weight[s]: of one subset of s others among p - 1.
    let mut weight = vec![1.0 / players.max(1) as f64; players];
    for s in 1..players {
        weight[s] = weight[s - 1] * s as f64 / (players - s) as f64;
    }
    let of = |s: usize| weight.get(s).copied().unwrap_or(0.0);
    // v enters with w(s - 1) for members and with -w(s) for others: for all with -w(s), and
    // for members once more.
    let mut without = 0.0;
    let mut members: Vec<f64> = worth
        .iter()
        .enumerate()
        .map(|(subset, v)| {
            let s = subset.count_ones() as usize;
            without += v * of(s);
            v * (of(s) + if s > 0 { of(s - 1) } else { 0.0 })
        })
        .collect();
    let mut values = vec![0.0; players];
    for player in (0..players).rev() {
        let half = 1 << player;
        let (low, high) = members.split_at_mut(half);
        values[player] = high[..half].iter().sum::<f64>() - without;
        for (low, high) in low.iter_mut().zip(&high[..half]) {
            *low += high;
        }
    }
    values
}
