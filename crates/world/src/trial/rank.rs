//! Stores of very different size whose true scores differ little.

use stats::nps::Counts;

use crate::Draw;

/// Stores ranked together.
pub const STORES: usize = 240;

/// True spread between stores, as a share (6 points of NPS).
pub const SPREAD: f64 = 0.06;

/// One store's month.
#[derive(Debug, Clone, Copy)]
pub struct Store {
    /// Its answers.
    pub answers: Counts,
    /// Its true NPS in points.
    pub truth: f64,
}

/// The stores of one world; 4 to about 150 answers each, 30 on average.
#[must_use]
pub fn stores(seed: u64) -> Vec<Store> {
    let draw = &mut Draw::new(seed, 12);
    (0..STORES)
        .map(|_| {
            let above = SPREAD * draw.normal();
            let n = draw.negative_binomial(30.0, 2.0).max(4);
            let (promoters, detractors) = (0.55 + above / 2.0, 0.20 - above / 2.0);
            Store {
                answers: draw.answers(n, promoters, detractors),
                truth: 100.0 * (promoters - detractors),
            }
        })
        .collect()
}
