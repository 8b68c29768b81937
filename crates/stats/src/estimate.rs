//! A number together with what it is worth.

use serde::{Deserialize, Serialize};

use crate::{Interval, Level, Method, Refusal, Rules, Unit};

/// A value with its interval and its n, or the reason why it is blank.
///
/// `value`, `low` and `high` are either all there or all blank; `n` is always
/// known. Where a method centers its interval elsewhere than on the observed
/// value and would leave that value out (only at low levels or with very few
/// answers), the interval is stretched to hold it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Estimate {
    /// The observed value in `unit`; blank where refused.
    pub value: Option<f64>,
    /// Lower end of the interval in `unit`; blank where refused.
    pub low: Option<f64>,
    /// Upper end of the interval in `unit`; blank where refused.
    pub high: Option<f64>,
    /// Answers counted.
    pub n: u64,
    /// Answers of equal weight that would say as much (Kish); `n` if unweighted.
    pub n_effective: f64,
    /// What the numbers are counted in.
    pub unit: Unit,
    /// How the interval was computed, or would have been.
    pub method: Method,
    /// Confidence of the interval.
    pub level: Level,
    /// Why the value is blank.
    pub refused: Option<Refusal>,
}

impl Estimate {
    /// A shown estimate; `interval` is stretched to hold `value`.
    pub(crate) fn shown(
        value: f64,
        interval: Interval,
        n: u64,
        unit: Unit,
        method: Method,
        rules: &Rules,
    ) -> Self {
        let Interval { low, high } = interval.holding(value);
        Estimate {
            value: Some(value),
            low: Some(low),
            high: Some(high),
            ..Estimate::blank(n, unit, method, rules)
        }
    }

    /// A blank estimate with its reason.
    pub(crate) fn refused(
        refusal: Refusal,
        n: u64,
        unit: Unit,
        method: Method,
        rules: &Rules,
    ) -> Self {
        Estimate {
            refused: Some(refusal),
            ..Estimate::blank(n, unit, method, rules)
        }
    }

    /// The same estimate with another effective n.
    pub(crate) fn with_n_effective(self, n_effective: f64) -> Self {
        Estimate {
            n_effective,
            ..self
        }
    }

    /// The interval, unless the estimate is refused.
    #[must_use]
    pub fn interval(&self) -> Option<Interval> {
        Some(Interval {
            low: self.low?,
            high: self.high?,
        })
    }

    fn blank(n: u64, unit: Unit, method: Method, rules: &Rules) -> Self {
        Estimate {
            value: None,
            low: None,
            high: None,
            n,
            n_effective: n as f64,
            unit,
            method,
            level: rules.level,
            refused: None,
        }
    }
}
