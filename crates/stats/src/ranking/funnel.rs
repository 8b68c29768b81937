//! Where luck alone would keep a place.

use serde::{Deserialize, Serialize};

use crate::{Interval, quantile};

/// Limits around the center at a place's number of answers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Funnel {
    /// Where 95 of 100 places would lie by luck alone.
    pub usual: Interval,
    /// Where 998 of 1,000 would.
    pub wide: Interval,
    /// Whether the place lies outside the wide limits.
    pub outside: bool,
}

/// Funnel limits: where a place with `n` answers would lie if it were like all others.
///
/// Formula: `center ± z within / √n`, `z` 1.96 and 3.09.
/// Arguments: the place's observed value, the center, the spread of one answer (for a share `p`,
/// `√(p (1 - p))`), the answers `n` above 0. Errors: none.
/// Assumptions: answers are independent. Places that truly differ a little will lie outside in
/// number once `n` is large; the shrunken value is the better guide then.
/// Source: Spiegelhalter 2005, doi:10.1002/sim.1970.
///
/// ```
/// let funnel = stats::ranking::limits(0.9, 0.5, 0.5, 25);
/// assert!((funnel.usual.high - 0.696).abs() < 1e-3);
/// assert!(funnel.outside && funnel.wide.high < 0.81);
/// ```
#[must_use]
pub fn limits(value: f64, center: f64, within: f64, n: u64) -> Funnel {
    let se = within / (n as f64).sqrt();
    let at = |share: f64| Interval::around(center, quantile::normal(0.5 + share / 2.0) * se);
    let wide = at(0.998);
    Funnel {
        usual: at(0.95),
        wide,
        outside: !wide.contains(value),
    }
}
