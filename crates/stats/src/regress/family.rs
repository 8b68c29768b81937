//! Distributions of the outcome, each with its customary link.

use serde::{Deserialize, Serialize};
use statrs::function::gamma::ln_gamma;

use crate::StatsError;

/// Distribution of the outcome around its expectation, and the link to the linear predictor.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// Normal, identity link.
    Gaussian,
    /// Share of 1 between 0 and 1, logit link; the weight is the number of trials.
    Binomial,
    /// Counts, log link, variance `μ`.
    Poisson,
    /// Counts, log link, variance `φ μ` with `φ` estimated.
    QuasiPoisson,
    /// Counts, log link, variance `μ + μ² / θ`.
    NegativeBinomial {
        /// `θ`, above 0: the greater, the nearer to Poisson.
        theta: f64,
    },
}

impl Family {
    /// Whether the outcome has a place in the family.
    pub(super) fn check(self, y: f64) -> Result<(), StatsError> {
        let there = match self {
            Family::Gaussian => true,
            Family::Binomial => (0.0..=1.0).contains(&y),
            _ => y >= 0.0,
        };
        if there {
            Ok(())
        } else {
            Err(StatsError::Outcome {
                value: y,
                range: if self == Family::Binomial {
                    "from 0 to 1"
                } else {
                    "0 or more"
                },
            })
        }
    }

    pub(super) fn start(self, y: f64, weight: f64) -> f64 {
        match self {
            Family::Gaussian => y,
            Family::Binomial => (weight * y + 0.5) / (weight + 1.0),
            _ => y + 0.1,
        }
    }

    pub(super) fn link(self, mean: f64) -> f64 {
        match self {
            Family::Gaussian => mean,
            Family::Binomial => (mean / (1.0 - mean)).ln(),
            _ => mean.ln(),
        }
    }

    pub(super) fn mean(self, eta: f64) -> f64 {
        match self {
            Family::Gaussian => eta,
            // Beyond 36 the mean is 1 to the last bit; the weights must stay above 0.
            Family::Binomial => 1.0 / (1.0 + (-eta.clamp(-36.0, 36.0)).exp()),
            _ => eta.clamp(-300.0, 300.0).exp(),
        }
    }

    /// Slope of the mean in the linear predictor.
    pub(super) fn slope(self, mean: f64) -> f64 {
        match self {
            Family::Gaussian => 1.0,
            Family::Binomial => (mean * (1.0 - mean)).max(f64::MIN_POSITIVE),
            _ => mean.max(f64::MIN_POSITIVE),
        }
    }

    pub(super) fn variance(self, mean: f64) -> f64 {
        match self {
            Family::Gaussian => 1.0,
            Family::NegativeBinomial { theta } => mean + mean * mean / theta,
            _ => self.slope(mean),
        }
    }

    /// Twice the log-likelihood lost against the saturated model, per unit of weight.
    pub(super) fn deviance(self, y: f64, mean: f64) -> f64 {
        let ratio = |a: f64, b: f64| if a > 0.0 { a * (a / b).ln() } else { 0.0 };
        match self {
            Family::Gaussian => (y - mean).powi(2),
            Family::Binomial => 2.0 * (ratio(y, mean) + ratio(1.0 - y, 1.0 - mean)),
            Family::Poisson | Family::QuasiPoisson => 2.0 * (ratio(y, mean) - (y - mean)),
            Family::NegativeBinomial { theta } => {
                2.0 * (ratio(y, mean) - (y + theta) * ((y + theta) / (mean + theta)).ln())
            }
        }
    }

    /// Log-likelihood of one row; for a Gaussian all rows are counted together by the caller.
    pub(super) fn log_likelihood(self, y: f64, mean: f64, weight: f64) -> f64 {
        match self {
            Family::Gaussian => 0.0,
            Family::Binomial => {
                let log = |a: f64, b: f64| if a > 0.0 { a * b.ln() } else { 0.0 };
                weight * (log(y, mean) + log(1.0 - y, 1.0 - mean))
            }
            Family::Poisson | Family::QuasiPoisson => {
                weight * (y * mean.ln() - mean - ln_gamma(y + 1.0))
            }
            Family::NegativeBinomial { theta } => {
                let constant = ln_gamma(y + theta) - ln_gamma(theta) - ln_gamma(y + 1.0);
                let share = mean / (mean + theta);
                let log = if y > 0.0 { y * share.ln() } else { 0.0 };
                weight * (constant + log + theta * (theta / (mean + theta)).ln())
            }
        }
    }
}
