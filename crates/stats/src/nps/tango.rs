//! Tango's score interval, which stays honest where nearly all answers agree.

use crate::nps::Counts;
use crate::{Interval, Level};

/// Bisections: 2 / 2^60 is below the spacing of `f64` near 1.
const HALVINGS: u32 = 60;

/// Tango's score interval for the NPS, on the -1 to 1 scale.
///
/// Formula: the values δ for which
/// `|b - c - nδ| <= z √(n (2 q(δ) + δ (1 - δ)))`, where b and c are promoters
/// and detractors, and q(δ) is the greatest-likelihood share of detractors
/// given δ, the upper root of
/// `2n q² + ((2n - b + c) δ - b - c) q - c δ (1 - δ) = 0`.
/// Solved by bisection to the precision of `f64`.
/// Arguments: counts of answers. Errors: none; without answers -1 to 1.
/// Assumptions: independent answers; NPS has the multinomial of a matched-pairs
/// table whose off-diagonal cells are promoters and detractors.
/// Source: Tango 1998, Statistics in Medicine 17:891-908.
///
/// ```text
/// 10 promoters of 10: 0.445 .. 1
/// ```
#[must_use]
pub fn tango(counts: &Counts, level: Level) -> Interval {
    let Some(balance) = counts.balance() else {
        return Interval {
            low: -1.0,
            high: 1.0,
        };
    };
    if balance < 0.0 {
        // Near -1 the variance is a small difference of numbers near 2; the
        // mirrored sample has the mirrored interval without that loss.
        let found = tango(&counts.mirrored(), level);
        return Interval {
            low: -found.high,
            high: -found.low,
        };
    }
    let (b, c) = (counts.promoters as f64, counts.detractors as f64);
    let (n, z) = (counts.n() as f64, level.z());
    let inside = |delta: f64| {
        let gap = b - c - n * delta;
        let linear = (2.0 * n - b + c) * delta - b - c;
        let constant = -c * delta * (1.0 - delta);
        let root = (linear * linear - 8.0 * n * constant).max(0.0).sqrt();
        // The upper root, in the form that does not subtract like from like.
        let q = if linear > 0.0 {
            -2.0 * constant / (linear + root)
        } else {
            (root - linear) / (4.0 * n)
        };
        let variance = n * (2.0 * q + delta * (1.0 - delta));
        gap * gap <= z * z * variance.max(0.0)
    };
    Interval {
        low: edge(balance, -1.0, inside),
        high: edge(balance, 1.0, inside),
    }
}

/// Where, on the way from `start` (inside) to `end`, one leaves the interval.
fn edge(start: f64, end: f64, inside: impl Fn(f64) -> bool) -> f64 {
    if inside(end) {
        return end;
    }
    let (mut inner, mut outer) = (start, end);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(inner, outer);
        if inside(middle) {
            inner = middle;
        } else {
            outer = middle;
        }
    }
    f64::midpoint(inner, outer)
}
