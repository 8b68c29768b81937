//! What each store does in each month, and what it sells.

use serde::Serialize;

use super::Size;
use super::place::Store;
use crate::Draw;

/// The issues that customers talk about and that sales suffer from: name, touchpoint, weight.
pub const ISSUES: [(&str, &str, f64); 6] = [
    ("long_queues", "wait", 0.6),
    ("empty_shelves", "availability", 0.5),
    ("late_parcels", "delivery", 0.4),
    ("short_tempers", "staff_attitude", 0.3),
    ("broken_tills", "checkout", 0.25),
    ("dirty_floors", "clean", 0.2),
];

/// What a standard deviation of an issue takes from the touchpoint's gap.
pub(super) const ISSUE_GAP: f64 = 0.15;

/// One store's month.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Operation {
    /// Store.
    pub store: String,
    /// Month, `2025-03`.
    pub month: String,
    /// Sales, minor units of the country's currency.
    pub sales_minor: i64,
    /// Goal for the sales, the same units.
    pub goal_minor: i64,
    /// Whether sales stayed below the goal.
    pub missed: bool,
    /// Sales of the same month last year over their goal, standardized.
    pub prior_index: f64,
    /// Staff hours over plan, standardized.
    pub staffing: f64,
    /// Promotion pressure, standardized.
    pub promotion: f64,
    /// Weather, standardized.
    pub weather: f64,
    /// Competitors' offers, standardized.
    pub competition: f64,
    /// Strength of each of [`ISSUES`]; not in the files but the truth.
    #[serde(skip)]
    pub issues: [f64; 6],
}

/// Stores by months, store by store.
pub(super) fn operations(seed: u64, size: &Size, stores: &[Store]) -> Vec<Operation> {
    let draw = &mut Draw::new(seed, 103);
    let mut all = Vec::with_capacity(stores.len() * size.months as usize);
    let norm = ISSUES.iter().map(|i| i.2 * i.2).sum::<f64>().sqrt();
    for store in stores {
        let usual: [f64; 6] = std::array::from_fn(|_| 0.6 * draw.normal());
        let mut passing: [f64; 6] = std::array::from_fn(|_| draw.normal());
        for month in 0..size.months {
            if month > 0 {
                let kept = 0.51_f64.sqrt();
                passing = passing.map(|z| 0.7 * z + kept * draw.normal());
            }
            let issues: [f64; 6] = std::array::from_fn(|k| usual[k] + 0.8 * passing[k]);
            let pain = ISSUES.iter().zip(issues).map(|(i, z)| i.2 * z).sum::<f64>() / norm;
            let known: [f64; 5] = std::array::from_fn(|_| draw.normal());
            let weights = [0.5, 0.4, 0.35, 0.3, -0.25];
            let length = weights.iter().map(|w| w * w).sum::<f64>().sqrt();
            let plan = known.iter().zip(weights).map(|(x, w)| w * x).sum::<f64>() / length;
            let over = 0.5 * plan - 0.65_f64.sqrt() * pain + 0.1_f64.sqrt() * draw.normal();
            let goal = (store.size * 18_000_000.0).round();
            let first = size.first_of(month);
            all.push(Operation {
                store: store.id.clone(),
                month: format!("{:04}-{:02}", first.year(), first.month()),
                sales_minor: (goal * (0.08 * over).exp()).round() as i64,
                goal_minor: goal as i64,
                missed: over < 0.0,
                prior_index: rounded(known[0]),
                staffing: rounded(known[1]),
                promotion: rounded(known[2]),
                weather: rounded(known[3]),
                competition: rounded(known[4]),
                issues,
            });
        }
    }
    all
}

fn rounded(x: f64) -> f64 {
    (x * 1000.0).round() / 1000.0
}
