//! Covariance of coefficients that does not trust the model's variance.

use std::collections::BTreeMap;

use nalgebra::{DMatrix, DVector};

use crate::StatsError;

/// The sandwich covariance of coefficients.
///
/// Formula: `B M B`, where `M` is the sum of `s sᵀ` over the rows' scores `s`, or over the sums
/// of scores within clusters; times `n / (n - p)` without clusters (HC1) and
/// `g / (g - 1) · (n - 1) / (n - p)` with `g` clusters.
/// Arguments: `bread` `B`, the inverse information; `scores`, rows by columns, each the
/// derivative of the row's log-likelihood (a row that does not count has only zeros);
/// `cluster` of each row; `n` rows that count.
/// Errors: [`StatsError::NoFreedom`] with fewer than two clusters.
/// Assumptions: rows, or clusters, are independent; commonly 40 clusters or more.
/// Sources: White 1980, doi:10.2307/1912934; MacKinnon and White 1985,
/// doi:10.1016/0304-4076(85)90158-7; Liang and Zeger 1986, doi:10.1093/biomet/73.1.13.
///
/// ```
/// use nalgebra::DMatrix;
/// // The mean of 1, 2, 6: scores are residuals, information is n.
/// let scores = DMatrix::from_row_slice(3, 1, &[-2.0, -1.0, 3.0]);
/// let found = stats::regress::sandwich(&DMatrix::from_row_slice(1, 1, &[1.0 / 3.0]), &scores, None, 3).unwrap();
/// assert!((found[(0, 0)] - 14.0 / 9.0 * 3.0 / 2.0).abs() < 1e-12);
/// ```
pub fn sandwich(
    bread: &DMatrix<f64>,
    scores: &DMatrix<f64>,
    cluster: Option<&[usize]>,
    n: u64,
) -> Result<DMatrix<f64>, StatsError> {
    let columns = scores.ncols();
    let rows = n as f64;
    let left = rows - columns as f64;
    let (meat, factor) = match cluster {
        None => (scores.tr_mul(scores), rows / left),
        Some(cluster) => {
            let mut sums = BTreeMap::<usize, DVector<f64>>::new();
            for (row, of) in scores.row_iter().zip(cluster) {
                if row.iter().any(|s| *s != 0.0) {
                    let sum = sums.entry(*of).or_insert_with(|| DVector::zeros(columns));
                    *sum += row.transpose();
                }
            }
            let groups = sums.len() as f64;
            if groups < 2.0 {
                return Err(StatsError::NoFreedom {
                    units: sums.len() as u64,
                    strata: 1,
                });
            }
            let mut meat = DMatrix::zeros(columns, columns);
            for sum in sums.values() {
                meat.ger(1.0, sum, sum, 1.0);
            }
            (meat, groups / (groups - 1.0) * (rows - 1.0) / left)
        }
    };
    Ok(bread * meat * bread * factor)
}
