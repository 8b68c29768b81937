//! What was planted for the analyses to find.

use jiff::civil::Date;
use serde::Serialize;

use super::Size;

/// The incidents of a brand.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Incidents {
    /// Deliveries of one region fail in the last month.
    pub strike: Strike,
    /// One store gets a little worse every month.
    pub slip: Slip,
}

/// Deliveries that do not arrive.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Strike {
    /// The region.
    pub region: &'static str,
    /// The channel.
    pub channel: &'static str,
    /// First day.
    pub from: Date,
    /// Month of the simulation, from 0.
    pub month: u32,
    /// What it takes from the delivery's gap, in standard deviations.
    pub gap: f64,
}

/// A store that gets worse.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Slip {
    /// Place of the store, from 0.
    #[serde(skip)]
    pub place: usize,
    /// The store.
    pub store: String,
    /// First month of the simulation in which it is worse, from 0.
    pub from_month: u32,
    /// What each further month takes from the gaps at staff and wait, in standard deviations.
    pub gap_per_month: f64,
}

impl Incidents {
    /// The place of the store that slips: the second one.
    pub(super) fn slipping(size: &Size) -> usize {
        1.min(size.stores.saturating_sub(1))
    }

    pub(super) fn plant(size: &Size) -> Self {
        let last = size.months.saturating_sub(1);
        let place = Self::slipping(size);
        Incidents {
            strike: Strike {
                region: "North",
                channel: "delivery",
                from: size.first_of(last),
                month: last,
                gap: -4.0,
            },
            slip: Slip {
                place,
                store: format!("S{:03}", place + 1),
                from_month: size.months.saturating_sub(8),
                gap_per_month: -0.2,
            },
        }
    }
}
