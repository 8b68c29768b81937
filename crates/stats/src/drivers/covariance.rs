//! Sums of products of columns: all that a linear analysis needs of the rows.

use nalgebra::{DMatrix, DVector};
use serde::{Deserialize, Serialize};

use crate::StatsError;

/// Weighted sums and sums of products of columns; what one scan of the rows fills.
///
/// Values far from zero against their spread lose digits: subtract a constant first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Covariance {
    /// Rows with a weight above 0.
    pub n: u64,
    /// Sum of weights.
    pub weight: f64,
    /// Sum of squared weights.
    pub weight_sq: f64,
    /// Weighted sum of each column.
    pub sums: Vec<f64>,
    /// Weighted sums of products, row by row of the lower triangle, diagonal included.
    pub products: Vec<f64>,
}

impl Covariance {
    /// Nothing yet, of so many columns.
    #[must_use]
    pub fn new(columns: usize) -> Self {
        Covariance {
            n: 0,
            weight: 0.0,
            weight_sq: 0.0,
            sums: vec![0.0; columns],
            products: vec![0.0; columns * (columns + 1) / 2],
        }
    }

    /// Columns there are.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.sums.len()
    }

    /// Adds a row.
    ///
    /// # Errors
    /// [`StatsError::Length`] for another number of values than columns,
    /// [`StatsError::NotFinite`] and [`StatsError::Weight`] for values that are no numbers.
    pub fn push(&mut self, values: &[f64], weight: f64) -> Result<(), StatsError> {
        super::layout::same("the row", values.len(), self.columns())?;
        if !(weight.is_finite() && weight >= 0.0) {
            return Err(StatsError::Weight { weight });
        }
        if let Some(&value) = values.iter().find(|v| !v.is_finite()) {
            let name = "value";
            return Err(StatsError::NotFinite { name, value });
        }
        let there: Vec<(usize, f64)> = values.iter().copied().enumerate().collect();
        self.add(&there, weight, 1.0);
        Ok(())
    }

    /// Adds a row that is given by its columns other than 0, in rising order: a scan of many rows
    /// costs the square of what they hold, not of all columns. Values that are no numbers are the
    /// caller's to leave out; a weight of 0 adds nothing.
    pub fn push_sparse(&mut self, row: &[(usize, f64)], weight: f64) {
        self.add(row, weight, 1.0);
    }

    /// Adds a row `times` times, given by its columns other than 0 in rising order.
    pub(super) fn add(&mut self, row: &[(usize, f64)], weight: f64, times: f64) {
        let total = weight * times;
        if total <= 0.0 {
            return;
        }
        self.n += times as u64;
        self.weight += total;
        self.weight_sq += weight * total;
        for (at, &(i, a)) in row.iter().enumerate() {
            let a = a * total;
            self.sums[i] += a;
            let start = i * (i + 1) / 2;
            for &(j, b) in &row[..=at] {
                self.products[start + j] += a * b;
            }
        }
    }

    /// Adds other rows of the same columns.
    ///
    /// # Errors
    /// [`StatsError::Length`] for another number of columns.
    pub fn merge(&mut self, other: &Covariance) -> Result<(), StatsError> {
        super::layout::same("the other sums", other.columns(), self.columns())?;
        self.merge_times(other, 1.0);
        Ok(())
    }

    pub(super) fn merge_times(&mut self, other: &Covariance, times: f64) {
        self.n += other.n * times as u64;
        self.weight += other.weight * times;
        self.weight_sq += other.weight_sq * times;
        let add = |to: &mut [f64], from: &[f64]| {
            for (to, from) in to.iter_mut().zip(from) {
                *to += from * times;
            }
        };
        add(&mut self.sums, &other.sums);
        add(&mut self.products, &other.products);
    }

    /// Means and covariances.
    ///
    /// Formula: `(Σ w x y / Σ w - x̄ ȳ) n / (n - 1)`.
    ///
    /// # Errors
    /// [`StatsError::NoWeight`] without two rows.
    ///
    /// ```
    /// let mut sums = stats::drivers::Covariance::new(2);
    /// for row in [[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]] {
    ///     sums.push(&row, 1.0).unwrap();
    /// }
    /// assert!((sums.moments().unwrap().cov[(0, 1)] - 2.0).abs() < 1e-12);
    /// ```
    pub fn moments(&self) -> Result<Moments, StatsError> {
        if self.n < 2 || self.weight <= 0.0 {
            return Err(StatsError::NoWeight { sum: self.weight });
        }
        let size = self.columns();
        let mean = DVector::from_iterator(size, self.sums.iter().map(|s| s / self.weight));
        let freedom = self.n as f64 / (self.n as f64 - 1.0);
        let mut cov = DMatrix::zeros(size, size);
        for i in 0..size {
            for j in 0..=i {
                let product = self.products[i * (i + 1) / 2 + j] / self.weight;
                cov[(i, j)] = (product - mean[i] * mean[j]) * freedom;
                cov[(j, i)] = cov[(i, j)];
            }
        }
        Ok(Moments {
            n: self.n,
            n_effective: self.weight * self.weight / self.weight_sq,
            mean,
            cov,
        })
    }
}

/// Means and covariances of columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Moments {
    /// Rows.
    pub n: u64,
    /// Rows of equal weight that would say as much (Kish).
    pub n_effective: f64,
    /// Mean of each column.
    pub mean: DVector<f64>,
    /// Covariance of columns.
    pub cov: DMatrix<f64>,
}
