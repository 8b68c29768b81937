//! The limit of a stream by its expected count.

use super::{Shape, limit};
use crate::StatsError;
use crate::series::count::Law;

/// Expected counts for which limits are computed; between them they are interpolated.
const LOWEST: f64 = 0.1;
const STEPS: usize = 14;
/// Each is so many times the one before.
const GROWTH: f64 = 1.7;

/// Limits for one run length, over expected counts from 0.1 to 99 a period; those of the nearest
/// end hold beyond.
#[derive(Debug, Clone, PartialEq)]
pub struct Limits {
    limits: Vec<f64>,
    /// The rise that is looked for, such as 2.5.
    pub ratio: f64,
    /// Average run length in periods.
    pub run_length: f64,
}

impl Limits {
    /// The limits for streams of a shape.
    ///
    /// Formula: [`limit`] at expected counts 0.1, 0.17, … 99; between them linear in the
    /// logarithm of the expected count.
    /// Arguments: the shape gives the size; `ratio` the rise to be found; `run_length` of
    /// [`Budget::run_length`](super::Budget::run_length).
    ///
    /// # Errors
    /// Those of [`limit`].
    pub fn new(shape: &Shape, ratio: f64, run_length: f64) -> Result<Self, StatsError> {
        let at = |i: usize| {
            let law = Law::new(LOWEST * GROWTH.powi(i as i32), shape.size)?;
            limit(&law, ratio, run_length)
        };
        Ok(Limits {
            limits: (0..STEPS).map(at).collect::<Result<_, _>>()?,
            ratio,
            run_length,
        })
    }

    /// The limit at an expected count a period.
    #[must_use]
    pub fn at(&self, mean: f64) -> f64 {
        let place = ((mean / LOWEST).ln() / GROWTH.ln()).clamp(0.0, (STEPS - 1) as f64);
        let below = (place as usize).min(STEPS - 2);
        let share = place - below as f64;
        self.limits[below] * (1.0 - share) + self.limits[below + 1] * share
    }
}
