//! Blurring instead of hiding: rounding, and noise with a budget.

use rand::{Rng, RngCore};
use serde::{Deserialize, Serialize};

use crate::StatsError;

/// The nearest multiple of `base`, halves up; a base of 0 leaves the count as it is.
///
/// ```
/// assert_eq!([2, 3, 7, 8].map(|n| stats::privacy::round_to(n, 5)), [0, 5, 5, 10]);
/// ```
#[must_use]
pub fn round_to(count: u64, base: u64) -> u64 {
    match base {
        0 => count,
        _ => (count + base / 2) / base * base,
    }
}

/// The multiple of `base` below or above, drawn so that the mean is the count.
///
/// Formula: with remainder r, up with chance `r / base`, else down.
/// Assumptions: each number is drawn once and kept; drawn anew each time it would average out.
/// Source: Fellegi 1975, Survey Methodology 1:1.
#[must_use]
pub fn round_at_random(count: u64, base: u64, rng: &mut impl RngCore) -> u64 {
    if base == 0 {
        return count;
    }
    let rest = count % base;
    let up = rest > 0 && rng.random_range(0..base) < rest;
    count - rest + if up { base } else { 0 }
}

/// Privacy loss as a fraction, so that noise can be drawn exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Epsilon {
    numerator: u32,
    denominator: u32,
}

impl Epsilon {
    /// `numerator / denominator`.
    ///
    /// # Errors
    /// [`StatsError::Epsilon`] when either is 0.
    pub fn new(numerator: u32, denominator: u32) -> Result<Self, StatsError> {
        if numerator == 0 || denominator == 0 {
            return Err(StatsError::Epsilon {
                numerator,
                denominator,
            });
        }
        Ok(Epsilon {
            numerator,
            denominator,
        })
    }

    /// As a number.
    #[must_use]
    pub fn value(self) -> f64 {
        f64::from(self.numerator) / f64::from(self.denominator)
    }
}

/// Chance that [`noise`] is `by`.
///
/// Formula: `(1 - a) / (1 + a) a^|by|` with `a = exp(-ε)`, for counts that one person changes by
/// at most 1.
/// Source: Ghosh, Roughgarden and Sundararajan 2012, doi:10.1137/09076828X.
///
/// ```
/// use stats::privacy::{Epsilon, discrete_laplace};
/// let p = discrete_laplace(Epsilon::new(1, 1).unwrap(), 0);
/// assert!((p - 0.462_117_157_260_009_74).abs() < 1e-15);
/// ```
#[must_use]
pub fn discrete_laplace(epsilon: Epsilon, by: i64) -> f64 {
    let e = epsilon.value();
    (e / 2.0).tanh() * (-e * by.unsigned_abs() as f64).exp()
}

/// Discrete Laplace noise for a count, drawn in whole numbers only.
///
/// Formula: Canonne, Kamath and Steinke's algorithm 2, without floating point, whose rounding
/// would leak.
/// Arguments: `epsilon`; a generator whose seed is secret when the result is published.
/// Source: Canonne, Kamath and Steinke 2020, arXiv:2004.00010.
#[must_use]
pub fn noise(epsilon: Epsilon, rng: &mut impl RngCore) -> i64 {
    let (s, t) = (u64::from(epsilon.numerator), u64::from(epsilon.denominator));
    loop {
        let low = rng.random_range(0..t);
        if !at_exp(low, t, rng) {
            continue;
        }
        let mut high = 0_u64;
        while at_exp(1, 1, rng) {
            high += 1;
        }
        let size = ((low + t * high) / s) as i64;
        let negative = rng.random_range(0..2) == 1;
        match (negative, size) {
            (true, 0) => {}
            (true, size) => return -size,
            (false, size) => return size,
        }
    }
}

/// True with chance `exp(-numerator / denominator)`, a fraction of at most 1.
fn at_exp(numerator: u64, denominator: u64, rng: &mut impl RngCore) -> bool {
    let mut k = 1;
    while rng.random_range(0..denominator * k) < numerator {
        k += 1;
    }
    k % 2 == 1
}

/// What may still be spent of a total privacy loss; losses of releases add up.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Budget {
    left: f64,
}

impl Budget {
    /// A budget of `total` ε.
    ///
    /// # Errors
    /// [`StatsError::NotFinite`] unless it is a finite number of 0 or more.
    pub fn new(total: f64) -> Result<Self, StatsError> {
        if !(total.is_finite() && total >= 0.0) {
            let (name, value) = ("privacy budget", total);
            return Err(StatsError::NotFinite { name, value });
        }
        Ok(Budget { left: total })
    }

    /// What is left.
    #[must_use]
    pub fn left(&self) -> f64 {
        self.left
    }

    /// Spends `epsilon`.
    ///
    /// # Errors
    /// [`StatsError::Spent`] when less is left; nothing is spent then.
    pub fn spend(&mut self, epsilon: Epsilon) -> Result<(), StatsError> {
        let asked = epsilon.value();
        // Tenths do not add up to one in binary; a billionth is no secret.
        if asked > self.left + 1e-9 {
            let left = self.left;
            return Err(StatsError::Spent { asked, left });
        }
        self.left = (self.left - asked).max(0.0);
        Ok(())
    }
}
