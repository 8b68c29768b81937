//! NPS of weighted, stratified or clustered samples, and of known frames.

use crate::design::{Bounds, Stratum, estimate_within};
use crate::nps::adjusted_wald_of;
use crate::{Estimate, Method, Rules, StatsError, Unit};

/// What one answer adds to the NPS: +1 promoter, 0 passive, -1 detractor.
///
/// Formula: 9 and 10 give 1, 7 and 8 give 0, 0 to 6 give -1.
/// Arguments: a score on the 0 to 10 scale.
/// Errors: [`StatsError::Score`] unless it is a whole number from 0 to 10.
/// Source: Reichheld 2003, Harvard Business Review 81(12).
///
/// ```text
/// standing_value(8.0) = Ok(0.0); standing_value(11.0) is an error
/// ```
pub fn standing_value(score: f64) -> Result<f64, StatsError> {
    const LOWEST: f64 = 0.0;
    const HIGHEST: f64 = 10.0;
    if score.fract() != 0.0 || !(LOWEST..=HIGHEST).contains(&score) {
        return Err(StatsError::Score {
            score,
            lowest: LOWEST,
            highest: HIGHEST,
        });
    }
    Ok(match score {
        9.0.. => 1.0,
        7.0.. => 0.0,
        _ => -1.0,
    })
}

/// The NPS in points of a sample with weights, strata, clusters or a frame.
///
/// Formula: 100 times the weighted mean of [`standing_value`], with the
/// interval of [`linearize`](crate::design::linearize) (Taylor, t with design degrees of freedom), clipped
/// to -100 to 100. Where all answers agree the linearized interval has no
/// width; AW(3,T) at Kish's effective n is then given instead, and named.
/// Arguments: strata filled with standing values and weights (any unit).
/// Errors: those of [`linearize`](crate::design::linearize).
/// Assumptions: units are drawn independently within strata; weights are known,
/// not estimated (for raked weights the interval is slightly too wide).
/// Sources: Lumley 2010, doi:10.1002/9780470580066; Kish 1965, Survey Sampling.
///
/// ```text
/// SFO 2018: 35.1 (32.0 .. 38.2), n 2,650, effective n 2,134; raw 31.0
/// ```
pub fn estimate_weighted(strata: &[Stratum], rules: &Rules) -> Result<Estimate, StatsError> {
    let bounds = Bounds {
        unit: Unit::Points,
        factor: 100.0,
        lowest: -1.0,
        highest: 1.0,
    };
    estimate_within(strata, &bounds, rules, |found| {
        let share = found.mean.abs();
        let (p, d) = if found.mean > 0.0 {
            (share, 0.0)
        } else {
            (0.0, share)
        };
        let interval = adjusted_wald_of(p, d, found.n_effective, rules.level);
        Some((interval, Method::AdjustedWald))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weighted_promoters_only_still_have_a_width() {
        let mut stratum = Stratum::default();
        for i in 0..20 {
            stratum.observe(1.0 + f64::from(i % 3), 1.0).unwrap();
        }
        let e = estimate_weighted(&[stratum], &Rules::default()).unwrap();
        assert_eq!(e.value, Some(100.0));
        assert_eq!(e.method, Method::AdjustedWald);
        assert!(e.low.unwrap() < 80.0, "{e:?}");
    }

    #[test]
    fn a_whole_frame_asked_has_no_sampling_error() {
        let mut stratum = Stratum {
            frame: Some(12),
            ..Stratum::default()
        };
        for i in 0..12 {
            stratum.observe(1.0, f64::from(i % 3) - 1.0).unwrap();
        }
        let e = estimate_weighted(&[stratum], &Rules::default()).unwrap();
        assert_eq!((e.value, e.low, e.high), (Some(0.0), Some(0.0), Some(0.0)));
    }
}
