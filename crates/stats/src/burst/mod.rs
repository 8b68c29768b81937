//! Is something said more often than it used to be? Counts of the newest window against the
//! windows before it, for many candidates at once.
//!
//! The model: a window with exposure `e` (verbatims heard in it) holds `y` mentions of a theme,
//! negative binomial with mean `μ e` and variance `μ e + φ (μ e)²`. The history gives `μ` and,
//! by the method of moments, the dispersion `φ`; see [`dispersion`]. [`test`] asks how likely
//! the newest count or a greater one is, [`judge`] does so for a family of candidates and keeps
//! the share of false alarms among those it names.

mod dispersion;
mod predict;
mod prior;
mod ratio;
mod tail;

use serde::{Deserialize, Serialize};

pub use dispersion::{Dispersion, dispersion};
pub use ratio::{Ratio, ratio};
pub use tail::upper_tail;

use predict::Predictive;
use prior::{Heard, Prior};

use crate::change::benjamini_hochberg;
use crate::{Interval, Level, StatsError};

/// Fewest windows of history from which a spread between windows can be told.
pub const MIN_WINDOWS: u64 = 4;

/// Share of false alarms that a list of bursts may hold where nothing else is asked.
pub const FALSE_SHARE: f64 = 0.10;
/// Greatest p with which [`judge_within`] names a candidate, however few there are: a budget alone
/// would name one of three candidates at p = 0.16.
const ALONE: f64 = 0.005;

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
    let mut burst = expect(series);
    burst.dispersion = burst.dispersion.max(least_dispersion);
    if burst.why.is_some() {
        return Ok(burst);
    }
    let heard = Heard::of(series);
    let mean = series.newest.exposure as f64 * (heard.mentions + 1.0) / heard.exposure;
    let size = 1.0 / (1.0 / (heard.mentions + 1.0) + burst.dispersion * (1.0 + heard.uneven));
    burst.p = Some(upper_tail(series.newest.count, mean, size));
    let outside = Level::NINETY_FIVE.alpha() / 2.0;
    burst.likely = Some(Interval {
        low: tail::quantile(1.0 - outside, |y| upper_tail(y, mean, size)),
        high: tail::quantile(outside, |y| upper_tail(y, mean, size)),
    });
    Ok(burst)
}

/// A family of candidates: which of them rise, with at most a share `false_share` by chance.
///
/// Formula: the family's histories say what is usual. Rates have a gamma prior with the family's
/// mean rate and the shape `a` of greatest likelihood, from 0.5 to 1, which adds `a` mentions to a
/// history. Dispersions have a log-normal prior whose center and spread are averaged by how
/// likely they make all histories; given its history, a candidate's own dispersion weighs in by
/// the Dirichlet-multinomial likelihood of its windows given their sum. For one dispersion `φ`
/// the newest count is beta negative binomial: size `1 / φ`, mean `m = e (Y + a) / (E + b)`, the
/// mean's squared coefficient of variation `1 / (Y + a) + φ Σ w²`; `p = P(X >= y)` is the mean of
/// its tails over the dispersions that the history leaves possible. The p values are adjusted by
/// [`benjamini_hochberg`]; a candidate bursts where its adjusted p is at most `false_share`. What
/// is told of a candidate as its dispersion is the mean over those left possible.
/// Arguments: every candidate that was looked at, the dull ones included; the result is in
/// the same order. `false_share` between 0 and 1, commonly [`FALSE_SHARE`].
/// Errors: [`StatsError::Level`] for a `false_share` outside 0 to 1.
/// Assumptions: those of [`test`]; candidates are independent or rise together, and are
/// exchangeable: one that spreads unlike any other is drawn towards them. The law is exact where
/// all windows have one exposure, and has the right spread where they differ. Simulated lists of 80
/// candidates without a burst name one in 4 % (`φ` 0), 10 % (0.15) and 14 % (0.5) of lists.
/// Sources: those of [`test`] and [`benjamini_hochberg`]; Robinson and Smyth 2008,
/// doi:10.1093/biostatistics/kxm030 (dispersion given the total, moderated over a family);
/// Efron 2010, Large-Scale Inference, chapter 1 (the gamma prior of rates); Johnson, Kemp and
/// Kotz 2005, section 6.2.3 (beta negative binomial).
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
    let mut bursts = predict(family)?;
    for burst in &mut bursts {
        burst.bursting = burst.q.is_some_and(|q| q <= false_share);
    }
    Ok(bursts)
}

/// A family of candidates: which of them rise, where the mean list may name `false_bursts` by
/// chance.
///
/// Formula: as [`judge`], but a candidate bursts where `p <= min(false_bursts / m, 0.005)`, m the
/// candidates tested: then at most `false_bursts` of those that did not rise are expected among the named,
/// whatever the others do. A watch that is read every week has a budget of false alarms rather
/// than a share of them: where one theme among thousands of terms rises, a share of 10 % asks of
/// it nearly what Bonferroni asks.
/// Arguments: as [`judge`]; `false_bursts` above 0, such as 0.5 for every other list.
/// Errors: [`StatsError::NotFinite`] for a budget that is not above 0 and finite.
/// Assumptions: those of [`judge`]; candidates may depend on each other. With 0.5,
/// simulated lists of 3,000 terms named 0.3 to 0.55 by chance where `φ` was 0.125 or 0.5 for all or
/// differed widely between terms; 0.95 where rare terms spread more than frequent ones; 0.7
/// (`φ` 0.125) and 2.1 (0.5) where counts were Poisson-log-normal, whose tails are heavier.
/// Sources: Gordon, Glazko, Qiu and Yakovlev 2007, doi:10.1214/07-AOAS102 (the expected number of
/// false findings), and those of [`judge`].
///
/// ```
/// use stats::burst::{Series, Window, judge_within};
/// let week = |count| Window { count, exposure: 100 };
/// let flat = Series { newest: week(2), history: vec![week(2); 6] };
/// let risen = Series { newest: week(12), history: vec![week(2); 6] };
/// let found = judge_within(&[flat, risen], 0.05).unwrap();
/// assert!(!found[0].bursting && found[1].bursting);
/// ```
pub fn judge_within(family: &[Series], false_bursts: f64) -> Result<Vec<Burst>, StatsError> {
    if !(false_bursts.is_finite() && false_bursts > 0.0) {
        return Err(StatsError::NotFinite {
            name: "false bursts",
            value: false_bursts,
        });
    }
    let mut bursts = predict(family)?;
    let tested = bursts.iter().filter(|b| b.p.is_some()).count() as f64;
    let enough = (false_bursts / tested).min(ALONE);
    for burst in &mut bursts {
        burst.bursting = burst.p.is_some_and(|p| p <= enough);
    }
    Ok(bursts)
}

/// Every candidate with its p and q, none named yet.
fn predict(family: &[Series]) -> Result<Vec<Burst>, StatsError> {
    let prior = Prior::of(family);
    let mut bursts = Vec::with_capacity(family.len());
    for series in family {
        let mut burst = expect(series);
        if burst.why.is_none() {
            let predictive = Predictive::of(series, &prior);
            burst.dispersion = predictive.dispersion;
            burst.p = Some(predictive.upper_tail(series.newest.count));
            let outside = Level::NINETY_FIVE.alpha() / 2.0;
            burst.likely = Some(Interval {
                low: predictive.quantile(1.0 - outside),
                high: predictive.quantile(outside),
            });
        }
        bursts.push(burst);
    }
    let tested: Vec<f64> = bursts.iter().filter_map(|b| b.p).collect();
    let adjusted = benjamini_hochberg(&tested)?;
    let with_p = bursts.iter_mut().filter(|b| b.p.is_some());
    for (burst, q) in with_p.zip(adjusted) {
        burst.q = Some(q);
    }
    Ok(bursts)
}

/// What is known of a candidate before any test: what was expected, and why it cannot be tested.
fn expect(series: &Series) -> Burst {
    let Series { newest, history } = series;
    let heard = Heard::of(series);
    let windows = history.iter().filter(|w| w.exposure > 0).count() as u64;
    let expected = match heard.exposure > 0.0 {
        true => heard.mentions * newest.exposure as f64 / heard.exposure,
        false => 0.0,
    };
    let why = match () {
        () if windows < MIN_WINDOWS => Some(NoTest::ShortHistory {
            windows,
            needed: MIN_WINDOWS,
        }),
        () if newest.exposure == 0 => Some(NoTest::NothingHeard),
        () => None,
    };
    Burst {
        newest: *newest,
        windows,
        expected,
        likely: None,
        dispersion: dispersion(history).value(),
        p: None,
        q: None,
        bursting: false,
        why,
    }
}
