//! What may be published of a table, and whether what is hidden can be worked out.
//!
//! A cell of few people is hidden; but beside a published total it can be told from the others.
//! So further cells are hidden ([`suppress`]) until linear programming ([`audit`]) finds no hidden
//! number that everything published together pins down. [`Guard`] does the same for filters that
//! are asked one after another, [`windows`] for stretches of time; [`round_to`] and [`noise`] blur instead of hiding.

mod audit;
mod cells;
mod complement;
mod guard;
mod line;
mod noise;
mod windows;

pub use audit::{Audit, Range, audit};
pub use cells::Cells;
pub use complement::{Shown, suppress};
pub use guard::{Blocked, Guard, difference};
pub use noise::{Budget, Epsilon, discrete_laplace, noise, round_at_random, round_to};
pub use windows::{windows, windows_of_cells};

use serde::{Deserialize, Serialize};

/// Fewest people behind a published number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Behind a score, such as a mean or an NPS.
    pub scores: u64,
    /// Behind a count.
    pub counts: u64,
}

impl Default for Limits {
    /// 10 for scores, 5 for counts.
    fn default() -> Self {
        Limits {
            scores: 10,
            counts: 5,
        }
    }
}
