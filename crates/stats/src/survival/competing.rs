//! Why customers leave, where one reason keeps the others from happening.

use serde::Serialize;

use super::LifeTable;
use crate::{Interval, Level, StatsError};

/// The share who have left for one reason by one time.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Risk {
    /// The time.
    pub time: f64,
    /// Customers under observation just before it.
    pub at_risk: u64,
    /// Who left at it for this reason.
    pub events: u64,
    /// Share who have left for this reason by then, 0 to 1.
    pub incidence: f64,
    /// Its standard error.
    pub se: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
}

/// The share who have left for one reason, over time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Incidence {
    /// Spells.
    pub n: u64,
    /// Of them, who left for this reason.
    pub events: u64,
    /// Confidence of the intervals.
    pub level: Level,
    /// One point per time at which a spell ended.
    pub points: Vec<Risk>,
}

impl Incidence {
    /// The point in force at `time`; none before the first one.
    #[must_use]
    pub fn at(&self, time: f64) -> Option<&Risk> {
        let after = self.points.partition_point(|p| p.time <= time);
        self.points.get(after.checked_sub(1)?)
    }
}

/// The share who have left for each reason by each time (Aalen and Johansen).
///
/// Formula: with `d_k` who left for reason k at a time, `d` for any, of `n` at risk, and `S` the
/// Kaplan-Meier share still there, `F_k(t) = Σ S(s-) d_k / n` over times up to t; the reasons and
/// S add up to 1. Variance by the delta method, `Σ (F_k(t) - F_k(s))² d / (n (n - d)) +
/// S(s-)² d_k (n - d_k) / n³ - 2 (F_k(t) - F_k(s)) S(s-) d_k / n²`, which is that of the
/// infinitesimal jackknife. Interval `1 - (1 - F)^exp(± z se / ((1 - F) |ln (1 - F)|))`; before
/// the first event of a reason it ends at the exact bound for none of `n`, `1 - (α/2)^(1/n)`.
/// One less the Kaplan-Meier curve of a reason alone, others taken as censored, is not this: it
/// is too great, since it counts on those who left otherwise.
/// Arguments: one table a reason, of the same spells, in each of which only who left for this
/// reason has the event; who left for another counts as censored.
/// Errors: [`StatsError::Length`] where the tables are not of the same spells, and
/// [`StatsError::Reasons`] for fewer than two: without a second reason there is nothing that
/// competes, and [`kaplan_meier`](super::kaplan_meier) is the answer.
/// Assumptions: who is censored would have left as the others do; every leaving has one reason.
/// Sources: Aalen and Johansen 1978, Scandinavian Journal of Statistics 5:141; Gaynor et al. 1993,
/// doi:10.1080/01621459.1993.10476289 (variance); Putter, Fiocco and Geskus 2007,
/// doi:10.1002/sim.2712 (why not one less Kaplan-Meier).
///
/// ```
/// use stats::Level;
/// use stats::survival::{LifeTable, cumulative_incidence};
/// // Of four, one leaves for the price, then one for the service; two are still there.
/// let price = LifeTable::from_counts([(1.0, 1, 0), (2.0, 0, 1), (3.0, 0, 2)]).unwrap();
/// let service = LifeTable::from_counts([(1.0, 0, 1), (2.0, 1, 0), (3.0, 0, 2)]).unwrap();
/// let found = cumulative_incidence(&[price, service], Level::NINETY_FIVE).unwrap();
/// assert_eq!(found[0].at(3.0).unwrap().incidence, 0.25);
/// assert!((found[1].at(3.0).unwrap().incidence - 0.25).abs() < 1e-15);
/// ```
pub fn cumulative_incidence(
    reasons: &[LifeTable],
    level: Level,
) -> Result<Vec<Incidence>, StatsError> {
    let (first, others) = match reasons {
        [first, others @ ..] if !others.is_empty() => (first, others),
        few => return Err(StatsError::Reasons { reasons: few.len() }),
    };
    for other in others {
        let alike = |at: usize| {
            let (a, b) = (&first.steps()[at], &other.steps()[at]);
            a.time == b.time && a.at_risk == b.at_risk
        };
        if other.steps().len() != first.steps().len() || !(0..first.steps().len()).all(alike) {
            return Err(StatsError::Length {
                name: "the steps of another reason",
                given: other.steps().len(),
                rows: first.steps().len(),
            });
        }
    }
    let mut found: Vec<Incidence> = reasons
        .iter()
        .map(|table| Incidence {
            n: table.n(),
            events: table.events(),
            level,
            points: Vec::with_capacity(first.steps().len()),
        })
        .collect();
    let mut still = 1.0;
    let mut sums = vec![Sums::default(); reasons.len()];
    for (at, step) in first.steps().iter().enumerate() {
        let risk = step.at_risk as f64;
        let all: u64 = reasons.iter().map(|table| table.steps()[at].events).sum();
        for ((table, sums), found) in reasons.iter().zip(&mut sums).zip(&mut found) {
            let events = table.steps()[at].events;
            sums.step(risk, events as f64, all as f64, still);
            found
                .points
                .push(sums.told(step.time, step.at_risk, events, level));
        }
        if all > 0 {
            still *= (risk - all as f64) / risk;
        }
    }
    Ok(found)
}

/// What one reason's incidence and its variance need of the times so far: the variance at t is
/// a polynomial of `F(t)` whose coefficients are sums over them.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    incidence: f64,
    square: f64,
    linear: f64,
    constant: f64,
}

impl Sums {
    /// A time at which `all` of `risk` left, `events` of them for this reason.
    fn step(&mut self, risk: f64, events: f64, all: f64, still: f64) {
        if all == 0.0 {
            return;
        }
        self.incidence += still * events / risk;
        // Where nobody is left nothing later depends on the hazard here.
        let hazard = if all < risk {
            all / (risk * (risk - all))
        } else {
            0.0
        };
        let cross = if all < risk {
            still * events / (risk * risk)
        } else {
            0.0
        };
        let own = still * still * events * (risk - events) / risk.powi(3);
        self.square += hazard;
        self.linear += hazard * self.incidence + cross;
        self.constant +=
            hazard * self.incidence * self.incidence + 2.0 * cross * self.incidence + own;
    }

    fn told(&self, time: f64, at_risk: u64, events: u64, level: Level) -> Risk {
        let f = self.incidence;
        let variance = f * f * self.square - 2.0 * f * self.linear + self.constant;
        let se = variance.max(0.0).sqrt();
        let interval = if f <= 0.0 {
            Interval {
                low: 0.0,
                high: 1.0 - (level.alpha() / 2.0).powf(1.0 / at_risk.max(1) as f64),
            }
        } else if f >= 1.0 {
            Interval {
                low: 0.0,
                high: 1.0,
            }
        } else {
            let not = 1.0 - f;
            let stretch = (level.z() * se / (not * not.ln().abs())).exp();
            Interval {
                low: 1.0 - not.powf(1.0 / stretch),
                high: 1.0 - not.powf(stretch),
            }
        };
        Risk {
            time,
            at_risk,
            events,
            incidence: f,
            se,
            low: interval.low,
            high: interval.high,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survival::kaplan_meier;

    fn table(counts: &[(f64, u64, u64)]) -> LifeTable {
        LifeTable::from_counts(counts.iter().copied()).unwrap()
    }

    #[test]
    fn a_reason_that_nobody_had_leaves_the_other_its_kaplan_meier_curve() {
        let counts = [
            (1.0, 2, 1),
            (2.0, 0, 3),
            (4.0, 3, 2),
            (7.0, 1, 0),
            (8.0, 0, 4),
        ];
        let none: Vec<(f64, u64, u64)> = counts.iter().map(|&(t, e, c)| (t, 0, e + c)).collect();
        let all = table(&counts);
        let found = cumulative_incidence(&[all.clone(), table(&none)], Level::NINETY_FIVE).unwrap();
        let curve = kaplan_meier(&all, Level::NINETY_FIVE);
        for (risk, point) in found[0].points.iter().zip(&curve.points) {
            assert!((risk.incidence - (1.0 - point.survival)).abs() < 1e-14);
            assert!((risk.se - point.se).abs() < 1e-14);
            assert!((risk.low - (1.0 - point.high)).abs() < 1e-12);
            assert!((risk.high - (1.0 - point.low)).abs() < 1e-12);
        }
        assert!(
            found[1]
                .points
                .iter()
                .all(|p| p.incidence == 0.0 && p.high > 0.0)
        );
        assert!(found[0].at(0.5).is_none() && found[0].at(5.0).unwrap().time == 4.0);
    }

    #[test]
    fn one_reason_or_tables_of_other_spells_are_refused_and_two_are_answered() {
        let price = table(&[(1.0, 1, 0), (2.0, 0, 1)]);
        let service = table(&[(1.0, 0, 1), (2.0, 1, 0)]);
        let level = Level::NINETY_FIVE;
        assert!(cumulative_incidence(std::slice::from_ref(&price), level).is_err());
        assert!(cumulative_incidence(&[price.clone(), table(&[(1.0, 0, 2)])], level).is_err());
        let found = cumulative_incidence(&[price, service], level).unwrap();
        // All have left, half for each reason.
        assert_eq!(
            found
                .iter()
                .map(|f| f.points[1].incidence)
                .collect::<Vec<_>>(),
            [0.5, 0.5]
        );
    }
}
