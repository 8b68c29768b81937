//! What is true of a simulated brand: what `truth.json` holds.

use std::collections::BTreeMap;

use serde::Serialize;
use stats::nps::Counts;

use super::importance::Covariance;
use super::panel::{FLATTERED, ITEMS};
use super::place::COUNTRIES;
use super::visit::{ANNIVERSARY_DIP, CHANNELS, COHORT_DRIFT};
use super::{Brand, PERKS, Size, Slip, Strike};
use crate::draw::answer;
use crate::touchpoint::{COUNT, Class, TOUCHPOINTS};
use crate::trial::careless::Care;

/// The truth of one brand.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Truth {
    /// The seed.
    pub seed: u64,
    /// The extent.
    pub size: Size,
    /// The delivery strike that "what changed" must find.
    pub strike: Strike,
    /// The strike's cell in the month before and in its month.
    pub strike_nps: [f64; 2],
    /// The store that quietly slips.
    pub slip: Slip,
    /// NPS of all visits, had everybody answered and used the scale straight.
    pub nps: f64,
    /// The same by month.
    pub nps_by_month: BTreeMap<String, f64>,
    /// Countries: equally satisfied, answering differently.
    pub countries: BTreeMap<&'static str, CountryTruth>,
    /// What moves satisfaction.
    pub drivers: Vec<DriverTruth>,
    /// What satisfaction loses in months 11 to 14 as a customer, in points.
    pub anniversary_dip: f64,
    /// What each month of joining later takes from satisfaction, in points.
    pub cohort_drift_per_month: f64,
    /// Switchers among the customers.
    pub switchers: SwitcherTruth,
    /// The brand's beliefs and its customers' answers, in percentage points.
    pub gaps: Vec<GapTruth>,
    /// True quality of each store beside its mean, in points of NPS.
    pub stores: BTreeMap<String, f64>,
    /// True utilities of the perks.
    pub perks: BTreeMap<&'static str, f64>,
    /// Responses that were not given with care: id and how.
    pub careless: BTreeMap<String, &'static str>,
    /// Responses whose scale was read the wrong way round.
    pub swapped: Vec<String>,
    /// Comments by the text's truth: id, touchpoints and whether praised.
    pub comments: BTreeMap<String, Vec<(&'static str, bool)>>,
}

/// One country.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CountryTruth {
    /// NPS of all visits on a straight scale.
    pub nps: f64,
    /// NPS of those who answered, as they answered.
    pub nps_as_answered: f64,
    /// Factor on what people feel.
    pub style_stretch: f64,
    /// What they add, in standard deviations.
    pub style_shift: f64,
}

/// One touchpoint as a driver.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DriverTruth {
    /// The touchpoint.
    pub touchpoint: &'static str,
    /// How it works.
    pub class: Class,
    /// What a shortfall of one standard deviation takes.
    pub penalty: f64,
    /// What a surplus of one standard deviation adds.
    pub reward: f64,
    /// Share of the explained variance of satisfaction.
    pub importance: f64,
    /// Mean latent satisfaction that shortfalls take.
    pub opportunity: f64,
    /// Mean chance of buying elsewhere that would be gone without its failures.
    pub recoverable_loss: f64,
    /// How much better the brand believes it to be, in standard deviations.
    pub flattered: f64,
}

/// Customers who came from a competitor.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SwitcherTruth {
    /// How many.
    pub customers: usize,
    /// How much more they expect, in standard deviations.
    pub expectation_shift: f64,
}

/// One statement ticked by both groups.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct GapTruth {
    /// The statement.
    pub item: &'static str,
    /// Customers minus brand, in percentage points.
    pub points: f64,
}

impl Truth {
    pub(super) fn of(brand: &Brand) -> Self {
        let ids = |care: fn(&super::Response) -> bool| {
            let found = brand.responses.iter().enumerate();
            found
                .filter(move |(_, r)| care(r))
                .map(|(n, r)| (response_id(n), r))
        };
        let strike = &brand.incidents.strike;
        let cell = |month: u32| {
            nps(brand.visits.iter().filter(|v| {
                v.month == month
                    && brand.stores[v.store].region == strike.region
                    && CHANNELS[v.channel].0 == strike.channel
            }))
        };
        Truth {
            seed: brand.seed,
            size: brand.size,
            strike: strike.clone(),
            strike_nps: [cell(strike.month.saturating_sub(1)), cell(strike.month)],
            slip: brand.incidents.slip.clone(),
            nps: nps(&brand.visits),
            nps_by_month: by_month(brand),
            countries: countries(brand),
            drivers: drivers(brand),
            anniversary_dip: ANNIVERSARY_DIP,
            cohort_drift_per_month: COHORT_DRIFT,
            switchers: SwitcherTruth {
                customers: brand.customers.iter().filter(|c| c.switched).count(),
                expectation_shift: super::customer::SWITCHERS_EXPECT,
            },
            gaps: ITEMS
                .iter()
                .map(|item| GapTruth {
                    item: item.id,
                    points: rounded(100.0 * (item.customers - item.brand)),
                })
                .collect(),
            // A tenth of a standard deviation is about 7 points of NPS.
            stores: brand
                .stores
                .iter()
                .map(|s| (s.id.clone(), rounded(70.0 * s.quality)))
                .collect(),
            perks: PERKS.into_iter().zip(brand.perks.utility).collect(),
            careless: ids(|r| r.care != Care::Attentive)
                .map(|(id, r)| (id, care_name(r.care)))
                .collect(),
            swapped: ids(|r| r.swapped).map(|(id, _)| id).collect(),
            comments: ids(|r| r.words.is_some())
                .map(|(id, r)| {
                    let about = r.words.iter().flat_map(|w| &w.about);
                    let named = about.map(|&(k, p)| (TOUCHPOINTS[k].id, p.is_good()));
                    (id, named.collect())
                })
                .collect(),
        }
    }
}

/// The id of a response by its place.
#[must_use]
pub fn response_id(place: usize) -> String {
    format!("R{:06}", place + 1)
}

fn care_name(care: Care) -> &'static str {
    match care {
        Care::Attentive => "attentive",
        Care::Straightliner => "straightliner",
        Care::Random => "random",
        Care::Machine => "machine",
    }
}

fn nps<'a>(visits: impl IntoIterator<Item = &'a super::Visit>) -> f64 {
    points(visits.into_iter().map(super::Visit::straight))
}

/// NPS in points, 0 where there is no score.
fn points(scores: impl IntoIterator<Item = u8>) -> f64 {
    let mut counts = Counts::default();
    for score in scores {
        match score {
            9.. => counts.promoters += 1,
            7..=8 => counts.passives += 1,
            _ => counts.detractors += 1,
        }
    }
    let n = counts.n().max(1) as f64;
    rounded(100.0 * (counts.promoters as f64 - counts.detractors as f64) / n)
}

fn by_month(brand: &Brand) -> BTreeMap<String, f64> {
    let months = 0..brand.size.months;
    months
        .map(|month| {
            let of = brand.visits.iter().filter(|v| v.month == month);
            (Brand::month(brand.size.first_of(month)), nps(of))
        })
        .collect()
}

fn countries(brand: &Brand) -> BTreeMap<&'static str, CountryTruth> {
    COUNTRIES
        .iter()
        .map(|country| {
            let here = |v: &super::Visit| brand.stores[v.store].country == country.code;
            let said = brand
                .responses
                .iter()
                .filter(|r| here(&brand.visits[r.visit]));
            let truth = CountryTruth {
                nps: nps(brand.visits.iter().filter(|v| here(v))),
                nps_as_answered: points(said.map(|r| answer(f64::from(r.ltr), 0, 10))),
                style_stretch: country.style.stretch,
                style_shift: country.style.shift,
            };
            (country.code, truth)
        })
        .collect()
}

fn drivers(brand: &Brand) -> Vec<DriverTruth> {
    let mut covariance = Covariance::new();
    let (mut short, mut loss) = ([0.0; COUNT], [0.0; COUNT]);
    let n = brand.visits.len().max(1) as f64;
    for visit in &brand.visits {
        let mut row = [0.0; COUNT + 1];
        let all = visit.chance_lost(None);
        for k in (0..COUNT).filter(|&k| visit.met[k]) {
            let gap = f64::from(visit.gap[k]);
            row[k] = TOUCHPOINTS[k].adds(gap);
            short[k] += TOUCHPOINTS[k].penalty * (-gap).max(0.0) / n;
            if visit.failed[k] {
                loss[k] += (all - visit.chance_lost(Some(k))) / n;
            }
        }
        row[COUNT] = visit.satisfaction;
        covariance.observe(&row);
    }
    let importance = covariance.importance();
    TOUCHPOINTS
        .iter()
        .enumerate()
        .map(|(k, touchpoint)| DriverTruth {
            touchpoint: touchpoint.id,
            class: touchpoint.class,
            penalty: touchpoint.penalty,
            reward: touchpoint.reward,
            importance: rounded(importance[k]),
            opportunity: rounded(short[k]),
            recoverable_loss: rounded(loss[k]),
            flattered: FLATTERED[k],
        })
        .collect()
}

/// Four decimals are more than any truth here is worth.
fn rounded(x: f64) -> f64 {
    (x * 10_000.0).round() / 10_000.0
}
