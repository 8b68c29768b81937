//! The fewest cells that explain the change: beam search with a two-part code.

use super::Rules;
use super::cube::{Cell, Cube, Pair, add};
use super::mix::Whole;
use super::search::{Family, contrast};

/// Sets kept at each size.
const BEAM: usize = 6;
/// Cells that the sets are built from.
const POOL: usize = 24;

/// The set of cells with the shortest description, best cell first; empty where none pays.
///
/// Length in nats: half of what the cells leave unexplained, plus for each cell its name among
/// the cells tested and the precision of its change, `½ ln(1 + τ² / se²)` with τ half the spread
/// of one row's value.
pub(super) fn shortest(
    cube: &Cube,
    whole: &Whole,
    family: &Family,
    sign: f64,
    rules: &Rules,
) -> Vec<usize> {
    let adverse = family.suspects.iter().take_while(|s| sign * s.z > 0.0);
    let pool = adverse.take(POOL).count();
    let cost: Vec<f64> = family.suspects[..pool]
        .iter()
        .map(|s| {
            let named = family.tested[s.cell.0.len() - 1] as f64;
            // One bit says whether the cell has one dimension or two.
            std::f64::consts::LN_2 + named.ln() + (whole.spread / 4.0 / s.error2).ln_1p() / 2.0
        })
        .collect();
    let mut beam: Vec<(f64, Vec<usize>)> = vec![(0.0, Vec::new())];
    let mut best = beam[0].clone();
    for _ in 0..rules.most_causes {
        let mut longer: Vec<(f64, Vec<usize>)> = Vec::new();
        for (_, set) in &beam {
            let first = set.last().map_or(0, |last| last + 1);
            for next in first..pool {
                let mut set = set.clone();
                set.push(next);
                let cells: Vec<&Cell> = set.iter().map(|&i| &family.suspects[i].cell).collect();
                if let Some(gain) = explained(cube, whole, &cells, sign, rules.min_n) {
                    let code: f64 = set.iter().map(|&i| cost[i]).sum();
                    longer.push((code - gain / 2.0, set));
                }
            }
        }
        longer.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
        longer.truncate(BEAM);
        if let Some(found) = longer.first().filter(|found| found.0 < best.0) {
            best = found.clone();
        }
        beam = longer;
    }
    best.1
}

/// How much of the difference between groups' changes the cells explain: the heterogeneity
/// `Σ d²/v - (Σ d/v)² / Σ 1/v` of the changes d of the cells and of all other rows. Blank where a
/// group has too few rows, or where a cell, without the rows of those before it, did not move
/// further in the asked direction than the rest.
fn explained(cube: &Cube, whole: &Whole, cells: &[&Cell], sign: f64, min_n: u64) -> Option<f64> {
    let mut groups = vec![Pair::default(); cells.len() + 1];
    for (at, pair) in cube.finest() {
        add(&mut groups[group_of(cells.iter().copied(), at)], pair);
    }
    let (mut sum, mut precision, mut squares) = (0.0, 0.0, 0.0);
    let mut changes = Vec::with_capacity(groups.len());
    for pair in &groups {
        if pair[0].n.min(pair[1].n) < min_n {
            return None;
        }
        let (m0, m1) = (pair[0].mean()?, pair[1].mean()?);
        let error2 = pair[0].error2(m0, whole.spread) + pair[1].error2(m1, whole.spread);
        if error2 <= 0.0 {
            return None;
        }
        let d = m1 - m0;
        changes.push(d);
        sum += d / error2;
        precision += 1.0 / error2;
        squares += d * d / error2;
    }
    let rest = changes.pop()?;
    let all_adverse = changes.iter().all(|d| sign * (d - rest) > 0.0);
    all_adverse.then(|| squares - sum * sum / precision)
}

/// The first of the cells that holds a row, or their number where none does.
pub(super) fn group_of<'a>(cells: impl Iterator<Item = &'a Cell>, at: &[u32]) -> usize {
    let mut count = 0;
    for cell in cells {
        if cell.holds(at) {
            return count;
        }
        count += 1;
    }
    count
}

/// z of a cell among the rows that lie outside `others`; blank where too few are left.
pub(super) fn left(
    cube: &Cube,
    whole: &Whole,
    cell: &Cell,
    others: &[&Cell],
    min_n: u64,
) -> Option<f64> {
    let (mut inside, mut all) = (Pair::default(), Pair::default());
    for (at, pair) in cube.finest() {
        if !others.iter().any(|other| other.holds(at)) {
            add(&mut all, pair);
            if cell.holds(at) {
                add(&mut inside, pair);
            }
        }
    }
    Some(contrast(&inside, &all, whole.spread, min_n)?.z())
}
