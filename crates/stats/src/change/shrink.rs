//! Many changes ranked: pulled toward their mean by as much as they are noise.

use serde::{Deserialize, Serialize};

use crate::StatsError;

/// A change as it should be ranked.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Shrunk {
    /// The shrunken change, in the unit of the changes.
    pub value: f64,
    /// Standard error of the shrunken change, given the mean and the spread of true changes.
    pub se: f64,
    /// Part of the observed distance from the mean that is kept, 0 to 1.
    pub kept: f64,
}

/// Changes shrunken toward their mean (empirical Bayes).
///
/// Formula: with values v and errors s, `τ² = max(0, (Q - (k - 1)) / (Σw - Σw²/Σw))` for w = 1/s²
/// and Q their weighted squares around the mean; then `m + B (v - m)`, `B = τ² / (τ² + s²)`, m the
/// mean weighted by `1 / (τ² + s²)`; its error is `s √B`.
/// Arguments: value and standard error of each change, in one unit, errors above 0.
/// Errors: [`StatsError::StandardError`], [`StatsError::NotFinite`].
/// Assumptions: true changes are near normal around one mean; errors are known. For ranking only:
/// intervals and verdicts stay those of the changes themselves.
/// Sources: DerSimonian and Laird 1986, doi:10.1016/0197-2456(86)90046-2; Efron and Morris 1975,
/// doi:10.1080/01621459.1975.10479864.
///
/// ```
/// let found = stats::change::shrink(&[(8.0, 1.0), (0.0, 1.0), (-8.0, 10.0)])?;
/// assert!(found[0].value > 6.0 && found[2].value > -1.0);
/// # Ok::<(), stats::StatsError>(())
/// ```
pub fn shrink(changes: &[(f64, f64)]) -> Result<Vec<Shrunk>, StatsError> {
    for &(value, se) in changes {
        if !(se > 0.0 && se.is_finite()) {
            return Err(StatsError::StandardError { se });
        }
        if !value.is_finite() {
            let name = "change";
            return Err(StatsError::NotFinite { name, value });
        }
    }
    let mean = |tau: f64| {
        let weigh = |se: f64| 1.0 / (tau + se * se);
        let sum: f64 = changes.iter().map(|(_, se)| weigh(*se)).sum();
        changes.iter().map(|(v, se)| v * weigh(*se)).sum::<f64>() / sum
    };
    let sum = |power: i32| changes.iter().map(|(_, se)| se.powi(-power)).sum::<f64>();
    let center = mean(0.0);
    let q: f64 = changes
        .iter()
        .map(|(v, se)| ((v - center) / se).powi(2))
        .sum();
    let room = sum(2) - sum(4) / sum(2);
    let tau = if changes.len() > 1 && room > 0.0 {
        ((q - (changes.len() as f64 - 1.0)) / room).max(0.0)
    } else {
        0.0
    };
    let center = mean(tau);
    let one = |&(value, se): &(f64, f64)| {
        let kept = tau / (tau + se * se);
        Shrunk {
            value: center + kept * (value - center),
            se: se * kept.sqrt(),
            kept,
        }
    };
    Ok(changes.iter().map(one).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_that_differ_only_by_chance_are_all_the_same() {
        let found = shrink(&[(1.0, 2.0), (-1.0, 2.0), (0.5, 2.0)]).unwrap();
        assert!(
            found
                .iter()
                .all(|s| (s.value - 1.0 / 6.0).abs() < 1e-12 && s.kept == 0.0)
        );
        assert!(shrink(&[(1.0, 0.0)]).is_err());
        assert_eq!(shrink(&[]).unwrap(), []);
    }
}
