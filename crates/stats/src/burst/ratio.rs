//! How many times as often something is said as it used to be.

use serde::{Deserialize, Serialize};

use crate::burst::Series;
use crate::{Interval, Level};

/// The rate of the newest window over that of the history.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Ratio {
    /// Times as often; blank where the history holds no mention.
    pub value: Option<f64>,
    /// Interval of the ratio.
    pub interval: Interval,
    /// Confidence of the interval.
    pub level: Level,
}

/// The ratio of the newest rate to that of the history, with its interval.
///
/// Formula: with `y` mentions in `e` verbatims now and `Y` in `E` before, `r = (y / e) / (Y / E)`;
/// the interval is `exp(ln r ± z s)` with `s² = 1/y + 1/Y + φ (1 + Σ w²)`, w the shares of the
/// history's windows in E: the variance of two Poisson counts on the log scale, and what windows
/// spread beyond it. Where a count is 0, a half is added to both counts for the interval.
/// Arguments: the windows; `dispersion` φ, 0 or more, commonly that of [`test`](super::test)
/// ([`Burst::dispersion`](super::Burst)); the level. Blank when either side was never exposed.
/// Errors: none.
/// Assumptions: those of [`test`](super::test), counts that are not tiny; with a handful of
/// mentions the interval is rough, and the test's p is what decides.
/// Sources: Rothman, Greenland and Lash 2008, Modern Epidemiology, chapter 14 (equation 14-8);
/// Cameron and Trivedi 2013, section 3.3 (the added variance of NB2).
///
/// ```
/// use stats::burst::{Series, Window, ratio};
/// use stats::Level;
/// // Boice and Monson 1977, as in Rothman: 41 of 28,010 person-years against 15 of 19,017.
/// let series = Series {
///     newest: Window { count: 41, exposure: 28_010 },
///     history: vec![Window { count: 15, exposure: 19_017 }],
/// };
/// let found = ratio(&series, 0.0, Level::NINETY_FIVE).unwrap();
/// assert!((found.value.unwrap() - 1.855_8).abs() < 1e-4);
/// assert!((found.interval.low - 1.027).abs() < 1e-3 && (found.interval.high - 3.353).abs() < 1e-3);
/// ```
#[must_use]
pub fn ratio(series: &Series, dispersion: f64, level: Level) -> Option<Ratio> {
    let heard = || series.history.iter().filter(|w| w.exposure > 0);
    let mentions = heard().map(|w| w.count).sum::<u64>();
    let total = heard().map(|w| w.exposure as f64).sum::<f64>();
    let newest = series.newest;
    if newest.exposure == 0 || total == 0.0 {
        return None;
    }
    let rates = |now: f64, before: f64| (now / newest.exposure as f64) / (before / total);
    let added = if newest.count == 0 || mentions == 0 {
        0.5
    } else {
        0.0
    };
    let (now, before) = (newest.count as f64 + added, mentions as f64 + added);
    let uneven: f64 = heard().map(|w| (w.exposure as f64 / total).powi(2)).sum();
    let spread = (1.0 / now + 1.0 / before + dispersion.max(0.0) * (1.0 + uneven)).sqrt();
    let (middle, reach) = (rates(now, before).ln(), level.z() * spread);
    Some(Ratio {
        value: (mentions > 0).then(|| rates(newest.count as f64, mentions as f64)),
        interval: Interval {
            low: if newest.count == 0 {
                0.0
            } else {
                (middle - reach).exp()
            },
            high: (middle + reach).exp(),
        },
        level,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::burst::Window;

    fn of(newest: (u64, u64), history: &[(u64, u64)], dispersion: f64) -> Option<Ratio> {
        let window = |&(count, exposure): &(u64, u64)| Window { count, exposure };
        let series = Series {
            newest: window(&newest),
            history: history.iter().map(window).collect(),
        };
        ratio(&series, dispersion, Level::NINETY_FIVE)
    }

    #[test]
    fn what_windows_spread_widens_the_interval_and_leaves_the_ratio() {
        let narrow = of((12, 100), &[(2, 100), (4, 100)], 0.0).unwrap();
        let wide = of((12, 100), &[(2, 100), (4, 100)], 0.5).unwrap();
        assert_eq!((narrow.value, wide.value), (Some(4.0), Some(4.0)));
        // ln 4 ± 1.96 √(1/12 + 1/6), and with 0.5 · 1.5 more under the root.
        let end = |s: f64| (4.0_f64.ln() - 1.959_963_985 * s.sqrt()).exp();
        assert!((narrow.interval.low - end(0.25)).abs() < 1e-9);
        assert!((wide.interval.low - end(1.0)).abs() < 1e-9);
    }

    #[test]
    fn nothing_before_has_no_ratio_but_a_least_one() {
        let found = of((9, 50), &[(0, 200)], 0.0).unwrap();
        assert_eq!(found.value, None);
        assert!(found.interval.low > 1.0, "{found:?}");
        let gone = of((0, 50), &[(9, 200)], 0.0).unwrap();
        assert_eq!((gone.value, gone.interval.low), (Some(0.0), 0.0));
        assert!(gone.interval.high < 10.0);
        assert_eq!(of((3, 50), &[], 0.0), None);
        assert_eq!(of((0, 0), &[(1, 10)], 0.0), None);
    }
}
