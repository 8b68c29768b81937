//! Many gaps at once: intervals that all hold together.

use serde::{Deserialize, Serialize};
use statrs::function::erf;

use super::Gap;
use crate::change::difference;
use crate::random::{multiplicity, stream};
use crate::share::wilson_of;
use crate::{Level, Method, StatsError, bootstrap};

/// One person's answers to all items.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Respondent {
    /// Yes, no or no answer, one an item.
    pub agrees: Vec<Option<bool>>,
    /// Weight, 0 or more.
    pub weight: f64,
}

/// Gaps of all items, with intervals that hold together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Simultaneous {
    /// One an item; blank for an item that a group did not answer.
    pub gaps: Vec<Option<Gap>>,
    /// How many standard errors the intervals reach, instead of the normal quantile.
    pub reach: f64,
}

/// Weighted answers to one item.
#[derive(Debug, Clone, Copy, Default)]
struct Item {
    n: u64,
    yes: f64,
    weight: f64,
    weight_sq: f64,
}

impl Item {
    fn share(&self) -> f64 {
        (self.yes / self.weight).clamp(0.0, 1.0)
    }

    fn n_effective(&self) -> f64 {
        self.weight * self.weight / self.weight_sq
    }

    /// Variance of the share with one yes and one no added, which is never 0.
    fn variance(&self) -> f64 {
        let n = self.n_effective();
        let share = (n * self.share() + 1.0) / (n + 2.0);
        share * (1.0 - share) / (n + 2.0)
    }
}

/// The gaps of many items between two groups, such that all intervals hold at once: what a
/// ranking of gaps needs.
///
/// Formula: respondents are drawn again within each group; in each replicate the greatest
/// `|d* - d| / se*` over items is kept; `c`, the level's quantile of these, takes the place of
/// the normal quantile in Newcombe's intervals (at Kish's effective n where weighted). `c` is
/// never below the normal quantile.
/// Arguments: the people of each group; `replicates`, commonly 1,000; `seed`.
/// Errors: [`StatsError::Length`] where people differ in their number of items;
/// [`StatsError::Weight`].
/// Assumptions: people are independent; items may depend on each other as they like.
/// Sources: Westfall and Young 1993, Resampling-Based Multiple Testing; Romano and Wolf 2005,
/// doi:10.1198/016214504000000539.
///
/// ```
/// use stats::gap::{Respondent, simultaneous};
/// let group = |every: usize| -> Vec<Respondent> {
///     let agrees = |i: usize| vec![Some(i % every == 0), Some(i % 3 == 0)];
///     (0..200).map(|i| Respondent { agrees: agrees(i), weight: 1.0 }).collect()
/// };
/// let found = simultaneous([&group(2), &group(5)], stats::Level::NINETY_FIVE, 200, 1).unwrap();
/// assert!(found.reach > 1.96 && found.gaps[0].unwrap().interval.low > 0.0);
/// assert!(found.gaps[1].unwrap().interval.contains(0.0));
/// ```
pub fn simultaneous(
    groups: [&[Respondent]; 2],
    level: Level,
    replicates: u64,
    seed: u64,
) -> Result<Simultaneous, StatsError> {
    let items = groups
        .iter()
        .flat_map(|g| g.first())
        .map(|r| r.agrees.len())
        .max();
    let items = items.unwrap_or(0);
    for person in groups.iter().flat_map(|g| g.iter()) {
        if person.agrees.len() != items {
            return Err(StatsError::Length {
                name: "items",
                given: person.agrees.len(),
                rows: items,
            });
        }
        if !(person.weight.is_finite() && person.weight >= 0.0) {
            return Err(StatsError::Weight {
                weight: person.weight,
            });
        }
    }
    let observed = groups.map(|group| sums(group, items, &vec![1; group.len()]));
    let gap = |sums: &[Vec<Item>; 2], k: usize| {
        let [a, b] = [sums[0][k], sums[1][k]];
        (a.weight > 0.0 && b.weight > 0.0).then(|| {
            let se = (a.variance() + b.variance()).sqrt();
            (a.share() - b.share(), se)
        })
    };
    let mut greatest = Vec::new();
    for number in 0..replicates {
        let mut rng = stream(seed, number);
        let drawn = groups.map(|g| sums(g, items, &multiplicity(&mut rng, g.len())));
        let far = (0..items).filter_map(|k| {
            let ((d, _), (again, se)) = (gap(&observed, k)?, gap(&drawn, k)?);
            Some((again - d).abs() / se)
        });
        greatest.push(far.fold(0.0, f64::max));
    }
    // The level's quantile is the upper end of a two-sided interval of twice as much outside.
    let reach = if greatest.is_empty() {
        level.z()
    } else {
        let one_sided = Level::new((2.0 * level.share() - 1.0).max(f64::EPSILON))?;
        bootstrap::percentile(&mut greatest, one_sided)
            .high
            .max(level.z())
    };
    let outside = erf::erfc(reach / std::f64::consts::SQRT_2).max(f64::EPSILON);
    let wider = Level::new(1.0 - outside)?;
    let gaps = (0..items).map(|k| {
        let [a, b] = [observed[0][k], observed[1][k]];
        if a.weight <= 0.0 || b.weight <= 0.0 {
            return Ok(None);
        }
        let of = |item: Item| {
            let share = item.share();
            let ends = wilson_of(share, item.n_effective(), wider).clipped(0.0, 1.0);
            (share, ends.holding(share))
        };
        let found = difference(of(b), of(a), 0.0, wider)?;
        Ok(Some(Gap {
            value: found.value,
            interval: found.interval.clipped(-1.0, 1.0),
            method: Method::MaxT,
            n: [a.n, b.n],
            level,
        }))
    });
    Ok(Simultaneous {
        gaps: gaps.collect::<Result<_, StatsError>>()?,
        reach,
    })
}

fn sums(group: &[Respondent], items: usize, times: &[u32]) -> Vec<Item> {
    let mut sums = vec![Item::default(); items];
    for (person, &times) in group.iter().zip(times) {
        if times == 0 || person.weight <= 0.0 {
            continue;
        }
        let weight = person.weight * f64::from(times);
        for (item, agrees) in sums.iter_mut().zip(&person.agrees) {
            if let Some(agrees) = agrees {
                item.n += u64::from(times);
                item.weight += weight;
                item.weight_sq += weight * person.weight;
                if *agrees {
                    item.yes += weight;
                }
            }
        }
    }
    sums
}
