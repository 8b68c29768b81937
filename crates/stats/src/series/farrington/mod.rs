//! Farrington's method: the limit of this week's count from the same weeks of past years.
//!
//! The reference method of public health for outbreaks, for streams of 3 years or more. Younger
//! or many streams together are watched by [`monitor`](super::monitor).

mod fit;
mod threshold;
mod window;

use serde::{Deserialize, Serialize};

use super::count::Period;
use crate::StatsError;
use fit::Fitted;

/// How the standard error of the expectation is scaled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// By Pearson's dispersion, as quasi-likelihood has it.
    #[default]
    Pearson,
    /// By `Σ w ((y - μ) / μ)² / df`, as R's surveillance 1.20 does, to agree with its numbers.
    WorkingResiduals,
}

/// The limit that a count is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Threshold {
    /// Normal on the scale of the power 2/3, with the error of the expectation (Farrington 1996).
    TwoThirds,
    /// Quantile of the negative binomial with mean `μ` and variance `φ μ` (after Noufaily 2013).
    NegativeBinomial,
}

/// The settings; [`Settings::classic`] and [`Settings::flexible`] are those of the papers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Past years that are looked at.
    pub years: usize,
    /// Weeks on both sides of the same week of a past year.
    pub half_window: usize,
    /// Parts of the year with a level of their own; 1 looks at the windows only.
    pub parts: usize,
    /// Newest weeks that are left out, the current one besides.
    pub gap: usize,
    /// Residual beyond which a past week counts as an outbreak and weighs less.
    pub outbreak: f64,
    /// A trend is kept where its p is below this; 1 keeps every trend that is no wild
    /// extrapolation.
    pub trend_below: f64,
    /// Chance of a false alarm of one week.
    pub alpha: f64,
    /// The limit.
    pub threshold: Threshold,
    /// An alarm needs so many events …
    pub least: u64,
    /// … in so many weeks.
    pub within: usize,
    /// Weeks a year, as a whole number.
    pub cycle: usize,
    /// Scale of the standard error.
    pub scale: Scale,
}

impl Settings {
    /// Farrington et al. 1996: windows of 7 weeks in 4 past years, trend at 5 %, power 2/3.
    #[must_use]
    pub fn classic() -> Self {
        Settings {
            years: 4,
            half_window: 3,
            parts: 1,
            gap: 3,
            outbreak: 1.0,
            trend_below: 0.05,
            alpha: 0.01,
            threshold: Threshold::TwoThirds,
            least: 5,
            within: 4,
            cycle: 52,
            scale: Scale::Pearson,
        }
    }

    /// Noufaily et al. 2013: all weeks of 4 past years in 10 parts, half a year's gap, weights
    /// only beyond 2.58, a trend always, a negative binomial limit.
    #[must_use]
    pub fn flexible() -> Self {
        Settings {
            parts: 10,
            gap: 26,
            outbreak: 2.58,
            trend_below: 1.0,
            alpha: 0.005,
            threshold: Threshold::NegativeBinomial,
            ..Settings::classic()
        }
    }
}

/// One week beside its limit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Checked {
    /// The week, counted from 0.
    pub index: usize,
    /// Events expected.
    pub expected: f64,
    /// Dispersion `φ`, 1 or more.
    pub dispersion: f64,
    /// The count above which it calls.
    pub upper: f64,
    /// Chance of the count or a greater one without an outbreak.
    pub p: f64,
    /// Whether the expectation has a trend.
    pub trend: bool,
    /// Past weeks that told what to expect.
    pub n: u64,
    /// Whether there were enough events lately for an alarm.
    pub enough: bool,
    /// Whether it calls.
    pub alarm: bool,
}

/// Holds one week against its past.
///
/// Formula: a quasi-Poisson regression `ln μ = ln e + part + b t` on the past weeks in the
/// windows; again with weights `γ s⁻²` for standardized Anscombe residuals s beyond `outbreak`
/// (`γ` makes the mean weight 1); without the trend unless its p is below `trend_below`, there are
/// 3 years or more, and it does not expect more than was ever counted. `φ` is Pearson's
/// dispersion, at least 1. Limits: [`Threshold`]. An alarm where the count is above the limit and
/// there were `least` events in `within` weeks.
/// Arguments: `weeks` in order, exposure 0 for a week without observation; `index` the week to be
/// judged; `same` the same week of the past years, newest first ([`same_weeks`] or by the
/// calendar); `settings`.
/// Errors: [`StatsError::ShortSeries`] where the past years are not all there; those of
/// [`glm`](crate::regress::glm()), such as a part of the year without any event.
/// Assumptions: a yearly season, independent weeks.
/// Sources: Farrington, Andrews, Beale and Catchpole 1996, doi:10.2307/2983331; Noufaily et al.
/// 2013, doi:10.1002/sim.5595; R package surveillance (agreement).
///
/// ```
/// use stats::series::{count::Period, farrington::{Settings, check, same_weeks}};
/// let weeks: Vec<Period> = (0..240)
///     .map(|t| Period { count: 4 + (t * 7 % 5) as u64, exposure: 1.0 })
///     .collect();
/// let settings = Settings::classic();
/// let found = check(&weeks, 239, &same_weeks(239, &settings), &settings).unwrap();
/// assert!((found.expected - 6.0).abs() < 1.0 && !found.alarm);
/// ```
pub fn check(
    weeks: &[Period],
    index: usize,
    same: &[usize],
    settings: &Settings,
) -> Result<Checked, StatsError> {
    let past = window::past(weeks, index, same, settings)?;
    let fitted = Fitted::of(weeks, &past, index, settings)?;
    let observed = weeks[index].count;
    let (upper, p) = threshold::limit(&fitted, observed, settings)?;
    let first = (index + 1).saturating_sub(settings.within);
    let events: u64 = weeks[first..=index].iter().map(|w| w.count).sum();
    let enough = events >= settings.least;
    Ok(Checked {
        index,
        expected: fitted.mean,
        dispersion: fitted.dispersion,
        upper,
        p,
        trend: fitted.trend,
        n: past.len() as u64,
        enough,
        alarm: enough && observed as f64 > upper,
    })
}

/// The same week of the past years where years have `cycle` weeks, newest first; short where the
/// series does not reach back so far. Calendars have 53 weeks in some years: with dates, give the
/// nearest same weekday instead.
#[must_use]
pub fn same_weeks(index: usize, settings: &Settings) -> Vec<usize> {
    (1..=settings.years)
        .map_while(|year| index.checked_sub(year * settings.cycle))
        .collect()
}
