//! Journeys over nine touchpoints, some of which make customers leave when they fail.

use crate::Draw;
use crate::draw::logistic;

/// Touchpoints of the journey.
pub const COUNT: usize = 9;

/// How often each is on the way.
pub const REACH: [f64; COUNT] = [0.9, 0.7, 0.5, 0.8, 0.35, 0.15, 0.6, 0.25, 0.1];

/// How often each fails where it is on the way.
pub const FAILURE: [f64; COUNT] = [0.05, 0.12, 0.08, 0.20, 0.18, 0.30, 0.10, 0.06, 0.35];

/// What a failure adds to the log-odds of leaving.
pub const IMPACT: [f64; COUNT] = [0.2, 0.5, 0.3, 0.15, 1.1, 1.6, 0.4, 0.8, 0.25];

/// The touchpoints at the end: a failure at one of them adds once more.
const LAST: [usize; 3] = [8, 5, 4];

/// The journeys of one world.
#[derive(Debug, Clone, Default)]
pub struct Journeys {
    /// What was on the way.
    pub met: Vec<[bool; COUNT]>,
    /// What failed.
    pub failed: Vec<[bool; COUNT]>,
    /// Whether the customer left.
    pub left: Vec<bool>,
    /// Mean true chance of leaving that would be gone without failures at the touchpoint.
    pub loss: [f64; COUNT],
}

fn log_odds(failed: &[bool; COUNT]) -> f64 {
    let impact: f64 = (0..COUNT).filter(|&k| failed[k]).map(|k| IMPACT[k]).sum();
    let last = LAST.iter().any(|&k| failed[k]);
    -1.6 + impact + if last { 0.3 } else { 0.0 }
}

/// `n` journeys.
#[must_use]
pub fn journeys(seed: u64, n: usize) -> Journeys {
    let draw = &mut Draw::new(seed, 8);
    let mut all = Journeys::default();
    for _ in 0..n {
        let met: [bool; COUNT] = std::array::from_fn(|k| draw.chance(REACH[k]));
        let failed: [bool; COUNT] = std::array::from_fn(|k| met[k] && draw.chance(FAILURE[k]));
        let chance = logistic(log_odds(&failed));
        all.left.push(draw.chance(chance));
        for k in (0..COUNT).filter(|&k| failed[k]) {
            let mut mended = failed;
            mended[k] = false;
            all.loss[k] += (chance - logistic(log_odds(&mended))) / n as f64;
        }
        all.met.push(met);
        all.failed.push(failed);
    }
    all
}
