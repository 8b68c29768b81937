//! How surely the place of a break is known.

use serde::{Deserialize, Serialize};
use statrs::distribution::{ContinuousCDF, Normal};

use super::{noise, pelt};
use crate::{Interval, Level, StatsError, quantile};

/// A break of the level.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Break {
    /// First index of the new level, counted from 0.
    pub index: usize,
    /// Earliest index it may be.
    pub low: usize,
    /// Latest index it may be.
    pub high: usize,
    /// Mean before it, back to the break before.
    pub before: f64,
    /// Mean from it on, up to the next break.
    pub after: f64,
    /// `after - before`.
    pub shift: f64,
    /// Interval of the shift.
    pub shift_interval: Interval,
    /// Values in both segments.
    pub n: u64,
}

/// A series as levels between breaks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Levels {
    /// The breaks in order.
    pub breaks: Vec<Break>,
    /// Standard deviation of values around the levels.
    pub sd: f64,
    /// Robust noise that scaled the search.
    pub noise: f64,
    /// Correlation of neighboring residuals.
    pub lag_one: f64,
    /// Values.
    pub n: u64,
}

/// The breaks of a level, each with an interval for its place.
///
/// Formula: the places are those of [`pelt`]. With shift δ and residual variance σ², the true
/// place is within `c σ² / δ²` on either side, where c is the quantile of the argmax of a
/// Brownian motion with two-sided drift `-|s| / 2`, whose distribution is
/// `G(x) = 1 + √(x / 2π) e^{-x/8} - (x + 5)/2 Φ(-√x / 2) + (3/2) e^x Φ(-3√x / 2)` for x above 0;
/// the reach is rounded down and one period added. It ends at the neighboring breaks. The
/// interval of the shift is Student's t with the residual variance.
/// Arguments: values in order; `shortest` a segment; the level of the intervals.
/// Errors: those of [`pelt`].
/// Assumptions: as for [`pelt`]; the reach is asymptotic, for shifts that are not large beside
/// the noise: for large ones it is on the wide side.
/// Sources: Bai 1997, doi:10.1162/003465397557132; Bai and Perron 2003, doi:10.1002/jae.659;
/// Yao 1987, doi:10.1214/aos/1176350509 (distribution).
///
/// ```
/// use stats::{Level, series::breaks::breaks};
/// let values = [5.0, 5.2, 4.9, 5.1, 4.8, 9.0, 9.3, 8.9, 9.1, 9.2];
/// let found = breaks(&values, 2, Level::NINETY_FIVE).unwrap();
/// let [only] = found.breaks[..] else { panic!() };
/// assert_eq!((only.low, only.index, only.high), (4, 5, 6));
/// ```
pub fn breaks(values: &[f64], shortest: usize, level: Level) -> Result<Levels, StatsError> {
    let places = pelt(values, shortest)?;
    let n = values.len();
    let mut ends = vec![0];
    ends.extend(&places);
    ends.push(n);
    let segments: Vec<&[f64]> = ends.windows(2).map(|w| &values[w[0]..w[1]]).collect();
    let mean = |s: &[f64]| s.iter().sum::<f64>() / s.len() as f64;
    let residuals: Vec<f64> = segments
        .iter()
        .flat_map(|s| s.iter().map(|v| v - mean(s)))
        .collect();
    let squares: f64 = residuals.iter().map(|r| r * r).sum();
    let freedom = n.saturating_sub(segments.len()).max(1) as f64;
    let variance = squares / freedom;
    let c = reach(level);
    let t = quantile::student_t(0.5 + level.share() / 2.0, freedom);
    let found = places.iter().enumerate().map(|(at, &index)| {
        let (left, right) = (segments[at], segments[at + 1]);
        let (before, after) = (mean(left), mean(right));
        let shift = after - before;
        // One period more than the whole part, as the argmax is that of a continuous time.
        let wide = (c * variance / (shift * shift)).floor() + 1.0;
        let wide = wide.min(n as f64) as usize;
        let se = (variance * (1.0 / left.len() as f64 + 1.0 / right.len() as f64)).sqrt();
        Break {
            index,
            low: index.saturating_sub(wide).max(ends[at] + 1),
            high: (index + wide).min(ends[at + 2] - 1),
            before,
            after,
            shift,
            shift_interval: Interval::around(shift, t * se),
            n: (left.len() + right.len()) as u64,
        }
    });
    Ok(Levels {
        breaks: found.collect(),
        sd: variance.sqrt(),
        noise: noise(values)?,
        lag_one: super::lag_one(&residuals),
        n: n as u64,
    })
}

/// The symmetric interval of the argmax at a level: 11.03 at 95 %, 7.69 at 90 %.
fn reach(level: Level) -> f64 {
    let wanted = 0.5 + level.share() / 2.0;
    let (mut low, mut high) = (0.0, 1.0);
    while below(high) < wanted && high < 1e4 {
        high *= 2.0;
    }
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if below(middle) < wanted {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// The distribution function of the argmax, for x above 0.
fn below(x: f64) -> f64 {
    let law = Normal::standard();
    let root = x.sqrt();
    let density = (x / std::f64::consts::TAU).sqrt() * (-x / 8.0).exp();
    // e^x Φ(-3√x/2) by its logarithm's leading term once the factors leave the range of numbers.
    let far = if x < 300.0 {
        1.5 * x.exp() * law.cdf(-1.5 * root)
    } else {
        0.0
    };
    1.0 + density - (x + 5.0) / 2.0 * law.cdf(-root / 2.0) + far
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reach_is_that_of_the_tables() {
        for (level, table) in [(0.90, 7.687), (0.95, 11.033), (0.99, 19.767)] {
            let found = reach(Level::new(level).unwrap());
            assert!((found - table).abs() < 0.01, "{level}: {found}");
        }
    }
}
