//! Which intercepts differ, found by looking.

use serde::{Deserialize, Serialize};

use crate::style::cfa::{Equal, Group, fit, modifications};
use crate::style::ladder::{DROP, Ladder, Rung, ladder};
use crate::{Level, Refusal, StatsError};

/// Greatest share of items that may be freed: two in five, so that most agree.
pub const MOST_FREE: f64 = 0.4;

/// An item whose intercepts were left free after looking.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Freed {
    /// The item, counted from 0.
    pub item: usize,
    /// Its modification index: by how much chi-square was to fall.
    pub modification: f64,
    /// Degrees of freedom given up: groups less 1.
    pub df: u64,
    /// CFI with this item and those before it free.
    pub cfi: f64,
}

/// The ladder with the intercepts that had to be freed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Partial {
    /// The ladder with the freed items, where intercepts of the others hold; else the ladder with
    /// none free, and its refusal.
    pub ladder: Ladder,
    /// What was freed, in order, or tried in vain.
    pub freed: Vec<Freed>,
}

/// The ladder of invariance, where items with intercepts of their own are sought out and left
/// free.
///
/// Formula: where form and loadings hold but intercepts do not ([`DROP`]), the item with the
/// greatest [`modifications`] is freed, one at a time, until the others hold; at most
/// `most` × items, and never so many that less than two are held.
/// Arguments: groups (2 or more); `most`, share of items, commonly [`MOST_FREE`]; level of the
/// factor means' intervals.
/// Errors: those of [`ladder`]; [`StatsError::NotAboveZero`] for a share that is none.
/// Assumptions: as [`ladder`]; most items are without bias, so that the few stand out from the
/// many. The choice is made after looking at the same data: errors of the factor means do not
/// know of it, and another sample could free other items.
/// Sources: Byrne, Shavelson and Muthén 1989, doi:10.1037/0033-2909.105.3.456; Yoon and Millsap
/// 2007, doi:10.1080/10705510701301677 (one at a time by the largest index; fails where many are
/// biased); MacCallum, Roznowski and Necowitz 1992, doi:10.1037/0033-2909.111.3.490 (what looking
/// costs).
///
/// ```text
/// six items in three groups, two of them biased: CFI .920, .954, .991 with none, the fifth, and
/// the second too left free; .992 with equal loadings alone
/// ```
pub fn partial(groups: &[Group], most: f64, level: Level) -> Result<Partial, StatsError> {
    if !(most.is_finite() && most > 0.0) {
        return Err(StatsError::NotAboveZero {
            name: "share of items that may be free",
            value: most,
        });
    }
    let whole = ladder(groups, &[], level)?;
    let mut freed: Vec<Freed> = Vec::new();
    if !matches!(whole.refusal(), Some(Refusal::InterceptsDiffer { .. })) {
        let ladder = whole;
        return Ok(Partial { ladder, freed });
    }
    let items = groups.first().map_or(0, |g| g.mean.len());
    let most = ((most.min(1.0) * items as f64) as usize).min(items.saturating_sub(2));
    let mut free: Vec<usize> = Vec::new();
    while free.len() < most {
        let indices = match modifications(groups, &free) {
            Err(StatsError::NotConverged { .. }) => break,
            indices => indices?,
        };
        let ranked = indices
            .iter()
            .enumerate()
            .filter_map(|(i, m)| Some((i, (*m)?)));
        let Some((item, modification)) = ranked.max_by(|a, b| a.1.total_cmp(&b.1)) else {
            break;
        };
        free.push(item);
        let fit = match fit(groups, Equal::Scalar, &free, level) {
            Err(StatsError::NotConverged { .. }) => break,
            fit => fit?,
        };
        freed.push(Freed {
            item,
            modification,
            df: groups.len() as u64 - 1,
            cfi: fit.cfi,
        });
        let delta = fit.cfi - whole.metric.fit.cfi;
        if delta > DROP {
            let scalar = Rung {
                fit,
                delta_cfi: Some(delta),
                holds: true,
            };
            let ladder = Ladder {
                scalar,
                free,
                ..whole
            };
            return Ok(Partial { ladder, freed });
        }
    }
    let ladder = whole;
    Ok(Partial { ladder, freed })
}
