//! Means and covariances of rows that are known in parts.

use nalgebra::{Cholesky, DMatrix, DVector};

use super::{Moments, Patterns};
use crate::StatsError;

const ROUNDS: usize = 2000;

impl Patterns {
    /// The means and covariances under which the known values are likeliest, for normal columns
    /// (full information maximum likelihood).
    ///
    /// Formula: in turn, unknown values are replaced by their expectation given the known ones
    /// of the row (and their covariance given those is added), and moments are taken, until no
    /// covariance moves by more than `close` of the columns' spread. Divisor: the sum of weights.
    /// Arguments: `start`, moments to begin from (a bootstrap begins from those of the sample);
    /// `close`, commonly 1e-8.
    /// Errors: [`StatsError::NoWeight`] where a column is never known; [`StatsError::NotConverged`].
    /// Assumptions: values are missing at random given the known ones (a touchpoint that was
    /// not met is not: code it by [`Layout`](super::Layout)).
    /// Sources: Dempster, Laird and Rubin 1977, doi:10.1111/j.2517-6161.1977.tb01600.x; Little
    /// and Rubin 2002, Statistical Analysis with Missing Data, section 8.2.
    ///
    /// ```
    /// let mut rows = stats::drivers::Patterns::new(2);
    /// for (x, y) in [(1.0, Some(2.1)), (2.0, Some(3.9)), (3.0, Some(6.2)), (10.0, None)] {
    ///     rows.push(&[Some(x), y], 1.0).unwrap();
    /// }
    /// let moments = rows.expectation_maximization(None, 1e-8).unwrap();
    /// // The unknown value is taken to lie on the line of the others.
    /// assert!((moments.mean[1] - (2.1 + 3.9 + 6.2 + 20.4) / 4.0).abs() < 0.1);
    /// ```
    pub fn expectation_maximization(
        &self,
        start: Option<&Moments>,
        close: f64,
    ) -> Result<Moments, StatsError> {
        let mut now = match start {
            Some(start) => start.clone(),
            None => self.apart()?,
        };
        (now.n, now.n_effective) = self.counted();
        for _ in 0..ROUNDS {
            let next = self.round(&now)?;
            let spread = |i: usize| next.cov[(i, i)].max(f64::MIN_POSITIVE).sqrt();
            let size = self.columns;
            let moved = (0..size).any(|i| {
                let mean = (next.mean[i] - now.mean[i]).abs() > close * spread(i);
                mean || (0..=i).any(|j| {
                    let off = (next.cov[(i, j)] - now.cov[(i, j)]).abs();
                    off > close * spread(i) * spread(j)
                })
            });
            now = next;
            if !moved {
                return Ok(now);
            }
        }
        Err(StatsError::NotConverged { steps: ROUNDS })
    }

    /// Each column by itself: where the search begins.
    fn apart(&self) -> Result<Moments, StatsError> {
        let mut mean = DVector::zeros(self.columns);
        let mut cov = DMatrix::zeros(self.columns, self.columns);
        for c in 0..self.columns {
            let (mut weight, mut sum, mut square) = (0.0, 0.0, 0.0);
            for (known, sums) in &self.sums {
                if let Ok(at) = known.binary_search(&c) {
                    weight += sums.weight;
                    sum += sums.sums[at];
                    square += sums.products[at * (at + 1) / 2 + at];
                }
            }
            if weight <= 0.0 {
                return Err(StatsError::NoWeight { sum: weight });
            }
            mean[c] = sum / weight;
            cov[(c, c)] = square / weight - mean[c] * mean[c];
        }
        Ok(Moments {
            n: 0,
            n_effective: 0.0,
            mean,
            cov,
        })
    }

    fn counted(&self) -> (u64, f64) {
        let n = self.sums.values().map(|s| s.n).sum();
        let weight: f64 = self.sums.values().map(|s| s.weight).sum();
        let squares: f64 = self.sums.values().map(|s| s.weight_sq).sum();
        (n, weight * weight / squares)
    }

    fn round(&self, now: &Moments) -> Result<Moments, StatsError> {
        let size = self.columns;
        let mut first = DVector::zeros(size);
        let mut second = DMatrix::<f64>::zeros(size, size);
        let mut weight = 0.0;
        for (known, sums) in &self.sums {
            weight += sums.weight;
            let seen = known.len();
            let own = DVector::from_column_slice(&sums.sums);
            let products = DMatrix::from_fn(seen, seen, |i, j| {
                let (i, j) = (i.max(j), i.min(j));
                sums.products[i * (i + 1) / 2 + j]
            });
            if seen == size {
                first += own;
                second += products;
                continue;
            }
            // Expectation given the known: a line in them, `lines * x + rest`.
            let among = DMatrix::from_fn(seen, seen, |i, j| now.cov[(known[i], known[j])]);
            let onto = DMatrix::from_fn(seen, size, |i, j| now.cov[(known[i], j)]);
            let lines = solved(among, &onto).transpose();
            let center = DVector::from_fn(seen, |i, _| now.mean[known[i]]);
            let rest = &now.mean - &lines * center;
            let sum = &lines * &own;
            first += &sum + &rest * sums.weight;
            second += &lines * products * lines.transpose();
            second += &sum * rest.transpose() + &rest * sum.transpose();
            second += &rest * rest.transpose() * sums.weight;
            second += (&now.cov - &lines * onto) * sums.weight;
        }
        let mean = first / weight;
        let cov = second / weight - &mean * mean.transpose();
        Ok(Moments {
            mean,
            cov,
            ..now.clone()
        })
    }
}

/// `a⁻¹ b`; where columns of `a` depend on each other, by the smallest lines.
fn solved(a: DMatrix<f64>, b: &DMatrix<f64>) -> DMatrix<f64> {
    let size = a.nrows();
    // Columns that never vary are left out of the lines by a unit on the diagonal.
    let mut a = a;
    for i in 0..size {
        let tiny = 1e-12 * a[(i, i)];
        a[(i, i)] += if tiny > 0.0 { tiny } else { 1.0 };
    }
    match Cholesky::new(a.clone()) {
        Some(root) => root.solve(b),
        None => match a.svd(true, true).solve(b, 1e-10) {
            Ok(lines) => lines,
            Err(_) => DMatrix::zeros(size, b.ncols()),
        },
    }
}
