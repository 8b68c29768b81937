//! The newest count that a history lets expect, its rate and its dispersion both uncertain.

use statrs::function::beta::ln_beta;
use statrs::function::gamma::ln_gamma;

use super::prior::{Heard, Prior};
use super::{Series, tail};

/// Share of the greatest weight below which a dispersion is out of the question.
const NEGLIGIBLE: f64 = 1e-9;
/// The same where only the middle 95 % are asked for.
const COARSE: f64 = 1e-2;
/// Most terms of a tail that are added up one by one; the rest is added as a whole.
const MOST_TERMS: usize = 20_000;

/// Beta negative binomial laws, one for each dispersion that is not out of the question.
pub(super) struct Predictive {
    laws: Vec<(f64, Law)>,
    /// Mean of the dispersion given the history.
    pub(super) dispersion: f64,
}

impl Predictive {
    /// Of the newest window, given its exposure and the history; both above 0.
    pub(super) fn of(series: &Series, prior: &Prior) -> Self {
        let heard = Heard::of(series);
        let known = heard.mentions + prior.mentions;
        let mean = series.newest.exposure as f64 * known / (heard.exposure + prior.exposure);
        let weights = prior.posterior(series);
        let dispersion = weights
            .iter()
            .zip(&prior.dispersions)
            .map(|(w, d)| w * d)
            .sum();
        let greatest = weights.iter().copied().fold(0.0, f64::max);
        let laws = weights
            .iter()
            .zip(&prior.dispersions)
            .filter(|(weight, _)| **weight > NEGLIGIBLE * greatest)
            .map(|(weight, dispersion)| {
                let unsure = 1.0 / known + dispersion * heard.uneven;
                (*weight, Law::new(mean, *dispersion, unsure))
            })
            .collect();
        Predictive { laws, dispersion }
    }

    /// The chance of `count` or more.
    pub(super) fn upper_tail(&self, count: u64) -> f64 {
        self.above(count, 0.0)
    }

    /// The smallest count beyond which about `above` of the distribution lies, at most.
    pub(super) fn quantile(&self, above: f64) -> f64 {
        tail::quantile(above, |count| self.above(count, COARSE))
    }

    /// The same from the laws alone whose weight is above a share of the greatest.
    fn above(&self, count: u64, share: f64) -> f64 {
        let greatest = self.laws.iter().map(|(w, _)| *w).fold(0.0, f64::max);
        let (mut sum, mut weight) = (0.0, 0.0);
        for (w, law) in self.laws.iter().filter(|(w, _)| *w > share * greatest) {
            sum += w * law.upper_tail(count);
            weight += w;
        }
        (sum / weight).clamp(0.0, 1.0)
    }
}

/// A negative binomial count whose mean is itself a beta prime variable: size `r`, and `a` and
/// `b` of the beta law of the chance of success.
struct Law {
    size: f64,
    a: f64,
    b: f64,
}

impl Law {
    /// With this mean, dispersion, and square of the coefficient of variation of its mean.
    fn new(mean: f64, dispersion: f64, unsure: f64) -> Self {
        let b = (1.0 + dispersion * mean) / unsure;
        Law {
            size: 1.0 / dispersion,
            a: 1.0 + b / (dispersion * mean),
            b,
        }
    }

    fn probability(&self, at: f64) -> f64 {
        let Law { size, a, b } = *self;
        let ways = ln_gamma(size + at) - ln_gamma(size) - ln_gamma(at + 1.0);
        (ways + ln_beta(a + size, b + at) - ln_beta(a, b)).exp()
    }

    /// The probability of `at + 1` over that of `at`.
    fn step(&self, at: f64) -> f64 {
        (self.size + at) * (self.b + at) / ((at + 1.0) * (self.a + self.size + self.b + at))
    }

    fn upper_tail(&self, count: u64) -> f64 {
        if count == 0 {
            return 1.0;
        }
        let mean = self.size * self.b / (self.a - 1.0);
        let mut at = count as f64;
        let mut term = self.probability(at);
        if at <= mean {
            // From the count downward.
            let mut below = 0.0;
            while at > 0.0 {
                at -= 1.0;
                term /= self.step(at);
                below += term;
                if term <= 1e-17 * below {
                    break;
                }
            }
            return 1.0 - below;
        }
        let mut sum = term;
        for _ in 0..MOST_TERMS {
            if term <= 1e-16 * sum {
                return sum;
            }
            term *= self.step(at);
            at += 1.0;
            sum += term;
        }
        // Far out the terms fall as at^-(a + 1).
        sum + term * at / self.a
    }
}
