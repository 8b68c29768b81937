//! Rows and columns of a regression.

use nalgebra::{DMatrix, DVector};

use crate::StatsError;

/// What a regression is fitted to.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    /// Rows by columns; the caller adds the intercept as a column of ones.
    pub x: DMatrix<f64>,
    /// The outcome of each row.
    pub y: DVector<f64>,
    /// Weight of each row, 0 or more: how many rows of equal precision it stands for. A row of
    /// weight 0 does not count.
    pub weight: Option<DVector<f64>>,
    /// Known part of the linear predictor, such as the logarithm of an exposure.
    pub offset: Option<DVector<f64>>,
    /// Cluster of each row (store, respondent); rows of one cluster may depend on each other.
    pub cluster: Option<Vec<usize>>,
}

impl Design {
    /// A design without weights, offset or clusters.
    #[must_use]
    pub fn new(x: DMatrix<f64>, y: DVector<f64>) -> Self {
        Design {
            x,
            y,
            weight: None,
            offset: None,
            cluster: None,
        }
    }

    /// Weight of row `i`.
    pub(super) fn weight(&self, i: usize) -> f64 {
        self.weight.as_ref().map_or(1.0, |w| w[i])
    }

    /// Offset of row `i`.
    pub(super) fn offset(&self, i: usize) -> f64 {
        self.offset.as_ref().map_or(0.0, |o| o[i])
    }

    /// Rows that count.
    pub(super) fn n(&self) -> u64 {
        (0..self.x.nrows())
            .filter(|&i| self.weight(i) > 0.0)
            .count() as u64
    }

    /// Checks shapes and values; gives the rows that count.
    pub(super) fn checked(&self) -> Result<u64, StatsError> {
        let rows = self.x.nrows();
        same("outcome", self.y.len(), rows)?;
        if let Some(weight) = &self.weight {
            same("weight", weight.len(), rows)?;
            if let Some(&weight) = weight.iter().find(|w| !(w.is_finite() && **w >= 0.0)) {
                return Err(StatsError::Weight { weight });
            }
        }
        if let Some(offset) = &self.offset {
            same("offset", offset.len(), rows)?;
            finite("offset", offset.iter())?;
        }
        if let Some(cluster) = &self.cluster {
            same("cluster", cluster.len(), rows)?;
        }
        finite("outcome", self.y.iter())?;
        finite("column", self.x.iter())?;
        let n = self.n();
        let columns = self.x.ncols() as u64;
        if n <= columns {
            return Err(StatsError::Rows { rows: n, columns });
        }
        Ok(n)
    }
}

pub(super) fn same(name: &'static str, given: usize, rows: usize) -> Result<(), StatsError> {
    if given == rows {
        Ok(())
    } else {
        Err(StatsError::Length { name, given, rows })
    }
}

fn finite<'a>(
    name: &'static str,
    mut values: impl Iterator<Item = &'a f64>,
) -> Result<(), StatsError> {
    match values.find(|v| !v.is_finite()) {
        Some(&value) => Err(StatsError::NotFinite { name, value }),
        None => Ok(()),
    }
}
