//! How much each item counts.

use nalgebra::DMatrix;

use crate::StatsError;
use crate::index::check;

/// Where the weights come from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Weighing<'a> {
    /// Every item the same (UKCSI).
    Equal,
    /// Weights that were fixed before, one per item, in any unit.
    Given(&'a [f64]),
    /// By what the items share: first principal component of their correlations.
    Component,
    /// By what they have to do with an outcome, one value per row (ACSI: partial least squares,
    /// mode A, with one outcome).
    Outcome(&'a [f64]),
}

/// Weights of the items, adding up to 1.
///
/// Formula: with standardized items, `Component` takes the first eigenvector of their
/// correlations, `Outcome` their correlations with the outcome (the fixed point of PLS mode A with
/// one outcome); both are divided by the items' standard deviations, so that they apply to answers
/// as given. All are scaled to add up to 1.
/// Arguments: one row per person, one answer per item; `times` says how often each row counts (a
/// bootstrap sample; 1 for the data itself).
/// Errors: [`StatsError::Few`], [`StatsError::Length`], [`StatsError::NotFinite`];
/// [`StatsError::Weight`] and [`StatsError::NoWeight`] for given weights;
/// [`StatsError::FlatItem`] for an item (or, as item k, the outcome) that does not vary.
/// Assumptions: items worded the same way; a linear relation.
/// Sources: Fornell et al. 1996, doi:10.1177/002224299606000403; Tenenhaus et al. 2005,
/// doi:10.1016/j.csda.2004.03.005.
///
/// ```
/// use stats::index::{Weighing, weights};
/// let rows = [vec![1.0, 5.0], vec![2.0, 3.0], vec![4.0, 9.0]];
/// assert_eq!(weights(&rows, Weighing::Equal, &[1; 3])?, [0.5, 0.5]);
/// # Ok::<(), stats::StatsError>(())
/// ```
pub fn weights(
    rows: &[Vec<f64>],
    weighing: Weighing<'_>,
    times: &[u32],
) -> Result<Vec<f64>, StatsError> {
    let items = check(rows, 1)?;
    let length = |name, given: usize, rows: usize| {
        if given == rows {
            Ok(())
        } else {
            Err(StatsError::Length { name, given, rows })
        }
    };
    length("times", times.len(), rows.len())?;
    let raw = match weighing {
        Weighing::Equal => vec![1.0; items],
        Weighing::Given(given) => {
            length("weights", given.len(), items)?;
            given.to_vec()
        }
        Weighing::Component => {
            let (correlations, spreads) = correlations(items, times, |row, i| rows[row][i])?;
            let first = leading(&correlations);
            (0..items).map(|i| first[i] / spreads[i]).collect()
        }
        Weighing::Outcome(outcome) => {
            length("the outcome", outcome.len(), rows.len())?;
            let cell = |row: usize, i: usize| *rows[row].get(i).unwrap_or(&outcome[row]);
            let (correlations, spreads) = correlations(items + 1, times, cell)?;
            let with = |i: usize| correlations[(i, items)] / spreads[i];
            (0..items).map(with).collect()
        }
    };
    if let Weighing::Given(_) = weighing
        && let Some(&weight) = raw.iter().find(|w| !(**w >= 0.0 && w.is_finite()))
    {
        return Err(StatsError::Weight { weight });
    }
    let sum: f64 = raw.iter().sum();
    if sum.is_nan() || sum.abs() <= f64::MIN_POSITIVE {
        return Err(StatsError::NoWeight { sum });
    }
    Ok(raw.iter().map(|w| w / sum).collect())
}

/// Correlations and standard deviations of columns, each row counted `times`.
fn correlations(
    columns: usize,
    times: &[u32],
    cell: impl Fn(usize, usize) -> f64,
) -> Result<(DMatrix<f64>, Vec<f64>), StatsError> {
    let n: f64 = times.iter().map(|t| f64::from(*t)).sum();
    let mut means = vec![0.0; columns];
    for (row, &t) in times.iter().enumerate() {
        for (i, mean) in means.iter_mut().enumerate() {
            *mean += f64::from(t) * cell(row, i) / n;
        }
    }
    let mut cov = DMatrix::<f64>::zeros(columns, columns);
    for (row, &t) in times.iter().enumerate().filter(|(_, t)| **t > 0) {
        for i in 0..columns {
            let left = f64::from(t) * (cell(row, i) - means[i]) / n;
            for j in 0..=i {
                cov[(i, j)] += left * (cell(row, j) - means[j]);
            }
        }
    }
    let spreads: Vec<f64> = (0..columns).map(|i| cov[(i, i)].sqrt()).collect();
    for (item, spread) in spreads.iter().enumerate() {
        if *spread <= 1e-12 * means[item].abs().max(1e-300) {
            return Err(StatsError::FlatItem { item, group: 0 });
        }
    }
    let full = DMatrix::from_fn(columns, columns, |i, j| {
        let (i, j) = (i.max(j), i.min(j));
        cov[(i, j)] / (spreads[i] * spreads[j])
    });
    Ok((full, spreads))
}

/// The eigenvector of the greatest eigenvalue, its sum made positive.
fn leading(matrix: &DMatrix<f64>) -> Vec<f64> {
    let eigen = matrix.clone().symmetric_eigen();
    let first = eigen.eigenvalues.imax();
    let column: Vec<f64> = eigen.eigenvectors.column(first).iter().copied().collect();
    let sign = if column.iter().sum::<f64>() < 0.0 {
        -1.0
    } else {
        1.0
    };
    column.iter().map(|x| sign * x).collect()
}
