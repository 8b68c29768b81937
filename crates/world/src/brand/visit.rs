//! Journeys: what each visit met, how it was against what was expected, and what came of it.

use jiff::civil::Date;

use super::customer::{Customer, SWITCHERS_EXPECT};
use super::operation::{ISSUE_GAP, ISSUES, Operation};
use super::place::Store;
use super::{Incidents, Size};
use crate::Draw;
use crate::draw::{answer, logistic};
use crate::touchpoint::{COUNT, TOUCHPOINTS, place};

/// Channels and their shares.
pub const CHANNELS: [(&str, f64); 4] = [
    ("store", 0.45),
    ("app", 0.25),
    ("delivery", 0.20),
    ("phone", 0.10),
];

/// The order in which a journey meets the touchpoints.
pub const ORDER: [usize; COUNT] = [8, 4, 9, 3, 0, 1, 11, 10, 5, 2, 6, 7];

/// Visits per customer and month.
const VISITS: f64 = 0.35;
/// A gap below this is a failure, in standard deviations.
const FAILS: f64 = -1.0;
/// What satisfaction loses in months 11 to 14 as a customer, in points.
pub const ANNIVERSARY_DIP: f64 = -0.45;
/// What each month of joining later takes from satisfaction, in points.
pub const COHORT_DRIFT: f64 = -0.02;

/// One visit.
#[derive(Debug, Clone, PartialEq)]
pub struct Visit {
    /// Place of the customer.
    pub customer: usize,
    /// Place of the store.
    pub store: usize,
    /// Month of the simulation, from 0.
    pub month: u32,
    /// Day.
    pub on: Date,
    /// Place in [`CHANNELS`].
    pub channel: usize,
    /// Touchpoints on the way.
    pub met: [bool; COUNT],
    /// Experience minus expectation, in standard deviations; only the truth knows it.
    pub gap: [f32; COUNT],
    /// Touchpoints that failed.
    pub failed: [bool; COUNT],
    /// True satisfaction, in points of the scale from 1 to 10.
    pub satisfaction: f64,
    /// True inclination to recommend, in points of the scale from 0 to 10.
    pub recommends: f64,
    /// Bought elsewhere the next time.
    pub lost: bool,
    /// Months as a customer.
    pub tenure: u32,
}

impl Visit {
    /// What somebody who uses the scale straight would answer, 0 to 10.
    #[must_use]
    pub fn straight(&self) -> u8 {
        answer(self.recommends, 0, 10)
    }

    /// The names of the touchpoints on the way, in their order.
    #[must_use]
    pub fn path(&self) -> String {
        let met = ORDER.iter().filter(|&&k| self.met[k]);
        met.map(|&k| TOUCHPOINTS[k].id)
            .collect::<Vec<_>>()
            .join(" > ")
    }

    /// The chance to buy elsewhere, had `mended` not failed; all failures count without it.
    pub(super) fn chance_lost(&self, mended: Option<usize>) -> f64 {
        let failed = |k: usize| self.failed[k] && mended != Some(k);
        let impact: f64 = (0..COUNT)
            .filter(|&k| failed(k))
            .map(|k| 1.6 * TOUCHPOINTS[k].penalty)
            .sum();
        // What comes last is remembered.
        let last = ORDER.iter().rev().find(|&&k| self.met[k]);
        let last = if last.is_some_and(|&k| failed(k)) {
            0.3
        } else {
            0.0
        };
        logistic(-2.4 + impact + last)
    }
}

/// What visits happen among.
pub(super) struct Setting<'a> {
    pub size: &'a Size,
    pub stores: &'a [Store],
    pub customers: &'a [Customer],
    pub operations: &'a [Operation],
    pub incidents: &'a Incidents,
}

/// All visits, customer by customer in order of time.
pub(super) fn visits(seed: u64, setting: &Setting) -> Vec<Visit> {
    let draw = &mut Draw::new(seed, 104);
    let scale = Scale::measured();
    let touched = ISSUES.map(|issue| place(issue.1).unwrap_or(0));
    let channels = CHANNELS.map(|c| c.1);
    let mut all = Vec::new();
    for (number, customer) in setting.customers.iter().enumerate() {
        let first = customer.joined_month.max(0).unsigned_abs();
        let end = customer
            .left_month
            .map_or(setting.size.months, i32::unsigned_abs);
        for month in first..end {
            let mut days: Vec<u32> = (0..draw.poisson(VISITS))
                .map(|_| draw.below(setting.size.days_in(month) as usize) as u32)
                .collect();
            days.sort_unstable();
            for day in days {
                let on = setting.size.first_of(month);
                let on = on.saturating_add(jiff::Span::new().days(i64::from(day)));
                let channel = draw.pick(&channels);
                let shift = shift(setting, customer, month, channel, &touched);
                let met = met(draw, channel);
                let (gap, raw) = experience(draw, &met, &shift);
                let tenure = (month as i32 - customer.joined_month).unsigned_abs();
                let dip = if (11..=14).contains(&tenure) {
                    ANNIVERSARY_DIP
                } else {
                    0.0
                };
                let quality = setting.stores[customer.home].quality;
                let satisfaction = 7.2
                    + 1.5 * (scale.standard(raw) + quality)
                    + customer.frailty
                    + dip
                    + COHORT_DRIFT * f64::from(customer.joined_month);
                let mut visit = Visit {
                    customer: number,
                    store: customer.home,
                    month,
                    on,
                    channel,
                    met,
                    gap,
                    failed: std::array::from_fn(|k| met[k] && f64::from(gap[k]) < FAILS),
                    satisfaction,
                    recommends: 8.3 + 1.1 * (satisfaction - 7.2) + 0.6 * draw.normal(),
                    lost: false,
                    tenure,
                };
                visit.lost = draw.chance(visit.chance_lost(None));
                all.push(visit);
            }
        }
    }
    all
}

/// What moves the gaps of this customer's visit besides luck.
fn shift(
    setting: &Setting,
    customer: &Customer,
    month: u32,
    channel: usize,
    touched: &[usize; 6],
) -> [f64; COUNT] {
    let mut shift = [0.0; COUNT];
    let operation = customer.home * setting.size.months as usize + month as usize;
    if let Some(operation) = setting.operations.get(operation) {
        for (&k, issue) in touched.iter().zip(operation.issues) {
            shift[k] -= ISSUE_GAP * issue;
        }
    }
    if customer.switched {
        for gap in &mut shift {
            *gap -= SWITCHERS_EXPECT;
        }
    }
    let slip = &setting.incidents.slip;
    if customer.home == slip.place && month >= slip.from_month {
        let months = f64::from(month - slip.from_month + 1);
        shift[0] += months * slip.gap_per_month;
        shift[3] += months * slip.gap_per_month;
    }
    let strike = &setting.incidents.strike;
    if customer.region == strike.region
        && CHANNELS[channel].0 == strike.channel
        && month == strike.month
    {
        shift[6] += strike.gap;
        shift[2] += strike.gap / 3.0;
    }
    shift
}

/// What is on the way: by channel, so that the shares of [`TOUCHPOINTS`] hold over all of them.
fn met(draw: &mut Draw, channel: usize) -> [bool; COUNT] {
    std::array::from_fn(|k| {
        let share = match (TOUCHPOINTS[k].id, CHANNELS[channel].0) {
            ("delivery", "delivery") | ("digital", "app") => 1.0,
            ("delivery", _) => 0.125,
            ("digital", "delivery") => 0.9,
            ("digital", _) => 0.127,
            _ => TOUCHPOINTS[k].encounter,
        };
        draw.chance(share)
    })
}

/// The gaps of one visit, and the latent satisfaction they make.
fn experience(draw: &mut Draw, met: &[bool; COUNT], shift: &[f64; COUNT]) -> ([f32; COUNT], f64) {
    let day = draw.normal();
    let gap: [f64; COUNT] = std::array::from_fn(|k| {
        0.45 * day + (1.0_f64 - 0.45 * 0.45).sqrt() * draw.normal() + shift[k]
    });
    let on_the_way = || ORDER.iter().filter(|&&k| met[k]);
    let sum: f64 = on_the_way().map(|&k| TOUCHPOINTS[k].adds(gap[k])).sum();
    // The worst moment and the last one are remembered (peak and end).
    let worst = on_the_way().map(|&k| gap[k]).fold(0.0, f64::min);
    let last = on_the_way().next_back().map_or(0.0, |&k| gap[k]);
    let raw = sum + 0.25 * worst + 0.15 * last + 0.6 * draw.normal() + 0.4 * draw.normal();
    (gap.map(|g| g as f32), raw)
}

/// Mean and spread of the latent satisfaction where nothing was planted.
struct Scale {
    mean: f64,
    sd: f64,
}

impl Scale {
    /// Measured on visits of a seed of its own, so that all worlds share one scale.
    fn measured() -> Self {
        let draw = &mut Draw::new(0, 100);
        let weights = CHANNELS.map(|c| c.1);
        let raw: Vec<f64> = (0..4000)
            .map(|_| {
                let channel = draw.pick(&weights);
                let met = met(draw, channel);
                experience(draw, &met, &[0.0; COUNT]).1
            })
            .collect();
        let mean = raw.iter().sum::<f64>() / raw.len() as f64;
        let variance = raw.iter().map(|y| (y - mean).powi(2)).sum::<f64>() / raw.len() as f64;
        Scale {
            mean,
            sd: variance.sqrt(),
        }
    }

    fn standard(&self, raw: f64) -> f64 {
        (raw - self.mean) / self.sd
    }
}
