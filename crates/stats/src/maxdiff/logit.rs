//! All perks on one scale.

use nalgebra::{DMatrix, DVector};
use serde::Serialize;

use super::{Task, check, pairs, respondents};
use crate::regress::{Derivatives, newton};
use crate::{Interval, Level, Method, StatsError};

/// One perk on the common scale.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Utility {
    /// The perk.
    pub item: usize,
    /// Utility against the mean of all perks, in log odds.
    pub value: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end of its interval.
    pub high: f64,
    /// Share of choices if all perks were offered at once, 0 to 1.
    pub share: f64,
    /// Lower end of the share's interval.
    pub share_low: f64,
    /// Upper end of the share's interval.
    pub share_high: f64,
    /// Tasks in which it was shown.
    pub n: u64,
    /// How the intervals were computed.
    pub method: Method,
}

/// The model of all respondents.
#[derive(Debug, Clone, PartialEq)]
pub struct Logit {
    /// The perks in order.
    pub utilities: Vec<Utility>,
    /// Utilities against the last perk, the others in order.
    pub coef: DVector<f64>,
    /// Their covariance if all choices were independent.
    pub cov: DMatrix<f64>,
    /// Their covariance between respondents.
    pub sandwich: DMatrix<f64>,
    /// Log-likelihood of choice by chance, and at the maximum.
    pub log_likelihood: [f64; 2],
    /// Tasks.
    pub n: u64,
}

/// The maxdiff logit of all respondents together.
///
/// Formula: among all ordered pairs of perks shown, `P(best b, worst w) ∝ exp(v_b - v_w)`; Newton
/// steps with the last perk at 0. Values are centered on the mean perk, shares are
/// `exp(v) / Σ exp(v)`; intervals from the covariance between respondents, those of shares on
/// their logit by the delta method.
/// Arguments: tasks in any order; perks are numbered below `items`, at least 2; level.
/// Errors: [`StatsError::Outcome`] for a task that is none, [`StatsError::Offers`] with fewer than two
/// perks, those of [`newton`]: a perk that was never shown or always best or worst.
/// Assumptions: one taste for all up to chance; respondents are independent. Shares are of a
/// choice among exactly these perks.
/// Sources: Louviere, Flynn and Marley 2015, doi:10.1017/CBO9781107337855, chapter 6; Liang and
/// Zeger 1986, doi:10.1093/biomet/73.1.13.
///
/// ```
/// use stats::Level;
/// use stats::maxdiff::{Task, logit};
/// let task = |respondent, best, worst| Task { respondent, shown: vec![0, 1, 2], best, worst };
/// let tasks = [task(0, 0, 2), task(1, 0, 1), task(2, 1, 2), task(3, 0, 2), task(4, 2, 0)];
/// let found = logit(&tasks, 3, Level::NINETY_FIVE).unwrap();
/// assert!(found.utilities[0].share > found.utilities[2].share);
/// assert!((found.utilities.iter().map(|u| u.share).sum::<f64>() - 1.0).abs() < 1e-12);
/// ```
pub fn logit(tasks: &[Task], items: usize, level: Level) -> Result<Logit, StatsError> {
    check(tasks, items)?;
    if items < 2 {
        return Err(StatsError::Offers { offers: items });
    }
    let size = items - 1;
    let full = |coef: &DVector<f64>| coef.clone().push(0.0);
    let found = newton(DVector::zeros(size), |coef| {
        let utilities = full(coef);
        let mut gradient = DVector::zeros(items);
        let mut information = DMatrix::zeros(items, items);
        let value = tasks
            .iter()
            .map(|task| pairs::add(task, &utilities, &mut gradient, &mut information))
            .sum();
        Derivatives {
            value,
            gradient: gradient.rows(0, size).into_owned(),
            information: information.view((0, 0), (size, size)).into_owned(),
        }
    })?;
    let utilities = full(&found.coef);
    let mut scores = DMatrix::zeros(items, respondents(tasks));
    let mut unused = DMatrix::zeros(items, items);
    let mut by_chance = 0.0;
    for task in tasks {
        let mut score = DVector::zeros(items);
        pairs::add(task, &utilities, &mut score, &mut unused);
        let mut sum = scores.column_mut(task.respondent);
        sum += score;
        let shown = task.shown.len() as f64;
        by_chance -= (shown * (shown - 1.0)).ln();
    }
    let moved = &found.cov * scores.rows(0, size);
    let sandwich = &moved * moved.transpose();
    let described = describe(tasks, &utilities, &sandwich, level);
    Ok(Logit {
        utilities: described,
        coef: found.coef,
        cov: found.cov,
        sandwich,
        log_likelihood: [by_chance, found.log_likelihood],
        n: tasks.len() as u64,
    })
}

fn describe(
    tasks: &[Task],
    utilities: &DVector<f64>,
    sandwich: &DMatrix<f64>,
    level: Level,
) -> Vec<Utility> {
    let items = utilities.len();
    let mut spread = DMatrix::zeros(items, items);
    spread
        .view_mut((0, 0), (items - 1, items - 1))
        .copy_from(sandwich);
    let half = |direction: &DVector<f64>| {
        level.z() * direction.dot(&(&spread * direction)).max(0.0).sqrt()
    };
    let mean = utilities.mean();
    let whole: f64 = utilities.iter().map(|u| u.exp()).sum();
    let shares = utilities.map(|u| u.exp() / whole);
    let of = |item: usize| {
        let mut centered = DVector::from_element(items, -1.0 / items as f64);
        centered[item] += 1.0;
        let value = utilities[item] - mean;
        let interval = Interval::around(value, half(&centered));
        // The slope of the share's logit in each utility.
        let share = shares[item];
        let mut slope = -&shares;
        slope[item] += 1.0;
        slope /= 1.0 - share;
        let logit = (share / (1.0 - share)).ln();
        let ends = Interval::around(logit, half(&slope));
        let back = |logit: f64| 1.0 / (1.0 + (-logit).exp());
        Utility {
            item,
            value,
            low: interval.low,
            high: interval.high,
            share,
            share_low: back(ends.low),
            share_high: back(ends.high),
            n: tasks.iter().filter(|t| t.shown.contains(&item)).count() as u64,
            method: Method::Sandwich,
        }
    };
    (0..items).map(of).collect()
}
