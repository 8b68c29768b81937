//! What moved between two periods, and how sure one can be.
//!
//! "No change" is never concluded from a missing proof of change: a comparison
//! is up, down, the same within a margin that matters, or it cannot be told,
//! and then it says what it could have seen.

mod between;
mod difference;
mod family;
mod shrink;
mod verdict;

pub use between::{Overlap, Question, between};
pub use difference::{Difference, difference, from_standard_errors};
pub use family::{Family, benjamini_hochberg, benjamini_yekutieli, holm, judge};
pub use shrink::{Shrunk, shrink};
pub use verdict::{Verdict, Why};

use serde::{Deserialize, Serialize};

use crate::Unit;

/// A change between two periods with its interval and its verdict.
///
/// The numbers are blank where `why` says that the periods cannot be compared.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Change {
    /// After less before, in `unit`.
    pub value: Option<f64>,
    /// Lower end of the interval, in `unit`.
    pub low: Option<f64>,
    /// Upper end of the interval, in `unit`.
    pub high: Option<f64>,
    /// Two-sided p value of "nothing changed".
    pub p: Option<f64>,
    /// p adjusted for the family it was judged in, if it was.
    pub q: Option<f64>,
    /// Smallest true change that these samples would have shown, with the
    /// question's power, in `unit`.
    pub could_have_seen: Option<f64>,
    /// Change that would matter, in `unit`, if one was named.
    pub margin: Option<f64>,
    /// Answers before.
    pub n_before: u64,
    /// Answers after.
    pub n_after: u64,
    /// What the numbers are counted in.
    pub unit: Unit,
    /// What can be said.
    pub verdict: Verdict,
    /// Why the periods cannot be compared, where they cannot.
    pub why: Option<Why>,
    /// Whether the change lies within the margin for sure (TOST).
    pub(crate) within_margin: bool,
}
