//! The path of a CUSUM chart.

use serde::{Deserialize, Serialize};

use crate::StatsError;
use crate::series::arl::above_zero;

/// One period of a CUSUM chart, in standard errors.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CusumPoint {
    /// Accumulated rise, 0 or more.
    pub up: f64,
    /// Accumulated fall, 0 or more.
    pub down: f64,
    /// Whether either is beyond the limit.
    pub alarm: bool,
    /// The period in which the greater of the two began to accumulate.
    pub since: usize,
}

/// A two-sided CUSUM chart.
///
/// Formula: `up_t = max(0, up_{t-1} + z_t - k)`, `down_t = max(0, down_{t-1} - z_t - k)`; an alarm
/// where either is above `h`. It goes on after an alarm, and calls for as long as the shift lasts.
/// Arguments: `z` standardized values in order (`NaN` for a period without any, which leaves the
/// sums as they are); `k` half the shift to be found, `h` the limit, see
/// [`cusum_limit`](super::super::arl::cusum_limit).
/// Errors: [`StatsError::NotAboveZero`] for `k` or `h`.
/// Assumptions: independent values of mean 0 and variance 1 until the shift.
/// Source: Page 1954, doi:10.1093/biomet/41.1-2.100.
///
/// ```
/// let path = stats::series::chart::cusum(&[0.2, -1.0, 2.5, 2.0], 0.5, 3.0).unwrap();
/// assert_eq!(path[3].up, 3.5);
/// assert!(path[3].alarm && path[3].since == 2);
/// ```
pub fn cusum(z: &[f64], k: f64, h: f64) -> Result<Vec<CusumPoint>, StatsError> {
    above_zero("reference value", k)?;
    above_zero("limit", h)?;
    let (mut up, mut down) = ((0.0, 0), (0.0, 0));
    let mut path = Vec::with_capacity(z.len());
    for (at, &z) in z.iter().enumerate() {
        if !z.is_nan() {
            up = step(up, z - k, at);
            down = step(down, -z - k, at);
        }
        path.push(CusumPoint {
            up: up.0,
            down: down.0,
            alarm: up.0 > h || down.0 > h,
            since: if up.0 >= down.0 { up.1 } else { down.1 },
        });
    }
    Ok(path)
}

/// The sum after one more value, and since when it is above 0.
fn step((sum, since): (f64, usize), value: f64, at: usize) -> (f64, usize) {
    let since = if sum > 0.0 { since } else { at };
    ((sum + value).max(0.0), since)
}
