//! One stream, period by period.

use serde::{Deserialize, Serialize};

use super::{Limits, Shape};
use crate::StatsError;
use crate::series::count::{Law, Period};

/// How a stream is watched.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// First period that is watched; those before it only tell what to expect.
    pub start: usize,
    /// Newest periods that are left out of the expectation, lest a spike that is just beginning
    /// raises it.
    pub gap: usize,
    /// Periods of the past that tell what to expect, at most.
    pub memory: usize,
    /// Periods after which an alarm's own periods tell what to expect, too: a rise that stays
    /// becomes the usual.
    pub healing: usize,
    /// Periods that the common rate counts for beside the stream's own history.
    pub prior: f64,
    /// An alarm needs so many events …
    pub least: u64,
    /// … in so many periods.
    pub within: usize,
}

impl Default for Settings {
    /// Watched from the 14th period, a gap of 2, two years of weeks of memory of which alarms are
    /// left out for half a year, a prior of 2 periods, 5 events in 4 periods.
    fn default() -> Self {
        Settings {
            start: 13,
            gap: 2,
            memory: 104,
            healing: 26,
            prior: 2.0,
            least: 5,
            within: 4,
        }
    }
}

/// One period of a watched stream.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Watch {
    /// The period, counted from 0.
    pub index: usize,
    /// Events counted.
    pub observed: u64,
    /// Events expected.
    pub expected: f64,
    /// Size of the count's distribution, the doubt about the expectation included.
    pub size: f64,
    /// Periods that told what to expect.
    pub n: u64,
    /// Mid-p of the count alone.
    pub p: f64,
    /// Accumulated evidence of a rise, in units of the logarithm of a likelihood ratio.
    pub statistic: f64,
    /// The evidence at which it calls.
    pub limit: f64,
    /// The smallest count of this period that would have called.
    pub limit_count: u64,
    /// Whether it calls.
    pub alarm: bool,
    /// The period in which the evidence began to accumulate.
    pub since: usize,
    /// Events from there to here.
    pub observed_since: u64,
    /// Events expected from there to here.
    pub expected_since: f64,
}

/// Watches one stream for a rise that lasts.
///
/// Formula: `C_t = max(0, C_{t-1} + ln f(y_t; κ m_t) - ln f(y_t; m_t))`, f negative binomial of
/// the common size; an alarm at `C_t` above the limit of `m_t` if there were `least` events in
/// `within` periods, after which C starts again at 0.
/// `m_t = factor_t e_t (Σ y + prior r ē) / (Σ factor e + prior ē)` over the `memory` periods
/// before `t - gap`, r the common rate and ē the stream's mean exposure; periods that belong to an
/// alarm of the last `healing` periods are left out of the sums.
/// Arguments: `stream` from the common start; `shape` and `limits` of all streams; `settings`.
/// The result begins at `settings.start`, and leaves out periods without observation.
/// Errors: [`StatsError::NotAboveZero`] where nothing at all is expected;
/// [`StatsError::Length`] where the shape has fewer periods than the stream.
/// Assumptions: a level that holds but for rises; independent counts. A slow drift is followed
/// by the expectation and found late or never; see [`chart`](super::super::chart).
/// Sources: Höhle and Paul 2008, doi:10.1016/j.csda.2008.02.015; Noufaily et al. 2013,
/// doi:10.1002/sim.5595 (least events).
///
/// ```
/// use stats::series::{count, monitor::{Budget, Limits, Settings, monitor, shape}};
/// let week = |count| count::Period { count, exposure: 1.0 };
/// let mut stream: Vec<_> = [3, 2, 4, 3, 1, 5, 2, 3, 4, 2].map(week).repeat(2);
/// stream.extend([9, 11].map(week));
/// let shape = shape(&[stream.clone()], &count::Settings::default(), 0).unwrap();
/// let budget = Budget { false_alarms: 1.0, periods: 13.0, streams: 12.0 };
/// let limits = Limits::new(&shape, 2.5, budget.run_length().unwrap()).unwrap();
/// let path = monitor(&stream, &shape, &limits, &Settings::default()).unwrap();
/// let last = path.last().unwrap();
/// assert!(last.alarm && last.since == 20 && last.observed_since == 20);
/// ```
pub fn monitor(
    stream: &[Period],
    shape: &Shape,
    limits: &Limits,
    settings: &Settings,
) -> Result<Vec<Watch>, StatsError> {
    if shape.factors.len() < stream.len() {
        return Err(StatsError::Length {
            name: "factors of the shape",
            given: shape.factors.len(),
            rows: stream.len(),
        });
    }
    let mut quiet = vec![true; stream.len()];
    let mut sum = Sum::default();
    let mut path = Vec::new();
    for index in settings.start..stream.len() {
        if !stream[index].observed() {
            continue;
        }
        let Expectation { mean, size, n } = expectation(stream, shape, settings, &quiet, index);
        let law = Law::new(mean, shape.size)?;
        let (slope, toll) = law.likelihood_ratio(limits.ratio);
        let limit = limits.at(mean);
        let observed = stream[index].count;
        let short = limit + toll - sum.evidence;
        let limit_count = ((short / slope).floor() + 1.0).max(0.0) as u64;
        sum.add(index, observed, mean, slope * observed as f64 - toll);
        let first = (index + 1).saturating_sub(settings.within);
        let events: u64 = stream[first..=index].iter().map(|p| p.count).sum();
        let alarm = sum.evidence > limit && events >= settings.least;
        path.push(Watch {
            index,
            observed,
            expected: mean,
            size,
            n,
            p: Law::new(mean, size)?.mid_p(observed),
            statistic: sum.evidence,
            limit,
            limit_count: limit_count.max(settings.least.saturating_sub(events - observed)),
            alarm,
            since: sum.since,
            observed_since: sum.observed,
            expected_since: sum.expected,
        });
        if alarm {
            quiet[sum.since..=index].fill(false);
            sum = Sum::default();
        }
    }
    Ok(path)
}

/// The evidence so far, and what it is made of.
#[derive(Default)]
struct Sum {
    evidence: f64,
    since: usize,
    observed: u64,
    expected: f64,
}

impl Sum {
    fn add(&mut self, index: usize, observed: u64, expected: f64, evidence: f64) {
        if self.evidence <= 0.0 {
            *self = Sum {
                since: index,
                ..Sum::default()
            };
        }
        self.observed += observed;
        self.expected += expected;
        self.evidence = (self.evidence + evidence).max(0.0);
    }
}

/// What the past of a stream lets expect.
struct Expectation {
    mean: f64,
    size: f64,
    n: u64,
}

fn expectation(
    stream: &[Period],
    shape: &Shape,
    settings: &Settings,
    quiet: &[bool],
    index: usize,
) -> Expectation {
    let (mut events, mut weight, mut exposure, mut n) = (0.0, 0.0, 0.0, 0_u64);
    let end = index.saturating_sub(settings.gap);
    let usable = |&at: &usize| quiet[at] || at + settings.healing < index;
    for at in (end.saturating_sub(settings.memory)..end).filter(usable) {
        if stream[at].observed() {
            events += stream[at].count as f64;
            weight += shape.factors[at] * stream[at].exposure;
            exposure += stream[at].exposure;
            n += 1;
        }
    }
    let own = shape.factors[index] * stream[index].exposure;
    let usual = if n > 0 {
        exposure / n as f64
    } else {
        stream[index].exposure
    };
    let prior = settings.prior * usual;
    let mean = own * (events + prior * shape.rate) / (weight + prior);
    // Events behind the expectation, made fewer by the spread of each of their periods.
    let known = events + prior * shape.rate;
    let doubt = 1.0 / known + 1.0 / shape.size / (n as f64 + settings.prior);
    Expectation {
        mean,
        size: 1.0 / (1.0 / shape.size + doubt),
        n,
    }
}
