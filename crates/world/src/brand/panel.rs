//! What the people of the brand believe about their customers, beside what customers say.

use crate::Draw;
use crate::draw::answer;
use crate::touchpoint::COUNT;

/// A statement that both groups may tick.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Item {
    /// Its name in files.
    pub id: &'static str,
    /// True share of customers who tick it.
    pub customers: f64,
    /// True share of the brand's people who tick it.
    pub brand: f64,
}

/// The statements, with the true gaps of `golden/world/params.json`.
pub const ITEMS: [Item; 6] = [
    item("staff_negative", 0.74, 0.29),
    item("ask_directly", 0.70, 0.40),
    item("creepy_any", 0.75, 0.40),
    item("creepy_very", 0.25, 0.10),
    item("perk_early_access", 0.05, 0.03),
    item("perk_none", 0.003, 0.001),
];

/// How much better than it is the brand believes each touchpoint to be, in standard deviations.
pub const FLATTERED: [f64; COUNT] = [0.9, 0.6, 1.0, 0.5, 0.3, 0.2, 0.4, 0.3, -0.2, 0.2, 0.0, -0.5];

/// One person's ticks.
#[derive(Debug, Clone, PartialEq)]
pub struct Belief {
    /// Whether the person belongs to the brand.
    pub of_brand: bool,
    /// Which of [`ITEMS`] are ticked.
    pub ticked: [bool; ITEMS.len()],
    /// How the person believes customers score each touchpoint, 1 to 5; the brand's people only.
    pub guessed: Option<[u8; COUNT]>,
}

/// 1,000 customers, then 300 people of the brand.
pub(super) fn beliefs(seed: u64) -> Vec<Belief> {
    let draw = &mut Draw::new(seed, 107);
    (0..1300)
        .map(|person| {
            let of_brand = person >= 1000;
            let share = |item: &Item| if of_brand { item.brand } else { item.customers };
            Belief {
                of_brand,
                ticked: std::array::from_fn(|k| draw.chance(share(&ITEMS[k]))),
                guessed: of_brand.then(|| {
                    FLATTERED.map(|more| answer(3.6 + 0.95 * (more + 0.8 * draw.normal()), 1, 5))
                }),
            }
        })
        .collect()
}

const fn item(id: &'static str, customers: f64, brand: f64) -> Item {
    Item {
        id,
        customers,
        brand,
    }
}
