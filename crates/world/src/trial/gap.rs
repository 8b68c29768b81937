//! The same yes-or-no question put to customers and to the people of the brand.

use stats::share::Counts;

use crate::Draw;

/// True shares of yes among customers and in the brand's panel.
pub const PAIRS: [(f64, f64); 8] = [
    (0.74, 0.29),
    (0.70, 0.40),
    (0.75, 0.40),
    (0.25, 0.10),
    (0.05, 0.03),
    (0.003, 0.001),
    (0.50, 0.50),
    (0.02, 0.02),
];

/// Customers asked.
pub const CUSTOMERS: u64 = 1000;

/// People of the brand asked.
pub const PANEL: u64 = 300;

/// One survey of both groups under these true shares.
pub fn survey(draw: &mut Draw, (customers, panel): (f64, f64)) -> (Counts, Counts) {
    let mut yes = |n: u64, share: f64| {
        let hits = draw.binomial(n, share);
        Counts {
            hits,
            others: n - hits,
        }
    };
    (yes(CUSTOMERS, customers), yes(PANEL, panel))
}
