//! What is asked of a gap.

use std::str::FromStr;

use stats::Level;

use crate::analyze::Missing;

/// Options of `analyze gap`.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Column that names one of two groups (brand, customers).
    pub group: Option<String>,
    /// Group whose share comes first; the first by name where not given.
    pub first: Option<String>,
    /// Columns of yes and no (also 1 and 0, true and false, agree and disagree). Two of them
    /// without a group are compared within the same people.
    pub agree: Vec<String>,
    /// Instead of columns: number and yes of the first group, such as 1000,740.
    pub x: Option<Pair>,
    /// Number and yes of the second group.
    pub y: Option<Pair>,
    /// Column of weights, 0 or more; a row without one is left out.
    pub weight: Option<String>,
    /// Column whose equal cells depend on each other (store, respondent).
    pub cluster: Option<String>,
    /// Codes in a column that are no answer; blank cells are none either.
    pub missing: Missing,
    /// Confidence of intervals.
    pub level: Level,
    /// Chance with which the smallest detectable gap would be found.
    pub power: Level,
    /// Samples drawn again for intervals that hold at once.
    pub replicates: u64,
    /// Seed of those samples: the same seed, the same bytes.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            group: None,
            first: None,
            agree: Vec::new(),
            x: None,
            y: None,
            weight: None,
            cluster: None,
            missing: Missing::default(),
            level: Level::NINETY_FIVE,
            power: Level::new(0.8).unwrap_or_default(),
            replicates: 1000,
            seed: 1,
        }
    }
}

/// How many were asked, and how many said yes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// Answers.
    pub n: u64,
    /// Those that are yes.
    pub yes: u64,
}

impl FromStr for Pair {
    type Err = String;

    /// Reads `1000,740`.
    fn from_str(text: &str) -> Result<Self, String> {
        let numbers = text
            .split_once(',')
            .map(|(n, yes)| (n.trim().parse(), yes.trim().parse()));
        match numbers {
            Some((Ok(n), Ok(yes))) if yes <= n && n > 0 => Ok(Pair { n, yes }),
            _ => Err(format!(
                "{text:?} is not a number of answers and how many of them are yes, such as 1000,740"
            )),
        }
    }
}
