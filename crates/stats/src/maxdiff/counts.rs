//! How often a perk is best less how often it is worst.

use serde::Serialize;

use super::{Task, check, respondents};
use crate::{Interval, Level, Method, StatsError};

/// The counts of one perk.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Count {
    /// The perk.
    pub item: usize,
    /// Times it was shown.
    pub shown: u64,
    /// Times it was best.
    pub best: u64,
    /// Times it was worst.
    pub worst: u64,
    /// `(best - worst) / shown`, -1 to 1; blank where it was never shown.
    pub score: Option<f64>,
    /// Lower end of the score's interval.
    pub low: Option<f64>,
    /// Upper end of it.
    pub high: Option<f64>,
    /// `√(best / worst)`, near its share among perks; blank where never worst.
    pub ratio: Option<f64>,
    /// Respondents to whom it was shown.
    pub n: u64,
    /// How the interval was computed.
    pub method: Method,
}

/// Best-worst counts of every perk.
///
/// Formula: `s = (B - W) / S` over `S` showings; the interval linearizes this ratio over
/// respondents, `Var s = m / (m - 1) Σ_r (B_r - W_r - s S_r)² / S²`, with the normal quantile.
/// Arguments: tasks in any order; perks are numbered below `items`; level.
/// Errors: [`StatsError::Outcome`] for a task that is none (a perk out of range or shown twice,
/// best or worst not shown, or the same).
/// Assumptions: every perk meets every other about equally often (a balanced design); else use
/// [`logit`](super::logit()).
/// Sources: Louviere, Flynn and Marley 2015, doi:10.1017/CBO9781107337855; Lipovetsky and Conklin
/// 2014, doi:10.1016/j.jocm.2014.02.001.
///
/// ```
/// use stats::Level;
/// use stats::maxdiff::{Task, counts};
/// let task = |respondent, best, worst| Task { respondent, shown: vec![0, 1, 2], best, worst };
/// let tasks = [task(0, 0, 2), task(1, 0, 1), task(2, 1, 2), task(3, 0, 2)];
/// let found = counts(&tasks, 3, Level::NINETY_FIVE).unwrap();
/// assert_eq!((found[0].score, found[2].score), (Some(0.75), Some(-0.75)));
/// ```
pub fn counts(tasks: &[Task], items: usize, level: Level) -> Result<Vec<Count>, StatsError> {
    check(tasks, items)?;
    // Shown, best and worst by perk and respondent.
    let mut by = vec![vec![[0_u64; 3]; respondents(tasks)]; items];
    for task in tasks {
        for &item in &task.shown {
            by[item][task.respondent][0] += 1;
        }
        by[task.best][task.respondent][1] += 1;
        by[task.worst][task.respondent][2] += 1;
    }
    let count = |(item, by): (usize, Vec<[u64; 3]>)| {
        let sum = |at: usize| by.iter().map(|r| r[at]).sum::<u64>();
        let (shown, best, worst) = (sum(0), sum(1), sum(2));
        let n = by.iter().filter(|r| r[0] > 0).count() as u64;
        let score = (shown > 0).then(|| (best as f64 - worst as f64) / shown as f64);
        let interval = score.filter(|_| n > 1).map(|score| {
            let off = |r: &[u64; 3]| r[1] as f64 - r[2] as f64 - score * r[0] as f64;
            let squares: f64 = by.iter().map(|r| off(r).powi(2)).sum();
            let se = (n as f64 / (n as f64 - 1.0) * squares).sqrt() / shown as f64;
            Interval::around(score, level.z() * se).clipped(-1.0, 1.0)
        });
        Count {
            item,
            shown,
            best,
            worst,
            score,
            low: interval.map(|i| i.low),
            high: interval.map(|i| i.high),
            ratio: (worst > 0).then(|| (best as f64 / worst as f64).sqrt()),
            n,
            method: Method::Linearized,
        }
    };
    Ok(by.into_iter().enumerate().map(count).collect())
}
