//! Numbers about samples: scores, intervals, comparisons.
//!
//! Sufficient statistics go in (counts, sums), small structs come out. Nothing
//! here reads a clock or touches a file, and chance comes only from a seed
//! ([`random`]), so the same arguments give the same bytes. An estimate is never a bare `f64`: it is an
//! [`Estimate`], which carries its interval, its n, its method and, where it is
//! blank, the [`Refusal`] that says why.
//!
//! | module | what it answers |
//! |---|---|
//! | [`nps`] | Net Promoter Score from promoters, passives and detractors |
//! | [`share`] | a share of yes or no, and all shares of a set at once |
//! | [`csat`], [`ces`] | customer satisfaction (top boxes), customer effort (mean) |
//! | [`mean`] | a mean from n, sum and sum of squares |
//! | [`median`] | the middle of a sample, between two order statistics |
//! | [`design`] | weighted, stratified, clustered samples and known frames |
//! | [`change`] | what moved between two periods, and families of such questions |
//! | [`burst`] | whether something is said more often than it used to be |
//! | [`drivers`] | what an outcome depends on: importance, effect, performance, opportunity |
//! | [`gap`] | how far two groups, or two questions, lie apart |
//! | [`survival`] | how long customers stay: curves, hazards, groups compared |
//! | [`cox`] | what shortens or lengthens tenure, and whether it does so throughout |
//! | [`anniversary`] | whether satisfaction dips around an anniversary of tenure |
//! | [`ranking`] | which places are better or worse beyond luck |
//! | [`journey`] | paths, moments that matter, recoverable loss |
//! | [`maxdiff`], [`choice`] | which perks are wanted, by best and worst or by choices among offers |
//! | [`regress`] | least squares, generalized linear models, ordered and unordered choices |
//! | [`bootstrap`], [`random`] | intervals by resampling, fixed streams of chance |
//! | [`weight`] | weights that make a sample resemble its population, and their cost |
//! | [`style`] | how people use a scale, and whether groups can be compared |
//! | [`index`] | one number out of several items, its weights and whether the items hang together |
//! | [`series`] | charts, spikes and drifts over time, breaks of level |
//! | [`cause`] | why a score moved: mix or rate, and in which cells |
//! | [`privacy`] | what may be published of a table, and whether the rest can be worked out |
//! | [`quality`] | which answers were given without care |
//! | [`mismatch`] | where score and words of one answer contradict each other |
//! | [`paired`] | which of two readers of the same cases is right more often |
//!
//! Every statistics struct has `merge`, and merging partial states in any order
//! gives what one pass over all rows would have given (floating-point sums up
//! to rounding): this is what lets an SQL aggregate keep them.

pub mod anniversary;
pub mod bootstrap;
pub mod burst;
pub mod cause;
pub mod ces;
pub mod change;
pub mod choice;
pub mod cox;
pub mod csat;
pub mod design;
pub mod drivers;
mod error;
mod estimate;
pub mod gap;
pub mod index;
mod interval;
pub mod journey;
mod level;
pub mod maxdiff;
pub mod mean;
pub mod median;
mod method;
pub mod mismatch;
pub mod nps;
pub mod paired;
pub mod privacy;
pub mod quality;
mod quantile;
pub mod random;
pub mod ranking;
mod refusal;
pub mod regress;
pub mod series;
pub mod share;
pub mod style;
pub mod survival;
pub mod weight;

pub use error::StatsError;
pub use estimate::Estimate;
pub use interval::Interval;
pub use level::Level;
pub use method::{Method, Unit};
pub use refusal::Refusal;

/// Fewest answers for which a headline score is shown; below it the score is
/// refused and only the counts are given.
pub const MIN_N: u64 = 10;

/// When and how surely a headline is shown.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Rules {
    /// Confidence of the interval.
    pub level: Level,
    /// Fewest answers for a headline; at least 1 is always needed.
    pub min_n: u64,
}

impl Default for Rules {
    /// 95 % and [`MIN_N`].
    fn default() -> Self {
        Rules {
            level: Level::NINETY_FIVE,
            min_n: MIN_N,
        }
    }
}

impl Rules {
    /// The reason to leave a headline over `n` answers blank, if there is one.
    pub(crate) fn too_few(&self, n: u64) -> Option<Refusal> {
        let needed = self.min_n.max(1);
        (n < needed).then_some(Refusal::TooFew { n, needed })
    }
}
