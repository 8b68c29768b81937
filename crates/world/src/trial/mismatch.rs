//! Scores that say the opposite of the words beside them.

use crate::Draw;

/// One answer with its words.
#[derive(Debug, Clone, Copy)]
pub struct Answer {
    /// The score that was given, 0 to 10.
    pub score: u8,
    /// What the words truly say: -1, 0 or 1.
    pub words: i8,
    /// What a classifier reads from them: -1, 0 or 1.
    pub read: i8,
}

impl Answer {
    /// Whether score and words truly say the opposite of each other.
    #[must_use]
    pub fn is_swapped(&self) -> bool {
        (self.score >= 9 && self.words < 0) || (self.score <= 2 && self.words > 0)
    }
}

/// `n` answers of which a share `swapped` is meant the other way round, read by a classifier
/// that is right for a share `accuracy`.
#[must_use]
pub fn answers(seed: u64, n: usize, swapped: f64, accuracy: f64) -> Vec<Answer> {
    let draw = &mut Draw::new(seed, 14);
    (0..n)
        .map(|_| {
            let words = [-1_i8, 0, 1][draw.pick(&[0.20, 0.25, 0.55])];
            let meant = if draw.chance(swapped) { -words } else { words };
            let read = if draw.chance(accuracy) {
                words
            } else if words == 0 {
                [-1, 1][draw.below(2)]
            } else if draw.chance(0.75) {
                0
            } else {
                -words
            };
            let score = match meant {
                -1 => draw.below(3) as u8,
                0 => 3 + draw.below(6) as u8,
                _ => 9 + draw.below(2) as u8,
            };
            Answer { score, words, read }
        })
        .collect()
}
