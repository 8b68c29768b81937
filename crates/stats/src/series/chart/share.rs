//! Shares of yes or no in periods of differing n.

use serde::{Deserialize, Serialize};

use super::{RANGE, SIGMAS};
use crate::{Interval, StatsError};

/// How many of how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// Those with the property, at most `n`.
    pub count: u64,
    /// All, above 0.
    pub n: u64,
}

/// A chart of shares.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ShareChart {
    /// Share over all base periods.
    pub center: f64,
    /// How many times wider than binomial the periods spread; 1 for a p chart.
    pub spread: f64,
}

impl ShareChart {
    /// Where the share of a period of `n` lies while nothing changes, within 0 to 1.
    #[must_use]
    pub fn limits(&self, n: u64) -> Interval {
        let se = (self.center * (1.0 - self.center) / n as f64).sqrt();
        Interval::around(self.center, SIGMAS * se * self.spread).clipped(0.0, 1.0)
    }

    /// Indices of the periods that lie outside.
    #[must_use]
    pub fn beyond(&self, periods: &[Counted]) -> Vec<usize> {
        let outside = |period: &Counted| {
            let share = period.count as f64 / period.n as f64;
            !self.limits(period.n).contains(share)
        };
        let found = periods.iter().enumerate().filter(|(_, p)| outside(p));
        found.map(|(at, _)| at).collect()
    }
}

/// The p chart of base periods.
///
/// Formula: center `p̄ = Σ count / Σ n`, limits `p̄ ± 3 √(p̄ (1 - p̄) / n)`.
/// Arguments: base periods, each with an n above 0.
/// Errors: [`StatsError::Groups`] without a period; [`StatsError::Counted`] for a count above its
/// n or an n of 0.
/// Assumptions: answers are independent and one share holds throughout: with large n almost
/// every period lies outside, and [`laney`] is the chart to use.
/// Source: Montgomery, Introduction to Statistical Quality Control, section 7.2.
///
/// ```
/// use stats::series::chart::{Counted, p_chart};
/// let chart = p_chart(&[Counted { count: 10, n: 50 }, Counted { count: 15, n: 50 }]).unwrap();
/// assert_eq!(chart.center, 0.25);
/// ```
pub fn p_chart(base: &[Counted]) -> Result<ShareChart, StatsError> {
    if base.is_empty() {
        return Err(StatsError::Groups { groups: 0 });
    }
    if let Some(wrong) = base.iter().find(|p| p.n == 0 || p.count > p.n) {
        let Counted { count, n } = *wrong;
        return Err(StatsError::Counted { count, n });
    }
    let sum = |of: fn(&Counted) -> u64| base.iter().map(|p| of(p) as f64).sum::<f64>();
    Ok(ShareChart {
        center: sum(|p| p.count) / sum(|p| p.n),
        spread: 1.0,
    })
}

/// Laney's p' chart of base periods, whose limits widen by what periods truly vary.
///
/// Formula: with `z_i` the binomial residuals of [`p_chart`], `σ_z = mean |z_i - z_{i-1}| / 1.128`
/// and limits `p̄ ± 3 σ_z √(p̄ (1 - p̄) / n)`.
/// Arguments: base periods in order, 2 or more.
/// Errors: those of [`p_chart`]; [`StatsError::Groups`] for fewer than 2 periods.
/// Assumptions: neighboring periods differ by common variation only.
/// Source: Laney 2002, doi:10.1081/QEN-120006555.
///
/// ```
/// use stats::series::chart::{Counted, laney};
/// let of = |count| Counted { count, n: 1000 };
/// let chart = laney(&[of(200), of(300), of(210), of(290)]).unwrap();
/// assert!(chart.spread > 4.0);
/// ```
pub fn laney(base: &[Counted]) -> Result<ShareChart, StatsError> {
    let chart = p_chart(base)?;
    if base.len() < 2 {
        let groups = base.len() as u64;
        return Err(StatsError::Groups { groups });
    }
    let spread = chart.center * (1.0 - chart.center);
    let residual = |p: &Counted| {
        let n = p.n as f64;
        // All or none have the property: nothing varies.
        let se = (spread / n).sqrt().max(f64::MIN_POSITIVE);
        (p.count as f64 / n - chart.center) / se
    };
    let z: Vec<f64> = base.iter().map(residual).collect();
    let moves = z.windows(2).map(|pair| (pair[1] - pair[0]).abs());
    Ok(ShareChart {
        spread: moves.sum::<f64>() / (z.len() - 1) as f64 / RANGE[0],
        ..chart
    })
}
