//! Satisfaction that dips around the first anniversary, seen through who has stayed.

use crate::Draw;

/// What satisfaction truly loses in the months of the dip, in points of the scale.
pub const DIP: f64 = -0.45;

/// The months of the dip.
pub const MONTHS: std::ops::RangeInclusive<u32> = 11..=14;

/// Months that are followed.
pub const LONGEST: u32 = 36;

/// One customer, asked once in a random month of the time as a customer.
#[derive(Debug, Clone, Copy)]
pub struct Customer {
    /// Months as a customer when asked.
    pub tenure: u32,
    /// Month of joining; later ones are a little less satisfied.
    pub cohort: u32,
    /// Satisfaction.
    pub satisfaction: f64,
    /// Month of leaving, if within [`LONGEST`].
    pub left: Option<u32>,
}

/// `n` customers.
#[must_use]
pub fn customers(seed: u64, n: usize) -> Vec<Customer> {
    let draw = &mut Draw::new(seed, 11);
    (0..n)
        .map(|_| {
            let frailty = 0.5 * draw.normal();
            let left = (1..=LONGEST).find(|&month| {
                let bump = match month {
                    12 => 2.8,
                    1..4 => 1.3,
                    _ => 1.0,
                };
                draw.chance(0.02 * bump * (-0.9 * frailty).exp())
            });
            let cohort = draw.below(24) as u32;
            let tenure = 1 + draw.below(left.unwrap_or(LONGEST) as usize) as u32;
            let dip = if MONTHS.contains(&tenure) { DIP } else { 0.0 };
            Customer {
                tenure,
                cohort,
                satisfaction: 7.6 + frailty + dip - 0.02 * f64::from(cohort) + 1.2 * draw.normal(),
                left,
            }
        })
        .collect()
}
