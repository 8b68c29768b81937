//! A score that falls in one of twenty-four cells, while the mix of channels moves as well.

use crate::Draw;

/// Regions, channels and segments.
pub const DIMENSIONS: [(&str, usize); 3] = [("region", 6), ("channel", 4), ("segment", 5)];

/// The cell that falls: this region in this channel.
pub const CELL: (usize, usize) = (1, 2);

/// One answer.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Whether it belongs to the second period.
    pub after: bool,
    /// Region, channel and segment, places from 0.
    pub at: [usize; 3],
    /// 1 for a promoter, 0 for a passive, -1 for a detractor.
    pub standing: i8,
}

/// `n` answers in each period; the cell falls by `points`.
#[must_use]
pub fn rows(seed: u64, n: usize, points: f64) -> Vec<Row> {
    let draw = &mut Draw::new(seed, 9);
    let mut rows = Vec::with_capacity(2 * n);
    for after in [false, true] {
        for _ in 0..n {
            let region = draw.below(6);
            let mut channel = draw.pick(&[0.45, 0.25, 0.20, 0.10]);
            let segment = draw.below(5);
            // The mix moves towards the channel that scores lowest.
            if after && draw.chance(0.07) && channel == 0 {
                channel = 3;
            }
            let hit = (region, channel) == CELL;
            let mut score = 0.30;
            score += if channel == 1 { 0.05 } else { 0.0 };
            score -= if region == 2 { 0.10 } else { 0.0 };
            score -= if channel == 3 { 0.08 } else { 0.0 };
            score += if hit { 0.10 } else { 0.0 };
            score -= if hit && after { points / 100.0 } else { 0.0 };
            let detractors = (0.7 - score) / 2.0;
            let luck = draw.uniform();
            let standing = if luck < detractors + score {
                1
            } else if luck > 1.0 - detractors {
                -1
            } else {
                0
            };
            rows.push(Row {
                after,
                at: [region, channel, segment],
                standing,
            });
        }
    }
    rows
}
