//! What can be said about a change, in words.

use serde::{Deserialize, Serialize};

use crate::change::Change;
use crate::{Refusal, Unit};

/// What can be said about a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It rose, likely for real.
    Up,
    /// It fell, likely for real.
    Down,
    /// Whatever changed is smaller than what would matter (TOST).
    Same,
    /// The samples do not tell.
    CannotTell,
}

/// Why two periods cannot be compared.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Why {
    /// The estimate before is blank.
    #[error("before: {refusal}")]
    Before {
        /// Why it is blank.
        refusal: Refusal,
    },
    /// The estimate after is blank.
    #[error("after: {refusal}")]
    After {
        /// Why it is blank.
        refusal: Refusal,
    },
    /// The same people may have answered in both periods, nobody knows how many.
    #[error(
        "the periods share respondents to an unknown extent; compare periods that do not overlap, or count who answered in both"
    )]
    OverlapUnknown,
    /// The estimates are not counted in the same unit.
    #[error("the two scores are not counted in the same unit; compare like with like")]
    UnitsDiffer,
    /// The intervals have different levels.
    #[error("the two intervals have different levels; compute both at the same level")]
    LevelsDiffer,
}

impl Change {
    /// The verdict as a sentence fit for a screen.
    ///
    /// ```text
    /// up 4, likely real
    /// about the same; any change is below 3 points
    /// cannot tell; you could have seen 6 points
    /// ```
    #[must_use]
    pub fn words(&self) -> String {
        if let Some(why) = &self.why {
            return format!("cannot tell; {why}");
        }
        let amount = |x: Option<f64>| rounded(x.unwrap_or(0.0).abs(), self.unit);
        let unit = match self.unit {
            Unit::Points | Unit::Percent => " points",
            Unit::Scale => "",
        };
        match self.verdict {
            Verdict::Up => format!("up {}, likely real", amount(self.value)),
            Verdict::Down => format!("down {}, likely real", amount(self.value)),
            Verdict::Same => {
                format!(
                    "about the same; any change is below {}{unit}",
                    amount(self.margin)
                )
            }
            Verdict::CannotTell => {
                let seen = amount(self.could_have_seen);
                format!("cannot tell; you could have seen {seen}{unit}")
            }
        }
    }
}

/// Whole points, but never a change of "0"; scales keep two digits.
fn rounded(x: f64, unit: Unit) -> String {
    let digits = match unit {
        Unit::Points | Unit::Percent if x >= 0.95 => 0,
        Unit::Points | Unit::Percent if x >= 0.095 => 1,
        Unit::Scale if x >= 0.095 => 1,
        _ => 2,
    };
    // A tie is rounded away from zero, as people do, not to even.
    let factor = 10_f64.powi(digits);
    format!("{:.*}", digits as usize, (x * factor).round() / factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_as_people_say_them() {
        assert_eq!(rounded(3.5, Unit::Points), "4");
        assert_eq!(rounded(2.5, Unit::Points), "3");
        assert_eq!(rounded(0.42, Unit::Percent), "0.4");
        assert_eq!(rounded(0.04, Unit::Percent), "0.04");
        assert_eq!(rounded(0.25, Unit::Scale), "0.3");
        assert_eq!(rounded(0.034, Unit::Scale), "0.03");
    }
}
