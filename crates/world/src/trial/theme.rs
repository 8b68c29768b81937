//! Terms heard week by week, three of which belong to something new.

use crate::Draw;

/// Terms counted.
pub const TERMS: usize = 3000;
/// Comments a week.
pub const COMMENTS: u64 = 800;
/// Weeks of history.
pub const HISTORY: usize = 12;
/// The first terms are those of the new theme.
pub const NEW: usize = 3;

const SIZE: f64 = 8.0;

/// One world: history and the weeks after the theme began.
#[derive(Debug, Clone)]
pub struct Weeks {
    /// Counts of each term in the weeks of history.
    pub history: Vec<Vec<u64>>,
    /// Counts of each term in the weeks since.
    pub since: Vec<Vec<u64>>,
}

/// A theme that goes from 0.05 % of the comments to `share`, watched for `weeks` weeks.
#[must_use]
pub fn weeks(seed: u64, share: f64, weeks: usize) -> Weeks {
    let draw = &mut Draw::new(seed, 17);
    let mut all = Weeks {
        history: Vec::with_capacity(TERMS),
        since: Vec::with_capacity(TERMS),
    };
    for term in 0..TERMS {
        let new = term < NEW;
        let pareto = (1.0 - draw.uniform()).powf(-1.0 / 1.3) - 1.0;
        let base = if new {
            0.0005
        } else {
            (0.004 * pareto + 0.0002).min(0.2)
        };
        let now = if new {
            share * [1.0, 0.7, 0.5][term]
        } else {
            base
        };
        let n = COMMENTS as f64;
        let mut count = |rate: f64| draw.negative_binomial(rate * n, SIZE);
        all.history
            .push((0..HISTORY).map(|_| count(base)).collect());
        all.since.push((0..weeks).map(|_| count(now)).collect());
    }
    all
}
