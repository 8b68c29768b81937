//! Whether groups leave at different rates.

use nalgebra::{DMatrix, DVector};
use serde::Serialize;

use super::LifeTable;
use crate::{StatsError, quantile};

/// What was seen in one group beside what one common hazard lets expect.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Group {
    /// Spells.
    pub n: u64,
    /// Weighted events seen.
    pub observed: f64,
    /// Weighted events expected.
    pub expected: f64,
}

/// A comparison of survival between groups.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LogRank {
    /// The groups, in the order given.
    pub groups: Vec<Group>,
    /// Chi-squared statistic.
    pub chi2: f64,
    /// Its degrees of freedom.
    pub df: u64,
    /// Chance of a greater one where all groups leave alike.
    pub p: f64,
}

/// Do groups leave at different rates? The log-rank test and its family.
///
/// Formula: at each event time, group j expects `d n_j / n` of the `d` events; with weights
/// `w = S(t-)^ρ` of the pooled curve, `u_j = Σ w (d_j - d n_j / n)` has the hypergeometric
/// covariance `Σ w² d (n - d) / (n - 1) (δ_jk n_j / n - n_j n_k / n²)`; `χ² = u' V⁻ u` with one
/// degree of freedom less than groups that were ever at risk.
/// Arguments: one table per group in the same unit; `rho` 0 for the log-rank test, 1 for Peto and
/// Peto's, which looks more at early times.
/// Errors: [`StatsError::NotFinite`] for a `rho` that is not finite, [`StatsError::NobodyLeft`]
/// where nobody left or fewer than two groups were at risk.
/// Assumptions: independent spells, censoring alike in all groups; the test sees differences that
/// keep their sign over time, crossing curves cancel.
/// Sources: Harrington and Fleming 1982, doi:10.1093/biomet/69.3.553; Peto and Peto 1972,
/// doi:10.2307/2344317.
///
/// ```
/// use stats::survival::{LifeTable, log_rank};
/// let early = LifeTable::from_counts([(1.0, 5, 0), (2.0, 3, 2)]).unwrap();
/// let late = LifeTable::from_counts([(1.0, 0, 0), (5.0, 2, 8)]).unwrap();
/// let found = log_rank(&[early, late], 0.0).unwrap();
/// assert!(found.df == 1 && found.p < 0.01);
/// ```
pub fn log_rank(groups: &[LifeTable], rho: f64) -> Result<LogRank, StatsError> {
    if !rho.is_finite() {
        return Err(StatsError::NotFinite {
            name: "rho",
            value: rho,
        });
    }
    let count = groups.len();
    let mut times: Vec<f64> = groups
        .iter()
        .flat_map(|g| g.steps().iter().filter(|s| s.events > 0).map(|s| s.time))
        .collect();
    times.sort_by(f64::total_cmp);
    times.dedup();
    let mut next = vec![0; count];
    let (mut observed, mut expected) = (vec![0.0; count], vec![0.0; count]);
    let mut variance = DMatrix::<f64>::zeros(count, count);
    let mut survival: f64 = 1.0;
    for &time in &times {
        let (mut risk, mut events) = (vec![0.0; count], vec![0.0; count]);
        for (j, group) in groups.iter().enumerate() {
            let steps = group.steps();
            while next[j] < steps.len() && steps[next[j]].time < time {
                next[j] += 1;
            }
            let here = steps.get(next[j]).filter(|s| s.time == time);
            risk[j] = group.at_risk(time) as f64;
            events[j] = here.map_or(0.0, |s| s.events as f64);
        }
        let (n, d) = (risk.iter().sum::<f64>(), events.iter().sum::<f64>());
        let weight = survival.powf(rho);
        for j in 0..count {
            observed[j] += weight * events[j];
            expected[j] += weight * d * risk[j] / n;
            if n > 1.0 {
                let spread = weight * weight * d * (n - d) / (n - 1.0) * risk[j] / n;
                variance[(j, j)] += spread;
                for k in 0..count {
                    variance[(j, k)] -= spread * risk[k] / n;
                }
            }
        }
        survival *= (n - d) / n;
    }
    let compared: Vec<usize> = (0..count).filter(|&j| expected[j] > 0.0).collect();
    let Some((_, kept)) = compared.split_first().filter(|(_, kept)| !kept.is_empty()) else {
        return Err(StatsError::NobodyLeft);
    };
    let u = DVector::from_iterator(kept.len(), kept.iter().map(|&j| observed[j] - expected[j]));
    let v = variance.select_rows(kept).select_columns(kept);
    let solved = v.cholesky().ok_or(StatsError::NobodyLeft)?.solve(&u);
    let (chi2, df) = (u.dot(&solved), kept.len() as u64);
    Ok(LogRank {
        groups: (0..count)
            .map(|j| Group {
                n: groups[j].n(),
                observed: observed[j],
                expected: expected[j],
            })
            .collect(),
        chi2,
        df,
        p: quantile::chi_squared_above(chi2, df as f64),
    })
}
