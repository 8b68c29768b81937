//! Where the score and the words of one answer contradict each other.
//!
//! A 10 beside angry words, a 0 beside praise: a slip, irony, or a scale read the wrong way
//! round. Most such pairs are errors of the one who reads the words, so each gets the chance that
//! it is real, and goes to review. [`fit`] learns how common real ones are, [`Fit::posterior`] says
//! how likely one is, [`reversed`] finds people, languages or templates that read the scale the
//! other way round.

mod confusion;
mod fit;
mod reversal;

use serde::{Deserialize, Serialize};

pub use confusion::Confusion;
pub use fit::{Fit, Side, fit};
pub use reversal::{Reversal, reversed};

/// What words, or a score, say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// Against.
    Negative,
    /// Neither.
    Neutral,
    /// In favor.
    Positive,
}

impl Tone {
    /// The tone of a score from 0 to 10: 0 to 2 is negative, 9 and 10 positive.
    ///
    /// # Errors
    /// [`StatsError::Score`](crate::StatsError::Score) unless it is a whole number from 0 to 10.
    pub fn of_score(score: f64) -> Result<Self, crate::StatsError> {
        let standing = crate::nps::standing_value(score)?;
        Ok(match standing {
            1.0 => Tone::Positive,
            _ if score <= 2.0 => Tone::Negative,
            _ => Tone::Neutral,
        })
    }

    /// The opposite; neutral is its own.
    #[must_use]
    pub fn opposite(self) -> Self {
        match self {
            Tone::Negative => Tone::Positive,
            Tone::Neutral => Tone::Neutral,
            Tone::Positive => Tone::Negative,
        }
    }
}

/// Pairs counted by the tone of the score and the tone read from the words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pairs(pub [[u64; 3]; 3]);

impl Pairs {
    /// Counts one pair.
    pub fn observe(&mut self, score: Tone, words: Tone) {
        self.0[score as usize][words as usize] += 1;
    }

    /// Adds other pairs.
    pub fn merge(&mut self, other: &Pairs) {
        for (row, more) in self.0.iter_mut().zip(other.0) {
            row.iter_mut().zip(more).for_each(|(n, more)| *n += more);
        }
    }
}

/// Whether a pair is flagged: one side is in favor, the other against.
#[must_use]
pub fn contradicts(score: Tone, words: Tone) -> bool {
    score != Tone::Neutral && words == score.opposite()
}
