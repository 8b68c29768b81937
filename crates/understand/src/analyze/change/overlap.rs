//! How two scores hang together that the same people gave.

use std::collections::BTreeMap;

use crate::analyze::scores::{Sample, Scores};

/// People in both periods, and the correlation of the two scores that comes of them.
pub(super) struct Shared {
    pub shared: u64,
    pub correlation: f64,
}

/// The correlation of the two scores.
///
/// Each person moves a score by `z = Σ w (x - m)` over his answers; the scores then correlate by
/// `Σ z1 z2 / √(Σ z1² Σ z2²)`, sums over all people, who add nothing to a period they are not in.
pub(super) fn between(
    scores: &Scores,
    sample: &Sample,
    before: &[usize],
    after: &[usize],
) -> Shared {
    let (first, second) = (moves(scores, sample, before), moves(scores, sample, after));
    let squares = |m: &BTreeMap<usize, f64>| m.values().map(|z| z * z).sum::<f64>();
    let both: Vec<f64> = first
        .iter()
        .filter_map(|(person, z)| second.get(person).map(|other| z * other))
        .collect();
    let scale = (squares(&first) * squares(&second)).sqrt();
    Shared {
        shared: both.len() as u64,
        correlation: if scale > 0.0 {
            (both.iter().sum::<f64>() / scale).clamp(-1.0, 1.0)
        } else {
            0.0
        },
    }
}

/// How much each person moves the score.
fn moves(scores: &Scores, sample: &Sample, rows: &[usize]) -> BTreeMap<usize, f64> {
    let given: Vec<(usize, f64, f64)> = rows
        .iter()
        .filter_map(|&r| Some((sample.unit[r], sample.weight[r]?, scores.adds[r]?)))
        .collect();
    let weight: f64 = given.iter().map(|(_, w, _)| w).sum();
    let mean = given.iter().map(|(_, w, x)| w * x).sum::<f64>() / weight;
    let mut moves = BTreeMap::new();
    for (person, w, x) in given {
        *moves.entry(person).or_insert(0.0) += w * (x - mean);
    }
    moves
}
