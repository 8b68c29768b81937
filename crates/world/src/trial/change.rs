//! Many segments in two periods, few of which have really moved.

use stats::nps::Counts;

use crate::Draw;

/// Segments looked at together.
pub const SEGMENTS: usize = 400;

/// Segments among them that have moved.
pub const MOVED: usize = 40;

/// One segment's answers in both periods.
#[derive(Debug, Clone, Copy)]
pub struct Segment {
    /// Answers of the first period.
    pub before: Counts,
    /// Answers of the second period.
    pub after: Counts,
    /// Whether its true score has changed.
    pub moved: bool,
}

/// All segments of one world: `n` answers a period, true falls of `points`.
#[must_use]
pub fn segments(seed: u64, n: u64, points: f64) -> Vec<Segment> {
    let draw = &mut Draw::new(seed, 3);
    (0..SEGMENTS)
        .map(|place| {
            let moved = place < MOVED;
            let shift = if moved { -points / 100.0 } else { 0.0 };
            Segment {
                before: draw.answers(n, 0.5, 0.2),
                after: draw.answers(n, 0.5 + shift / 2.0, 0.2 - shift / 2.0),
                moved,
            }
        })
        .collect()
}
