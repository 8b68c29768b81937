//! Countries, regions and stores.

use serde::Serialize;

use super::{Incidents, Size};
use crate::Draw;
use crate::trial::style::Style;

/// A country and how its people use a scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Country {
    /// Two letters.
    pub code: &'static str,
    /// Share of the customers.
    pub share: f64,
    /// Its regions with their shares of the country.
    pub regions: &'static [(&'static str, f64)],
    /// How its people answer.
    pub style: Style,
}

/// The countries. In truth all three are equally satisfied; Germany only answers differently.
pub const COUNTRIES: [Country; 3] = [
    Country {
        code: "UK",
        share: 0.45,
        regions: &[("North", 0.6), ("Midlands", 0.2), ("South", 0.2)],
        style: Style {
            stretch: 1.0,
            shift: 0.0,
        },
    },
    Country {
        code: "DE",
        share: 0.30,
        regions: &[("Nord", 0.5), ("Süd", 0.5)],
        style: Style {
            stretch: 0.8,
            shift: -0.35,
        },
    },
    Country {
        code: "US",
        share: 0.25,
        regions: &[("East", 0.6), ("West", 0.4)],
        style: Style {
            stretch: 1.1,
            shift: 0.2,
        },
    },
];

/// Spread of the stores' true quality, in standard deviations of satisfaction (6 points of NPS).
const STORE_SPREAD: f64 = 0.085;

/// One store.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Store {
    /// `S001` and so on.
    pub id: String,
    /// Country, as in [`COUNTRIES`].
    pub country: &'static str,
    /// Region.
    pub region: &'static str,
    /// Customers relative to other stores.
    pub size: f64,
    /// True quality above the mean, in standard deviations; not in the files but the truth.
    #[serde(skip)]
    pub quality: f64,
}

/// The stores, country by country; each region has at least one.
pub(super) fn stores(seed: u64, size: &Size) -> Vec<Store> {
    let draw = &mut Draw::new(seed, 101);
    let mut stores: Vec<Store> = Vec::with_capacity(size.stores);
    let mut regions = COUNTRIES.iter().flat_map(|country| {
        let share = |part: f64| country.share * part;
        country
            .regions
            .iter()
            .map(move |r| (country, r.0, share(r.1)))
    });
    let all: Vec<_> = regions.by_ref().collect();
    let mut left: Vec<f64> = all.iter().map(|r| r.2 * size.stores as f64).collect();
    for number in 0..size.stores {
        // The region that is furthest behind its share gets the next store.
        let next = (0..all.len()).fold(0, |best, r| if left[r] > left[best] { r } else { best });
        left[next] -= 1.0;
        let (country, region, _) = all[next];
        stores.push(Store {
            id: format!("S{:03}", number + 1),
            country: country.code,
            region,
            size: (0.4 * draw.normal()).exp(),
            quality: STORE_SPREAD * draw.normal(),
        });
    }
    // The store that slips is a large one of middling quality, so that nobody looks at it.
    if let Some(store) = stores.get_mut(Incidents::slipping(size)) {
        (store.size, store.quality) = (3.0, 0.0);
    }
    stores
}
