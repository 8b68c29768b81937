//! How probable it is, period by period, that the level has just broken.

use serde::{Deserialize, Serialize};
use statrs::function::gamma::ln_gamma;

use crate::StatsError;

/// What is believed before anything is seen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Prior {
    /// Periods between breaks, on average; above 1.
    pub between: f64,
    /// Where a level lies.
    pub mean: f64,
    /// How many values that belief is worth, above 0; small for little.
    pub strength: f64,
    /// Half the degrees of freedom of the belief about the variance, above 0.
    pub shape: f64,
    /// `shape` times the variance that values are believed to have, above 0.
    pub rate: f64,
}

impl Prior {
    /// A weak belief for standardized values: level 0, variance 1, a break in `between` periods.
    #[must_use]
    pub fn standard(between: f64) -> Self {
        Prior {
            between,
            mean: 0.0,
            strength: 0.1,
            shape: 1.0,
            rate: 1.0,
        }
    }
}

/// One period.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Belief {
    /// Most probable periods since the last break, this one included.
    pub run: usize,
    /// How probable that run is.
    pub probability: f64,
    /// How probable it is that the level broke in this period or in the `recent - 1` before.
    pub broken: f64,
}

/// Bayesian online change point detection of a level.
///
/// Formula: with hazard `H = 1 / between` and r the periods since the break,
/// `P(r_t = 1, x_1..t) = Σ_r P(r_{t-1} = r, x_1..t-1) H π_0(x_t)` and
/// `P(r_t = r + 1, x_1..t) = P(r_{t-1} = r, x_1..t-1) (1 - H) π_r(x_t)`; π_r is Student's t
/// predictive of the values of the run under a normal-gamma belief, π_0 that of the prior alone.
/// The first value opens a run. Runs below a share of 1e-12 are dropped.
/// Arguments: values in order, best divided by [`noise`](super::breaks::noise()); the prior;
/// `recent`, periods, 1 or more.
/// Errors: [`StatsError::NotFinite`] for a value; [`StatsError::NotAboveZero`] for a part of the
/// prior.
/// Assumptions: independent normal values between breaks; breaks at a constant hazard.
/// Source: Adams and MacKay 2007, arXiv:0710.3742.
///
/// ```
/// use stats::series::online::{Prior, online};
/// let values = [0.1, -0.2, 0.0, 0.2, -0.1, 0.1, 4.0, 4.2, 3.9];
/// let found = online(&values, &Prior::standard(50.0), 3).unwrap();
/// assert!(found[5].run == 6 && found[8].run == 3 && found[8].broken > 0.95);
/// ```
pub fn online(values: &[f64], prior: &Prior, recent: usize) -> Result<Vec<Belief>, StatsError> {
    for (name, value) in [
        ("periods between breaks less 1", prior.between - 1.0),
        ("strength of the prior", prior.strength),
        ("shape of the prior", prior.shape),
        ("rate of the prior", prior.rate),
    ] {
        crate::series::arl::above_zero(name, value)?;
    }
    let hazard = 1.0 / prior.between;
    let mut runs: Vec<Run> = Vec::new();
    let mut beliefs = Vec::with_capacity(values.len());
    for &value in values {
        if !value.is_finite() {
            let name = "value";
            return Err(StatsError::NotFinite { name, value });
        }
        let new = Run::new(prior);
        let opened = new.ln_density(value) + if runs.is_empty() { 0.0 } else { hazard.ln() };
        for run in &mut runs {
            run.weight += (1.0 - hazard).ln() + run.ln_density(value);
        }
        runs.push(Run {
            weight: opened,
            ..new
        });
        let most = runs
            .iter()
            .map(|r| r.weight)
            .fold(f64::NEG_INFINITY, f64::max);
        let total = most
            + runs
                .iter()
                .map(|r| (r.weight - most).exp())
                .sum::<f64>()
                .ln();
        for run in &mut runs {
            run.weight -= total;
            run.take(value);
        }
        runs.retain(|r| r.weight > -27.6);
        let likeliest = runs.iter().max_by(|a, b| a.weight.total_cmp(&b.weight));
        let young = runs.iter().filter(|r| r.length <= recent);
        beliefs.push(Belief {
            run: likeliest.map_or(0, |r| r.length),
            probability: likeliest.map_or(0.0, |r| r.weight.exp()),
            broken: young.map(|r| r.weight.exp()).sum::<f64>().min(1.0),
        });
    }
    Ok(beliefs)
}

/// A run of values at one level, with the logarithm of its probability.
#[derive(Clone, Copy)]
struct Run {
    weight: f64,
    length: usize,
    mean: f64,
    strength: f64,
    shape: f64,
    rate: f64,
}

impl Run {
    fn new(prior: &Prior) -> Self {
        Run {
            weight: 0.0,
            length: 0,
            mean: prior.mean,
            strength: prior.strength,
            shape: prior.shape,
            rate: prior.rate,
        }
    }

    /// Student's t density of the next value.
    fn ln_density(&self, value: f64) -> f64 {
        let freedom = 2.0 * self.shape;
        let scale = self.rate * (self.strength + 1.0) / (self.shape * self.strength);
        let z = (value - self.mean).powi(2) / scale;
        ln_gamma((freedom + 1.0) / 2.0)
            - ln_gamma(freedom / 2.0)
            - 0.5 * (freedom * std::f64::consts::PI * scale).ln()
            - (freedom + 1.0) / 2.0 * (z / freedom).ln_1p()
    }

    fn take(&mut self, value: f64) {
        let off = value - self.mean;
        self.rate += self.strength * off * off / (2.0 * (self.strength + 1.0));
        self.mean += off / (self.strength + 1.0);
        self.strength += 1.0;
        self.shape += 0.5;
        self.length += 1;
    }
}
