//! The paths themselves: what follows what, and which ways are taken most.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Path, check};
use crate::share::wilson_of;
use crate::{Interval, Level, StatsError};

/// How often one step directly follows another.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Edge {
    /// The step before; none for the start.
    pub from: Option<usize>,
    /// The step after; none for the end.
    pub to: Option<usize>,
    /// Times it was taken.
    pub times: f64,
    /// Customers who took it at least once.
    pub customers: f64,
    /// Share of these who converted.
    pub converted: f64,
    /// Its interval (Wilson).
    pub interval: Interval,
}

/// One way through the journey.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Variant {
    /// The steps in order.
    pub steps: Vec<usize>,
    /// Customers who took exactly this way.
    pub customers: f64,
    /// Share of all customers.
    pub share: f64,
    /// Share of all customers on this way and those before it.
    pub covered: f64,
    /// Share of its customers who converted.
    pub converted: f64,
    /// Its interval (Wilson).
    pub interval: Interval,
}

/// What was found in paths.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Discovered {
    /// The directly-follows graph, the most customers first.
    pub edges: Vec<Edge>,
    /// The ways, the most taken first.
    pub variants: Vec<Variant>,
    /// Customers.
    pub n: f64,
}

/// The directly-follows graph and the ways taken.
///
/// Formula: for each pair of neighbors in a path, with start and end, the times and customers of
/// it and the share converted among these, with Wilson's interval.
/// Arguments: paths as for [`removal`](super::removal()), repeated ones are added up.
/// Errors: [`StatsError::Weight`] for a negative count.
/// Assumptions: none; it describes what was seen.
/// Source: van der Aalst 2016, Process Mining, doi:10.1007/978-3-662-49851-4.
///
/// ```
/// use stats::Level;
/// use stats::journey::{Path, discover};
/// let paths = [
///     Path { steps: vec![0, 1], converted: 6.0, lost: 2.0 },
///     Path { steps: vec![1], converted: 1.0, lost: 1.0 },
/// ];
/// let found = discover(&paths, Level::NINETY_FIVE).unwrap();
/// assert_eq!(found.variants[0].share, 0.8);
/// let (first, second) = (found.edges[0], found.edges[1]);
/// assert_eq!((first.from, first.to, first.customers), (Some(1), None, 10.0));
/// assert_eq!((second.from, second.to, second.converted), (None, Some(0), 0.75));
/// ```
pub fn discover(paths: &[Path], level: Level) -> Result<Discovered, StatsError> {
    check(paths)?;
    // times, customers, converted
    let mut edges = BTreeMap::<(Option<usize>, Option<usize>), [f64; 3]>::new();
    let mut ways = BTreeMap::<&[usize], [f64; 2]>::new();
    let mut n = 0.0;
    for path in paths {
        let customers = path.converted + path.lost;
        if customers == 0.0 {
            continue;
        }
        n += customers;
        let way = ways.entry(&path.steps).or_default();
        way[0] += customers;
        way[1] += path.converted;
        let steps = || path.steps.iter().copied().map(Some);
        let from = std::iter::once(None).chain(steps());
        let to = steps().chain([None]);
        let mut met = BTreeSet::new();
        for edge in from.zip(to) {
            let sums = edges.entry(edge).or_default();
            sums[0] += customers;
            if met.insert(edge) {
                sums[1] += customers;
                sums[2] += path.converted;
            }
        }
    }
    let mut edges: Vec<Edge> = edges
        .into_iter()
        .map(|((from, to), [times, customers, converted])| Edge {
            from,
            to,
            times,
            customers,
            converted: converted / customers,
            interval: share(converted, customers, level),
        })
        .collect();
    edges.sort_by(|a, b| b.customers.total_cmp(&a.customers));
    let mut variants: Vec<Variant> = ways
        .into_iter()
        .map(|(steps, [customers, converted])| Variant {
            steps: steps.to_vec(),
            customers,
            share: customers / n,
            covered: 0.0,
            converted: converted / customers,
            interval: share(converted, customers, level),
        })
        .collect();
    variants.sort_by(|a, b| b.customers.total_cmp(&a.customers));
    let mut covered = 0.0;
    for variant in &mut variants {
        covered += variant.customers;
        variant.covered = covered / n;
    }
    Ok(Discovered { edges, variants, n })
}

fn share(converted: f64, customers: f64, level: Level) -> Interval {
    let share = converted / customers;
    wilson_of(share, customers, level)
        .holding(share)
        .clipped(0.0, 1.0)
}
