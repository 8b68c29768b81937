//! What all streams have in common.

use serde::{Deserialize, Serialize};

use crate::StatsError;
use crate::series::count::{self, Period};

/// Season, spread and common rate of all streams.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Shape {
    /// Season and trend of the common rate, a factor around 1 for each period of the history and
    /// `ahead` further ones.
    pub factors: Vec<f64>,
    /// Size of the negative binomial: variance `mean + mean² / size`; infinite for Poisson.
    pub size: f64,
    /// Events per exposure over all streams.
    pub rate: f64,
    /// Streams it was learned from.
    pub streams: u64,
}

/// The shape of streams that are watched together.
///
/// Formula: season and trend are those of [`count::fit`] on the sums over streams of each period.
/// With `m` a stream's expected count from its own total, factors and exposures, the size is that
/// at which `Σ ((y - m)² - m (1 - w)) = Σ m² (1 - w) / size` over all streams and periods, w
/// the period's share of its stream's expectation; squares beyond `(6 sd)²` count as that, so
/// that spikes of the past do not pass for spread.
/// Arguments: `streams`, period by period from one common start, exposure 0 where nothing was
/// observed; `settings` of the model of the sums; `ahead` periods beyond the longest stream for
/// which factors are given.
/// Errors: those of [`count::fit`].
/// Assumptions: one season and one dispersion for all streams.
/// Sources: Anscombe 1950, doi:10.1093/biomet/37.3-4.358 (moments); those of [`count::fit`].
///
/// ```
/// use stats::series::{count::{Period, Settings}, monitor::shape};
/// let of = |counts: [u64; 8]| counts.map(|count| Period { count, exposure: 1.0 }).to_vec();
/// let streams = [of([2, 9, 1, 4, 7, 3, 5, 2]), of([1, 0, 4, 1, 0, 2, 6, 1])];
/// let found = shape(&streams, &Settings::default(), 1).unwrap();
/// assert_eq!(found.rate, 3.0);
/// assert_eq!(found.factors.len(), 9);
/// ```
pub fn shape(
    streams: &[Vec<Period>],
    settings: &count::Settings,
    ahead: usize,
) -> Result<Shape, StatsError> {
    let length = streams.iter().map(Vec::len).max().unwrap_or(0);
    let mut pooled = vec![Period::default(); length];
    for (at, period) in streams.iter().flat_map(|s| s.iter().enumerate()) {
        if period.observed() {
            pooled[at].count += period.count;
            pooled[at].exposure += period.exposure;
        }
    }
    let model = count::fit(&pooled, settings)?;
    let exposure: f64 = pooled.iter().map(|p| p.exposure).sum();
    let rate = pooled.iter().map(|p| p.count as f64).sum::<f64>() / exposure;
    let factors: Vec<f64> = (0..length + ahead)
        .map(|at| model.expect(at, 1.0).mean / rate)
        .collect();
    Ok(Shape {
        size: size(streams, &factors),
        factors,
        rate,
        streams: streams.len() as u64,
    })
}

/// The common size by moments, in rounds since the clipping depends on it.
fn size(streams: &[Vec<Period>], factors: &[f64]) -> f64 {
    /// Standard deviations beyond which a square is clipped.
    const CLIP: f64 = 6.0;
    let mut size = f64::INFINITY;
    for round in 0..6 {
        let (mut excess, mut scale) = (0.0, 0.0);
        for stream in streams {
            let weight = |at: usize, p: &Period| factors[at] * p.exposure;
            let total: f64 = stream.iter().map(|p| p.count as f64).sum();
            let whole: f64 = stream.iter().enumerate().map(|(at, p)| weight(at, p)).sum();
            if total == 0.0 || whole <= 0.0 {
                continue;
            }
            for (at, period) in stream.iter().enumerate().filter(|(_, p)| p.observed()) {
                let share = weight(at, period) / whole;
                let mean = total * share;
                let mut square = (period.count as f64 - mean).powi(2);
                if round > 0 {
                    square = square.min(CLIP * CLIP * (mean + mean * mean / size));
                }
                excess += square - mean * (1.0 - share);
                scale += mean * mean * (1.0 - share);
            }
        }
        size = if excess > 1e-6 * scale {
            scale / excess
        } else {
            f64::INFINITY
        };
    }
    size
}
