//! Period means in standard errors that know their n.

use serde::{Deserialize, Serialize};

use crate::{Interval, Level, StatsError};

/// What the answers of one period add up to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    /// Answers.
    pub n: u64,
    /// Their sum.
    pub sum: f64,
    /// The sum of their squares.
    pub squares: f64,
}

impl Sample {
    /// The sample of these answers.
    #[must_use]
    pub fn of(values: &[f64]) -> Self {
        values.iter().fold(Sample::default(), |s, v| {
            s.merge(Sample {
                n: 1,
                sum: *v,
                squares: v * v,
            })
        })
    }

    /// Both together.
    #[must_use]
    pub fn merge(self, other: Self) -> Self {
        Sample {
            n: self.n + other.n,
            sum: self.sum + other.sum,
            squares: self.squares + other.squares,
        }
    }

    /// Mean answer; `NaN` without any.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.sum / self.n as f64
    }

    /// Squared deviations from the mean.
    fn deviations(&self) -> f64 {
        (self.squares - self.sum * self.mean()).max(0.0)
    }
}

/// What periods were like while nothing changed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Baseline {
    /// Mean of a period.
    pub mean: f64,
    /// Standard deviation of a single answer within a period.
    pub sd: f64,
    /// Standard deviation of true period means around `mean`.
    pub between: f64,
    /// Standard error of `mean`.
    pub se: f64,
    /// Answers.
    pub n: u64,
    /// Periods with an answer.
    pub periods: u64,
}

impl Baseline {
    /// A period's mean in its own standard errors from the baseline; `NaN` without an answer.
    ///
    /// Formula: `(x̄_t - μ) / √(sd² / n_t + between² + se²)`.
    #[must_use]
    pub fn standardized(&self, sample: &Sample) -> f64 {
        if sample.n == 0 {
            return f64::NAN;
        }
        let own = self.sd * self.sd / sample.n as f64;
        (sample.mean() - self.mean) / (own + self.between.powi(2) + self.se.powi(2)).sqrt()
    }

    /// The interval of a period's own mean, `x̄ ± z sd / √n`; `NaN` without an answer.
    #[must_use]
    pub fn interval(&self, sample: &Sample, level: Level) -> Interval {
        let se = self.sd / (sample.n as f64).sqrt();
        Interval::around(sample.mean(), level.z() * se)
    }

    /// How far the periods since a shift lie from the baseline, with its interval.
    ///
    /// Formula: `x̄_v - μ` with `x̄_v` the mean of periods weighed by
    /// `v_t = 1 / (sd² / n_t + between²)`, and `± z √(1 / Σ v_t + se²)`. Periods that were chosen
    /// because they differ lie farther off than they will.
    #[must_use]
    pub fn shift(&self, since: &[Sample], level: Level) -> (f64, Interval) {
        let weight = |s: &Sample| 1.0 / (self.sd.powi(2) / s.n as f64 + self.between.powi(2));
        let there = || since.iter().filter(|s| s.n > 0);
        let total: f64 = there().map(weight).sum();
        let mean = there().map(|s| weight(s) * s.mean()).sum::<f64>() / total;
        let se = (1.0 / total + self.se.powi(2)).sqrt();
        let off = mean - self.mean;
        (off, Interval::around(off, level.z() * se))
    }
}

/// The baseline of periods in which nothing changed.
///
/// Formula: `sd²` is the pooled variance within periods; `between²` the moment estimate
/// `max(0, (Q - (m - 1)) / (W - Σ w² / W))` with `w_t = n_t / sd²`, `W = Σ w` and
/// `Q = Σ w_t (x̄_t - x̄_w)²` over m periods; the mean weighs each period by
/// `v_t = 1 / (sd² / n_t + between²)` and has the variance `1 / Σ v_t`.
/// Arguments: base periods in any order; those without an answer do not count.
/// Errors: [`StatsError::Groups`] for fewer than 2 periods with an answer;
/// [`StatsError::NoSpread`] where no answer differs from another of its period.
/// Assumptions: one variance within all periods; period means that vary around one level.
/// Source: DerSimonian and Laird 1986, doi:10.1016/0197-2456(86)90046-2 (moments); Laney 2002,
/// doi:10.1081/QEN-120006555 (why `between` belongs into the limits).
///
/// ```
/// use stats::series::chart::{Sample, baseline};
/// let weeks = [[4.0, 6.0], [6.0, 8.0], [5.0, 7.0]].map(|w| Sample::of(&w));
/// let found = baseline(&weeks).unwrap();
/// assert_eq!((found.mean, found.between), (6.0, 0.0));
/// assert!((found.standardized(&Sample::of(&[9.0, 9.0])) - 3.0 / (4f64 / 3.0).sqrt()).abs() < 1e-12);
/// ```
pub fn baseline(base: &[Sample]) -> Result<Baseline, StatsError> {
    let there: Vec<&Sample> = base.iter().filter(|s| s.n > 0).collect();
    let periods = there.len() as u64;
    if periods < 2 {
        return Err(StatsError::Groups { groups: periods });
    }
    let n: u64 = there.iter().map(|s| s.n).sum();
    let freedom = (n - periods) as f64;
    let variance = there.iter().map(|s| s.deviations()).sum::<f64>() / freedom;
    if !(variance.is_finite() && variance > 0.0) {
        return Err(StatsError::NoSpread { n });
    }
    let weighted = |w: &dyn Fn(&Sample) -> f64| {
        let total: f64 = there.iter().map(|s| w(s)).sum();
        let sum: f64 = there.iter().map(|s| w(s) * s.mean()).sum();
        (total, sum / total)
    };
    let own = |s: &Sample| s.n as f64 / variance;
    let (total, center) = weighted(&own);
    let q: f64 = there
        .iter()
        .map(|s| own(s) * (s.mean() - center).powi(2))
        .sum();
    let squares: f64 = there.iter().map(|s| own(s).powi(2)).sum();
    let between = ((q - (periods - 1) as f64) / (total - squares / total)).max(0.0);
    let (total, mean) = weighted(&|s| 1.0 / (variance / s.n as f64 + between));
    Ok(Baseline {
        mean,
        sd: variance.sqrt(),
        between: between.sqrt(),
        se: total.sqrt().recip(),
        n,
        periods,
    })
}
