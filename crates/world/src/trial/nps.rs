//! Answers whose true NPS is known, for the coverage of intervals.

use stats::nps::Counts;

use crate::Draw;

/// A population by its shares of promoters and detractors.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shape {
    /// What it looks like.
    pub name: &'static str,
    /// Share of promoters, 0 to 1.
    pub promoters: f64,
    /// Share of detractors, 0 to 1.
    pub detractors: f64,
}

impl Shape {
    /// The true NPS in points.
    #[must_use]
    pub fn truth(&self) -> f64 {
        100.0 * (self.promoters - self.detractors)
    }

    /// `n` answers of this population.
    pub fn answers(&self, draw: &mut Draw, n: u64) -> Counts {
        draw.answers(n, self.promoters, self.detractors)
    }
}

/// The populations that are tried.
pub const SHAPES: [Shape; 5] = [
    shape("balanced", 0.45, 0.25),
    shape("strong", 0.70, 0.08),
    shape("excellent", 0.88, 0.02),
    shape("poor", 0.20, 0.55),
    shape("rare detractors", 0.30, 0.02),
];

/// The numbers of answers that are tried.
pub const SIZES: [u64; 7] = [10, 20, 30, 50, 100, 300, 1000];

const fn shape(name: &'static str, promoters: f64, detractors: f64) -> Shape {
    Shape {
        name,
        promoters,
        detractors,
    }
}
