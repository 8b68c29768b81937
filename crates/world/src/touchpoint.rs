//! The moments of interaction of the brand, and what each truly does to satisfaction.

use serde::Serialize;

/// How a touchpoint works (Kano 1984).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// Better is better, worse is worse.
    OneDimensional,
    /// Expected: hurts when it fails, pleases nobody.
    MustBe,
    /// Seldom met, severe when it fails.
    RareSevere,
    /// Matters little.
    Minor,
    /// Not missed when absent, a delight when there.
    Attractive,
}

/// One touchpoint.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Touchpoint {
    /// Its name in files.
    pub id: &'static str,
    /// The topic of the text model's codeframe that its words are about.
    pub topic: &'static str,
    /// What a shortfall of one standard deviation takes from satisfaction.
    pub penalty: f64,
    /// What a surplus of one standard deviation adds.
    pub reward: f64,
    /// Share of visits that meet it.
    pub encounter: f64,
    /// How it works.
    pub class: Class,
}

impl Touchpoint {
    /// What experience minus expectation `gap` (standard deviations) adds to satisfaction.
    #[must_use]
    pub fn adds(&self, gap: f64) -> f64 {
        self.penalty * gap.min(0.0) + self.reward * gap.max(0.0)
    }
}

/// Touchpoints of the brand.
pub const COUNT: usize = 12;

/// All of them, in the order of every array of this crate.
#[rustfmt::skip]
pub const TOUCHPOINTS: [Touchpoint; COUNT] = [
    touchpoint("staff_attitude", "staff_attitude", 0.55, 0.55, 0.85, Class::OneDimensional),
    touchpoint("staff_knowledge", "staff_competence", 0.35, 0.45, 0.60, Class::OneDimensional),
    touchpoint("keeps_promises", "honesty", 0.70, 0.10, 0.50, Class::MustBe),
    touchpoint("wait", "waiting_time", 0.50, 0.08, 0.90, Class::MustBe),
    touchpoint("availability", "availability", 0.45, 0.12, 0.90, Class::MustBe),
    touchpoint("checkout", "ease", 0.25, 0.05, 0.80, Class::MustBe),
    touchpoint("delivery", "delivery", 0.60, 0.15, 0.30, Class::MustBe),
    touchpoint("returns", "returns_refunds", 0.75, 0.20, 0.12, Class::RareSevere),
    touchpoint("digital", "website_app", 0.25, 0.15, 0.50, Class::OneDimensional),
    touchpoint("price_value", "price_value", 0.35, 0.35, 1.00, Class::OneDimensional),
    touchpoint("clean", "cleanliness", 0.15, 0.05, 0.85, Class::Minor),
    touchpoint("exclusive", "loyalty_program", 0.02, 0.40, 0.20, Class::Attractive),
];

/// The place of a touchpoint by its name.
#[must_use]
pub fn place(id: &str) -> Option<usize> {
    TOUCHPOINTS
        .iter()
        .position(|touchpoint| touchpoint.id == id)
}

const fn touchpoint(
    id: &'static str,
    topic: &'static str,
    penalty: f64,
    reward: f64,
    encounter: f64,
    class: Class,
) -> Touchpoint {
    Touchpoint {
        id,
        topic,
        penalty,
        reward,
        encounter,
        class,
    }
}
