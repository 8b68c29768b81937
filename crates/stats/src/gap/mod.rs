//! Gaps: how far two groups of people, or two questions to the same people, lie apart in the
//! share that agrees. What a brand believes against what customers live, what they expected
//! against what they got.
//!
//! | function | for |
//! |---|---|
//! | [`newcombe`] | two separate groups, the default |
//! | [`miettinen_nurminen`], [`mee`] | the same by score tests |
//! | [`weighted`] | groups with weights, strata, clusters |
//! | [`within`] | two yes-no questions to the same people |
//! | [`simultaneous`] | many gaps that are to be ranked: all intervals hold at once |
//! | [`rao_scott`] | a question of several boxes: whether groups tick alike over all of them |
//! | [`smallest_detectable`] | what such samples can see |

mod detectable;
mod joint;
mod score;
mod simultaneous;
mod weighted;
mod within;

use serde::{Deserialize, Serialize};

pub use detectable::smallest_detectable;
pub use joint::{EXPECTED, Joint, rao_scott};
pub use score::{mee, miettinen_nurminen};
pub use simultaneous::{Respondent, Simultaneous, simultaneous};
pub use weighted::weighted;
pub use within::{Within, within};

use crate::change::difference;
use crate::share::{Counts, wilson};
use crate::{Interval, Level, Method, StatsError};

/// The share of the first less the share of the second, with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Gap {
    /// First less second, -1 to 1.
    pub value: f64,
    /// Its interval.
    pub interval: Interval,
    /// How the interval was computed.
    pub method: Method,
    /// Answers of the first and of the second group.
    pub n: [u64; 2],
    /// Confidence of the interval.
    pub level: Level,
}

/// The gap of two separate groups, by Newcombe's hybrid of two Wilson intervals.
///
/// Formula: with shares p and Wilson ends l, u,
/// `d - √((p1 - l1)² + (u2 - p2)²)` to `d + √((u1 - p1)² + (p2 - l2)²)`.
/// Arguments: counts of yes (`hits`) and no (`others`) of each group; result on the -1 to 1 scale.
/// Errors: [`StatsError::Rows`] for a group without answers.
/// Assumptions: answers are independent, within and between groups.
/// Source: Newcombe 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I,
/// method 10.
///
/// ```
/// use stats::{Level, gap, share::Counts};
/// let yes = |hits, n| Counts { hits, others: n - hits };
/// let found = gap::newcombe(&yes(56, 70), &yes(48, 80), Level::NINETY_FIVE).unwrap();
/// assert!((found.value - 0.2).abs() < 1e-12);
/// assert!((found.interval.low - 0.0524).abs() < 5e-5);
/// assert!((found.interval.high - 0.3339).abs() < 5e-5);
/// ```
pub fn newcombe(first: &Counts, second: &Counts, level: Level) -> Result<Gap, StatsError> {
    let n = answered(first, second)?;
    let of = |counts: &Counts| (share(counts), wilson(counts, level));
    let found = difference(of(second), of(first), 0.0, level)?;
    Ok(Gap {
        value: found.value,
        interval: found.interval.clipped(-1.0, 1.0),
        method: Method::Newcombe,
        n,
        level,
    })
}

/// The share of yes.
fn share(counts: &Counts) -> f64 {
    counts.hits as f64 / counts.n() as f64
}

/// Both numbers of answers, unless one is 0.
fn answered(first: &Counts, second: &Counts) -> Result<[u64; 2], StatsError> {
    let n = [first.n(), second.n()];
    match n.iter().find(|n| **n == 0) {
        Some(&rows) => Err(StatsError::Rows { rows, columns: 1 }),
        None => Ok(n),
    }
}
