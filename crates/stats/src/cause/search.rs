//! Cells of one and two dimensions, ranked by how much more they moved than the rest.

use serde::{Deserialize, Serialize};

use super::cube::{Cell, Cube, Pair};
use super::mix::Whole;
use super::{Direction, Rules};
use crate::Interval;
use crate::change::benjamini_hochberg;
use crate::quantile;

/// A cell beside all rows outside it; means and changes in the unit of the values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Suspect {
    /// The cell.
    pub cell: Cell,
    /// Its mean before.
    pub before: f64,
    /// Its mean after.
    pub after: f64,
    /// Its change less the change of all other rows.
    pub contrast: f64,
    /// `contrast` over its standard error.
    pub z: f64,
    /// Two-sided p value of "it moved like the rest".
    pub p: f64,
    /// p adjusted for all cells that were looked at (Benjamini-Hochberg).
    pub q: f64,
    /// Its part of the whole change, `mix + rate`; over all values of a dimension these add up to
    /// the whole change.
    pub contribution: f64,
    /// Interval of `contribution`.
    pub interval: Interval,
    /// What its changed share of the respondents did.
    pub mix: f64,
    /// What its changed answers did.
    pub rate: f64,
    /// Rows before.
    pub n_before: u64,
    /// Rows after.
    pub n_after: u64,
    /// z of the rows outside the kept causes that are not this cell itself; blank where too few
    /// are left. Near 0: the causes explain the cell away.
    pub left: Option<f64>,
    pub(super) error2: f64,
}

/// The contrast of a cell, where both sides have rows enough in both periods.
pub(super) struct Contrast {
    pub value: f64,
    pub error2: f64,
}

impl Contrast {
    pub(super) fn z(&self) -> f64 {
        if self.error2 > 0.0 {
            self.value / self.error2.sqrt()
        } else {
            0.0
        }
    }
}

pub(super) fn contrast(cell: &Pair, all: &Pair, spread: f64, min_n: u64) -> Option<Contrast> {
    let rest = [0, 1].map(|t| all[t].less(&cell[t]));
    let (mut value, mut error2) = (0.0, 0.0);
    for (tally, sign) in [
        (cell[1], 1.0),
        (cell[0], -1.0),
        (rest[1], -1.0),
        (rest[0], 1.0),
    ] {
        let mean = tally.mean().filter(|_| tally.n >= min_n.max(1))?;
        value += sign * mean;
        error2 += tally.error2(mean, spread);
    }
    Some(Contrast { value, error2 })
}

/// What the search looked at.
pub(super) struct Family {
    pub suspects: Vec<Suspect>,
    /// Cells tested, of one dimension and of two.
    pub tested: [usize; 2],
    /// Cells with too few rows.
    pub too_small: usize,
}

pub(super) fn search(cube: &Cube, whole: &Whole, rules: &Rules, direction: Direction) -> Family {
    let d = cube.dimensions();
    let mut groups: Vec<Vec<usize>> = (0..d).map(|a| vec![a]).collect();
    groups.extend((0..d).flat_map(|a| (a + 1..d).map(move |b| vec![a, b])));
    let mut family = Family {
        suspects: Vec::new(),
        tested: [0, 0],
        too_small: 0,
    };
    let mut single = std::collections::BTreeMap::new();
    for dimensions in groups {
        for (cell, pair) in cube.along(&dimensions) {
            let n = [pair[0].n, pair[1].n];
            if let [a, b] = cell.0[..] {
                // A value that only occurs within another adds no cell of its own.
                if single.get(&a) == Some(&n) || single.get(&b) == Some(&n) {
                    continue;
                }
            } else {
                single.insert(cell.0[0], n);
            }
            match suspect(cell, &pair, whole, rules) {
                Some(found) => {
                    family.tested[dimensions.len() - 1] += 1;
                    family.suspects.push(found);
                }
                None => family.too_small += 1,
            }
        }
    }
    adjust(&mut family.suspects);
    let sign = direction.sign();
    family.suspects.sort_by(|a, b| {
        let by_z = (sign * b.z).total_cmp(&(sign * a.z));
        by_z.then_with(|| a.cell.0.len().cmp(&b.cell.0.len()))
            .then_with(|| a.cell.cmp(&b.cell))
    });
    family
}

fn suspect(cell: Cell, pair: &Pair, whole: &Whole, rules: &Rules) -> Option<Suspect> {
    let found = contrast(pair, &whole.pair, whole.spread, rules.min_n)?;
    let (before, after) = (pair[0].mean()?, pair[1].mean()?);
    let parts = whole.parts(pair);
    let contribution = parts.mix + parts.rate;
    let half = rules.level.z() * contribution_error2(pair, whole).sqrt();
    let z = found.z();
    Some(Suspect {
        cell,
        before,
        after,
        contrast: found.value,
        z,
        p: quantile::two_sided_p(z),
        q: 1.0,
        contribution,
        interval: Interval::around(contribution, half),
        mix: parts.mix,
        rate: parts.rate,
        n_before: pair[0].n,
        n_after: pair[1].n,
        left: None,
        error2: found.error2,
    })
}

/// Squared error of the mean of `1{in the cell} (y - center)` in both periods together.
fn contribution_error2(pair: &Pair, whole: &Whole) -> f64 {
    let shares = whole.shares(pair);
    let error2 = |t: usize| {
        let (cell, all, c) = (&pair[t], &whole.pair[t], whole.center);
        let mean = shares[t] * (cell.mean().unwrap_or(c) - c);
        let squares = cell.squares2 - 2.0 * c * cell.sum2 + c * c * cell.weight2;
        let sum = cell.sum2 - c * cell.weight2;
        let about = squares - 2.0 * mean * sum + mean * mean * all.weight2;
        about.max(0.0) / (all.weight * all.weight)
    };
    error2(0) + error2(1)
}

fn adjust(suspects: &mut [Suspect]) {
    let p: Vec<f64> = suspects.iter().map(|s| s.p).collect();
    // Every p lies within 0 to 1, so the adjustment cannot fail.
    if let Ok(adjusted) = benjamini_hochberg(&p) {
        for (suspect, q) in suspects.iter_mut().zip(adjusted) {
            suspect.q = q;
        }
    }
}
