//! How much tastes differ, and each respondent's own.

use nalgebra::{DMatrix, DVector};
use serde::Serialize;

use super::{Task, check, pairs, respondents};
use crate::StatsError;
use crate::regress::{Derivatives, newton};

/// How long the spread of tastes is sought.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IndividualOptions {
    /// Most rounds.
    pub rounds: u32,
    /// Relative change of the spread at which the search ends.
    pub close: f64,
}

impl Default for IndividualOptions {
    /// 200 rounds, a change of one in a thousand.
    fn default() -> Self {
        IndividualOptions {
            rounds: 200,
            close: 1e-3,
        }
    }
}

/// One respondent's taste.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Individual {
    /// The respondent.
    pub respondent: usize,
    /// Tasks answered.
    pub n: u64,
    /// Utility of each perk against the mean perk, in log odds.
    pub utilities: Vec<f64>,
    /// Standard error of each, given the mean taste and its spread.
    pub se: Vec<f64>,
    /// Share of choices if all perks were offered at once.
    pub shares: Vec<f64>,
}

/// Tastes of all respondents.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tastes {
    /// Mean utility of each perk against the mean perk, in log odds.
    pub mean: Vec<f64>,
    /// Spread of tastes: standard deviation of one perk's utility between respondents.
    pub spread: f64,
    /// Mean over respondents of their shares.
    pub shares: Vec<f64>,
    /// Those who answered, in order.
    pub individuals: Vec<Individual>,
}

/// Each respondent's own utilities: maxdiff logits with a common normal prior.
///
/// Formula: `v_r ~ N(μ, τ² I)`; each respondent's mode maximizes the likelihood of
/// [`logit`](super::logit()) less `|v - μ|² / 2 τ²`; in rounds, `μ` is the mean of the modes and
/// `τ²` the mean of `(mode - μ)²` plus the variance at the mode (Laplace), until `τ` settles.
/// Arguments: tasks in any order; perks are numbered below `items`, at least 2.
/// Errors: [`StatsError::Outcome`] and [`StatsError::Offers`] as for the logit.
/// Assumptions: tastes for different perks differ independently and alike. With ten tasks or so a
/// respondent's own utilities lean half on the mean.
/// Sources: Train 2009, doi:10.1017/CBO9780511805271, chapter 11; Allenby and Rossi 1998,
/// doi:10.1016/S0304-4076(98)00055-4.
///
/// ```
/// use stats::maxdiff::{IndividualOptions, Task, individual};
/// let task = |respondent, best, worst| Task { respondent, shown: vec![0, 1, 2], best, worst };
/// let tasks: Vec<Task> = (0..40)
///     .map(|i| if i < 20 { task(i / 4, 0, 2) } else { task(i / 4, 2, i % 2) })
///     .collect();
/// let found = individual(&tasks, 3, &IndividualOptions::default()).unwrap();
/// assert!(found.individuals[0].shares[0] > 0.5 && found.individuals[9].shares[2] > 0.5);
/// assert!(found.spread > 0.5);
/// ```
pub fn individual(
    tasks: &[Task],
    items: usize,
    options: &IndividualOptions,
) -> Result<Tastes, StatsError> {
    check(tasks, items)?;
    if items < 2 {
        return Err(StatsError::Offers { offers: items });
    }
    let mut by: Vec<Vec<&Task>> = vec![Vec::new(); respondents(tasks)];
    for task in tasks {
        by[task.respondent].push(task);
    }
    let answered: Vec<usize> = (0..by.len()).filter(|&r| !by[r].is_empty()).collect();
    let mut mean = DVector::zeros(items);
    let mut variance = 1.0;
    let mut modes = vec![(DVector::zeros(items), DMatrix::zeros(items, items)); answered.len()];
    for _ in 0..options.rounds {
        let mut sum = DVector::zeros(items);
        for (mode, &respondent) in modes.iter_mut().zip(&answered) {
            *mode = seek(&by[respondent], &mean, variance, mode.0.clone())?;
            sum += &mode.0;
        }
        mean = sum / answered.len().max(1) as f64;
        let center = mean.mean();
        mean.add_scalar_mut(-center);
        let around = |(mode, cov): &(DVector<f64>, DMatrix<f64>)| {
            (mode - &mean).norm_squared() + cov.trace()
        };
        let total: f64 = modes.iter().map(around).sum();
        let next = total / (items * answered.len()).max(1) as f64;
        let settled = (next / variance).sqrt() - 1.0;
        variance = next;
        if settled.abs() < options.close {
            break;
        }
    }
    let individuals: Vec<Individual> = modes
        .iter()
        .zip(&answered)
        .map(|((mode, cov), &respondent)| describe(respondent, by[respondent].len(), mode, cov))
        .collect();
    let share = |item: usize| {
        let sum: f64 = individuals.iter().map(|i| i.shares[item]).sum();
        sum / individuals.len() as f64
    };
    Ok(Tastes {
        mean: mean.as_slice().to_vec(),
        spread: variance.sqrt(),
        shares: (0..items).map(share).collect(),
        individuals,
    })
}

/// A respondent's mode, and the covariance there.
fn seek(
    tasks: &[&Task],
    mean: &DVector<f64>,
    variance: f64,
    start: DVector<f64>,
) -> Result<(DVector<f64>, DMatrix<f64>), StatsError> {
    let items = mean.len();
    let found = newton(start, |utilities| {
        let off = utilities - mean;
        let mut here = Derivatives {
            value: -off.norm_squared() / (2.0 * variance),
            gradient: -off / variance,
            information: DMatrix::from_diagonal_element(items, items, 1.0 / variance),
        };
        for task in tasks {
            here.value += pairs::add(task, utilities, &mut here.gradient, &mut here.information);
        }
        here
    })?;
    Ok((found.coef, found.cov))
}

fn describe(respondent: usize, n: usize, mode: &DVector<f64>, cov: &DMatrix<f64>) -> Individual {
    let center = mode.mean();
    let whole: f64 = mode.iter().map(|u| u.exp()).sum();
    Individual {
        respondent,
        n: n as u64,
        utilities: mode.iter().map(|u| u - center).collect(),
        se: cov.diagonal().iter().map(|v| v.sqrt()).collect(),
        shares: mode.iter().map(|u| u.exp() / whole).collect(),
    }
}
