//! Which places are better and worse, when most of what is seen is luck.
//!
//! [`means`] ranks places by a mean score, [`shares`] by a share of yes. Both shrink each place
//! toward the center by as much as its number of answers demands, and say with which probability
//! it is among the worst or best tenth; [`limits`] gives the funnel in which luck alone would keep
//! a place.

mod funnel;
mod means;
mod order;
mod shares;

use serde::{Deserialize, Serialize};

use crate::{Level, Method, Refusal, StatsError};

pub use funnel::{Funnel, limits};
pub use means::means;
pub use shares::shares;

/// Fewest places with an answer that can be ranked.
pub const MIN_PLACES: u64 = 5;

/// How places are ranked.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Options {
    /// Whether a low value is a bad one; else a high one is.
    pub low_is_worst: bool,
    /// Draws from the posterior for the ranks, commonly 2,000.
    pub draws: u32,
    /// Seed of the draws.
    pub seed: u64,
    /// Confidence of the intervals.
    pub level: Level,
}

impl Default for Options {
    /// Low is bad, 2,000 draws, 95 %.
    fn default() -> Self {
        Options {
            low_is_worst: true,
            draws: 2_000,
            seed: 0,
            level: Level::NINETY_FIVE,
        }
    }
}

/// What can be said of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// Surely below the center.
    Below,
    /// Cannot be told from the center.
    Unclear,
    /// Surely above the center.
    Above,
}

/// One place.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Place {
    /// Answers.
    pub n: u64,
    /// The observed value; blank without answers.
    pub raw: Option<f64>,
    /// The shrunken value: what to expect of its next many answers.
    pub value: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end of its interval.
    pub high: f64,
    /// Weight of its own answers in the value, 0 to 1; the rest is the center's.
    pub weight: f64,
    /// Chance that it truly is among the worst tenth.
    pub p_worst: f64,
    /// Chance that it truly is among the best tenth.
    pub p_best: f64,
    /// Lower end of its rank's interval, 1 for the worst.
    pub rank_low: u64,
    /// Upper end of its rank's interval.
    pub rank_high: u64,
    /// Where it stands against the center.
    pub band: Band,
    /// Where luck alone would keep it; blank without answers.
    pub funnel: Option<Funnel>,
}

/// All places, in the order given.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ranking {
    /// The center that places are shrunken toward; blank, as all that follows, where refused.
    pub center: Option<f64>,
    /// Lower end of its interval.
    pub low: Option<f64>,
    /// Upper end of its interval.
    pub high: Option<f64>,
    /// True spread between places, as a standard deviation in the value's unit.
    pub between: Option<f64>,
    /// Spread of one answer within a place, likewise.
    pub within: Option<f64>,
    /// Answers.
    pub n: u64,
    /// The places; empty where refused.
    pub places: Vec<Place>,
    /// How it was computed.
    pub method: Method,
    /// Why there is no ranking.
    pub refused: Option<Refusal>,
}

impl Ranking {
    fn refused(refusal: Refusal, n: u64, method: Method) -> Self {
        Ranking {
            center: None,
            low: None,
            high: None,
            between: None,
            within: None,
            n,
            places: Vec::new(),
            method,
            refused: Some(refusal),
        }
    }
}

/// Refuses options without a meaning and places too few to rank.
fn check(
    options: &Options,
    answers: impl Iterator<Item = u64>,
    method: Method,
) -> Result<Option<Ranking>, StatsError> {
    if options.draws == 0 {
        return Err(StatsError::Draws {
            draws: options.draws,
        });
    }
    let (mut n, mut places) = (0, 0);
    for of_place in answers {
        n += of_place;
        places += u64::from(of_place > 0);
    }
    Ok((places < MIN_PLACES).then(|| {
        let refusal = Refusal::TooFewPlaces {
            places,
            needed: MIN_PLACES,
        };
        Ranking::refused(refusal, n, method)
    }))
}

fn band(low: f64, high: f64, center: f64) -> Band {
    if high < center {
        Band::Below
    } else if low > center {
        Band::Above
    } else {
        Band::Unclear
    }
}
