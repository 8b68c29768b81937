//! The Kaplan-Meier curve.

use serde::Serialize;

use super::LifeTable;
use crate::{Interval, Level};

/// The share still there just after one time.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Point {
    /// The time.
    pub time: f64,
    /// Customers under observation just before it.
    pub at_risk: u64,
    /// Events at it.
    pub events: u64,
    /// Share still there, 0 to 1.
    pub survival: f64,
    /// Its standard error (Greenwood).
    pub se: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
}

/// The time by which half have left; blank where the curve never comes so low.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Middle {
    /// The median time.
    pub value: Option<f64>,
    /// Lower end: where the lower band crosses one half.
    pub low: Option<f64>,
    /// Upper end: where the upper band crosses one half; blank where it never does.
    pub high: Option<f64>,
}

/// A survival curve.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Curve {
    /// Spells.
    pub n: u64,
    /// Events.
    pub events: u64,
    /// Confidence of the intervals.
    pub level: Level,
    /// One point per time at which a spell ended.
    pub points: Vec<Point>,
}

/// The share of customers still there after each time, with its log-log interval.
///
/// Formula: `S(t) = Π (1 - d_i / n_i)` over times up to `t` with `d_i` events among `n_i` at
/// risk; `Var(log S) = Σ d_i / (n_i (n_i - d_i))` (Greenwood); interval
/// `S^exp(± z √Var(log S) / |log S|)`, which stays within 0 to 1. Before the first event, where
/// that is undefined, the lower end is `(α/2)^(1/n)`, the exact one for no event among the `n` at
/// risk; where nobody is left the upper end stays that of the step before.
/// Arguments: a table of spells in one unit of time. Errors: none; an empty table has no points.
/// Assumptions: who is censored would have left as the others do.
/// Sources: Kaplan and Meier 1958, doi:10.1080/01621459.1958.10501452; Kalbfleisch and Prentice
/// 2002, The Statistical Analysis of Failure Time Data, section 1.4 (log-log interval).
///
/// ```
/// use stats::Level;
/// use stats::survival::{LifeTable, kaplan_meier};
/// // One of four leaves after a month, one of the remaining two after three.
/// let table = LifeTable::from_counts([(1.0, 1, 1), (3.0, 1, 1)]).unwrap();
/// let curve = kaplan_meier(&table, Level::NINETY_FIVE);
/// assert_eq!(curve.at(2.0).unwrap().survival, 0.75);
/// assert_eq!(curve.at(3.0).unwrap().survival, 0.375);
/// assert_eq!(curve.median().value, Some(3.0));
/// ```
#[must_use]
pub fn kaplan_meier(table: &LifeTable, level: Level) -> Curve {
    let (mut survival, mut greenwood) = (1.0, 0.0);
    let mut points: Vec<Point> = Vec::with_capacity(table.steps().len());
    for step in table.steps() {
        let (risk, events) = (step.at_risk as f64, step.events as f64);
        if step.events > 0 {
            survival *= (risk - events) / risk;
            greenwood += events / (risk * (risk - events));
        }
        let interval = if survival >= 1.0 {
            Interval {
                low: (level.alpha() / 2.0).powf(1.0 / risk.max(1.0)),
                high: 1.0,
            }
        } else if survival <= 0.0 {
            Interval {
                low: 0.0,
                high: points.last().map_or(1.0, |p| p.high),
            }
        } else {
            log_log(survival, greenwood, level)
        };
        points.push(Point {
            time: step.time,
            at_risk: step.at_risk,
            events: step.events,
            survival,
            se: if survival > 0.0 {
                survival * greenwood.sqrt()
            } else {
                0.0
            },
            low: interval.low,
            high: interval.high,
        });
    }
    Curve {
        n: table.n(),
        events: table.events(),
        level,
        points,
    }
}

fn log_log(survival: f64, greenwood: f64, level: Level) -> Interval {
    let log = survival.ln();
    let stretch = (level.z() * greenwood.sqrt() / log.abs()).exp();
    Interval {
        low: survival.powf(stretch),
        high: survival.powf(1.0 / stretch),
    }
}

impl Curve {
    /// The point in force at `time`; none before the first one.
    #[must_use]
    pub fn at(&self, time: f64) -> Option<&Point> {
        let after = self.points.partition_point(|p| p.time <= time);
        self.points.get(after.checked_sub(1)?)
    }

    /// The time by which half have left. Where the curve rests at exactly one half, it is the
    /// middle of that rest.
    #[must_use]
    pub fn median(&self) -> Middle {
        Middle {
            value: self.crossing(|p| p.survival),
            low: self.crossing(|p| p.low),
            high: self.crossing(|p| p.high),
        }
    }

    fn crossing(&self, height: impl Fn(&Point) -> f64) -> Option<f64> {
        // Products of shares that ought to be one half miss it by rounding.
        const NEAR: f64 = 1e-12;
        let steps = || self.points.iter().filter(|p| p.events > 0);
        let first = steps().find(|p| height(p) <= 0.5 + NEAR)?;
        if height(first) < 0.5 - NEAR {
            return Some(first.time);
        }
        let next = steps().find(|p| height(p) < 0.5 - NEAR);
        Some(next.map_or(first.time, |p| (first.time + p.time) / 2.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn before_the_first_event_the_interval_is_the_exact_one() {
        let table = LifeTable::from_counts([(1.0, 0, 2), (2.0, 8, 0)]).unwrap();
        let curve = kaplan_meier(&table, Level::NINETY_FIVE);
        assert_eq!(curve.points[0].survival, 1.0);
        assert!((curve.points[0].low - 0.025_f64.powf(0.1)).abs() < 1e-15);
        assert_eq!((curve.points[1].survival, curve.points[1].high), (0.0, 1.0));
        assert!(curve.at(0.5).is_none());
    }

    #[test]
    fn a_curve_that_rests_at_one_half_has_its_median_in_the_middle() {
        let table = LifeTable::from_counts([(1.0, 1, 0), (2.0, 1, 0), (4.0, 2, 0)]).unwrap();
        let curve = kaplan_meier(&table, Level::NINETY_FIVE);
        assert_eq!(curve.median().value, Some(3.0));
        let high = LifeTable::from_counts([(1.0, 1, 9)]).unwrap();
        let curve = kaplan_meier(&high, Level::NINETY_FIVE);
        assert_eq!(curve.median().value, None);
    }
}
