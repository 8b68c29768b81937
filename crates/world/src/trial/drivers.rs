//! Twelve touchpoints that move satisfaction more when bad than when good, one halo over all.

use crate::Draw;
use crate::draw::answer;
use crate::touchpoint::{COUNT, TOUCHPOINTS};

/// Share of the explained variance that each touchpoint truly has (LMG over the causal
/// contributions of 400,000 visits, `golden/world/drivers_truth.json`).
pub const IMPORTANCE: [f64; COUNT] = [
    0.2145, 0.1027, 0.1003, 0.1070, 0.1034, 0.0489, 0.0543, 0.0322, 0.0407, 0.1376, 0.0402, 0.0182,
];

/// What satisfaction would gain if no visit fell short at the touchpoint, in latent units
/// (same source).
pub const OPPORTUNITY: [f64; COUNT] = [
    0.1864, 0.0836, 0.1396, 0.1801, 0.1625, 0.0796, 0.0721, 0.0365, 0.0497, 0.1399, 0.0508, 0.0016,
];

/// The survey of one world.
#[derive(Debug, Clone)]
pub struct Survey {
    /// Overall satisfaction, 1 to 10.
    pub outcome: Vec<u8>,
    /// Scores of the touchpoints, 1 to 5; none where not encountered.
    pub scores: Vec<[Option<u8>; COUNT]>,
    /// What each touchpoint truly added to the latent satisfaction.
    pub contributions: Vec<[f64; COUNT]>,
    /// The latent satisfaction.
    pub latent: Vec<f64>,
}

/// `n` visits.
#[must_use]
pub fn survey(seed: u64, n: usize) -> Survey {
    let draw = &mut Draw::new(seed, 5);
    let mut scores = Vec::with_capacity(n);
    let mut contributions = Vec::with_capacity(n);
    let mut latent = Vec::with_capacity(n);
    for _ in 0..n {
        let day = draw.normal();
        let halo = 0.4 * draw.normal();
        let mut added = [0.0; COUNT];
        let mut given = [None; COUNT];
        for (k, touchpoint) in TOUCHPOINTS.iter().enumerate() {
            let gap = 0.45 * day + (1.0_f64 - 0.45 * 0.45).sqrt() * draw.normal();
            if draw.chance(touchpoint.encounter) {
                added[k] = touchpoint.adds(gap);
                given[k] = Some(answer(3.6 + 0.95 * (gap + halo), 1, 5));
            }
        }
        latent.push(added.iter().sum::<f64>() + 0.6 * draw.normal() + halo);
        scores.push(given);
        contributions.push(added);
    }
    let mean = latent.iter().sum::<f64>() / n as f64;
    let sd = (latent.iter().map(|y| (y - mean).powi(2)).sum::<f64>() / n as f64).sqrt();
    let outcome = latent
        .iter()
        .map(|y| answer(7.2 + 1.35 * 1.4 * (y - mean) / sd, 1, 10))
        .collect();
    Survey {
        outcome,
        scores,
        contributions,
        latent,
    }
}

/// Pairs of touchpoints whose true importance differs by at least .03, the greater one first.
#[must_use]
pub fn clear_pairs() -> Vec<(usize, usize)> {
    let all = (0..COUNT).flat_map(|a| (0..COUNT).map(move |b| (a, b)));
    all.filter(|&(a, b)| IMPORTANCE[a] - IMPORTANCE[b] >= 0.03)
        .collect()
}
