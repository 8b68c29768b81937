//! Comments from a small grammar: opener, what happened at a touchpoint, cause, request.
//!
//! The grammar of each language is one text file: a section per touchpoint with subjects and
//! what is said of them when it was bad or good, and sections for the rest. Each touchpoint has
//! at least 40 ways to be praised and 40 to be blamed. Typos (4 %) and emoji (3 %) come on top.

mod corpus;
mod grammar;
mod noise;

pub use corpus::Corpus;
pub use grammar::{Brief, Grammar, grammar};

/// Whether something is praised or blamed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Polarity {
    /// Blamed.
    Bad,
    /// Praised.
    Good,
}

impl Polarity {
    /// What a gap between experience and expectation leads to.
    #[must_use]
    pub fn of(gap: f64) -> Self {
        if gap < 0.0 {
            Polarity::Bad
        } else {
            Polarity::Good
        }
    }

    /// Whether it is praise.
    #[must_use]
    pub fn is_good(self) -> bool {
        self == Polarity::Good
    }
}
