//! Customer satisfaction: the percent of answers in the top boxes.

use crate::{Estimate, Rules, StatsError, share};

/// Counts one answer as satisfied or not.
///
/// Formula: satisfied where `score >= lowest_top`.
/// Arguments: counts so far; a score; the lowest score that counts as
/// satisfied, on the same scale (4 on a scale of 1 to 5).
/// Errors: [`StatsError::NotFinite`]; nothing is counted then.
/// Source: Farris et al., Marketing Metrics, 2010, on top-box scores.
///
/// ```text
/// observe(&mut counts, 4.0, 4.0) counts a hit, 3.0 counts another
/// ```
pub fn observe(counts: &mut share::Counts, score: f64, lowest_top: f64) -> Result<(), StatsError> {
    for (name, value) in [("score", score), ("lowest top score", lowest_top)] {
        if !value.is_finite() {
            return Err(StatsError::NotFinite { name, value });
        }
    }
    counts.observe(score >= lowest_top);
    Ok(())
}

/// CSAT in percent with its Wilson interval.
///
/// Formula: [`share::estimate`] of satisfied answers.
/// Arguments: counts of satisfied and other answers; `rules` as there.
/// Errors: none; refused with fewer than `rules.min_n` answers.
/// Assumptions and source: [`share::estimate`].
///
/// ```text
/// 80 of 100 satisfied: 80 (71 .. 87)
/// ```
#[must_use]
pub fn estimate(counts: &share::Counts, rules: &Rules) -> Estimate {
    share::estimate(counts, rules)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_top_boxes_count_as_satisfied() {
        let mut counts = share::Counts::default();
        for score in [1.0, 3.0, 4.0, 5.0] {
            observe(&mut counts, score, 4.0).unwrap();
        }
        assert!(observe(&mut counts, f64::NAN, 4.0).is_err());
        assert_eq!(counts, share::Counts { hits: 2, others: 2 });
    }

    #[test]
    fn eighty_of_a_hundred_are_eighty_percent() {
        let e = estimate(
            &share::Counts {
                hits: 80,
                others: 20,
            },
            &Rules::default(),
        );
        assert_eq!(e.value, Some(80.0));
        assert_eq!(
            (e.low.unwrap().round(), e.high.unwrap().round()),
            (71.0, 87.0)
        );
    }
}
