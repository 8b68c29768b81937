//! Generalized linear models by iteratively reweighted least squares.

use nalgebra::{DMatrix, DVector};

use super::solve::{Solved, solve};
use super::{Design, Family, Fit, sandwich};
use crate::StatsError;

const STEPS: usize = 100;
/// Relative change of a coefficient at which the search ends.
const CLOSE: f64 = 1e-10;

/// A generalized linear model.
///
/// Formula: with linear predictor `η = X b + offset`, mean `μ` by the family's link, working
/// weight `w (dμ/dη)² / V(μ)` and working outcome `η + (y - μ) / (dμ/dη)`, weighted least
/// squares is repeated until no coefficient moves by more than 1e-10 of itself.
/// Arguments: the design; `family` names distribution and link. Weights are prior weights as in
/// R's `glm` (trials of a binomial share).
/// Errors: those of [`wls`](super::wls()); [`StatsError::Outcome`] for an outcome that the family has no
/// place for; [`StatsError::Separated`] where a coefficient grows without end because a column
/// tells the outcome apart; [`StatsError::NotConverged`].
/// Assumptions: the family's mean and link; the sandwich does without its variance.
/// Sources: McCullagh and Nelder 1989, Generalized Linear Models; Albert and Anderson 1984,
/// doi:10.1093/biomet/71.1.1 (separation).
///
/// ```
/// use nalgebra::{DMatrix, DVector};
/// use stats::regress::{Design, Family, glm};
/// // 1 of 4 without, 3 of 4 with: the log odds ratio is ln 9.
/// let mut design = Design::new(
///     DMatrix::from_row_slice(4, 2, &[1.0, 0.0, 1.0, 1.0, 1.0, 0.0, 1.0, 1.0]),
///     DVector::from(vec![1.0, 1.0, 0.0, 0.0]),
/// );
/// design.weight = Some(DVector::from(vec![1.0, 3.0, 3.0, 1.0]));
/// let fit = glm(&design, Family::Binomial).unwrap();
/// assert!((fit.coef[1] - 9f64.ln()).abs() < 1e-10);
/// ```
pub fn glm(design: &Design, family: Family) -> Result<Fit, StatsError> {
    penalized(design, family, None)
}

/// A generalized linear model with a ridge penalty.
///
/// Formula: [`glm`], where the log-likelihood (for a Gaussian, half the sum of squares) is
/// lowered by `½ Σ λ_j b_j²`. The covariance is `φ (XᵀWX + Λ)⁻¹`, that of a normal prior with
/// variance `φ / λ`; the sandwich has the same bread.
/// Arguments: `penalty`, `λ_j` of each column, 0 or more (0 for the intercept); `None` for none.
/// `df_residual` takes off the effective number of columns, the trace of the hat matrix.
/// Errors: those of [`glm`], [`StatsError::NotFinite`] for a penalty below 0; a penalized column
/// is never rank-deficient or separated.
/// Assumptions: columns with a common penalty are of like scale.
/// Source: Hoerl and Kennard 1970, doi:10.1080/00401706.1970.10488634; le Cessie and van
/// Houwelingen 1992, doi:10.2307/2347628.
///
/// ```
/// use nalgebra::{DMatrix, DVector};
/// use stats::regress::{Design, Family, penalized};
/// let design = Design::new(DMatrix::from_row_slice(2, 1, &[1.0, -1.0]), DVector::from(vec![2.0, -2.0]));
/// let fit = penalized(&design, Family::Gaussian, Some(&DVector::from(vec![2.0]))).unwrap();
/// assert!((fit.coef[0] - 4.0 / (2.0 + 2.0)).abs() < 1e-12);
/// ```
pub fn penalized(
    design: &Design,
    family: Family,
    penalty: Option<&DVector<f64>>,
) -> Result<Fit, StatsError> {
    let n = design.checked()?;
    let (rows, columns) = design.x.shape();
    for i in 0..rows {
        family.check(design.y[i])?;
    }
    if let Some(penalty) = penalty {
        super::design::same("penalty", penalty.len(), columns)?;
        if let Some(&value) = penalty.iter().find(|l| !(l.is_finite() && **l >= 0.0)) {
            let name = "penalty (0 or more)";
            return Err(StatsError::NotFinite { name, value });
        }
    }
    if let Family::NegativeBinomial { theta } = family
        && !(theta.is_finite() && theta > 0.0)
    {
        let name = "theta (above 0)";
        return Err(StatsError::NotFinite { name, value: theta });
    }
    let mut state = State::start(design, family);
    let first = state.step(design, family, penalty)?;
    let mut solved = first;
    let (mut coef, mut last) = (solved.coef.clone(), f64::INFINITY);
    state.at(design, family, &coef, penalty);
    for steps in 1.. {
        if family == Family::Gaussian {
            break;
        }
        let separated = |moved: &DVector<f64>| separated(design, moved);
        solved = match state.step(design, family, penalty) {
            Ok(solved) => solved,
            // Rank was full at the start: the rows that told the columns apart ran out of weight.
            Err(_) => return Err(separated(&coef)),
        };
        let mut moved = &solved.coef - &coef;
        let before = state.objective;
        for _ in 0..30 {
            state.at(design, family, &(&coef + &moved), penalty);
            if state.objective <= before + 1e-9 * (before.abs() + 0.1) {
                break;
            }
            moved *= 0.5;
        }
        coef += &moved;
        let close = |(b, m): (&f64, &f64)| m.abs() <= CLOSE * (1.0 + b.abs());
        if coef.iter().zip(moved.iter()).all(close) {
            break;
        }
        let change = (last - state.objective).abs() / (state.objective.abs() + 0.1);
        last = state.objective;
        if change < 1e-8 && reach(design, &moved) > 0.5 {
            return Err(separated(&moved));
        }
        if steps == STEPS {
            return Err(StatsError::NotConverged { steps });
        }
    }
    finish(design, family, penalty, &state, coef, solved, n)
}

/// Linear predictor and mean of each row.
struct State {
    eta: Vec<f64>,
    mean: Vec<f64>,
    /// Deviance plus penalty.
    objective: f64,
}

impl State {
    fn start(design: &Design, family: Family) -> Self {
        let rows = design.x.nrows();
        let mean: Vec<f64> = (0..rows)
            .map(|i| family.start(design.y[i], design.weight(i)))
            .collect();
        State {
            eta: mean.iter().map(|&m| family.link(m)).collect(),
            mean,
            objective: f64::INFINITY,
        }
    }

    fn at(
        &mut self,
        design: &Design,
        family: Family,
        coef: &DVector<f64>,
        penalty: Option<&DVector<f64>>,
    ) {
        let linear = &design.x * coef;
        self.objective = penalty.map_or(0.0, |p| {
            p.iter().zip(coef.iter()).map(|(l, b)| l * b * b).sum()
        });
        for i in 0..linear.len() {
            self.eta[i] = linear[i] + design.offset(i);
            self.mean[i] = family.mean(self.eta[i]);
            let weight = design.weight(i);
            if weight > 0.0 {
                self.objective += weight * family.deviance(design.y[i], self.mean[i]);
            }
        }
    }

    /// Working weight of row `i`.
    fn weight(&self, design: &Design, family: Family, i: usize) -> f64 {
        let slope = family.slope(self.mean[i]);
        design.weight(i) * slope * slope / family.variance(self.mean[i])
    }

    /// One weighted least squares, with a row for each penalty.
    fn step(
        &self,
        design: &Design,
        family: Family,
        penalty: Option<&DVector<f64>>,
    ) -> Result<Solved, StatsError> {
        let (rows, columns) = design.x.shape();
        let extra = penalty.map_or(0, |_| columns);
        let mut x = DMatrix::zeros(rows + extra, columns);
        let mut y = DVector::zeros(rows + extra);
        for i in 0..rows {
            let root = self.weight(design, family, i).sqrt();
            let working = self.eta[i] + (design.y[i] - self.mean[i]) / family.slope(self.mean[i]);
            y[i] = root * (working - design.offset(i));
            for j in 0..columns {
                x[(i, j)] = root * design.x[(i, j)];
            }
        }
        for (j, l) in penalty.iter().flat_map(|p| p.iter()).enumerate() {
            x[(rows + j, j)] = l.sqrt();
        }
        solve(x, y)
    }
}

/// How far a step moves the linear predictor of some row.
fn reach(design: &Design, moved: &DVector<f64>) -> f64 {
    (&design.x * moved).amax()
}

/// Names the column whose coefficient runs away.
fn separated(design: &Design, moved: &DVector<f64>) -> StatsError {
    let mut column = (0, f64::NEG_INFINITY);
    for (j, values) in design.x.column_iter().enumerate() {
        let spread = values.max() - values.min();
        // A constant column only follows the one that runs away.
        let runs = moved[j].abs() * spread;
        if runs > column.1 {
            column = (j, runs);
        }
    }
    StatsError::Separated { column: column.0 }
}

fn finish(
    design: &Design,
    family: Family,
    penalty: Option<&DVector<f64>>,
    state: &State,
    coef: DVector<f64>,
    solved: Solved,
    n: u64,
) -> Result<Fit, StatsError> {
    let (rows, columns) = design.x.shape();
    let mut scores = DMatrix::zeros(rows, columns);
    let (mut pearson, mut deviance, mut log_likelihood) = (0.0, 0.0, 0.0);
    let mut logs = 0.0;
    for i in 0..rows {
        let weight = design.weight(i);
        if weight <= 0.0 {
            continue;
        }
        let (y, mean) = (design.y[i], state.mean[i]);
        let variance = family.variance(mean);
        let score = weight * (y - mean) * family.slope(mean) / variance;
        for j in 0..columns {
            scores[(i, j)] = score * design.x[(i, j)];
        }
        pearson += weight * (y - mean).powi(2) / variance;
        deviance += weight * family.deviance(y, mean);
        log_likelihood += family.log_likelihood(y, mean, weight);
        logs += weight.ln();
    }
    let rows_counted = n as f64;
    // Trace of the hat matrix: columns, less what the penalty takes.
    let taken: f64 = penalty.map_or(0.0, |p| {
        (0..columns).map(|j| p[j] * solved.inverse[(j, j)]).sum()
    });
    let df_residual = rows_counted - columns as f64 + taken;
    let dispersion = match family {
        Family::Gaussian | Family::QuasiPoisson => pearson / df_residual,
        _ => 1.0,
    };
    if family == Family::Gaussian {
        let variance = 2.0 * std::f64::consts::PI * deviance / rows_counted;
        log_likelihood = 0.5 * (logs - rows_counted * (variance.ln() + 1.0));
    }
    let cluster = design.cluster.as_deref();
    Ok(Fit {
        sandwich: sandwich(&solved.inverse, &scores, cluster, n)?,
        cov: solved.inverse * dispersion,
        fitted: DVector::from_column_slice(&state.mean),
        coef,
        deviance,
        dispersion,
        df_residual,
        n,
        log_likelihood,
    })
}
