//! What weighting cannot mend: those who did not answer may differ in the answer itself.

use serde::{Deserialize, Serialize};

use crate::{Interval, StatsError};

/// The score if those who did not answer differ by a given shift.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Those who did not answer less those who did, in the score's unit.
    pub delta: f64,
    /// The score then.
    pub value: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end of its interval.
    pub high: f64,
}

/// How far the score could be off if answering depended on the answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Sensitivity {
    /// Share of those asked who answered, above 0 up to 1; 0 if it is not known.
    pub response_rate: f64,
    /// Largest shift considered either way, in the score's unit.
    pub delta: f64,
    /// Lowest score in the band, sampling error included.
    pub low: f64,
    /// Highest score in the band, sampling error included.
    pub high: f64,
    /// Shift at which the score would be the unweighted one again, in the score's unit; blank
    /// where all asked answered.
    pub undoes_weighting: Option<f64>,
    /// The score at five shifts from -delta to +delta.
    pub steps: Vec<Step>,
}

/// The band of scores for shifts of those who did not answer, up to `delta` either way.
///
/// Formula: with a share r who answered, `score(δ) = m + (1 - r) δ`, for δ from -delta to
/// +delta; the band adds the sampling interval at either end.
/// Arguments: weighted score m with its interval; `unweighted` score; `delta` in the score's
/// unit, at least 0; `response_rate` r above 0 up to 1, none if unknown (then r = 0: nearly
/// nobody was heard, the widest band).
/// Errors: [`StatsError::ResponseRate`], [`StatsError::Shift`].
/// Assumptions: δ is the mean difference that is left after weighting. The data cannot say how
/// large it is: a response that depends on the outcome shows in no margin, and weighting may
/// then even lead away from the truth.
/// Sources: Rubin 1977, doi:10.2307/2286214; Andridge and Little 2011, Journal of Official
/// Statistics 27:153-180.
///
/// ```
/// use stats::{Interval, weight::sensitivity};
/// let score = (35.0, Interval { low: 32.0, high: 38.0 });
/// let band = sensitivity(score, 31.0, 10.0, Some(0.2))?;
/// assert_eq!((band.low, band.high), (24.0, 46.0));
/// assert_eq!(band.undoes_weighting, Some(-5.0));
/// # Ok::<(), stats::StatsError>(())
/// ```
pub fn sensitivity(
    score: (f64, Interval),
    unweighted: f64,
    delta: f64,
    response_rate: Option<f64>,
) -> Result<Sensitivity, StatsError> {
    if let Some(rate) = response_rate.filter(|&r| !(r > 0.0 && r <= 1.0)) {
        return Err(StatsError::ResponseRate { rate });
    }
    if !(delta >= 0.0 && delta.is_finite()) {
        return Err(StatsError::Shift { delta });
    }
    let (value, interval) = score;
    let rate = response_rate.unwrap_or(0.0);
    let silent = 1.0 - rate;
    let steps: Vec<Step> = [-1.0, -0.5, 0.0, 0.5, 1.0]
        .iter()
        .map(|part| {
            let shift = silent * part * delta;
            Step {
                delta: part * delta,
                value: value + shift,
                low: interval.low + shift,
                high: interval.high + shift,
            }
        })
        .collect();
    Ok(Sensitivity {
        response_rate: rate,
        delta,
        low: interval.low - silent * delta,
        high: interval.high + silent * delta,
        undoes_weighting: (silent > 0.0).then(|| (unweighted - value) / silent),
        steps,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_all_answered_leave_nothing_to_doubt() {
        let interval = Interval {
            low: 1.0,
            high: 3.0,
        };
        let band = sensitivity((2.0, interval), 1.5, 9.0, Some(1.0)).unwrap();
        assert_eq!(
            (band.low, band.high, band.undoes_weighting),
            (1.0, 3.0, None)
        );
        let error = sensitivity((2.0, interval), 1.5, 9.0, Some(20.0)).unwrap_err();
        assert!(error.to_string().contains("20"), "{error}");
        assert!(sensitivity((2.0, interval), 1.5, -1.0, None).is_err());
    }
}
