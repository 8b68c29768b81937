//! Whether the items of an index hang together.

use serde::{Deserialize, Serialize};

use crate::index::check;
use crate::mean::Moments;
use crate::{Level, StatsError, quantile};

/// Cronbach's alpha with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Alpha {
    /// Alpha, at most 1.
    pub value: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
    /// People who answered every item.
    pub n: u64,
    /// Items.
    pub items: u64,
}

/// Cronbach's alpha with Feldt's interval; blank with one item or where no total varies.
///
/// Formula: `k / (k - 1) (1 - Σ s_i² / s_T²)` with item variances s_i² and the variance of totals
/// s_T²; the interval is `1 - (1 - alpha) F` at the quantiles of F with n - 1 and (n - 1)(k - 1)
/// degrees of freedom.
/// Arguments: one row per person, one answer per item; level.
/// Errors: [`StatsError::Few`] with fewer than 2 people, [`StatsError::Length`],
/// [`StatsError::NotFinite`].
/// Assumptions: items on one scale, all worded the same way; near-normal for the interval.
/// Sources: Cronbach 1951, doi:10.1007/BF02310555; Feldt 1965, doi:10.1007/BF02289499.
///
/// ```
/// use stats::{Level, index};
/// let rows: Vec<Vec<f64>> = (0..30).map(|i| f64::from(i % 5)).map(|x| vec![x, x]).collect();
/// let found = index::alpha(&rows, Level::NINETY_FIVE)?.unwrap();
/// assert!((found.value - 1.0).abs() < 1e-12);
/// # Ok::<(), stats::StatsError>(())
/// ```
pub fn alpha(rows: &[Vec<f64>], level: Level) -> Result<Option<Alpha>, StatsError> {
    let items = check(rows, 2)?;
    if items < 2 {
        return Ok(None);
    }
    let variance = |value: &dyn Fn(&Vec<f64>) -> f64| -> Result<f64, StatsError> {
        let mut moments = Moments::default();
        for row in rows {
            moments.observe(value(row))?;
        }
        Ok(moments.variance().unwrap_or(0.0))
    };
    let mut apart = 0.0;
    for item in 0..items {
        apart += variance(&|row| row[item])?;
    }
    let whole = variance(&|row| row.iter().sum())?;
    if whole <= 0.0 {
        return Ok(None);
    }
    let (n, k) = (rows.len() as f64, items as f64);
    let value = k / (k - 1.0) * (1.0 - apart / whole);
    let (first, second) = (n - 1.0, (n - 1.0) * (k - 1.0));
    let end = |p: f64| {
        let beta = quantile::beta(p, first / 2.0, second / 2.0);
        1.0 - (1.0 - value) * (second / first) * beta / (1.0 - beta)
    };
    let half = level.alpha() / 2.0;
    Ok(Some(Alpha {
        value,
        low: end(1.0 - half),
        high: end(half),
        n: rows.len() as u64,
        items: items as u64,
    }))
}
