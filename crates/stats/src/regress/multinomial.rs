//! Unordered categories: the multinomial logit.

use nalgebra::{DMatrix, DVector};

use super::ordinal::categories;
use super::{Derivatives, Design, newton, sandwich};
use crate::StatsError;

/// A fitted multinomial logit.
#[derive(Debug, Clone, PartialEq)]
pub struct Multinomial {
    /// Coefficients, one row a category but the first, one column a column of the design.
    pub coef: DMatrix<f64>,
    /// Their covariance, category by category, from the information.
    pub cov: DMatrix<f64>,
    /// Sandwich covariance in the same order: HC1, or by cluster.
    pub sandwich: DMatrix<f64>,
    /// Log-likelihood.
    pub log_likelihood: f64,
    /// Rows that count.
    pub n: u64,
}

/// Unordered categories by multinomial logit.
///
/// Formula: `P(y = k) = exp(x b_k) / Σ exp(x b_j)` with `b_0 = 0`, greatest likelihood by
/// [`newton`].
/// Arguments: the design; `y` is the category, a whole number counted from 0, of which every one
/// up to the greatest occurs; category 0 is the one compared with. An offset is not used.
/// Errors: [`StatsError::Outcome`] as in [`ordinal`](super::ordinal()); else those of [`newton`]
/// (column `j` of category `k` counts as `(k - 1) p + j`) and of a design.
/// Assumptions: the odds of two categories do not depend on which others there are.
/// Source: McFadden 1974, Conditional logit analysis of qualitative choice behavior.
///
/// ```
/// use nalgebra::{DMatrix, DVector};
/// use stats::regress::{Design, multinomial};
/// let design = Design::new(DMatrix::repeat(4, 1, 1.0), DVector::from(vec![0.0, 1.0, 1.0, 2.0]));
/// let fit = multinomial(&design).unwrap();
/// assert!((fit.coef[(0, 0)] - 2f64.ln()).abs() < 1e-10 && fit.coef[(1, 0)].abs() < 1e-10);
/// ```
pub fn multinomial(design: &Design) -> Result<Multinomial, StatsError> {
    let n = design.checked()?;
    let (rows, columns) = design.x.shape();
    let (of, counts) = categories(design)?;
    let others = counts.len() - 1;
    let size = others * columns;
    let mut scores = DMatrix::zeros(rows, size);
    let found = newton(DVector::zeros(size), |b| {
        let mut sum = Derivatives {
            value: 0.0,
            gradient: DVector::zeros(size),
            information: DMatrix::zeros(size, size),
        };
        for i in 0..rows {
            let weight = design.weight(i);
            if weight <= 0.0 {
                continue;
            }
            let x = design.x.row(i);
            let linear =
                |k: usize| -> f64 { (0..columns).map(|j| x[j] * b[k * columns + j]).sum() };
            let eta: Vec<f64> = (0..others).map(linear).collect();
            let most = eta.iter().fold(0.0f64, |a, &e| a.max(e));
            let total = (-most).exp() + eta.iter().map(|e| (e - most).exp()).sum::<f64>();
            let share: Vec<f64> = eta.iter().map(|e| (e - most).exp() / total).collect();
            let own = of[i].checked_sub(1);
            sum.value += weight * (own.map_or(0.0, |k| eta[k]) - most - total.ln());
            for k in 0..others {
                let left = f64::from(u8::from(own == Some(k))) - share[k];
                for j in 0..columns {
                    let score = weight * left * x[j];
                    scores[(i, k * columns + j)] = score;
                    sum.gradient[k * columns + j] += score;
                }
                for l in 0..others {
                    let both = share[k] * (f64::from(u8::from(k == l)) - share[l]) * weight;
                    for j in 0..columns {
                        for m in 0..columns {
                            sum.information[(k * columns + j, l * columns + m)] +=
                                both * x[j] * x[m];
                        }
                    }
                }
            }
        }
        sum
    })?;
    let cluster = design.cluster.as_deref();
    Ok(Multinomial {
        coef: DMatrix::from_fn(others, columns, |k, j| found.coef[k * columns + j]),
        sandwich: sandwich(&found.cov, &scores, cluster, n)?,
        cov: found.cov,
        log_likelihood: found.log_likelihood,
        n,
    })
}
