//! One common factor behind several items, in several groups, with means.
//!
//! Model: `x = ν + λ f + e` in each group, f with mean α and variance ψ, errors e independent with
//! variances θ. The first item's loading is 1, which gives f its unit. See [`fit`].

mod fit;
mod layout;
mod modify;
mod scoring;

pub use fit::{Fit, LatentMean, fit};
pub use layout::Equal;
pub use modify::modifications;

use nalgebra::{DMatrix, DVector};

use crate::StatsError;

/// Means and covariances of the items in one group: all the model needs of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// People.
    pub n: u64,
    /// Mean of each item.
    pub mean: DVector<f64>,
    /// Covariances of the items, dividing by n.
    pub cov: DMatrix<f64>,
}

impl Group {
    /// Means and covariances of people who answered every item.
    ///
    /// # Errors
    /// [`StatsError::Few`] with fewer people than items + 1; [`StatsError::Length`];
    /// [`StatsError::NotFinite`].
    pub fn from_rows(rows: &[Vec<f64>]) -> Result<Self, StatsError> {
        let items = rows.first().map_or(0, Vec::len);
        if rows.len() <= items {
            return Err(StatsError::Few {
                name: "people who answered every item",
                given: rows.len(),
                needed: items + 1,
            });
        }
        for row in rows {
            if row.len() != items {
                return Err(StatsError::Length {
                    name: "a person's answers",
                    given: row.len(),
                    rows: items,
                });
            }
            if let Some(&value) = row.iter().find(|v| !v.is_finite()) {
                let name = "answer";
                return Err(StatsError::NotFinite { name, value });
            }
        }
        let n = rows.len() as f64;
        let mean = DVector::from_fn(items, |i, _| rows.iter().map(|r| r[i]).sum::<f64>() / n);
        let mut cov = DMatrix::zeros(items, items);
        for row in rows {
            let away = DVector::from_fn(items, |i, _| row[i] - mean[i]);
            cov.ger(1.0 / n, &away, &away, 1.0);
        }
        Ok(Group {
            n: rows.len() as u64,
            mean,
            cov,
        })
    }
}
