//! Perks by best and worst: what customers would rather have.
//!
//! In each task a respondent names the best and the worst of a few perks. [`counts`] needs no
//! model, [`logit`] puts all perks on one scale with shares, [`individual`] finds how much tastes
//! differ and each respondent's own.

mod counts;
mod individual;
mod logit;
mod pairs;

pub use counts::{Count, counts};
pub use individual::{Individual, Tastes, individual};
pub use logit::{Logit, Utility, logit};

use crate::StatsError;

/// One best-worst task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// The respondent, a number from 0.
    pub respondent: usize,
    /// Perks shown, numbers from 0, each once.
    pub shown: Vec<usize>,
    /// The perk named best.
    pub best: usize,
    /// The perk named worst.
    pub worst: usize,
}

/// Refuses tasks that are none.
fn check(tasks: &[Task], items: usize) -> Result<(), StatsError> {
    for task in tasks {
        let outcome = |value: usize, range| {
            let value = value as f64;
            Err(StatsError::Outcome { value, range })
        };
        if let Some(&item) = task.shown.iter().find(|i| **i >= items) {
            return outcome(item, "the number of a perk");
        }
        let mut distinct = task.shown.clone();
        distinct.sort_unstable();
        if let Some(pair) = distinct.windows(2).find(|p| p[0] == p[1]) {
            return outcome(pair[0], "shown once in its task");
        }
        if task.best == task.worst {
            return outcome(task.worst, "another perk than the best");
        }
        for named in [task.best, task.worst] {
            if !task.shown.contains(&named) {
                return outcome(named, "a perk that was shown");
            }
        }
    }
    Ok(())
}

/// Respondents, the highest number plus one.
fn respondents(tasks: &[Task]) -> usize {
    let last = tasks.iter().map(|t| t.respondent).max();
    last.map_or(0, |last| last + 1)
}
