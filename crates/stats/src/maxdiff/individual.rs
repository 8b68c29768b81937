//! How much tastes differ, and each respondent's own.

use nalgebra::{DMatrix, DVector};
use serde::Serialize;

use super::{Task, check, pairs, respondents};
use crate::StatsError;
use crate::regress::{Derivatives, Maximum, newton};

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
/// [`logit`](super::logit()) less `|v - μ|² / 2 τ²`. Given `τ`, `μ` is where the modes have it as
/// their mean; `τ` maximizes the likelihood with the tastes integrated out by Laplace,
/// `Σ_r (l_r - |v - μ|² / 2 τ² - ½ log det(I + τ² H_r))`, by golden section.
/// Arguments: tasks in any order; perks are numbered below `items`, at least 2.
/// Errors: [`StatsError::Outcome`] and [`StatsError::Offers`] as for the logit.
/// Assumptions: tastes for different perks differ independently and alike. With ten tasks or so a
/// respondent's own utilities lean half on the mean, and Laplace finds a spread somewhat too small:
/// .67 where .8 is true, with four of twelve perks in each of ten tasks.
/// Sources: Train 2009, doi:10.1017/CBO9780511805271, chapter 11; Allenby and Rossi 1998,
/// doi:10.1016/S0304-4076(98)00055-4; Tierney and Kadane 1986, doi:10.1080/01621459.1986.10478240.
///
/// ```
/// use stats::maxdiff::{Task, individual};
/// let task = |respondent, best, worst| Task { respondent, shown: vec![0, 1, 2], best, worst };
/// let tasks: Vec<Task> = (0..40)
///     .map(|i| if i < 20 { task(i / 4, 0, 2) } else { task(i / 4, 2, i % 2) })
///     .collect();
/// let found = individual(&tasks, 3).unwrap();
/// assert!(found.individuals[0].shares[0] > 0.5 && found.individuals[9].shares[2] > 0.5);
/// assert!(found.spread > 0.5);
/// ```
pub fn individual(tasks: &[Task], items: usize) -> Result<Tastes, StatsError> {
    check(tasks, items)?;
    if items < 2 {
        return Err(StatsError::Offers { offers: items });
    }
    let mut by: Vec<Vec<&Task>> = vec![Vec::new(); respondents(tasks)];
    for task in tasks {
        by[task.respondent].push(task);
    }
    let mut search = Search {
        respondents: (0..by.len()).filter(|&r| !by[r].is_empty()).collect(),
        modes: vec![DVector::zeros(items); by.len()],
        covs: vec![DMatrix::zeros(items, items); by.len()],
        by,
        mean: DVector::zeros(items),
    };
    let spread = search.widest()?;
    search.likelihood(spread)?;
    let individuals: Vec<Individual> = search.describe();
    let share = |item: usize| {
        let sum: f64 = individuals.iter().map(|i| i.shares[item]).sum();
        sum / individuals.len().max(1) as f64
    };
    Ok(Tastes {
        mean: search.mean.as_slice().to_vec(),
        spread,
        shares: (0..items).map(share).collect(),
        individuals,
    })
}

/// Where the search stands: modes, covariances there, and the mean taste.
struct Search<'a> {
    respondents: Vec<usize>,
    by: Vec<Vec<&'a Task>>,
    modes: Vec<DVector<f64>>,
    covs: Vec<DMatrix<f64>>,
    mean: DVector<f64>,
}

impl Search<'_> {
    /// The spread of greatest likelihood, by golden section on its logarithm.
    fn widest(&mut self) -> Result<f64, StatsError> {
        const GOLDEN: f64 = 0.618_033_988_749_894_9;
        const CLOSE: f64 = 0.005;
        let (mut low, mut high) = (0.05_f64.ln(), 8.0_f64.ln());
        let inner =
            |low: f64, high: f64| (high - GOLDEN * (high - low), low + GOLDEN * (high - low));
        let (mut left, mut right) = inner(low, high);
        let mut at_left = self.likelihood(left.exp())?;
        let mut at_right = self.likelihood(right.exp())?;
        while high - low > CLOSE {
            if at_left > at_right {
                (high, right, at_right) = (right, left, at_left);
                left = inner(low, high).0;
                at_left = self.likelihood(left.exp())?;
            } else {
                (low, left, at_left) = (left, right, at_right);
                right = inner(low, high).1;
                at_right = self.likelihood(right.exp())?;
            }
        }
        Ok(((low + high) / 2.0).exp())
    }

    /// Moves modes and mean to a spread; gives the likelihood there.
    fn likelihood(&mut self, spread: f64) -> Result<f64, StatsError> {
        const ROUNDS: usize = 30;
        let variance = spread * spread;
        let items = self.mean.len();
        let mut value = 0.0;
        for _ in 0..ROUNDS {
            value = 0.0;
            let mut off = DVector::zeros(items);
            // How the mean of the modes answers to the mean; all ones stand for what no choice
            // tells, the height of the scale.
            let mut answer = DMatrix::from_element(items, items, 1.0);
            for &r in &self.respondents {
                let mode = std::mem::take(&mut self.modes[r]);
                let found = seek(&self.by[r], &self.mean, variance, mode)?;
                value += found.log_likelihood;
                value += 0.5 * (&found.cov / variance).determinant().ln();
                off += &found.coef - &self.mean;
                answer += DMatrix::identity(items, items) - &found.cov / variance;
                (self.modes[r], self.covs[r]) = (found.coef, found.cov);
            }
            let step = answer.lu().solve(&off).unwrap_or(off);
            self.mean += &step;
            let center = self.mean.mean();
            self.mean.add_scalar_mut(-center);
            if step.amax() < 1e-6 {
                break;
            }
        }
        Ok(value)
    }

    fn describe(&self) -> Vec<Individual> {
        let of = |&respondent: &usize| {
            let (mode, cov) = (&self.modes[respondent], &self.covs[respondent]);
            let center = mode.mean();
            let whole: f64 = mode.iter().map(|u| u.exp()).sum();
            Individual {
                respondent,
                n: self.by[respondent].len() as u64,
                utilities: mode.iter().map(|u| u - center).collect(),
                se: cov.diagonal().iter().map(|v| v.sqrt()).collect(),
                shares: mode.iter().map(|u| u.exp() / whole).collect(),
            }
        };
        self.respondents.iter().map(of).collect()
    }
}

/// A respondent's mode; its likelihood counts the prior.
fn seek(
    tasks: &[&Task],
    mean: &DVector<f64>,
    variance: f64,
    start: DVector<f64>,
) -> Result<Maximum, StatsError> {
    let items = mean.len();
    newton(start, |utilities| {
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
    })
}
