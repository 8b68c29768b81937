//! Customers: who they are, when they came and when they left.

use serde::Serialize;

use super::Size;
use super::place::{COUNTRIES, Store};
use crate::Draw;

/// Segments and their shares.
pub const SEGMENTS: [(&str, f64); 5] = [
    ("value", 0.30),
    ("family", 0.25),
    ("convenience", 0.20),
    ("enthusiast", 0.15),
    ("privacy_averse", 0.10),
];

/// Age groups and their shares.
pub const AGES: [(&str, f64); 4] = [
    ("18-29", 0.25),
    ("30-44", 0.30),
    ("45-59", 0.25),
    ("60+", 0.20),
];

/// Share of customers who came from a competitor.
const SWITCHERS: f64 = 0.22;
/// How much more switchers expect, in standard deviations.
pub(super) const SWITCHERS_EXPECT: f64 = 0.35;
/// Longest time as a customer before the simulation begins, in months.
const BEFORE: i32 = 30;
/// Monthly chance to leave.
const LEAVE: f64 = 0.02;

/// One customer. What only the truth knows is not in the files.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Customer {
    /// `C000001` and so on.
    pub id: String,
    /// Country.
    pub country: &'static str,
    /// Region of the home store.
    pub region: &'static str,
    /// Home store.
    pub store: String,
    /// Segment, as in [`SEGMENTS`].
    pub segment: &'static str,
    /// Age group, as in [`AGES`].
    pub age: &'static str,
    /// Came from a competitor.
    pub switched: bool,
    /// Month of joining; negative before the simulation.
    pub joined_month: i32,
    /// Month of leaving, if within the simulation.
    pub left_month: Option<i32>,
    /// Place of the home store.
    #[serde(skip)]
    pub home: usize,
    /// Place of the country.
    #[serde(skip)]
    pub nation: usize,
    /// Place of the age group.
    #[serde(skip)]
    pub age_group: usize,
    /// How easily satisfied, in points of satisfaction.
    #[serde(skip)]
    pub frailty: f64,
    /// Expectations above the mean, in standard deviations.
    #[serde(skip)]
    pub expects: f64,
    /// Own factor on the scale.
    #[serde(skip)]
    pub stretch: f64,
    /// Own shift on the scale, in standard deviations.
    #[serde(skip)]
    pub shift: f64,
}

/// The customers who were there at some time of the simulation.
pub(super) fn customers(seed: u64, size: &Size, stores: &[Store]) -> Vec<Customer> {
    let draw = &mut Draw::new(seed, 102);
    let weights: Vec<Vec<f64>> = COUNTRIES
        .iter()
        .map(|country| {
            let here = |store: &Store| {
                if store.country == country.code {
                    store.size
                } else {
                    0.0
                }
            };
            stores.iter().map(here).collect()
        })
        .collect();
    let nations = COUNTRIES.map(|country| country.share);
    let segments = SEGMENTS.map(|s| s.1);
    let ages = AGES.map(|a| a.1);
    let mut all = Vec::with_capacity(size.customers);
    while all.len() < size.customers {
        let frailty = 0.5 * draw.normal();
        let (joined, left) = stay(draw, size, frailty);
        if left.is_some_and(|month| month < 0) {
            // Left before the simulation began: nobody there knows this customer.
            continue;
        }
        let nation = draw.pick(&nations);
        let home = draw.pick(&weights[nation]);
        let (country, age_group) = (COUNTRIES[nation], draw.pick(&ages));
        let switched = draw.chance(SWITCHERS);
        let shift = if switched { SWITCHERS_EXPECT } else { 0.0 };
        all.push(Customer {
            id: format!("C{:06}", all.len() + 1),
            country: country.code,
            region: stores[home].region,
            store: stores[home].id.clone(),
            segment: SEGMENTS[draw.pick(&segments)].0,
            age: AGES[age_group].0,
            switched,
            joined_month: joined,
            left_month: left,
            home,
            nation,
            age_group,
            frailty,
            expects: 0.5 * draw.normal() + shift,
            stretch: (0.2 * draw.normal()).exp() * country.style.stretch,
            shift: country.style.shift + 0.3 * draw.normal(),
        });
    }
    all
}

/// Month of joining and of leaving; the less easily satisfied leave sooner.
fn stay(draw: &mut Draw, size: &Size, frailty: f64) -> (i32, Option<i32>) {
    let end = i32::try_from(size.months).unwrap_or(i32::MAX);
    let joined = draw.below((BEFORE + end).unsigned_abs() as usize) as i32 - BEFORE;
    let left = (joined + 1..end).find(|month| {
        let bump = match month - joined {
            12 => 2.8,
            1..4 => 1.3,
            _ => 1.0,
        };
        draw.chance(LEAVE * bump * (-0.9 * frailty).exp())
    });
    (joined, left)
}
