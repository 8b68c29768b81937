//! Bounds of the search for the cause of a fall.

use world::trial::cause::{CELL, DIMENSIONS, Row, rows};

use crate::figures::over_seeds;

/// A cell by the fixed places of one or two dimensions.
type Cell = Vec<(usize, usize)>;

fn cells() -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::new();
    for (d, (_, size)) in DIMENSIONS.iter().enumerate() {
        cells.extend((0..*size).map(|at| vec![(d, at)]));
        for (e, (_, other)) in DIMENSIONS.iter().enumerate().skip(d + 1) {
            let pairs = (0..*size).flat_map(|a| (0..*other).map(move |b| (a, b)));
            cells.extend(pairs.map(|(a, b)| vec![(d, a), (e, b)]));
        }
    }
    cells
}

/// Mean and variance of the mean of the rows that are wanted.
fn score(all: &[Row], after: bool, wanted: impl Fn(&Row) -> bool) -> (f64, f64, f64) {
    let (mut n, mut sum, mut squares) = (0.0_f64, 0.0, 0.0);
    for row in all.iter().filter(|r| r.after == after && wanted(r)) {
        let x = f64::from(row.standing);
        n += 1.0;
        sum += x;
        squares += x * x;
    }
    let mean = sum / n;
    (mean, (squares / n - mean * mean) / n.max(1.0), n)
}

/// Whether the planted cell comes first by lowest score, by contribution, and by contrast, and
/// whether it is among the first three by contrast.
fn ranks(seed: u64, points: f64) -> [bool; 4] {
    let all = rows(seed, 10_000, points);
    let cells = cells();
    let planted = cells
        .iter()
        .position(|c| *c == [(0, CELL.0), (1, CELL.1)])
        .unwrap();
    let (mut lowest, mut share, mut contrast) = (Vec::new(), Vec::new(), Vec::new());
    for cell in &cells {
        let inside = |r: &Row| cell.iter().all(|&(d, at)| r.at[d] == at);
        let (a0, v0, _) = score(&all, false, inside);
        let (a1, v1, n) = score(&all, true, inside);
        let (b0, w0, _) = score(&all, false, |r| !inside(r));
        let (b1, w1, _) = score(&all, true, |r| !inside(r));
        lowest.push(a1);
        share.push((a1 - a0) * n);
        contrast.push(((a1 - a0) - (b1 - b0)) / (v0 + v1 + w0 + w1).sqrt());
    }
    let place = |v: &[f64]| v.iter().filter(|x| **x < v[planted]).count();
    [
        place(&lowest) == 0,
        place(&share) == 0,
        place(&contrast) == 0,
        place(&contrast) < 3,
    ]
}

#[test]
fn the_contrast_finds_the_cell_that_fell() {
    let share =
        |points: f64, k: usize| over_seeds(30, |seed| f64::from(u8::from(ranks(seed, points)[k])));
    let found = [share(30.0, 0), share(30.0, 1), share(30.0, 2)];
    assert!((found[0] - 0.50).abs() < 0.28, "{found:?}");
    assert!((found[1] - 0.23).abs() < 0.24, "{found:?}");
    assert!(found[2] >= 0.9, "{found:?}");
    let found = [share(15.0, 2), share(15.0, 3)];
    assert!((found[0] - 0.63).abs() < 0.26, "{found:?}");
    assert!((found[1] - 0.82).abs() < 0.22, "{found:?}");
}
