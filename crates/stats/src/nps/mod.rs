//! Net Promoter Score: promoters (9, 10) minus detractors (0 to 6), in points.

mod intervals;
mod tango;
mod weighted;

pub use intervals::{adjusted_wald, adjusted_wald_uniform, agresti_min, wald};
pub use tango::tango;
pub use weighted::{estimate_weighted, standing_value};

use serde::{Deserialize, Serialize};

use crate::{Estimate, Interval, Level, Method, Rules, StatsError, Unit};

/// Promoters, passives and detractors counted: all an unweighted NPS needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Answers of 9 and 10.
    pub promoters: u64,
    /// Answers of 7 and 8.
    pub passives: u64,
    /// Answers of 0 to 6.
    pub detractors: u64,
}

impl Counts {
    /// Counts one answer.
    ///
    /// # Errors
    /// [`StatsError::Score`] unless `score` is a whole number from 0 to 10; the
    /// counts are then unchanged.
    pub fn observe(&mut self, score: f64) -> Result<(), StatsError> {
        match standing_value(score)? {
            1.0 => self.promoters += 1,
            0.0 => self.passives += 1,
            _ => self.detractors += 1,
        }
        Ok(())
    }

    /// Adds the counts of other answers.
    pub fn merge(&mut self, other: &Counts) {
        self.promoters += other.promoters;
        self.passives += other.passives;
        self.detractors += other.detractors;
    }

    /// Answers counted.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.promoters + self.passives + self.detractors
    }

    /// The counts with promoters and detractors exchanged.
    pub(crate) fn mirrored(&self) -> Counts {
        Counts {
            promoters: self.detractors,
            passives: self.passives,
            detractors: self.promoters,
        }
    }

    /// Share of promoters less share of detractors, -1 to 1; blank without answers.
    pub(crate) fn balance(&self) -> Option<f64> {
        (self.n() > 0).then(|| (self.promoters as f64 - self.detractors as f64) / self.n() as f64)
    }

    /// Variance of one answer's standing (+1, 0, -1), dividing by n.
    ///
    /// Formula: `P + D - (P - D)²` with shares P and D; no unit (points are 100
    /// times its root). Blank without answers.
    /// Assumptions: one answer per respondent, answers independent.
    /// Source: Rocks 2016, doi:10.1080/00031305.2016.1198279.
    ///
    /// ```text
    /// 5 promoters, 3 passives, 2 detractors: 0.5 + 0.2 - 0.3² = 0.61
    /// ```
    #[must_use]
    pub fn variance(&self) -> Option<f64> {
        let balance = self.balance()?;
        let moved = (self.promoters + self.detractors) as f64 / self.n() as f64;
        Some((moved - balance * balance).max(0.0))
    }
}

/// The NPS in points with its adjusted Wald interval AW(3,T).
///
/// Formula: `100 (P - D)` with shares P and D; the interval is
/// [`adjusted_wald`]'s, clipped to -100 to 100.
/// Arguments: counts of answers; `rules` give level and fewest answers.
/// Errors: none; with fewer than `rules.min_n` answers the estimate is refused
/// and carries only its n.
/// Assumptions: a random sample, one answer per respondent; for weights,
/// strata or repeat respondents use [`estimate_weighted`].
/// Sources: Reichheld 2003 (Harvard Business Review 81(12)) for the score;
/// Rocks 2016, doi:10.1080/00031305.2016.1198279, for the interval.
///
/// ```
/// use stats::{Rules, nps};
/// let counts = nps::Counts { promoters: 20, passives: 25, detractors: 5 };
/// let e = nps::estimate(&counts, &Rules::default());
/// assert_eq!(e.value.map(f64::round), Some(30.0));
/// assert_eq!((e.low.map(f64::round), e.high.map(f64::round)), (Some(11.0), Some(46.0)));
/// ```
#[must_use]
pub fn estimate(counts: &Counts, rules: &Rules) -> Estimate {
    estimate_by(counts, Method::AdjustedWald, rules)
}

/// The NPS in points with Tango's score interval, for small or extreme samples.
///
/// Formula, arguments, errors and assumptions as [`estimate`], with the
/// interval of [`tango`].
/// Source: Tango 1998, see [`tango`].
///
/// ```text
/// 10 promoters of 10: 100 (44 .. 100)
/// ```
#[must_use]
pub fn estimate_tango(counts: &Counts, rules: &Rules) -> Estimate {
    estimate_by(counts, Method::Tango, rules)
}

fn estimate_by(counts: &Counts, method: Method, rules: &Rules) -> Estimate {
    let n = counts.n();
    if let Some(refusal) = rules.too_few(n) {
        return Estimate::refused(refusal, n, Unit::Points, method, rules);
    }
    let interval = match method {
        Method::Tango => tango(counts, rules.level),
        _ => adjusted_wald(counts, rules.level),
    };
    let value = 100.0 * counts.balance().unwrap_or(0.0);
    Estimate::shown(value, in_points(interval), n, Unit::Points, method, rules)
}

/// From the -1 to 1 scale to points, clipped.
fn in_points(interval: Interval) -> Interval {
    interval.clipped(-1.0, 1.0).times(100.0)
}

/// The AW(3,T) interval of shares seen in `n` answers, on the -1 to 1 scale,
/// before clipping; `n` may be an effective, fractional number.
pub(crate) fn adjusted_wald_of(promoters: f64, detractors: f64, n: f64, level: Level) -> Interval {
    intervals::adjusted(promoters * n, detractors * n, n, [0.75, 1.5, 0.75], level)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eleven_is_not_a_promoter_and_leaves_the_counts_alone() {
        let mut counts = Counts::default();
        for bad in [11.0, -1.0, 9.5, f64::NAN, f64::INFINITY] {
            let error = counts.observe(bad).unwrap_err().to_string();
            assert!(error.contains(&bad.to_string()), "{error}");
        }
        assert_eq!(counts, Counts::default());
    }

    #[test]
    fn each_score_falls_into_its_standing() {
        let mut counts = Counts::default();
        for score in 0..=10 {
            counts.observe(f64::from(score)).unwrap();
        }
        assert_eq!(
            (counts.detractors, counts.passives, counts.promoters),
            (7, 2, 2)
        );
    }

    #[test]
    fn nine_answers_give_counts_but_no_score() {
        let counts = Counts {
            promoters: 3,
            passives: 3,
            detractors: 3,
        };
        let e = estimate(&counts, &Rules::default());
        assert_eq!((e.value, e.low, e.high, e.n), (None, None, None, 9));
        let words = e.refused.unwrap().to_string();
        assert!(words.contains('9') && words.contains("10"), "{words}");
    }

    #[test]
    fn no_answers_at_all_are_refused_even_without_a_minimum() {
        let rules = Rules {
            min_n: 0,
            ..Rules::default()
        };
        assert!(estimate(&Counts::default(), &rules).value.is_none());
        assert!(Counts::default().variance().is_none());
    }
}
