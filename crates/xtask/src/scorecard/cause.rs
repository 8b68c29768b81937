//! Where a score fell.

use super::goal::{Goal, Row, Shown, Target, mean};
use super::words;
use stats::cause::{Cell, Cube, Found, Period, Rules, Tally, find};
use world::trial::cause::{CELL, rows};

/// Falls of each size in each world, 10,000 answers a period.
const FALLS: u64 = 10;

pub(super) static ROW: Row = Row {
    name: "Root cause",
    world: "10,000 answers a period over six regions, four channels and five segments; one region's channel falls by 30 or 15 points while the mix of channels moves; ten falls of each a world; `cause::find`. The naive cause is the cell with the lowest score. The best achievable at 15 points is that of the reference's own contrast on 400 worlds; the targets come from its first 100, which gave .63 and .82: 333 answers in the cell give a z of 2.5, and the greatest of 88 other cells is often above. Nothing tried gains on it: whoever knows every cell's score beforehand and the size of the fall finds .55 first and .72 among three (600 worlds on which the contrast gives .52 and .69); Bayes factors instead of z, pooled or shrunken variances and changes freed of the mix lie between the two.",
    goals: &[
        Goal {
            what: "planted cell first, 30 points",
            naive: "lowest score",
            best: ".98",
            target: Target::AtLeast(0.95),
            slack: 0.1,
            digits: 3,
        },
        Goal {
            what: "planted cell first, 15 points",
            naive: "lowest score",
            best: ".51 ± .03",
            target: Target::AtLeast(0.58),
            slack: 0.25,
            digits: 3,
        },
        Goal {
            what: "planted cell among three, 15 points",
            naive: "three lowest scores",
            best: ".76 ± .02",
            target: Target::AtLeast(0.78),
            slack: 0.25,
            digits: 3,
        },
        Goal {
            what: "change less mix less rate, points, greatest",
            naive: "",
            best: "0",
            target: Target::AtMost(1e-9),
            slack: 0.0,
            digits: 1,
        },
    ],
    measure,
};

fn measure(seed: u64) -> Result<Vec<Shown>, String> {
    let mut left: f64 = 0.0;
    let mut figures = |points: f64| {
        let mut ranks: Vec<[f64; 4]> = Vec::new();
        for number in 0..FALLS {
            let cube = cube(seed * 1000 + number, points)?;
            let found = find(&cube, &Rules::default()).map_err(words)?;
            left = left.max((found.split.delta - found.split.mix - found.split.rate).abs());
            let ours = rank(&found, |place, _| place as f64);
            let naive = rank(&found, |_, after| after);
            let among = |rank: usize, of: usize| f64::from(u8::from(rank < of));
            ranks.push([
                among(naive, 1),
                among(ours, 1),
                among(naive, 3),
                among(ours, 3),
            ]);
        }
        let of = |k: usize| mean(&ranks.iter().map(|r| r[k]).collect::<Vec<_>>());
        Ok::<_, String>((Shown::both(of(0), of(1)), Shown::both(of(2), of(3))))
    };
    let (first, _) = figures(30.0)?;
    let (small, three) = figures(15.0)?;
    Ok(vec![first, small, three, Shown::ours(left)])
}

fn cube(seed: u64, points: f64) -> Result<Cube, String> {
    let mut cube = Cube::new(3);
    for row in rows(seed, 10_000, points) {
        let period = if row.after {
            Period::After
        } else {
            Period::Before
        };
        let value = 100.0 * f64::from(row.standing);
        let at = row.at.map(|v| v as u32);
        cube.push(&at, period, &Tally::unweighted(1, value, value * value))
            .map_err(words)?;
    }
    Ok(cube)
}

/// How many suspects come before the planted cell, in the order of a figure of their place and
/// of their score after the fall.
fn rank(found: &Found, figure: impl Fn(usize, f64) -> f64) -> usize {
    let planted = Cell(vec![(0, CELL.0 as u32), (1, CELL.1 as u32)]);
    let figures: Vec<(f64, bool)> = found
        .suspects
        .iter()
        .enumerate()
        .map(|(place, s)| (figure(place, s.after), s.cell == planted))
        .collect();
    let own = figures.iter().find(|f| f.1).map_or(f64::INFINITY, |f| f.0);
    figures.iter().filter(|f| f.0 < own).count()
}
