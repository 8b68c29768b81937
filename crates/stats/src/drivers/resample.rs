//! How sure the numbers of drivers are: the same numbers from samples drawn again.

use super::assess::quick;
use super::{Assessed, Covariance, Layout, Moments, Sample};
use crate::random::{multiplicity, stream};
use crate::{Interval, Level, StatsError, bootstrap};

/// The numbers of drivers in many samples drawn again; each list holds one value a sample.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Replicates {
    /// R².
    pub r2: Vec<f64>,
    /// Importance of each driver: LMG, or Johnson's weights above
    /// [`MOST_EXACT`](super::MOST_EXACT) drivers.
    pub importance: Vec<Vec<f64>>,
    /// Importance of each driver as a share of all drivers' importance.
    pub share: Vec<Vec<f64>>,
    /// Effect of each driver.
    pub effect: Vec<Vec<f64>>,
    /// Performance of each driver.
    pub performance: Vec<Vec<f64>>,
    /// Opportunity of each driver.
    pub opportunity: Vec<Vec<f64>>,
    /// Samples that gave no numbers, since a column did not occur in them.
    pub failed: usize,
}

impl Replicates {
    fn new(drivers: usize) -> Self {
        let each = vec![Vec::new(); drivers];
        Replicates {
            importance: each.clone(),
            share: each.clone(),
            effect: each.clone(),
            performance: each.clone(),
            opportunity: each,
            ..Replicates::default()
        }
    }

    fn add(&mut self, found: Assessed) {
        let importance = found.lmg.unwrap_or(found.johnson);
        let total: f64 = importance.iter().sum();
        self.r2.push(found.r2);
        let share: Vec<f64> = importance.iter().map(|i| i / total).collect();
        for (to, from) in [
            (&mut self.importance, importance),
            (&mut self.share, share),
            (&mut self.effect, found.effect),
            (&mut self.performance, found.performance),
            (&mut self.opportunity, found.opportunity),
        ] {
            for (to, value) in to.iter_mut().zip(from) {
                to.push(value);
            }
        }
    }

    /// The percentile interval of one of the lists.
    #[must_use]
    pub fn interval(list: &[f64], level: Level) -> Interval {
        bootstrap::percentile(&mut list.to_vec(), level)
    }
}

/// Draws the sample's units again and again.
///
/// Formula: each replicate draws as many units (respondents, or clusters) as there are, with
/// replacement, from a stream of its own, and repeats all numbers; answers that are unknown are
/// completed anew.
/// Arguments: `replicates`, commonly 1,000; `seed`; `shortfall` as for [`assess`](super::assess()).
/// Errors: those of the whole sample's moments. A replicate that gives no numbers is counted in
/// `failed`.
/// Assumptions: units are independent, and many.
/// Sources: Efron and Tibshirani 1993, An Introduction to the Bootstrap; Grömping 2006,
/// doi:10.18637/jss.v017.i01 (for importance).
///
/// ```
/// use stats::drivers::{Answer::Score, Layout, Sample, resample};
/// let mut sample = Sample::new(Layout { references: vec![3.0], split: false, controls: 0 });
/// for unit in 0..40 {
///     let score = f64::from(unit % 5 + 1);
///     sample.push(2.0 * score, &[Score(score)], &[], 1.0, unit as usize).unwrap();
/// }
/// let found = resample(&sample, None, 50, 7).unwrap();
/// assert!(found.effect[0].iter().all(|b| (b - 2.0).abs() < 1e-9));
/// ```
pub fn resample(
    sample: &Sample,
    shortfall: Option<&[f64]>,
    replicates: u64,
    seed: u64,
) -> Result<Replicates, StatsError> {
    let start = sample.moments()?;
    let draw = |times: &[u32]| sample.again(times, &start);
    Ok(repeat(
        sample.layout(),
        sample.units(),
        shortfall,
        replicates,
        seed,
        draw,
    ))
}

/// Draws parts of the rows again: sums over buckets of respondents, as one scan of many rows
/// fills them (some hundreds of buckets by a hash of the respondent).
///
/// Arguments: `parts`, sums of the layout's columns; else as [`resample`].
/// Errors: [`StatsError::Length`] where a part has other columns.
/// Assumptions: respondents fall into parts by chance; parts are many (100 or more).
/// Source: Wolter 2007, Introduction to Variance Estimation, chapters 2 and 5 (random groups).
pub fn resample_parts(
    parts: &[Covariance],
    layout: &Layout,
    replicates: u64,
    seed: u64,
) -> Result<Replicates, StatsError> {
    for part in parts {
        super::layout::same("the part", part.columns(), layout.columns())?;
    }
    let draw = |times: &[u32]| {
        let mut sum = Covariance::new(layout.columns());
        for (part, &times) in parts.iter().zip(times) {
            if times > 0 {
                sum.merge_times(part, f64::from(times));
            }
        }
        sum.moments()
    };
    Ok(repeat(layout, parts.len(), None, replicates, seed, draw))
}

fn repeat(
    layout: &Layout,
    units: usize,
    shortfall: Option<&[f64]>,
    replicates: u64,
    seed: u64,
    draw: impl Fn(&[u32]) -> Result<Moments, StatsError>,
) -> Replicates {
    let mut found = Replicates::new(layout.drivers());
    for number in 0..replicates {
        let times = multiplicity(&mut stream(seed, number), units);
        let numbers = draw(&times).and_then(|moments| quick(&moments, layout, shortfall));
        match numbers {
            Ok(numbers) => found.add(numbers),
            Err(_) => found.failed += 1,
        }
    }
    found
}
