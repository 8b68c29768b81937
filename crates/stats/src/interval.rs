//! A range of numbers.

use serde::{Deserialize, Serialize};

/// A closed range of numbers, `low <= high`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Interval {
    /// The range `center - half` to `center + half`.
    pub(crate) fn around(center: f64, half: f64) -> Self {
        Interval {
            low: center - half,
            high: center + half,
        }
    }

    /// The part that lies between `lowest` and `highest`.
    #[must_use]
    pub fn clipped(self, lowest: f64, highest: f64) -> Self {
        Interval {
            low: self.low.clamp(lowest, highest),
            high: self.high.clamp(lowest, highest),
        }
    }

    /// Both ends times `factor` (above 0), as from shares to percent.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        Interval {
            low: self.low * factor,
            high: self.high * factor,
        }
    }

    /// Whether `value` lies in the range, ends included.
    #[must_use]
    pub fn contains(self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }

    /// `high - low`.
    #[must_use]
    pub fn width(self) -> f64 {
        self.high - self.low
    }

    /// The range stretched, where needed, until `value` lies in it.
    #[must_use]
    pub fn holding(self, value: f64) -> Self {
        Interval {
            low: self.low.min(value),
            high: self.high.max(value),
        }
    }
}
