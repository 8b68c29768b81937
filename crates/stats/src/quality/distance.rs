//! How far one respondent's answers lie from what all respondents' answers look like.

use std::collections::BTreeMap;

use nalgebra::{Cholesky, DMatrix, DVector, Dyn};
use serde::{Deserialize, Serialize};
use statrs::distribution::{ChiSquared, ContinuousCDF};

/// A respondent's distance.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Distance {
    /// Squared Mahalanobis distance D², without unit.
    pub squared: f64,
    /// Items it is over.
    pub items: u64,
    /// Chance of this distance or more for a normal respondent, χ² with `items` degrees.
    pub p: f64,
}

/// Squared Mahalanobis distance of each respondent from all.
///
/// Formula: `D² = (x - m)' S⁻¹ (x - m)` with the items' means m and covariances S (dividing by
/// n - 1, over respondents who answered both); over the items that the respondent answered.
/// Arguments: `items`, one list per item, in the item's unit; all of the same length. Blank for a
/// respondent without an answer and where the covariances cannot be inverted (an item that
/// repeats others, or fewer respondents than items).
/// Assumptions: answers are near normal; honest respondents are the many, since the careless
/// widen S themselves.
/// Source: Mahalanobis 1936; Meade and Craig 2012, doi:10.1037/a0028085.
///
/// ```
/// use stats::quality::mahalanobis;
/// let x = [1.0, 2.0, 3.0, 4.0, 10.0].map(Some);
/// let found = mahalanobis(&[&x]);
/// // Mean 4, variance 12.5.
/// assert!((found[4].unwrap().squared - 36.0 / 12.5).abs() < 1e-12);
/// ```
#[must_use]
pub fn mahalanobis(items: &[&[Option<f64>]]) -> Vec<Option<Distance>> {
    let rows = items.first().map_or(0, |item| item.len());
    let (means, covariance) = moments(items);
    let mut factors: BTreeMap<Vec<usize>, Option<Cholesky<f64, Dyn>>> = BTreeMap::new();
    let mut distance = |row: usize| {
        let there: Vec<usize> = (0..items.len())
            .filter(|&i| items[i][row].is_some())
            .collect();
        let off = there
            .iter()
            .filter_map(|&i| Some(items[i][row]? - means[i]));
        let off = DVector::from_vec(off.collect());
        if there.is_empty() {
            return None;
        }
        let k = there.len();
        let factor = factors.entry(there).or_insert_with_key(|there| {
            let part = DMatrix::from_fn(k, k, |a, b| covariance[(there[a], there[b])]);
            factor(part)
        });
        let squared = off.dot(&factor.as_ref()?.solve(&off));
        let p = ChiSquared::new(k as f64).ok()?.sf(squared.max(0.0));
        Some(Distance {
            squared,
            items: k as u64,
            p,
        })
    };
    (0..rows).map(&mut distance).collect()
}

/// The Cholesky factor, unless the matrix is singular to working precision.
fn factor(matrix: DMatrix<f64>) -> Option<Cholesky<f64, Dyn>> {
    let scale: Vec<f64> = matrix.diagonal().iter().copied().collect();
    let factor = Cholesky::new(matrix)?;
    let lower = factor.l_dirty();
    let sound = |(i, scale): (usize, &f64)| lower[(i, i)].powi(2) > 1e-10 * scale;
    scale.iter().enumerate().all(sound).then_some(factor)
}

/// Means, and covariances over pairs of answers.
pub(super) fn moments(items: &[&[Option<f64>]]) -> (Vec<f64>, DMatrix<f64>) {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let means: Vec<f64> = items
        .iter()
        .map(|item| mean(&item.iter().copied().flatten().collect::<Vec<_>>()))
        .collect();
    let mut covariance = DMatrix::zeros(items.len(), items.len());
    for a in 0..items.len() {
        for b in a..items.len() {
            let both = items[a].iter().zip(items[b]);
            let (x, y): (Vec<f64>, Vec<f64>) =
                both.filter_map(|(x, y)| Some(((*x)?, (*y)?))).unzip();
            let (mx, my) = (mean(&x), mean(&y));
            let cross: f64 = x.iter().zip(&y).map(|(x, y)| (x - mx) * (y - my)).sum();
            let value = cross / (x.len() as f64 - 1.0);
            covariance[(a, b)] = value;
            covariance[(b, a)] = value;
        }
    }
    (means, covariance)
}
