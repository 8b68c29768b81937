//! Which driver is surely above another.

use serde::{Deserialize, Serialize};

use crate::Interval;

/// Two drivers, by their numbers, and how surely the first is the more important.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Pair {
    /// The first driver.
    pub a: usize,
    /// The second.
    pub b: usize,
    /// Share of samples drawn again in which the first is above, ties counting half.
    pub p: f64,
}

/// How surely each driver is above each later one.
///
/// Formula: share of replicates in which `a` exceeds `b`, ties counting half.
/// Arguments: `importance` of each driver, one value a replicate, the same replicates for all.
/// Errors: none; without replicates `p` is NaN. Assumptions: those of
/// [`resample`](super::resample()).
///
/// ```
/// let found = stats::drivers::pairs(&[vec![0.3, 0.4, 0.1, 0.2], vec![0.1, 0.1, 0.2, 0.2]]);
/// assert_eq!(found[0].p, 0.625);
/// ```
#[must_use]
pub fn pairs(importance: &[Vec<f64>]) -> Vec<Pair> {
    let mut found = Vec::new();
    for (a, first) in importance.iter().enumerate() {
        for (b, second) in importance.iter().enumerate().skip(a + 1) {
            let above = |(x, y): (&f64, &f64)| match x.total_cmp(y) {
                std::cmp::Ordering::Greater => 1.0,
                std::cmp::Ordering::Equal => 0.5,
                std::cmp::Ordering::Less => 0.0,
            };
            let sum: f64 = first.iter().zip(second).map(above).sum();
            found.push(Pair {
                a,
                b,
                p: sum / first.len() as f64,
            });
        }
    }
    found
}

/// Groups of drivers that the data cannot tell apart, counted from 1 for the most important.
///
/// Formula: the most important driver opens a group, and every driver whose interval overlaps
/// the opener's belongs to it; the most important of the rest opens the next.
/// Arguments: value and interval of each driver. Errors: none.
/// Assumptions: intervals of the same level. Overlap is a stricter demand than a test of the
/// difference (see [`pairs`] for that), so what is told apart here differs for sure.
/// Source: Schenker and Gentleman 2001, doi:10.1198/000313001317097960.
///
/// ```
/// use stats::Interval;
/// let drivers = [(0.1, 0.05, 0.15), (0.4, 0.3, 0.5), (0.3, 0.2, 0.4)]
///     .map(|(value, low, high)| (value, Interval { low, high }));
/// assert_eq!(stats::drivers::tie_groups(&drivers), [2, 1, 1]);
/// ```
#[must_use]
pub fn tie_groups(drivers: &[(f64, Interval)]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..drivers.len()).collect();
    order.sort_by(|&a, &b| drivers[b].0.total_cmp(&drivers[a].0));
    let mut groups = vec![0; drivers.len()];
    let mut group = 0;
    for &opener in &order {
        if groups[opener] > 0 {
            continue;
        }
        group += 1;
        for &other in &order {
            if groups[other] == 0 && drivers[other].1.high >= drivers[opener].1.low {
                groups[other] = group;
            }
        }
        groups[opener] = group;
    }
    groups
}
