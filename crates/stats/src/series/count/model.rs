//! Counts with season, trend, exposure and more spread than Poisson.

use std::f64::consts::TAU;

use nalgebra::{DMatrix, DVector, RowDVector};
use serde::{Deserialize, Serialize};

use super::{Law, Period};
use crate::regress::{Design, Family, Fit, glm};
use crate::{Interval, Level, StatsError};

/// Beyond this size counts are as good as Poisson.
const NEARLY_POISSON: f64 = 1e6;
/// Standard deviations beyond which the spread of a past outbreak counts no more.
const CLIP: f64 = 4.0;
/// Rounds of weighing and estimating the size.
const ROUNDS: usize = 25;

/// What goes into the model.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Periods in a year: 52 for weeks, 12 for months.
    pub cycle: f64,
    /// Pairs of sine and cosine waves of the season; none are fitted to less than one cycle.
    pub harmonics: usize,
    /// Whether a steady trend is fitted; never to less than two cycles, where it cannot be told
    /// from the season.
    pub trend: bool,
    /// Residual beyond which a past period counts as an outbreak and weighs less; none for equal
    /// weights.
    pub outbreak: Option<f64>,
}

impl Default for Settings {
    /// Weeks, one pair of waves, a trend, past outbreaks weigh less beyond 2.58.
    fn default() -> Self {
        Settings {
            cycle: 52.0,
            harmonics: 1,
            trend: true,
            outbreak: Some(2.58),
        }
    }
}

/// A fitted model of counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    fit: Fit,
    cycle: f64,
    harmonics: usize,
    trend: bool,
    /// Size of the negative binomial; infinite where counts spread no more than Poisson.
    pub size: f64,
    /// Periods observed.
    pub periods: u64,
}

/// What a model lets expect in a period.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Expected {
    /// Expected events.
    pub mean: f64,
    /// Where the expected number itself lies, at 95 %.
    pub interval: Interval,
    /// Size of the count's distribution, the doubt about the mean included.
    pub size: f64,
}

/// A negative binomial model of counts with harmonic season, trend and exposure.
///
/// Formula: `ln μ_t = ln e_t + a + b t + Σ_j (c_j sin(2π j t / cycle) + d_j cos(2π j t / cycle))`,
/// `Var = μ + μ² / size`. The size solves `Σ min(16, (y - μ)² / (μ + μ² / size)) = df` in turn with
/// the coefficients (without the 16 where outbreaks are not looked for). Past outbreaks weigh less: with standardized Anscombe residuals s, weights are
/// `s⁻²` beyond `outbreak`, else 1, times a factor that makes their mean 1.
/// Arguments: `history` in order, exposure 0 for a period without observation; `settings`.
/// Errors: [`StatsError::NotAboveZero`] for the cycle; [`StatsError::NoEvents`] for a history
/// without an event; those of [`glm`].
/// Assumptions: independent periods, a season that repeats, a steady trend. With 78 simulated
/// weeks of history the mid-p of a new week is below .05 in 6.9 %: the size is estimated, too.
/// Sources: Noufaily et al. 2013, doi:10.1002/sim.5595; Serfling 1963, doi:10.2307/4591848;
/// Cameron and Trivedi 2013, Regression Analysis of Count Data, section 3.3.
///
/// ```
/// use stats::series::count::{Law, Period, Settings, fit};
/// let weeks = [3, 5, 4, 6, 2, 4, 5, 3, 4, 4].map(|count| Period { count, exposure: 100.0 });
/// let model = fit(&weeks, &Settings::default()).unwrap();
/// let expected = model.expect(10, 200.0);
/// assert!((expected.mean - 8.0).abs() < 1e-6);
/// // Twenty where eight were to be expected.
/// assert!(Law::new(expected.mean, expected.size).unwrap().mid_p(20) < 0.01);
/// ```
pub fn fit(history: &[Period], settings: &Settings) -> Result<Model, StatsError> {
    crate::series::arl::above_zero("cycle", settings.cycle)?;
    if history.iter().all(|p| p.count == 0 || !p.observed()) {
        return Err(StatsError::NoEvents);
    }
    let cycles = history.len() as f64 / settings.cycle;
    let harmonics = if cycles >= 1.0 { settings.harmonics } else { 0 };
    let trend = settings.trend && cycles >= 2.0;
    let rows: Vec<usize> = (0..history.len())
        .filter(|&t| history[t].observed())
        .collect();
    let terms = |t: usize| terms(t as f64, settings.cycle, harmonics, trend);
    let x: Vec<RowDVector<f64>> = rows.iter().map(|&t| terms(t)).collect();
    let mut design = Design {
        x: DMatrix::from_rows(&x),
        y: DVector::from_iterator(rows.len(), rows.iter().map(|&t| history[t].count as f64)),
        weight: None,
        offset: Some(DVector::from_iterator(
            rows.len(),
            rows.iter().map(|&t| history[t].exposure.ln()),
        )),
        cluster: None,
    };
    let mut fitted = glm(&design, Family::Poisson)?;
    let mut size = f64::INFINITY;
    for _ in 0..ROUNDS {
        if let Some(outbreak) = settings.outbreak {
            design.weight = Some(weights(&design, &fitted, size, outbreak));
        }
        let found = spread(&design, &fitted, settings.outbreak.is_some());
        let family = if found < NEARLY_POISSON {
            Family::NegativeBinomial { theta: found }
        } else {
            Family::Poisson
        };
        fitted = glm(&design, family)?;
        let settled = (found - size).abs() <= 1e-6 * found
            || (found >= NEARLY_POISSON && size >= NEARLY_POISSON);
        size = if found < NEARLY_POISSON {
            found
        } else {
            f64::INFINITY
        };
        if settled {
            break;
        }
    }
    Ok(Model {
        fit: fitted,
        cycle: settings.cycle,
        harmonics,
        trend,
        size,
        periods: rows.len() as u64,
    })
}

impl Model {
    /// What is to be expected in period `at` (counted from the start of the history) at an
    /// exposure above 0.
    #[must_use]
    pub fn expect(&self, at: usize, exposure: f64) -> Expected {
        let x = terms(at as f64, self.cycle, self.harmonics, self.trend);
        let mean = exposure * (&x * &self.fit.coef)[0].exp();
        let variance = (&x * &self.fit.cov * x.transpose())[0].max(0.0);
        let reach = (Level::NINETY_FIVE.z() * variance.sqrt()).exp();
        Expected {
            mean,
            interval: Interval {
                low: mean / reach,
                high: mean * reach,
            },
            // The doubt about ln μ adds its variance to the squared coefficient of variation.
            size: 1.0 / (1.0 / self.size + variance),
        }
    }

    /// How far the season alone lifts period `at` above the level: a factor around 1.
    #[must_use]
    pub fn season(&self, at: usize) -> f64 {
        let x = terms(at as f64, self.cycle, self.harmonics, self.trend);
        let skip = 1 + usize::from(self.trend);
        let waves = (skip..x.len()).map(|j| x[j] * self.fit.coef[j]);
        waves.sum::<f64>().exp()
    }

    /// The distribution of the count of period `at`.
    ///
    /// # Errors
    /// [`StatsError::NotAboveZero`] where nothing is to be expected.
    pub fn law(&self, at: usize, exposure: f64) -> Result<Law, StatsError> {
        let expected = self.expect(at, exposure);
        Law::new(expected.mean, expected.size)
    }
}

/// One row: intercept, trend in cycles, waves.
fn terms(t: f64, cycle: f64, harmonics: usize, trend: bool) -> RowDVector<f64> {
    let mut row = vec![1.0];
    if trend {
        row.push(t / cycle);
    }
    for j in 1..=harmonics {
        let angle = TAU * j as f64 * t / cycle;
        row.extend([angle.sin(), angle.cos()]);
    }
    RowDVector::from_vec(row)
}

/// Weights that are small for past outbreaks; their mean is 1.
fn weights(design: &Design, fit: &Fit, size: f64, outbreak: f64) -> DVector<f64> {
    let raw: Vec<f64> = (0..design.y.len())
        .map(|i| {
            let (y, mean) = (design.y[i], fit.fitted[i]);
            // Anscombe's residual of a Poisson count, over the root of the extra spread.
            let residual = 1.5 * (y.powf(2.0 / 3.0) * mean.powf(-1.0 / 6.0) - mean.sqrt());
            let s = residual / (1.0 + mean / size).sqrt();
            if s > outbreak { s.powi(-2) } else { 1.0 }
        })
        .collect();
    let mean = raw.iter().sum::<f64>() / raw.len() as f64;
    DVector::from_iterator(raw.len(), raw.iter().map(|w| w / mean))
}

/// The size at which Pearson's statistic equals its degrees of freedom; infinite where counts
/// spread no more than Poisson. Weights would pass for less spread; instead, squares of outbreaks
/// are clipped.
fn spread(design: &Design, fit: &Fit, outbreaks: bool) -> f64 {
    let most = if outbreaks {
        CLIP * CLIP
    } else {
        f64::INFINITY
    };
    let statistic = |size: f64| -> f64 {
        let term = |i: usize| {
            let mean = fit.fitted[i];
            ((design.y[i] - mean).powi(2) / (mean + mean * mean / size)).min(most)
        };
        (0..design.y.len()).map(term).sum()
    };
    let df = fit.df_residual;
    if statistic(f64::INFINITY) <= df {
        return f64::INFINITY;
    }
    let (mut low, mut high) = (-7.0_f64, NEARLY_POISSON.ln());
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if statistic(middle.exp()) > df {
            high = middle;
        } else {
            low = middle;
        }
    }
    ((low + high) / 2.0).exp()
}
