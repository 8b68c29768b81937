//! The limit of the judged count, and how unlikely the count is.

use statrs::distribution::{ContinuousCDF, Normal};

use super::fit::Fitted;
use super::{Settings, Threshold};
use crate::series::count::Law;
use crate::{Level, StatsError, quantile};

/// The count above which the week calls, and the chance of `observed` or more.
pub(super) fn limit(
    fitted: &Fitted,
    observed: u64,
    settings: &Settings,
) -> Result<(f64, f64), StatsError> {
    let alpha = Level::new(settings.alpha)?.share();
    let (mean, dispersion) = (fitted.mean, fitted.dispersion);
    match settings.threshold {
        Threshold::TwoThirds => {
            // Y^(2/3) is nearly normal with variance 4/9 μ^(1/3) (φ + se² / μ).
            let spread = dispersion + fitted.se.powi(2) / mean;
            let sd = (4.0 / 9.0 * mean.cbrt() * spread).sqrt();
            let center = mean.powf(2.0 / 3.0);
            let upper = (center + quantile::normal(1.0 - alpha) * sd).powf(1.5);
            let z = ((observed as f64).powf(2.0 / 3.0) - center) / sd;
            Ok((upper, Normal::standard().sf(z)))
        }
        Threshold::NegativeBinomial => {
            let size = if dispersion > 1.0 {
                mean / (dispersion - 1.0)
            } else {
                f64::INFINITY
            };
            let law = Law::new(mean, size)?;
            Ok((law.quantile(alpha) as f64, law.upper(observed)))
        }
    }
}
