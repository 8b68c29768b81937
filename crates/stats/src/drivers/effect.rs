//! Effects with intervals that trust neither the variance nor the independence of rows.

use nalgebra::{DMatrix, DVector};
use serde::{Deserialize, Serialize};

use super::Sample;
use crate::regress::{Design, wls};
use crate::{Interval, Level, StatsError};

/// A coefficient with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// Points of the outcome per point of the driver.
    pub value: f64,
    /// Its interval.
    pub interval: Interval,
}

/// Effect of each driver by weighted least squares with sandwich errors, by cluster where units
/// hold more than one row.
///
/// Formula: the coefficient of the score beside all other columns; `None` where the score
/// depends on other columns.
/// Arguments: a sample without unknown answers (else use the bootstrap of
/// [`resample`](super::resample())); `level` of the intervals.
/// Errors: those of [`wls`]; [`StatsError::Unanswered`] where answers are unknown.
/// Assumptions: those of [`sandwich`](crate::regress::sandwich()).
///
/// ```
/// use stats::Level;
/// use stats::drivers::{Answer::Score, Layout, Sample, effects};
/// let mut sample = Sample::new(Layout { references: vec![0.0], split: false, controls: 0 });
/// for (unit, noise) in [(0, 0.1), (1, -0.1), (2, -0.1), (3, 0.1)] {
///     let score = unit as f64;
///     sample.push(2.0 * score + noise, &[Score(score)], &[], 1.0, unit).unwrap();
/// }
/// let found = effects(&sample, Level::NINETY_FIVE).unwrap()[0].unwrap();
/// assert!((found.value - 2.0).abs() < 1e-9 && found.interval.contains(2.1));
/// ```
pub fn effects(sample: &Sample, level: Level) -> Result<Vec<Option<Effect>>, StatsError> {
    if !sample.complete() {
        return Err(StatsError::Unanswered);
    }
    let layout = sample.layout();
    let drivers = layout.drivers();
    // One column a score, then encounter columns, then controls: where columns depend on each
    // other, the later one is passed over.
    let rows: Vec<Vec<f64>> = sample
        .rows
        .iter()
        .map(|row| {
            let values = sample.dense(row);
            let score = |j: usize| {
                values[layout.score(j)..layout.absent(j)]
                    .iter()
                    .sum::<f64>()
            };
            let mut all: Vec<f64> = vec![1.0];
            all.extend((0..drivers).map(score));
            all.extend((0..drivers).map(|j| values[layout.absent(j)]));
            all.extend(layout.control_columns().iter().map(|&c| values[c]));
            all.push(values[0]);
            all
        })
        .collect();
    let width = 1 + 2 * drivers + layout.controls;
    let mut kept: Vec<usize> = (0..width)
        .filter(|&c| c == 0 || rows.iter().any(|row| row[c] != rows[0][c]))
        .collect();
    let clustered = sample.units() < sample.rows();
    loop {
        let design = Design {
            weight: Some(DVector::from_iterator(
                rows.len(),
                sample.rows.iter().map(|row| row.weight),
            )),
            cluster: clustered.then(|| sample.rows.iter().map(|row| row.unit).collect()),
            ..Design::new(
                DMatrix::from_fn(rows.len(), kept.len(), |i, c| rows[i][kept[c]]),
                DVector::from_fn(rows.len(), |i, _| rows[i][width]),
            )
        };
        match wls(&design) {
            Err(StatsError::RankDeficient { column }) if column > 0 => {
                kept.remove(column);
            }
            Err(error) => return Err(error),
            Ok(fit) => {
                let effect = |j: usize| {
                    let at = kept.iter().position(|&c| c == j + 1)?;
                    Some(Effect {
                        value: fit.coef[at],
                        interval: fit.interval(at, level),
                    })
                };
                return Ok((0..drivers).map(effect).collect());
            }
        }
    }
}
