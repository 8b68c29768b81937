//! How sure the numbers of drivers are: the same numbers from samples drawn again.

use nalgebra::DMatrix;
use rayon::prelude::*;

use super::assess::quick;
use super::{Assessed, Covariance, Layout, Moments, Sample};
use crate::random::{multiplicity, stream};
use crate::{Interval, Level, StatsError, bootstrap};

/// Replicates whose sums are worked out together.
const BLOCK: u64 = 64;

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

    /// The numbers of all samples, in their order.
    fn of(drivers: usize, all: Vec<Result<Assessed, StatsError>>) -> Self {
        let mut found = Replicates::new(drivers);
        for numbers in all {
            match numbers {
                Ok(numbers) => found.add(numbers),
                Err(_) => found.failed += 1,
            }
        }
        found
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
    // One column a part; a replicate's sums are the product with how often each part is drawn.
    let width = layout.columns() * (layout.columns() + 3) / 2 + 3;
    let mut all = DMatrix::zeros(width, parts.len());
    for (mut column, part) in all.column_iter_mut().zip(parts) {
        let values = [part.n as f64, part.weight, part.weight_sq];
        let values = values.iter().chain(&part.sums).chain(&part.products);
        for (to, value) in column.iter_mut().zip(values) {
            *to = *value;
        }
    }
    // Every replicate has a stream of its own: how many cores share them changes no number.
    let blocks: Vec<u64> = (0..replicates).step_by(BLOCK as usize).collect();
    let numbers = blocks
        .into_par_iter()
        .flat_map_iter(|from| {
            let block = (replicates - from).min(BLOCK);
            let mut times = DMatrix::zeros(parts.len(), block as usize);
            for (number, mut column) in (from..).zip(times.column_iter_mut()) {
                let drawn = multiplicity(&mut stream(seed, number), parts.len());
                for (to, times) in column.iter_mut().zip(drawn) {
                    *to = f64::from(times);
                }
            }
            let sums = &all * times;
            let told = sums.column_iter().map(|sums| {
                let moments = covariance(sums.as_slice(), layout.columns()).moments()?;
                quick(&moments, layout, None)
            });
            told.collect::<Vec<_>>()
        })
        .collect();
    Ok(Replicates::of(layout.drivers(), numbers))
}

/// The sums of a column of [`resample_parts`].
fn covariance(values: &[f64], columns: usize) -> Covariance {
    let (head, rest) = values.split_at(3);
    let (sums, products) = rest.split_at(columns);
    Covariance {
        n: head[0].round() as u64,
        weight: head[1],
        weight_sq: head[2],
        sums: sums.to_vec(),
        products: products.to_vec(),
    }
}

fn repeat(
    layout: &Layout,
    units: usize,
    shortfall: Option<&[f64]>,
    replicates: u64,
    seed: u64,
    draw: impl Fn(&[u32]) -> Result<Moments, StatsError> + Sync,
) -> Replicates {
    let numbers = (0..replicates)
        .into_par_iter()
        .map(|number| {
            let times = multiplicity(&mut stream(seed, number), units);
            quick(&draw(&times)?, layout, shortfall)
        })
        .collect();
    Replicates::of(layout.drivers(), numbers)
}
