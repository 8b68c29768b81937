//! Is something said more often than it used to be? Counts of the newest window against the
//! windows before it, for many candidates at once.
//!
//! The model: a window with exposure `e` (verbatims heard in it) holds `y` mentions of a theme,
//! negative binomial with mean `μ e` and variance `μ e + φ (μ e)²`. The history gives `μ` and,
//! by the method of moments, the dispersion `φ`; see [`dispersion`]. [`test`] asks how likely
//! the newest count or a greater one is, [`judge`] does so for a family of candidates and keeps
//! the share of false alarms among those it names.

mod dispersion;
mod ratio;
mod tail;

use serde::{Deserialize, Serialize};

pub use dispersion::{Dispersion, dispersion};
pub use ratio::{Ratio, ratio};
pub use tail::upper_tail;

use crate::change::benjamini_hochberg;
use crate::{Interval, Level, StatsError};

/// Fewest windows of history from which a spread between windows can be told.
pub const MIN_WINDOWS: u64 = 4;

/// Share of false alarms that a list of bursts may hold where nothing else is asked.
pub const FALSE_SHARE: f64 = 0.10;

/// What was counted in one stretch of time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// Verbatims that hold the theme.
    pub count: u64,
    /// All verbatims that could have held it.
    pub exposure: u64,
}

/// The windows of one candidate. All are of the same length and do not overlap.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    /// The window that is asked about.
    pub newest: Window,
    /// The windows before it, in any order.
    pub history: Vec<Window>,
}

/// Why no p value is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum NoTest {
    /// The history is too short.
    #[error(
        "{windows} windows of history are too few to tell a burst; at least {needed} are needed"
    )]
    ShortHistory {
        /// Windows in which anything was heard.
        windows: u64,
        /// Windows needed.
        needed: u64,
    },
    /// The newest window is empty.
    #[error("nothing was heard in the newest window, so nothing can have risen in it")]
    NothingHeard,
}

/// The newest count beside what the history lets expect.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Burst {
    /// The newest window.
    pub newest: Window,
    /// Windows of history in which anything was heard.
    pub windows: u64,
    /// Mentions expected in the newest window at the rate of the history.
    pub expected: f64,
    /// Where 95 of 100 such counts would lie; blank without a test.
    pub likely: Option<Interval>,
    /// Dispersion `φ` that the test used, 0 for Poisson counts.
    pub dispersion: f64,
    /// Chance of the newest count or a greater one if nothing has changed.
    pub p: Option<f64>,
    /// Benjamini-Hochberg adjusted p within the family of candidates.
    pub q: Option<f64>,
    /// Whether it rises for real, at the false share that was asked.
    pub bursting: bool,
    /// Why there is no p value.
    pub why: Option<NoTest>,
}

/// One candidate: how likely the newest count or a greater one is without any change.
///
/// Formula: with `Y` mentions in `E` verbatims of history, shares `w = e_i / E` and newest
/// exposure `e`, `p = P(X >= y)` for X negative binomial with mean `e (Y + 1) / E` and size
/// `1 / (1 / (Y + 1) + φ (1 + Σ w²))`. The size adds to the spread of the new window that of
/// the estimated rate: `Var(X) = V(e) + e² Var(Y / E)`. Where `φ` is 0 this is the exact
/// conditional test, `P(B >= y)` for B binomial of `Y + y` with share `e / (e + E)`; it holds
/// for a history without any mention too.
/// `φ` is the greater of the candidate's own moment estimate and `least_dispersion`, since a
/// handful of windows often shows less spread than there is.
/// Arguments: counts and exposures in verbatims; `least_dispersion`, 0 or more, commonly that
/// of all candidates together.
/// Errors: [`StatsError::NotFinite`] for a `least_dispersion` that is negative or not finite. A
/// history that is too short or an empty newest window give a blank p and the reason.
/// Assumptions: windows of equal length cover whole cycles (7 days rather than 5), are
/// independent, and share one rate; a theme that grew all along shows as dispersion and is
/// found later. Simulated lists of 80 candidates without a burst name one in 3 % (`φ` 0), 7 %
/// (0.15) and 13 % (0.5) of lists where 10 % are asked. A candidate may have been chosen for
/// its total count, history included (the test is conditional on it when `φ` is 0), not for its
/// newest count alone.
/// Sources: Przyborowski and Wilenski 1940, doi:10.1093/biomet/31.3-4.313 (conditional test);
/// Anscombe 1950, doi:10.1093/biomet/37.3-4.358 (moments); Cameron and Trivedi 2013,
/// Regression Analysis of Count Data, section 3.3 (NB2); Noufaily et al. 2013,
/// doi:10.1002/sim.5595 (the use for outbreaks).
///
/// ```
/// use stats::burst::{Series, Window, test};
/// let week = |count| Window { count, exposure: 100 };
/// let series = Series { newest: week(9), history: [2, 1, 3, 2].map(week).to_vec() };
/// let found = test(&series, 0.0).unwrap();
/// // Exactly: P(B >= 9) for B binomial of 17 with share 100 / 500.
/// assert!((found.p.unwrap() - 0.002_581_462_8).abs() < 1e-9);
/// assert_eq!(found.expected, 2.0);
/// ```
pub fn test(series: &Series, least_dispersion: f64) -> Result<Burst, StatsError> {
    if !least_dispersion.is_finite() || least_dispersion < 0.0 {
        return Err(StatsError::NotFinite {
            name: "least dispersion",
            value: least_dispersion,
        });
    }
    let Series { newest, history } = series;
    let heard: Vec<&Window> = history.iter().filter(|w| w.exposure > 0).collect();
    let windows = heard.len() as u64;
    let mentions = heard.iter().map(|w| w.count).sum::<u64>() as f64;
    let total = heard.iter().map(|w| w.exposure as f64).sum::<f64>();
    let exposure = newest.exposure as f64;
    let mut burst = Burst {
        newest: *newest,
        windows,
        expected: if total > 0.0 {
            mentions * exposure / total
        } else {
            0.0
        },
        likely: None,
        dispersion: dispersion(history).value().max(least_dispersion),
        p: None,
        q: None,
        bursting: false,
        why: None,
    };
    if windows < MIN_WINDOWS {
        burst.why = Some(NoTest::ShortHistory {
            windows,
            needed: MIN_WINDOWS,
        });
        return Ok(burst);
    }
    if newest.exposure == 0 {
        burst.why = Some(NoTest::NothingHeard);
        return Ok(burst);
    }
    let uneven: f64 = heard
        .iter()
        .map(|w| (w.exposure as f64 / total).powi(2))
        .sum();
    let mean = exposure * (mentions + 1.0) / total;
    let size = 1.0 / (1.0 / (mentions + 1.0) + burst.dispersion * (1.0 + uneven));
    burst.p = Some(upper_tail(newest.count, mean, size));
    let outside = Level::NINETY_FIVE.alpha() / 2.0;
    burst.likely = Some(Interval {
        low: tail::quantile(1.0 - outside, mean, size),
        high: tail::quantile(outside, mean, size),
    });
    Ok(burst)
}

/// A family of candidates: which of them rise, with at most a share `false_share` by chance.
///
/// Formula: the dispersion of all candidates together, `Σ excess / Σ scale` of
/// [`Dispersion`], is the least that [`test`] uses for each; p values are adjusted by
/// [`benjamini_hochberg`]; a candidate bursts where its adjusted p is at most `false_share`.
/// Arguments: every candidate that was looked at, the dull ones included; the result is in
/// the same order. `false_share` between 0 and 1, commonly [`FALSE_SHARE`].
/// Errors: [`StatsError::Level`] for a `false_share` outside 0 to 1.
/// Assumptions: those of [`test`]; candidates are independent or rise together.
/// Sources: those of [`test`] and [`benjamini_hochberg`].
///
/// ```
/// use stats::burst::{Series, Window, judge};
/// let week = |count| Window { count, exposure: 100 };
/// let flat = Series { newest: week(2), history: vec![week(2); 6] };
/// let risen = Series { newest: week(12), history: vec![week(2); 6] };
/// let found = judge(&[flat, risen], 0.10).unwrap();
/// assert!(!found[0].bursting && found[1].bursting);
/// ```
pub fn judge(family: &[Series], false_share: f64) -> Result<Vec<Burst>, StatsError> {
    Level::new(false_share)?;
    let common = family
        .iter()
        .map(|series| dispersion(&series.history))
        .fold(Dispersion::default(), Dispersion::merge);
    let mut bursts = family
        .iter()
        .map(|series| test(series, common.value()))
        .collect::<Result<Vec<_>, _>>()?;
    let tested: Vec<f64> = bursts.iter().filter_map(|b| b.p).collect();
    let adjusted = benjamini_hochberg(&tested)?;
    let with_p = bursts.iter_mut().filter(|b| b.p.is_some());
    for (burst, q) in with_p.zip(adjusted) {
        burst.q = Some(q);
        burst.bursting = q <= false_share;
    }
    Ok(bursts)
}
