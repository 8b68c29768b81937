//! The limit at which an average run length is reached.

use crate::StatsError;

/// The argument at which the logarithm of the growing function `arl` reaches that of `wanted`,
/// to 1e-10 of itself, by the Illinois variant of the false position.
pub(super) fn limit(
    wanted: f64,
    start: f64,
    arl: impl Fn(f64) -> Result<f64, StatsError>,
) -> Result<f64, StatsError> {
    let off = |x: f64| arl(x).map(|found| found.ln() - wanted.ln());
    let (mut low, mut below) = (0.0, -f64::INFINITY);
    let (mut high, mut above) = (start, off(start)?);
    while above < 0.0 {
        (low, below) = (high, above);
        high *= 1.5;
        above = off(high)?;
    }
    while below == -f64::INFINITY {
        let x = (low + high) / 2.0;
        let found = off(x)?;
        if found < 0.0 {
            (low, below) = (x, found);
        } else {
            (high, above) = (x, found);
        }
        if high < 1e-9 {
            // Even a limit of next to nothing runs longer.
            return Ok(high);
        }
    }
    for _ in 0..100 {
        let x = (low * above - high * below) / (above - below);
        let found = off(x)?;
        if found < 0.0 {
            (low, below) = (x, found);
            above /= 2.0;
        } else {
            (high, above) = (x, found);
            below /= 2.0;
        }
        if (high - low).abs() <= 1e-10 * high || found.abs() < 1e-12 {
            return Ok(x);
        }
    }
    Ok((low + high) / 2.0)
}
