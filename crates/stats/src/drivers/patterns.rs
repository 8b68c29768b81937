//! Rows of which some columns are unknown, by which ones.

use std::collections::BTreeMap;

use nalgebra::DMatrix;

use super::{Covariance, Moments};
use crate::StatsError;

/// Sums of products of the known columns, one set for each pattern of known columns: all that
/// [`Patterns::expectation_maximization`] needs of the rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Patterns {
    pub(super) columns: usize,
    /// Known columns, rising, with the sums over them.
    pub(super) sums: BTreeMap<Vec<usize>, Covariance>,
}

impl Patterns {
    /// Nothing yet, of so many columns.
    #[must_use]
    pub fn new(columns: usize) -> Self {
        Patterns {
            columns,
            sums: BTreeMap::new(),
        }
    }

    /// Adds a row; a row of which nothing is known says nothing.
    ///
    /// # Errors
    /// Those of [`Covariance::push`].
    pub fn push(&mut self, row: &[Option<f64>], weight: f64) -> Result<(), StatsError> {
        super::layout::same("the row", row.len(), self.columns)?;
        let known: Vec<usize> = (0..row.len()).filter(|&j| row[j].is_some()).collect();
        let values: Vec<f64> = row.iter().copied().flatten().collect();
        if known.is_empty() {
            return Ok(());
        }
        let size = known.len();
        let sums = self.sums.entry(known);
        sums.or_insert_with(|| Covariance::new(size))
            .push(&values, weight)
    }

    /// Adds other rows of the same columns.
    ///
    /// # Errors
    /// [`StatsError::Length`] for another number of columns.
    pub fn merge(&mut self, other: &Patterns) -> Result<(), StatsError> {
        super::layout::same("the other patterns", other.columns, self.columns)?;
        for (known, sums) in &other.sums {
            match self.sums.get_mut(known) {
                Some(own) => own.merge(sums)?,
                None => drop(self.sums.insert(known.clone(), sums.clone())),
            }
        }
        Ok(())
    }

    /// Whether every row is known whole.
    #[must_use]
    pub fn complete(&self) -> bool {
        self.sums.keys().all(|known| known.len() == self.columns)
    }

    /// Covariances, each over the rows in which both columns are known.
    ///
    /// For comparison only: the matrix may not be positive definite, and columns that are
    /// missing for a reason bias it.
    ///
    /// # Errors
    /// [`StatsError::NoWeight`] where two columns are never known together in two rows.
    pub fn pairwise(&self) -> Result<DMatrix<f64>, StatsError> {
        let mut cov = DMatrix::zeros(self.columns, self.columns);
        for i in 0..self.columns {
            for j in 0..=i {
                let mut pair = Covariance::new(2);
                for (known, sums) in &self.sums {
                    let at = |c: usize| known.binary_search(&c).ok();
                    if let (Some(i), Some(j)) = (at(i), at(j)) {
                        pair.merge_times(&picked(sums, i, j), 1.0);
                    }
                }
                cov[(i, j)] = pair.moments()?.cov[(1, 0)];
                cov[(j, i)] = cov[(i, j)];
            }
        }
        Ok(cov)
    }

    /// Moments of the rows that are known whole.
    ///
    /// # Errors
    /// [`StatsError::NoWeight`] without two such rows.
    pub fn listwise(&self) -> Result<Moments, StatsError> {
        let whole: Vec<usize> = (0..self.columns).collect();
        match self.sums.get(&whole) {
            Some(sums) => sums.moments(),
            None => Err(StatsError::NoWeight { sum: 0.0 }),
        }
    }
}

/// The sums of columns `i >= j` alone.
fn picked(sums: &Covariance, i: usize, j: usize) -> Covariance {
    let product = |a: usize, b: usize| sums.products[a * (a + 1) / 2 + b];
    Covariance {
        n: sums.n,
        weight: sums.weight,
        weight_sq: sums.weight_sq,
        sums: vec![sums.sums[j], sums.sums[i]],
        products: vec![product(j, j), product(i, j), product(i, i)],
    }
}
