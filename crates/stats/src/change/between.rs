//! Two estimates compared.

use serde::{Deserialize, Serialize};

use crate::change::{Change, Difference, Verdict, Why, difference};
use crate::{Estimate, Level, StatsError};

/// Whether the same people answered in both periods.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "overlap", rename_all = "snake_case")]
pub enum Overlap {
    /// Nobody did, or each answer can be taken as a new draw.
    None,
    /// Some did; `correlation` is that of the two estimates, -1 to 1.
    Correlated {
        /// Correlation of the two estimates.
        correlation: f64,
    },
    /// Some may have; how many is not known. No comparison is made.
    Unknown,
}

impl Overlap {
    /// The overlap of a panel, part of which answered in both periods.
    ///
    /// Formula: `ρ = r m / √(n1 n2)`: the correlation of two means that share m
    /// respondents whose answers correlate by r.
    /// Arguments: `shared` respondents m, of `before` n1 and `after` n2; `r`
    /// from -1 to 1, over the shared respondents.
    /// Errors: [`StatsError::Shared`], [`StatsError::Correlation`].
    /// Assumptions: equal weights; the shared respondents are like the others.
    /// Source: Kish 1965, Survey Sampling, section 12.4.
    ///
    /// ```text
    /// 100 of 200 and 200 respondents, r 0.6: 0.3
    /// ```
    pub fn panel(shared: u64, before: u64, after: u64, r: f64) -> Result<Self, StatsError> {
        if shared > before.min(after) {
            return Err(StatsError::Shared {
                shared,
                before,
                after,
            });
        }
        if !(-1.0..=1.0).contains(&r) {
            return Err(StatsError::Correlation { correlation: r });
        }
        if shared == 0 {
            return Ok(Overlap::None);
        }
        let correlation = r * shared as f64 / ((before as f64) * (after as f64)).sqrt();
        Ok(Overlap::Correlated { correlation })
    }
}

/// What is asked of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Whether the periods share respondents.
    pub overlap: Overlap,
    /// Smallest change that would matter, in the estimates' unit; without one
    /// nothing is ever called the same.
    pub margin: Option<f64>,
    /// Chance with which a change of the size that "could have been seen" is found.
    pub power: Level,
}

impl Default for Question {
    /// Separate samples, no margin, power 80 %.
    fn default() -> Self {
        // A literal between 0 and 1 is always a level.
        let power = Level::new(0.8).unwrap_or_default();
        Question {
            overlap: Overlap::None,
            margin: None,
            power,
        }
    }
}

/// The change from one estimate to another, with its verdict.
///
/// Formula: [`difference`] of the two intervals. Up or down where p < α
/// (α = 1 - level of the estimates); otherwise the same where the interval of
/// level 1 - 2α lies wholly inside ± margin (two one-sided tests); otherwise it
/// cannot be told, and `could_have_seen` says what would have shown.
/// Arguments: two estimates of one metric, same unit and level; the question.
/// Errors: [`StatsError::Margin`], [`StatsError::Correlation`]. Refused
/// estimates, unknown overlap, and differing units or levels give a change with
/// blank numbers and a reason.
/// Assumptions: those of the estimates; one comparison (for many see
/// [`judge`](crate::change::judge)).
/// Sources: [`difference`]; Schuirmann 1987, doi:10.1007/BF01068419.
///
/// ```
/// use stats::{Rules, change, nps};
/// let score = |promoters, passives, detractors| {
///     nps::estimate(&nps::Counts { promoters, passives, detractors }, &Rules::default())
/// };
/// let (before, after) = (score(1436, 968, 342), score(1268, 935, 447));
/// let change = change::between(&before, &after, &change::Question::default())?;
/// assert_eq!(change.words(), "down 9, likely real");
/// # Ok::<(), stats::StatsError>(())
/// ```
pub fn between(
    before: &Estimate,
    after: &Estimate,
    question: &Question,
) -> Result<Change, StatsError> {
    if let Some(margin) = question.margin.filter(|&m| !(m > 0.0 && m.is_finite())) {
        return Err(StatsError::Margin { margin });
    }
    let blank = |why| Change {
        value: None,
        low: None,
        high: None,
        p: None,
        q: None,
        could_have_seen: None,
        margin: question.margin,
        n_before: before.n,
        n_after: after.n,
        unit: after.unit,
        verdict: Verdict::CannotTell,
        why,
        within_margin: false,
    };
    let (first, second, correlation) = match comparable(before, after, question.overlap) {
        Ok(sides) => sides,
        Err(why) => return Ok(blank(Some(why))),
    };
    let found = difference(first, second, correlation, after.level)?;
    let mut change = Change {
        value: Some(found.value),
        low: Some(found.interval.low),
        high: Some(found.interval.high),
        p: Some(found.p),
        could_have_seen: Some(found.could_have_seen(question.power)),
        within_margin: within(&found, question.margin),
        ..blank(None)
    };
    change.verdict = change.verdict_at(found.p < after.level.alpha());
    Ok(change)
}

impl Change {
    /// The verdict, given whether "nothing changed" was rejected.
    pub(super) fn verdict_at(&self, rejected: bool) -> Verdict {
        match self.value {
            Some(value) if rejected && value > 0.0 => Verdict::Up,
            Some(value) if rejected && value < 0.0 => Verdict::Down,
            Some(_) if self.within_margin => Verdict::Same,
            _ => Verdict::CannotTell,
        }
    }
}

type Side = (f64, crate::Interval);

/// The two sides and their correlation, or why they cannot be compared.
fn comparable(
    before: &Estimate,
    after: &Estimate,
    overlap: Overlap,
) -> Result<(Side, Side, f64), Why> {
    let correlation = match overlap {
        Overlap::None => 0.0,
        Overlap::Correlated { correlation } => correlation,
        Overlap::Unknown => return Err(Why::OverlapUnknown),
    };
    if before.unit != after.unit {
        return Err(Why::UnitsDiffer);
    }
    if before.level != after.level {
        return Err(Why::LevelsDiffer);
    }
    let side = |e: &Estimate| e.value.zip(e.interval());
    // An estimate is blank only with a refusal; one without numbers that names
    // none can only come from a foreign document, and is too few to compare.
    let refusal = |e: &Estimate| {
        e.refused.unwrap_or(crate::Refusal::TooFew {
            n: e.n,
            needed: e.n + 1,
        })
    };
    let first = side(before).ok_or_else(|| Why::Before {
        refusal: refusal(before),
    })?;
    let second = side(after).ok_or_else(|| Why::After {
        refusal: refusal(after),
    })?;
    Ok((first, second, correlation))
}

/// Whether two one-sided tests at α place the difference inside ± margin.
fn within(found: &Difference, margin: Option<f64>) -> bool {
    let Some(margin) = margin else { return false };
    let Ok(level) = Level::new(1.0 - 2.0 * found.level.alpha()) else {
        return false;
    };
    let interval = found.at(level);
    -margin < interval.low && interval.high < margin
}
