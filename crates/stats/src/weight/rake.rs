//! Raking: meeting one margin after the other until all are met.

use serde::{Deserialize, Serialize};

use crate::StatsError;
use crate::weight::{Margin, check_weights};

/// How raking is done.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Raking {
    /// Largest weight, in times the mean weight; none leaves the weights free.
    pub cap: Option<f64>,
    /// Largest gap between a share and its target that counts as met, such as 1e-12.
    pub tolerance: f64,
    /// Most rounds over all margins.
    pub rounds: usize,
}

impl Default for Raking {
    /// No weight above 5 times the mean, shares met to 1e-12, at most 2,000 rounds.
    fn default() -> Self {
        Raking {
            cap: Some(5.0),
            tolerance: 1e-12,
            rounds: 2000,
        }
    }
}

/// Weights from raking, with how well they meet the margins.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Raked {
    /// One weight a row, adding up to the total that was asked.
    pub weights: Vec<f64>,
    /// Rounds that were needed.
    pub rounds: usize,
    /// Whether every margin is met within the tolerance.
    pub met: bool,
    /// Largest gap left between a share and its target, 0 to 1.
    pub gap: f64,
    /// Rows whose weight the cap holds down.
    pub capped: usize,
}

/// Weights that meet all margins at once, as near to the base weights as can be.
///
/// Formula: iterative proportional fitting: for each margin in turn
/// `w <- w × target share / share` of the row's level. With a cap c, after each round weights
/// above `c × mean` are cut to it and all are brought back to their mean, until none is above.
/// Rounds go on until all shares lie within the tolerance of their targets or the weights no
/// longer move (margins that a cap keeps from being met).
/// Arguments: `base` weights of the rows (design weights; 1 for equal ones); margins; `total`
/// that the weights add up to (the population, or the number of rows).
/// Errors: [`StatsError::Weight`], [`StatsError::NoWeight`], [`StatsError::Length`],
/// [`StatsError::MarginLevel`], [`StatsError::Target`], [`StatsError::EmptyLevel`],
/// [`StatsError::Cap`]. Margins that cannot be met are no error: see [`Raked::met`].
/// Assumptions: within the levels those who answered are like those who did not. Weights cannot
/// mend a response that depends on the outcome itself.
/// Sources: Deming and Stephan 1940, doi:10.1214/aoms/1177731829; Deville, Särndal and Sautory
/// 1993, doi:10.2307/2290793; Kalton and Flores-Cervantes 2003, Journal of Official Statistics
/// 19:81-97; the cap: Battaglia et al. 2009, Survey Practice 2(5).
///
/// ```
/// use stats::weight::{Margin, Raking, rake};
/// let region = Margin { of: vec![0, 0, 0, 1], target: vec![0.5, 0.5] };
/// let raked = rake(&[1.0; 4], &[region], 4.0, &Raking::default())?;
/// assert!((raked.weights[3] - 2.0).abs() < 1e-12 && raked.met);
/// # Ok::<(), stats::StatsError>(())
/// ```
pub fn rake(
    base: &[f64],
    margins: &[Margin],
    total: f64,
    raking: &Raking,
) -> Result<Raked, StatsError> {
    let sum = check_weights(base)?;
    if !(total > 0.0 && total.is_finite()) {
        return Err(StatsError::NoWeight { sum: total });
    }
    if let Some(cap) = raking.cap.filter(|&c| !(c > 1.0 && c.is_finite())) {
        return Err(StatsError::Cap { cap });
    }
    for (at, margin) in margins.iter().enumerate() {
        margin.check(at, base)?;
    }
    let targets: Vec<Vec<f64>> = margins.iter().map(Margin::target_shares).collect();
    let mut weights: Vec<f64> = base.iter().map(|w| w * total / sum).collect();
    let ceiling = raking.cap.map(|cap| cap * total / base.len() as f64);
    let mut rounds = 0;
    let mut gap = gap(margins, &targets, &weights);
    while gap > raking.tolerance && rounds < raking.rounds {
        let before = weights.clone();
        for (margin, target) in margins.iter().zip(&targets) {
            meet(margin, target, &mut weights, total);
        }
        if let Some(ceiling) = ceiling {
            cut(&mut weights, ceiling, total);
        }
        rounds += 1;
        gap = self::gap(margins, &targets, &weights);
        let moved = weights.iter().zip(&before).map(|(a, b)| (a - b).abs());
        if moved.fold(0.0, f64::max) <= raking.tolerance * total / base.len() as f64 {
            break;
        }
    }
    if let Some(ceiling) = ceiling {
        cut(&mut weights, ceiling, total);
        gap = self::gap(margins, &targets, &weights);
    }
    let held = |w: &&f64| ceiling.is_some_and(|c| **w >= c * (1.0 - 1e-9));
    Ok(Raked {
        capped: weights.iter().filter(held).count(),
        weights,
        rounds,
        met: gap <= raking.tolerance.max(1e-9),
        gap,
    })
}

/// Weights that meet one margin, such as the crossed cells of age and region.
///
/// Formula: `w <- w × target share / share` of the row's cell, scaled to the total.
/// Arguments, errors: as [`rake`]. Assumptions: as there, within each cell.
/// Source: Holt and Smith 1979, doi:10.2307/2344652.
///
/// ```text
/// three rows in one cell and one in the other, each half of the population: 2/3, 2/3, 2/3, 2
/// ```
pub fn post_stratify(base: &[f64], cells: &Margin, total: f64) -> Result<Vec<f64>, StatsError> {
    let free = Raking {
        cap: None,
        ..Raking::default()
    };
    let raked = rake(base, std::slice::from_ref(cells), total, &free)?;
    Ok(raked.weights)
}

/// Multiplies each level up or down to its share of the total.
fn meet(margin: &Margin, target: &[f64], weights: &mut [f64], total: f64) {
    let sums = margin.sums(weights);
    for (weight, &level) in weights.iter_mut().zip(&margin.of) {
        if sums[level] > 0.0 {
            *weight *= target[level] * total / sums[level];
        }
    }
}

/// Cuts weights above the ceiling and brings all back to their total, until none is above.
fn cut(weights: &mut [f64], ceiling: f64, total: f64) {
    // Each pass hands the excess to the rest; the ceiling lies above the mean, so it ends.
    while weights.iter().any(|&w| w > ceiling * (1.0 + 1e-12)) {
        weights.iter_mut().for_each(|w| *w = w.min(ceiling));
        let held: f64 = weights.iter().filter(|&&w| w >= ceiling).sum();
        let rest: f64 = weights.iter().filter(|&&w| w < ceiling).sum();
        if rest <= 0.0 {
            return;
        }
        let factor = (total - held) / rest;
        weights
            .iter_mut()
            .filter(|w| **w < ceiling)
            .for_each(|w| *w *= factor);
    }
}

/// The largest gap between a share and its target.
fn gap(margins: &[Margin], targets: &[Vec<f64>], weights: &[f64]) -> f64 {
    let gaps = margins.iter().zip(targets).flat_map(|(margin, target)| {
        let shares = margin.shares(weights);
        shares
            .into_iter()
            .zip(target)
            .map(|(share, target)| (share - target).abs())
            .collect::<Vec<f64>>()
    });
    gaps.fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn margin(of: &[usize], target: &[f64]) -> Margin {
        Margin {
            of: of.to_vec(),
            target: target.to_vec(),
        }
    }

    #[test]
    fn a_cap_holds_and_says_that_the_margin_is_not_met() {
        let of: Vec<usize> = (0..100).map(|i| usize::from(i < 5)).collect();
        let m = [margin(&of, &[0.5, 0.5])];
        let raked = rake(&[1.0; 100], &m, 100.0, &Raking::default()).unwrap();
        let largest = raked.weights.iter().copied().fold(0.0, f64::max);
        assert!(largest <= 5.0 + 1e-9, "{largest}");
        assert!(!raked.met && raked.capped == 5, "{raked:?}");
        assert!((raked.gap - 0.25).abs() < 1e-9, "{}", raked.gap);
        assert!((raked.weights.iter().sum::<f64>() - 100.0).abs() < 1e-9);
    }

    #[test]
    fn a_cap_that_leaves_room_meets_both_margins() {
        let a: Vec<usize> = (0..120).map(|i| usize::from(i % 3 == 0)).collect();
        let b: Vec<usize> = (0..120).map(|i| usize::from(i % 5 < 2)).collect();
        let m = [margin(&a, &[0.5, 0.5]), margin(&b, &[0.3, 0.7])];
        let raking = Raking {
            cap: Some(3.0),
            ..Raking::default()
        };
        let raked = rake(&[2.0; 120], &m, 120.0, &raking).unwrap();
        assert!(raked.met && raked.gap < 1e-11, "{}", raked.gap);
    }

    #[test]
    fn a_level_that_nobody_has_is_named() {
        let m = [margin(&[0, 0], &[0.5, 0.5])];
        let error = rake(&[1.0; 2], &m, 2.0, &Raking::default()).unwrap_err();
        assert_eq!(
            error,
            StatsError::EmptyLevel {
                margin: 0,
                level: 1
            }
        );
        let m = [margin(&[0, 2], &[0.5, 0.5])];
        assert!(rake(&[1.0; 2], &m, 2.0, &Raking::default()).is_err());
        assert!(rake(&[1.0, -1.0], &[], 2.0, &Raking::default()).is_err());
        let m = [margin(&[0], &[f64::NAN])];
        assert!(rake(&[1.0], &m, 1.0, &Raking::default()).is_err());
    }
}
