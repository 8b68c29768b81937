//! Customer effort: the mean answer on the question's own scale.

use crate::{Estimate, Rules, StatsError, mean};

/// The ends of a question's scale, in its own unit, such as 1 to 7.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Scale {
    /// Lowest answer.
    pub lowest: f64,
    /// Highest answer.
    pub highest: f64,
}

/// CES as a mean on its scale, with its interval.
///
/// Formula: [`mean::estimate_on_scale`] where the scale is known, otherwise
/// [`mean::estimate`].
/// Arguments: moments of the answers, in the scale's unit.
/// Errors: [`StatsError::Scale`] where the mean lies outside the scale.
/// Assumptions: answers are treated as numbers of equal steps; otherwise those
/// of [`mean::student_t`].
/// Sources: Dixon, Freeman and Toman 2010, Harvard Business Review 88(7/8), for
/// the score; [`mean::student_t`] for the interval.
///
/// ```text
/// 100 answers, sum 530, squares 2950 on 1 to 7: 5.3 (5.06 .. 5.54)
/// ```
pub fn estimate(
    moments: &mean::Moments,
    scale: Option<Scale>,
    rules: &Rules,
) -> Result<Estimate, StatsError> {
    match scale {
        Some(s) => mean::estimate_on_scale(moments, s.lowest, s.highest, rules),
        None => Ok(mean::estimate(moments, rules)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_changes_only_what_lies_outside_it() {
        let m = mean::Moments {
            n: 100,
            sum: 530.0,
            sum_sq: 2950.0,
        };
        let scale = Scale {
            lowest: 1.0,
            highest: 7.0,
        };
        let with = estimate(&m, Some(scale), &Rules::default()).unwrap();
        let without = estimate(&m, None, &Rules::default()).unwrap();
        assert_eq!(with, without);
        assert_eq!(with.low.map(|x| (x * 100.0).round()), Some(506.0));
    }
}
