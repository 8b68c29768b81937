//! The confidence of an interval, checked once.

use serde::{Deserialize, Serialize};

use crate::StatsError;

/// Confidence of an interval: a share above 0 and below 1.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Level(f64);

impl Level {
    /// 95 %, the product's default.
    pub const NINETY_FIVE: Level = Level(0.95);

    /// A level from a share.
    ///
    /// # Errors
    /// [`StatsError::Level`] unless `0 < level < 1`.
    pub fn new(level: f64) -> Result<Self, StatsError> {
        if level > 0.0 && level < 1.0 {
            Ok(Level(level))
        } else {
            Err(StatsError::Level { level })
        }
    }

    /// The level as a share, such as 0.95.
    #[must_use]
    pub fn share(self) -> f64 {
        self.0
    }

    /// The share left outside the interval, such as 0.05.
    #[must_use]
    pub fn alpha(self) -> f64 {
        1.0 - self.0
    }

    /// The normal quantile that a two-sided interval of this level reaches to: 1.96 for 95 %.
    #[must_use]
    pub fn z(self) -> f64 {
        crate::quantile::normal(0.5 + self.0 / 2.0)
    }
}

impl Default for Level {
    fn default() -> Self {
        Level::NINETY_FIVE
    }
}

impl TryFrom<f64> for Level {
    type Error = StatsError;

    fn try_from(level: f64) -> Result<Self, StatsError> {
        Level::new(level)
    }
}

impl From<Level> for f64 {
    fn from(level: Level) -> f64 {
        level.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_of_ninety_five_percent_written_as_95_is_refused() {
        let error = Level::new(95.0).unwrap_err().to_string();
        assert!(error.contains("95") && error.contains("0.95"), "{error}");
        assert!(Level::new(f64::NAN).is_err());
        assert!(Level::new(0.0).is_err() && Level::new(1.0).is_err());
        assert_eq!(Level::new(0.9).unwrap().share(), 0.9);
    }
}
