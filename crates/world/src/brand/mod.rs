//! One whole brand, from its customers to the truth about them.

pub mod customer;
mod importance;
mod incident;
pub mod operation;
pub mod panel;
pub mod place;
pub mod response;
pub mod review;
mod size;
pub mod truth;
pub mod visit;
mod wording;

pub use incident::{Incidents, Slip, Strike};
pub use size::Size;
pub use truth::Truth;
pub use wording::Words;

use crate::comment::Corpus;
use crate::trial::maxdiff::{self, Study};
use customer::Customer;
use operation::Operation;
use panel::Belief;
use place::Store;
use response::Response;
use review::Review;
use visit::{CHANNELS, Setting, Visit};

/// Perks that people choose among, in the order of [`Study::utility`].
pub const PERKS: [&str; maxdiff::ITEMS] = [
    "early_access",
    "free_delivery",
    "birthday_gift",
    "longer_returns",
    "price_match",
    "personal_shopper",
    "events",
    "free_repairs",
    "points",
    "priority_checkout",
    "samples",
    "donations",
];

/// A simulated brand. Rows refer to each other by their places.
#[derive(Debug, Clone)]
pub struct Brand {
    /// The seed it was made from.
    pub seed: u64,
    /// Its extent.
    pub size: Size,
    /// Stores.
    pub stores: Vec<Store>,
    /// Customers.
    pub customers: Vec<Customer>,
    /// Stores by months.
    pub operations: Vec<Operation>,
    /// Visits, customer by customer.
    pub visits: Vec<Visit>,
    /// Survey responses, in the order of the visits.
    pub responses: Vec<Response>,
    /// Reviews, in the order of the visits.
    pub reviews: Vec<Review>,
    /// Ticks of customers and of the brand's people.
    pub beliefs: Vec<Belief>,
    /// Choices among perks.
    pub perks: Study,
    /// What was planted.
    pub incidents: Incidents,
}

impl Brand {
    /// The brand of a seed; `corpus` may hold authored comments to mix in.
    ///
    /// ```
    /// use world::{Brand, Size, comment::Corpus};
    /// let size = Size { customers: 200, stores: 7, months: 6, ..Size::demo() };
    /// let brand = Brand::simulate(1, &size, &Corpus::default());
    /// assert_eq!(brand.customers.len(), 200);
    /// assert_eq!(brand.truth().strike.channel, "delivery");
    /// ```
    #[must_use]
    pub fn simulate(seed: u64, size: &Size, corpus: &Corpus) -> Self {
        let incidents = Incidents::plant(size);
        let stores = place::stores(seed, size);
        let customers = customer::customers(seed, size, &stores);
        let operations = operation::operations(seed, size, &stores);
        let visits = visit::visits(
            seed,
            &Setting {
                size,
                stores: &stores,
                customers: &customers,
                operations: &operations,
                incidents: &incidents,
            },
        );
        let struck = |visit: &Visit| in_strike(&incidents, &stores, visit);
        let responses = response::responses(seed, &visits, &customers, corpus, struck);
        let reviews = review::reviews(seed, size, &visits, &customers, corpus, struck);
        Brand {
            seed,
            size: *size,
            beliefs: panel::beliefs(seed),
            perks: maxdiff::study(seed, size.perk_people),
            stores,
            customers,
            operations,
            visits,
            responses,
            reviews,
            incidents,
        }
    }

    /// Whether a visit lies in the strike.
    #[must_use]
    pub fn struck(&self, visit: &Visit) -> bool {
        in_strike(&self.incidents, &self.stores, visit)
    }

    /// The month of a date, `2025-03`.
    #[must_use]
    pub fn month(on: jiff::civil::Date) -> String {
        format!("{:04}-{:02}", on.year(), on.month())
    }

    /// What is true of this brand.
    #[must_use]
    pub fn truth(&self) -> Truth {
        Truth::of(self)
    }
}

fn in_strike(incidents: &Incidents, stores: &[Store], visit: &Visit) -> bool {
    let strike = &incidents.strike;
    visit.month == strike.month
        && CHANNELS[visit.channel].0 == strike.channel
        && stores[visit.store].region == strike.region
}
