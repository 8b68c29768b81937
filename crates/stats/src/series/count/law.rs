//! Poisson and negative binomial counts, exactly.

use statrs::function::gamma::ln_gamma;

use crate::StatsError;

/// Terms below this share of a sum no longer change it.
const NEGLIGIBLE: f64 = 1e-17;

/// The distribution of a count with a known mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Law {
    mean: f64,
    size: f64,
}

impl Law {
    /// Counts of mean `mean` and variance `mean + mean² / size`.
    ///
    /// Formula: negative binomial; Poisson where `size` is infinite.
    /// Arguments: `mean` above 0 in events a period; `size` above 0.
    ///
    /// # Errors
    /// [`StatsError::NotAboveZero`] for either.
    ///
    /// ```
    /// use stats::series::count::Law;
    /// let quiet = Law::new(3.2, f64::INFINITY).unwrap();
    /// assert!((quiet.upper(7) - 0.044_619_100_955).abs() < 1e-11);
    /// assert!((quiet.mid_p(7) - (0.044_619_100_955 - quiet.ln_chance(7).exp() / 2.0)).abs() < 1e-11);
    /// ```
    pub fn new(mean: f64, size: f64) -> Result<Self, StatsError> {
        if !(mean.is_finite() && mean > 0.0) {
            return Err(StatsError::NotAboveZero {
                name: "expected count",
                value: mean,
            });
        }
        if size.is_nan() || size <= 0.0 {
            return Err(StatsError::NotAboveZero {
                name: "size",
                value: size,
            });
        }
        Ok(Law { mean, size })
    }

    /// The mean.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// Logarithm of the chance of exactly `count`.
    #[must_use]
    pub fn ln_chance(&self, count: u64) -> f64 {
        let x = count as f64;
        let (m, k) = (self.mean, self.size);
        if k.is_infinite() {
            return x * m.ln() - m - ln_gamma(x + 1.0);
        }
        let ways = ln_gamma(x + k) - ln_gamma(k) - ln_gamma(x + 1.0);
        let each = if x > 0.0 { x * (k / m).ln_1p() } else { 0.0 };
        ways - k * (m / k).ln_1p() - each
    }

    /// The chance of `count + 1` over that of `count`.
    fn growth(&self, count: f64) -> f64 {
        if self.size.is_infinite() {
            self.mean / (count + 1.0)
        } else {
            self.mean / (self.mean + self.size) * (count + self.size) / (count + 1.0)
        }
    }

    /// The chance of `count` or more, summed term by term so that far tails keep their digits.
    #[must_use]
    pub fn upper(&self, count: u64) -> f64 {
        if count == 0 {
            return 1.0;
        }
        let above = count as f64 > self.mean;
        let mut at = count as f64 - f64::from(u8::from(!above));
        let mut term = self.ln_chance(at as u64).exp();
        let mut sum = term;
        while term > NEGLIGIBLE * sum && (above || at > 0.0) {
            if above {
                term *= self.growth(at);
                at += 1.0;
            } else {
                at -= 1.0;
                term /= self.growth(at);
            }
            sum += term;
        }
        if above {
            sum.min(1.0)
        } else {
            (1.0 - sum).clamp(0.0, 1.0)
        }
    }

    /// The mid-p of `count`: the chance of more, and half that of exactly so many. Over all
    /// counts it is uniform on average, which the chance of `count` or more is not.
    #[must_use]
    pub fn mid_p(&self, count: u64) -> f64 {
        (self.upper(count) - 0.5 * self.ln_chance(count).exp()).clamp(0.0, 1.0)
    }

    /// The smallest count beyond which at most a share `above` of the distribution lies.
    #[must_use]
    pub fn quantile(&self, above: f64) -> u64 {
        let beyond = |count: u64| self.upper(count + 1) > above;
        let (mut low, mut high) = (0, 1);
        while beyond(high) {
            low = high;
            high *= 2;
        }
        while low < high {
            let middle = low + (high - low) / 2;
            if beyond(middle) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// How the logarithm of the likelihood ratio of a mean raised by `ratio` depends on the
    /// count x: `slope · x - toll`.
    pub(crate) fn likelihood_ratio(&self, ratio: f64) -> (f64, f64) {
        let (m, k) = (self.mean, self.size);
        if k.is_infinite() {
            return (ratio.ln(), (ratio - 1.0) * m);
        }
        let raised = (k + ratio * m) / (k + m);
        ((ratio / raised).ln(), k * raised.ln())
    }
}
