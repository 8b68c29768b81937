//! Weekly counts of 240 stores and 12 topics with a season, and real rises in a tenth of them.

use crate::Draw;

/// Stores.
pub const STORES: usize = 240;
/// Topics heard in each.
pub const TOPICS: usize = 12;
/// Weeks of counts.
pub const WEEKS: usize = 104;
/// The first week in which alarms are counted; what lies before is history.
pub const FIRST: usize = 60;
/// Weeks that a rise lasts.
pub const LASTS: usize = 4;
/// Size of the negative binomial, the inverse of its dispersion.
pub const SIZE: f64 = 6.0;

/// One store and topic.
#[derive(Debug, Clone)]
pub struct Stream {
    /// True mean a week, without season.
    pub mean: f64,
    /// Counts by week.
    pub counts: Vec<u64>,
    /// The rise, if one was planted.
    pub rise: Option<Rise>,
}

/// A planted rise.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rise {
    /// Its first week.
    pub week: usize,
    /// Factor on the mean.
    pub factor: f64,
}

impl Stream {
    /// Whether the week lies in the planted rise.
    #[must_use]
    pub fn risen(&self, week: usize) -> bool {
        self.rise
            .is_some_and(|rise| (rise.week..rise.week + LASTS).contains(&week))
    }
}

/// The season's factor in a week.
#[must_use]
pub fn season(week: usize) -> f64 {
    1.0 + 0.25 * (std::f64::consts::TAU * week as f64 / 52.0).sin()
}

/// The streams of `stores` stores ([`STORES`] in the scorecard), topic by topic.
#[must_use]
pub fn streams(seed: u64, stores: usize) -> Vec<Stream> {
    let draw = &mut Draw::new(seed, 10);
    (0..stores * TOPICS)
        .map(|_| {
            let mean = (3.0_f64.ln() + 0.6 * draw.normal()).exp();
            let mut counts: Vec<u64> = (0..WEEKS)
                .map(|week| draw.negative_binomial(mean * season(week), SIZE))
                .collect();
            let rise = draw.chance(0.10).then(|| Rise {
                week: FIRST + draw.below(WEEKS - LASTS - FIRST),
                factor: [2.5, 4.0][draw.below(2)],
            });
            if let Some(rise) = rise {
                for (week, count) in counts.iter_mut().enumerate().skip(rise.week).take(LASTS) {
                    *count = draw.negative_binomial(mean * season(week) * rise.factor, SIZE);
                }
            }
            Stream { mean, counts, rise }
        })
        .collect()
}
