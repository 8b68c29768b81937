//! How much more counts spread between windows than chance alone would make them.

use serde::{Deserialize, Serialize};

use crate::burst::Window;

/// The two sums whose quotient is the dispersion; candidates merge by adding them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Dispersion {
    /// Squared deviations beyond those that Poisson counts show.
    pub excess: f64,
    /// What a dispersion of 1 would add to the squared deviations.
    pub scale: f64,
}

impl Dispersion {
    /// The greatest dispersion that is told. A theme that was heard in one window of its
    /// history only has no finite estimate; at 10 next to nothing surprises.
    pub const MOST: f64 = 10.0;

    /// The dispersion `φ`, 0 where the counts spread no more than Poisson counts, at most
    /// [`Dispersion::MOST`].
    #[must_use]
    pub fn value(&self) -> f64 {
        if self.excess <= 0.0 {
            0.0
        } else if self.excess < Self::MOST * self.scale {
            self.excess / self.scale
        } else {
            Self::MOST
        }
    }

    /// Both together.
    #[must_use]
    pub fn merge(self, other: Self) -> Self {
        Dispersion {
            excess: self.excess + other.excess,
            scale: self.scale + other.scale,
        }
    }
}

/// The moment estimate of the dispersion of one candidate's counts.
///
/// Formula: with `Y` mentions in `E` verbatims, shares `w_i = e_i / E`, `W = Σ w²` and squared
/// deviations `S = Σ (y_i - w_i Y)²`, excess `X = S - Y (1 - W)`. Where the variance of a count
/// is `m_i + φ m_i²`, X expects `φ M² b` with `b = Σ (1 - 2 w_i) w_i² + W²` and M the mean of Y,
/// and `Y (Y - 1)` expects `M² (1 + φ W)`; so `φ = X / (Y (Y - 1) b - X W)`, at least 0. For
/// equal exposures it is the familiar `(s² - ȳ) / (ȳ² - s² / n)`.
/// Arguments: the windows in any order; those without exposure do not count.
/// Errors: none; fewer than 2 windows or no mention give 0.
/// Assumptions: one rate over all windows, independent windows.
/// Source: Anscombe 1950, doi:10.1093/biomet/37.3-4.358, here for unequal exposures and with
/// the square of the mean freed of its own error.
///
/// ```
/// use stats::burst::{Window, dispersion};
/// let week = |count| Window { count, exposure: 50 };
/// // Mean 4, variance 32 / 3: (32 / 3 - 4) / (16 - 8 / 3).
/// let found = dispersion(&[0, 8, 4, 4].map(week));
/// assert!((found.value() - 0.5).abs() < 1e-12);
/// ```
#[must_use]
pub fn dispersion(windows: &[Window]) -> Dispersion {
    let heard = || windows.iter().filter(|w| w.exposure > 0);
    let mentions = heard().map(|w| w.count as f64).sum::<f64>();
    let total = heard().map(|w| w.exposure as f64).sum::<f64>();
    if heard().count() < 2 || mentions == 0.0 {
        return Dispersion::default();
    }
    let (mut deviations, mut squares, mut own) = (0.0, 0.0, 0.0);
    for window in heard() {
        let share = window.exposure as f64 / total;
        deviations += (window.count as f64 - mentions * share).powi(2);
        squares += share * share;
        own += (1.0 - 2.0 * share) * share * share;
    }
    let excess = deviations - mentions * (1.0 - squares);
    let pairs = mentions * (mentions - 1.0);
    Dispersion {
        excess,
        scale: pairs * (own + squares * squares) - excess * squares,
    }
}
