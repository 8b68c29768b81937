//! Choices among offers: conditional logit with errors between respondents.

use nalgebra::{DMatrix, DVector};

use crate::StatsError;
use crate::regress::{Derivatives, newton};

/// Tasks in which one of several offers was chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Tasks {
    /// One row per offer: its attributes; the offers of a task stand together.
    pub x: DMatrix<f64>,
    /// Offers of each task, in order.
    pub sizes: Vec<usize>,
    /// The chosen offer of each task, counted from 0 within it.
    pub chosen: Vec<usize>,
    /// Respondent of each task; each task a respondent of its own where blank.
    pub cluster: Option<Vec<usize>>,
}

/// Utilities of attributes.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// Utility per unit of each attribute, in log odds.
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

/// Conditional logit.
///
/// Formula: `P(i) = exp(x_i β) / Σ_j exp(x_j β)` over the offers of a task; Newton steps.
/// `sandwich` is `V (Σ_c s_c s_c') V` with the scores summed by respondent, without a correction
/// for few of them; choices of one person share a taste, so it is commonly up to twice as wide.
/// Arguments: see [`Tasks`]. A choice between two offers is a binary logit on their difference.
/// Errors: [`StatsError::Length`], [`StatsError::NotFinite`], [`StatsError::Outcome`] for what
/// does not fit together, and those of [`newton`]: an attribute that follows from others or that
/// decides every choice.
/// Assumptions: one taste for all, up to chance that is independent between offers (no offer is
/// a double of another).
/// Sources: McFadden 1974; Train 2009, doi:10.1017/CBO9780511805271, chapter 3.
///
/// ```
/// use nalgebra::DMatrix;
/// use stats::choice::{Tasks, conditional_logit};
/// // Of four choices between with and without, three are for with: log odds ln 3.
/// let tasks = Tasks {
///     x: DMatrix::from_fn(8, 1, |row, _| f64::from(row % 2 == 0)),
///     sizes: vec![2; 4],
///     chosen: vec![0, 0, 0, 1],
///     cluster: None,
/// };
/// let fit = conditional_logit(&tasks).unwrap();
/// assert!((fit.coef[0] - 3f64.ln()).abs() < 1e-9);
/// ```
pub fn conditional_logit(tasks: &Tasks) -> Result<Fit, StatsError> {
    check(tasks)?;
    let size = tasks.x.ncols();
    let x = tasks.x.transpose();
    let mut by_chance = 0.0;
    let mut utilities = Vec::new();
    let found = newton(DVector::zeros(size), |coef| {
        let mut here = Derivatives {
            value: 0.0,
            gradient: DVector::zeros(size),
            information: DMatrix::zeros(size, size),
        };
        visit(tasks, &x, coef, &mut utilities, |task| {
            here.value += task.chances[task.chosen].ln();
            let mut mean = DVector::zeros(size);
            for (offer, &p) in task.chances.iter().enumerate() {
                let row = x.column(task.from + offer);
                mean.axpy(p, &row, 1.0);
                here.information.ger(p, &row, &row, 1.0);
            }
            here.information.ger(-1.0, &mean, &mean, 1.0);
            here.gradient += x.column(task.from + task.chosen) - mean;
        });
        here
    })?;
    for &offers in &tasks.sizes {
        by_chance -= (offers as f64).ln();
    }
    let respondents = match &tasks.cluster {
        Some(cluster) => cluster.iter().max().map_or(0, |last| last + 1),
        None => tasks.sizes.len(),
    };
    let mut scores = DMatrix::zeros(size, respondents);
    visit(tasks, &x, &found.coef, &mut utilities, |task| {
        let respondent = tasks
            .cluster
            .as_ref()
            .map_or(task.number, |c| c[task.number]);
        let mut score = scores.column_mut(respondent);
        score += x.column(task.from + task.chosen);
        for (offer, &p) in task.chances.iter().enumerate() {
            score.axpy(-p, &x.column(task.from + offer), 1.0);
        }
    });
    let moved = &found.cov * scores;
    Ok(Fit {
        sandwich: &moved * moved.transpose(),
        coef: found.coef,
        cov: found.cov,
        log_likelihood: [by_chance, found.log_likelihood],
        n: tasks.sizes.len() as u64,
    })
}

/// One task at some utilities.
struct Task<'a> {
    number: usize,
    /// Row of its first offer.
    from: usize,
    chosen: usize,
    chances: &'a [f64],
}

fn visit(
    tasks: &Tasks,
    x: &DMatrix<f64>,
    coef: &DVector<f64>,
    utilities: &mut Vec<f64>,
    mut each: impl FnMut(&Task),
) {
    let mut from = 0;
    for (number, (&offers, &chosen)) in tasks.sizes.iter().zip(&tasks.chosen).enumerate() {
        utilities.clear();
        utilities.extend((from..from + offers).map(|row| x.column(row).dot(coef)));
        let top = utilities.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let sum: f64 = utilities.iter().map(|u| (u - top).exp()).sum();
        for utility in utilities.iter_mut() {
            *utility = (*utility - top).exp() / sum;
        }
        each(&Task {
            number,
            from,
            chosen,
            chances: utilities,
        });
        from += offers;
    }
}

fn check(tasks: &Tasks) -> Result<(), StatsError> {
    let length = |name, given, rows| {
        if given == rows {
            Ok(())
        } else {
            Err(StatsError::Length { name, given, rows })
        }
    };
    let count = tasks.sizes.len();
    length("offers", tasks.x.nrows(), tasks.sizes.iter().sum())?;
    length("choices", tasks.chosen.len(), count)?;
    if let Some(cluster) = &tasks.cluster {
        length("respondents", cluster.len(), count)?;
    }
    let outside = tasks.chosen.iter().zip(&tasks.sizes).find(|(c, s)| c >= s);
    if let Some((&chosen, _)) = outside {
        return Err(StatsError::Outcome {
            value: chosen as f64,
            range: "the number of an offer of its task",
        });
    }
    match tasks.x.iter().find(|v| !v.is_finite()) {
        Some(&value) => Err(StatsError::NotFinite {
            name: "attribute",
            value,
        }),
        None => Ok(()),
    }
}
