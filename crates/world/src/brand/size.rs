//! How large a brand is simulated, and over which time.

use jiff::civil::{Date, date};
use serde::Serialize;

/// The extent of a simulated brand.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Size {
    /// Customers that are there at some time.
    pub customers: usize,
    /// Stores.
    pub stores: usize,
    /// Months that are simulated; the strike lies in the last one.
    pub months: u32,
    /// First day, the first of a month.
    pub start: Date,
    /// Public reviews per store and month, on average.
    pub reviews: f64,
    /// People who choose among perks.
    pub perk_people: usize,
}

impl Size {
    /// The demo: 30,000 customers and 60 stores over 18 months that end in August 2026.
    #[must_use]
    pub fn demo() -> Self {
        Size {
            customers: 30_000,
            stores: 60,
            months: 18,
            start: date(2025, 3, 1),
            reviews: 4.0,
            perk_people: 300,
        }
    }

    /// The whole world of `golden/world/params.json`: 60,000 customers, 240 stores, 24 months.
    #[must_use]
    pub fn full() -> Self {
        Size {
            customers: 60_000,
            stores: 240,
            months: 24,
            start: date(2024, 9, 1),
            reviews: 40.0,
            perk_people: 300,
        }
    }

    /// The first day of a month, counted from 0 at the start.
    #[must_use]
    pub fn first_of(&self, month: u32) -> Date {
        let months = i32::try_from(month).unwrap_or(0);
        let count = i32::from(self.start.year()) * 12 + i32::from(self.start.month()) - 1 + months;
        let year = i16::try_from(count.div_euclid(12)).unwrap_or(self.start.year());
        let month = i8::try_from(count.rem_euclid(12) + 1).unwrap_or(1);
        Date::new(year, month, 1).unwrap_or(self.start)
    }

    /// Days of a month.
    #[must_use]
    pub fn days_in(&self, month: u32) -> u32 {
        self.first_of(month).days_in_month().unsigned_abs().into()
    }
}
