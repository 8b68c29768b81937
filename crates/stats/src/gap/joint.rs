//! A question of which several boxes may be ticked, compared between groups as one.

use nalgebra::{DMatrix, DVector};
use serde::{Deserialize, Serialize};
use statrs::function::beta::beta_reg;

use super::Respondent;
use crate::StatsError;

/// Fewest yes and fewest no that each group must be expected to give to an item, for it to count.
pub const EXPECTED: f64 = 5.0;

/// Whether the groups tick the same boxes, over all boxes of the question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Joint {
    /// Sum of the items' Pearson statistics.
    pub pearson: f64,
    /// The same, corrected to first and second order.
    pub statistic: f64,
    /// Degrees of freedom of the corrected statistic; commonly no whole number.
    pub df: f64,
    /// Degrees of freedom of the design: sampling units less 1.
    pub df_design: f64,
    /// Chance of so uneven a result, or a more uneven one, if every item has one share.
    pub p: f64,
    /// Items that count, from 0; the others were chosen, or left, too rarely.
    pub items: Vec<usize>,
    /// People with weight who answered any of these items.
    pub n: u64,
}

/// Whether groups tick the boxes of one question alike: the second-order corrected Rao-Scott test
/// of one share per item (simultaneous marginal independence).
///
/// Formula: with weighted shares `p_gj` of group g and item j, pooled `p_j`, and the groups' shares
/// `a_gj` of the weight that answered the item's n_j people,
/// `X² = Σ z_gj²`, `z_gj = √(n_j a_gj / (p_j (1 - p_j))) (p_gj - p_j)`. With V the linearized
/// covariance of z over sampling units, in which the boxes of one person depend on each other as
/// they do, `statistic = X² tr V / tr V²` on `df = (tr V)² / tr V²`; p is the tail of
/// F = statistic / df with df and df × (units - 1) degrees of freedom. Of a single yes-no item and
/// two groups, F is the squared gap over its design-based variance.
/// Arguments: the people of each group (2 or more); `units`, the sampling unit (store) of each of
/// them, which may lie in several groups, or nothing where people stand for themselves. An item
/// counts where each group is expected to give it [`EXPECTED`] yes and as many no.
/// Errors: [`StatsError::Few`] for less than 2 groups, no item that counts, or no more units
/// than items that count; [`StatsError::Length`]; [`StatsError::Weight`];
/// [`StatsError::Apart`] where the items leave no doubt at all.
/// Assumptions: units are independent; a blank answer to an item is missing at random.
/// Sources: Bilder and Loughin 2004, doi:10.1111/j.0006-341X.2004.00147.x; Thomas and Decady 2004,
/// doi:10.1207/s15327574ijt0401_3; Rao and Scott 1984, doi:10.1214/aos/1176346391 (both orders);
/// Thomas and Rao 1987, Journal of the American Statistical Association 82, 630–636 (F).
///
/// ```
/// use stats::gap::{Respondent, rao_scott};
/// let group = |every: usize| -> Vec<Respondent> {
///     let agrees = |i: usize| vec![Some(i % every == 0), Some(i % 3 == 0)];
///     (0..200).map(|i| Respondent { agrees: agrees(i), weight: 1.0 }).collect()
/// };
/// let (two, five) = (group(2), group(5));
/// let found = rao_scott(&[&two, &five], None).unwrap();
/// assert!(found.p < 1e-6 && found.df <= 2.0 && found.items == [0, 1]);
/// assert!(rao_scott(&[&two, &two], None).unwrap().p > 0.999);
/// ```
pub fn rao_scott(
    groups: &[&[Respondent]],
    units: Option<&[&[usize]]>,
) -> Result<Joint, StatsError> {
    let items = check(groups, units)?;
    let sums = Sums::new(groups, items);
    let kept = sums.kept();
    let few = |name, given, needed| StatsError::Few {
        name,
        given,
        needed,
    };
    if kept.is_empty() {
        return Err(few("items with both answers often enough", 0, 1));
    }
    let (count, n, between) = covariance(groups, units, &sums, &kept);
    let needed = kept.len() + 1;
    if count < needed {
        return Err(few("sampling units", count, needed));
    }
    // From the errors of shares to those of z.
    let size = groups.len() * kept.len();
    let mut z = DVector::zeros(size);
    let mut turn = DMatrix::zeros(size, size);
    for (at, &j) in kept.iter().enumerate() {
        let (pooled, people) = (sums.pooled(j), sums.people(j));
        for g in 0..groups.len() {
            let own = g * kept.len() + at;
            let scale = (people * sums.part(g, j) / (pooled * (1.0 - pooled))).sqrt();
            z[own] = scale * (sums.share(g, j) - pooled);
            for h in 0..groups.len() {
                let here = if g == h { 1.0 } else { 0.0 };
                turn[(own, h * kept.len() + at)] = scale * (here - sums.part(h, j));
            }
        }
    }
    let v = &turn * between * turn.transpose();
    let (trace, squares) = (v.trace(), v.norm_squared());
    if trace <= 1e-12 * size as f64 {
        return Err(StatsError::Apart);
    }
    let pearson = z.norm_squared();
    let (df, df_design) = (trace * trace / squares, (count - 1) as f64);
    let f = pearson / trace;
    let (half, rest) = (df / 2.0, df * df_design / 2.0);
    Ok(Joint {
        pearson,
        statistic: f * df,
        df,
        df_design,
        p: beta_reg(rest, half, df_design / (df_design + f)),
        items: kept,
        n,
    })
}

/// The number of items.
fn check(groups: &[&[Respondent]], units: Option<&[&[usize]]>) -> Result<usize, StatsError> {
    if groups.len() < 2 {
        return Err(StatsError::Few {
            name: "groups",
            given: groups.len(),
            needed: 2,
        });
    }
    let length = |name, given, rows| match given == rows {
        true => Ok(()),
        false => Err(StatsError::Length { name, given, rows }),
    };
    if let Some(units) = units {
        length("sampling units", units.len(), groups.len())?;
        for (units, people) in units.iter().zip(groups) {
            length("sampling units", units.len(), people.len())?;
        }
    }
    let mut people = groups.iter().flat_map(|group| group.iter()).peekable();
    let items = people.peek().map_or(0, |first| first.agrees.len());
    for person in people {
        length("items", person.agrees.len(), items)?;
        if !(person.weight.is_finite() && person.weight >= 0.0) {
            let weight = person.weight;
            return Err(StatsError::Weight { weight });
        }
    }
    Ok(items)
}

/// People, weight and weight of yes by group and item.
struct Sums {
    n: DMatrix<f64>,
    weight: DMatrix<f64>,
    yes: DMatrix<f64>,
}

impl Sums {
    fn new(groups: &[&[Respondent]], items: usize) -> Self {
        let none = || DMatrix::zeros(groups.len(), items);
        let (mut n, mut weight, mut yes) = (none(), none(), none());
        for (g, people) in groups.iter().enumerate() {
            for person in people.iter().filter(|p| p.weight > 0.0) {
                for (j, agrees) in person.agrees.iter().enumerate() {
                    if let Some(agrees) = agrees {
                        n[(g, j)] += 1.0;
                        weight[(g, j)] += person.weight;
                        yes[(g, j)] += person.weight * f64::from(u8::from(*agrees));
                    }
                }
            }
        }
        Sums { n, weight, yes }
    }

    /// Items whose boxes are ticked, and left, often enough in every group.
    fn kept(&self) -> Vec<usize> {
        let often = |&j: &usize| {
            let rarer = self.pooled(j).min(1.0 - self.pooled(j));
            self.n.column(j).iter().all(|n| n * rarer >= EXPECTED)
        };
        (0..self.n.ncols()).filter(often).collect()
    }

    /// A group's share of yes.
    fn share(&self, g: usize, j: usize) -> f64 {
        self.yes[(g, j)] / self.weight[(g, j)]
    }

    /// The share of yes of all.
    fn pooled(&self, j: usize) -> f64 {
        self.yes.column(j).sum() / self.weight.column(j).sum()
    }

    /// A group's share of the weight.
    fn part(&self, g: usize, j: usize) -> f64 {
        self.weight[(g, j)] / self.weight.column(j).sum()
    }

    /// People who answered.
    fn people(&self, j: usize) -> f64 {
        self.n.column(j).sum()
    }
}

/// Sampling units, people, and the covariance of all groups' shares of the items kept, group by
/// group.
fn covariance(
    groups: &[&[Respondent]],
    units: Option<&[&[usize]]>,
    sums: &Sums,
    kept: &[usize],
) -> (usize, u64, DMatrix<f64>) {
    // Unit and group first, so that one unit's people follow each other.
    let mut people: Vec<(usize, usize, &Respondent)> = Vec::new();
    for (g, group) in groups.iter().enumerate() {
        for (i, person) in group.iter().enumerate() {
            let answered = kept.iter().any(|&j| person.agrees[j].is_some());
            if person.weight > 0.0 && answered {
                let unit = units.map_or(people.len(), |units| units[g][i]);
                people.push((unit, g, person));
            }
        }
    }
    people.sort_by_key(|(unit, g, _)| (*unit, *g));
    let size = groups.len() * kept.len();
    let mut between = DMatrix::zeros(size, size);
    let mut count = 0;
    for unit in people.chunk_by(|a, b| a.0 == b.0) {
        count += 1;
        let mut moved: Vec<(usize, f64)> = Vec::new();
        for own in unit.chunk_by(|a, b| a.1 == b.1) {
            let g = own[0].1;
            for (at, &j) in kept.iter().enumerate() {
                let away = |(_, _, person): &(usize, usize, &Respondent)| {
                    let yes = f64::from(u8::from(person.agrees[j]?));
                    Some(person.weight * (yes - sums.share(g, j)))
                };
                let total: f64 = own.iter().filter_map(away).sum();
                moved.push((g * kept.len() + at, total / sums.weight[(g, j)]));
            }
        }
        for &(a, x) in &moved {
            for &(b, y) in &moved {
                between[(a, b)] += x * y;
            }
        }
    }
    let units = count as f64;
    let free = if count > 1 {
        units / (units - 1.0)
    } else {
        0.0
    };
    (count, people.len() as u64, between * free)
}
