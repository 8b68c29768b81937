//! Ordered categories: the proportional odds model.

use nalgebra::{DMatrix, DVector};

use super::{Derivatives, Design, newton, sandwich};
use crate::StatsError;

/// A fitted proportional odds model.
#[derive(Debug, Clone, PartialEq)]
pub struct Ordinal {
    /// Coefficients of the columns: log odds of a higher category per unit.
    pub coef: DVector<f64>,
    /// Thresholds between neighboring categories, rising.
    pub thresholds: DVector<f64>,
    /// Covariance of coefficients, then thresholds, from the observed information.
    pub cov: DMatrix<f64>,
    /// Sandwich covariance in the same order: HC1, or by cluster.
    pub sandwich: DMatrix<f64>,
    /// Log-likelihood.
    pub log_likelihood: f64,
    /// Rows that count.
    pub n: u64,
}

/// Ordered categories by proportional odds.
///
/// Formula: `P(y <= k) = 1 / (1 + exp(η - θ_k))` with `η = X b + offset`, greatest likelihood by
/// [`newton`]; the log-likelihood is concave in `b` and `θ`.
/// Arguments: the design without an intercept; `y` is the category, a whole number counted from
/// 0, of which every one up to the greatest occurs.
/// Errors: [`StatsError::Outcome`] for a `y` that is no such number, or a category that no row
/// has; else those of [`newton`] (columns, then thresholds, counted from 0) and of a design.
/// Assumptions: a column moves the odds of every threshold alike.
/// Sources: McCullagh 1980, doi:10.1111/j.2517-6161.1980.tb01109.x; Pratt 1981,
/// doi:10.1080/01621459.1981.10477613 (concavity).
///
/// ```
/// use nalgebra::{DMatrix, DVector};
/// use stats::regress::{Design, ordinal};
/// // No columns: thresholds are the log odds of the shares.
/// let design = Design::new(DMatrix::zeros(4, 0), DVector::from(vec![0.0, 1.0, 1.0, 2.0]));
/// let fit = ordinal(&design).unwrap();
/// assert!((fit.thresholds[0] - (1f64 / 3.0).ln()).abs() < 1e-10);
/// ```
pub fn ordinal(design: &Design) -> Result<Ordinal, StatsError> {
    let n = design.checked()?;
    let (rows, columns) = design.x.shape();
    let (of, counts) = categories(design)?;
    let cuts = counts.len() - 1;
    let total: f64 = counts.iter().sum();
    let mut below = 0.0;
    let mut start = DVector::zeros(columns + cuts);
    for (k, count) in counts[..cuts].iter().enumerate() {
        below += count / total;
        start[columns + k] = (below / (1.0 - below)).ln();
    }
    let mut scores = DMatrix::zeros(rows, columns + cuts);
    let found = newton(start, |b| {
        let mut sum = Derivatives {
            value: 0.0,
            gradient: DVector::zeros(columns + cuts),
            information: DMatrix::zeros(columns + cuts, columns + cuts),
        };
        for (i, &of) in of.iter().enumerate() {
            let weight = design.weight(i);
            if weight > 0.0 {
                let row = Row {
                    design,
                    i,
                    of,
                    columns,
                    cuts,
                };
                scores.set_row(i, &row.add(b, weight, &mut sum).transpose());
            }
        }
        sum
    })?;
    let cluster = design.cluster.as_deref();
    Ok(Ordinal {
        coef: found.coef.rows(0, columns).into_owned(),
        thresholds: found.coef.rows(columns, cuts).into_owned(),
        sandwich: sandwich(&found.cov, &scores, cluster, n)?,
        cov: found.cov,
        log_likelihood: found.log_likelihood,
        n,
    })
}

/// The category of each row and the weight of each category.
pub(super) fn categories(design: &Design) -> Result<(Vec<usize>, Vec<f64>), StatsError> {
    let range =
        "a whole number from 0 on, with every number up to the greatest in use, at least two";
    let mut of = Vec::with_capacity(design.y.len());
    let mut counts = Vec::new();
    for (i, &value) in design.y.iter().enumerate() {
        if !(0.0..=999.0).contains(&value) || value.fract() != 0.0 {
            return Err(StatsError::Outcome { value, range });
        }
        let k = value as usize;
        if counts.len() <= k {
            counts.resize(k + 1, 0.0);
        }
        counts[k] += design.weight(i);
        of.push(k);
    }
    if counts.len() < 2 {
        let value = counts.len() as f64 - 1.0;
        return Err(StatsError::Outcome { value, range });
    }
    match counts.iter().position(|&c| c <= 0.0) {
        Some(k) => Err(StatsError::Outcome {
            value: k as f64,
            range,
        }),
        None => Ok((of, counts)),
    }
}

/// One row's part of the likelihood.
struct Row<'a> {
    design: &'a Design,
    i: usize,
    of: usize,
    columns: usize,
    cuts: usize,
}

impl Row<'_> {
    /// Adds the row to the sums and gives its score.
    fn add(&self, b: &DVector<f64>, weight: f64, sum: &mut Derivatives) -> DVector<f64> {
        let columns = self.columns;
        let x = self.design.x.row(self.i);
        let linear: f64 = x.iter().zip(b.iter()).map(|(x, b)| x * b).sum();
        let eta = linear + self.design.offset(self.i);
        // Upper and lower end of the category: probability below, density, its slope.
        let end = |cut: usize| {
            let p = 1.0 / (1.0 + (eta - b[columns + cut]).exp());
            let f = p * (1.0 - p);
            (p, f, f * (1.0 - 2.0 * p))
        };
        let upper = (self.of < self.cuts).then(|| end(self.of));
        let lower = self.of.checked_sub(1).map(end);
        let (pa, fa, sa) = upper.unwrap_or((1.0, 0.0, 0.0));
        let (pb, fb, sb) = lower.unwrap_or((0.0, 0.0, 0.0));
        let p = pa - pb;
        sum.value += if p > 0.0 {
            weight * p.ln()
        } else {
            f64::NEG_INFINITY
        };
        let direction = |cut: Option<usize>| {
            let mut u = DVector::zeros(columns + self.cuts);
            u.rows_mut(0, columns).copy_from(&(-x.transpose()));
            if let Some(cut) = cut {
                u[columns + cut] = 1.0;
            }
            u
        };
        let a = direction((self.of < self.cuts).then_some(self.of));
        let c = direction(self.of.checked_sub(1));
        let score = (&a * (fa / p) - &c * (fb / p)) * weight;
        sum.gradient += &score;
        sum.information
            .ger(-weight * (sa / p - (fa / p).powi(2)), &a, &a, 1.0);
        sum.information
            .ger(weight * (sb / p + (fb / p).powi(2)), &c, &c, 1.0);
        let cross = -weight * fa * fb / (p * p);
        sum.information.ger(cross, &a, &c, 1.0);
        sum.information.ger(cross, &c, &a, 1.0);
        score
    }
}
