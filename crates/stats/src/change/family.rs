//! Many comparisons at once: how many of the "changes" may be chance.

use serde::{Deserialize, Serialize};

use crate::StatsError;
use crate::change::Change;

/// How a declared family of comparisons is kept honest.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "snake_case")]
pub enum Family {
    /// Of the changes shown, at most a share `q` is chance, for comparisons
    /// that are independent or rise together.
    BenjaminiHochberg {
        /// Share of false changes, such as 0.10.
        q: f64,
    },
    /// The same, however the comparisons hang together.
    BenjaminiYekutieli {
        /// Share of false changes, such as 0.10.
        q: f64,
    },
    /// The chance of even one false change is at most `alpha`.
    Holm {
        /// Chance of any false change, such as 0.05.
        alpha: f64,
    },
}

impl Family {
    /// A dashboard in one period: BH at 10 %.
    pub const DASHBOARD: Family = Family::BenjaminiHochberg { q: 0.10 };
    /// The few metrics that were named in advance: Holm at 5 %.
    pub const NAMED: Family = Family::Holm { alpha: 0.05 };

    fn threshold(self) -> f64 {
        match self {
            Family::BenjaminiHochberg { q } | Family::BenjaminiYekutieli { q } => q,
            Family::Holm { alpha } => alpha,
        }
    }

    fn adjust(self, p: &[f64]) -> Result<Vec<f64>, StatsError> {
        match self {
            Family::BenjaminiHochberg { .. } => benjamini_hochberg(p),
            Family::BenjaminiYekutieli { .. } => benjamini_yekutieli(p),
            Family::Holm { .. } => holm(p),
        }
    }
}

/// Judges a declared family of changes together.
///
/// Formula: each change's p is adjusted within the family; it is up or down
/// where the adjusted p is at or below the family's threshold, and otherwise
/// the same or cannot be told, as it was alone.
/// Arguments: all changes of the family, in any order, those that could not be
/// compared included (they stay as they are and do not count); the family.
/// Errors: [`StatsError::Level`] for a threshold that is not between 0 and 1.
/// Assumptions: the family was declared before looking (dashboard and period).
/// Sources: those of the adjustments.
///
/// ```text
/// 7 boarding areas of SFO, 2017 to 2018: p < .05 in 2, BH q <= .10 in 2, Holm in 1
/// ```
pub fn judge(changes: &[Change], family: Family) -> Result<Vec<Change>, StatsError> {
    let threshold = family.threshold();
    crate::Level::new(threshold)?;
    let p: Vec<f64> = changes.iter().filter_map(|c| c.p).collect();
    let mut adjusted = family.adjust(&p)?.into_iter();
    let judged = changes.iter().map(|&change| {
        // One adjusted value per change that has a p, in the same order.
        let Some(q) = change.p.and_then(|_| adjusted.next()) else {
            return change;
        };
        let verdict = change.verdict_at(q <= threshold);
        Change {
            q: Some(q),
            verdict,
            ..change
        }
    });
    Ok(judged.collect())
}

/// Benjamini and Hochberg's adjusted p values (false discovery rate).
///
/// Formula: for the i-th smallest of m, the least over j >= i of `m p_j / j`,
/// at most 1.
/// Arguments: p values; the result is in the same order.
/// Errors: [`StatsError::P`].
/// Assumptions: independent or positively dependent comparisons.
/// Source: Benjamini and Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x.
///
/// ```text
/// 0.01, 0.04, 0.03: 0.03, 0.04, 0.04
/// ```
pub fn benjamini_hochberg(p: &[f64]) -> Result<Vec<f64>, StatsError> {
    step_up(p, 1.0)
}

/// Benjamini and Yekutieli's adjusted p values, for any dependence.
///
/// Formula: as [`benjamini_hochberg`], times `Σ 1/k` over k = 1 to m, at most 1.
/// Arguments and errors: as there. Assumptions: none on dependence.
/// Source: Benjamini and Yekutieli 2001, doi:10.1214/aos/1013699998.
///
/// ```text
/// 0.01, 0.04, 0.03: 0.055, 0.0733, 0.0733
/// ```
pub fn benjamini_yekutieli(p: &[f64]) -> Result<Vec<f64>, StatsError> {
    step_up(p, (1..=p.len()).map(|k| 1.0 / k as f64).sum())
}

/// Holm's adjusted p values (chance of any false rejection).
///
/// Formula: for the i-th smallest of m, the greatest over j <= i of
/// `(m - j + 1) p_j`, at most 1.
/// Arguments: p values; the result is in the same order.
/// Errors: [`StatsError::P`]. Assumptions: none on dependence.
/// Source: Holm 1979, Scandinavian Journal of Statistics 6:65-70.
///
/// ```text
/// 0.01, 0.04, 0.03: 0.03, 0.06, 0.06
/// ```
pub fn holm(p: &[f64]) -> Result<Vec<f64>, StatsError> {
    let order = ascending(p)?;
    let mut adjusted = vec![0.0; p.len()];
    let mut greatest: f64 = 0.0;
    for (rank, &i) in order.iter().enumerate() {
        greatest = greatest.max((p.len() - rank) as f64 * p[i]);
        adjusted[i] = greatest.min(1.0);
    }
    Ok(adjusted)
}

fn step_up(p: &[f64], factor: f64) -> Result<Vec<f64>, StatsError> {
    let order = ascending(p)?;
    let mut adjusted = vec![0.0; p.len()];
    let mut least: f64 = 1.0;
    for (rank, &i) in order.iter().enumerate().rev() {
        least = least.min(factor * p.len() as f64 / (rank + 1) as f64 * p[i]);
        adjusted[i] = least;
    }
    Ok(adjusted)
}

/// Positions of the p values from the smallest to the largest.
fn ascending(p: &[f64]) -> Result<Vec<usize>, StatsError> {
    if let Some(&p) = p.iter().find(|p| !(0.0..=1.0).contains(*p)) {
        return Err(StatsError::P { p });
    }
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    Ok(order)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_p_value_that_is_none_is_named() {
        for adjust in [benjamini_hochberg, benjamini_yekutieli, holm] {
            assert!(adjust(&[0.5, 1.5]).unwrap_err().to_string().contains("1.5"));
            assert!(adjust(&[f64::NAN]).is_err());
            assert_eq!(adjust(&[]).unwrap(), Vec::<f64>::new());
            assert_eq!(adjust(&[0.2]).unwrap(), vec![0.2]);
        }
    }
}
