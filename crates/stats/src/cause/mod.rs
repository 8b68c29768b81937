//! Why a score moved: who answered, or what they said, and where.
//!
//! Rows are reduced to a [`Cube`]: sums of the values by dimension and period, which one
//! `GROUP BY` fills. [`find`] takes the change apart into mix and rate, ranks cells of one and
//! two dimensions by how much more they moved than all other rows, keeps the fewest cells that
//! explain it, and says what is left once those are taken out. [`additive`] is for counts, whose
//! parts add up, such as complaints.

pub mod additive;
mod cube;
mod mix;
mod search;
mod set;
mod steps;
mod tally;

use serde::{Deserialize, Serialize};

pub use cube::{Cell, Cube, Period};
pub use mix::{Along, Split};
pub use search::Suspect;
pub use steps::{Due, Step};
pub use tally::Tally;

use crate::{Level, MIN_N, Refusal};
use mix::Whole;

/// Ranked cells for which it is worked out what the causes leave of them.
const LOOKED_INTO: usize = 100;

/// Which way the score moved in the cells that are looked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Cells that fell, unless the whole rose beyond chance.
    #[default]
    Auto,
    /// Cells that fell.
    Fall,
    /// Cells that rose.
    Rise,
}

impl Direction {
    pub(super) fn sign(self) -> f64 {
        if self == Direction::Rise { 1.0 } else { -1.0 }
    }
}

/// How a cause is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Rules {
    /// Confidence of the intervals, and with `Auto` of the whole's rise.
    pub level: Level,
    /// Fewest rows that a cell, and the rows outside it, need in each period.
    pub min_n: u64,
    /// Which way.
    pub direction: Direction,
    /// Most cells that are kept as causes.
    pub most_causes: usize,
}

impl Default for Rules {
    /// 95 %, [`MIN_N`], `Auto`, 3.
    fn default() -> Self {
        Rules {
            level: Level::NINETY_FIVE,
            min_n: MIN_N,
            direction: Direction::Auto,
            most_causes: 3,
        }
    }
}

/// Why the score moved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Found {
    /// Mix and rate over the finest cells.
    pub split: Split,
    /// Mix and rate along each dimension alone, with Simpson's check.
    pub along: Vec<Along>,
    /// Which way was looked, `Fall` or `Rise`.
    pub direction: Direction,
    /// All cells tested, the likeliest cause first.
    pub suspects: Vec<Suspect>,
    /// Cells that had too few rows to be tested.
    pub too_small: usize,
    /// Ranks, in `suspects`, of the fewest cells that explain the change; none where no cell
    /// moved so differently from the rest that naming it pays.
    pub causes: Vec<usize>,
    /// The likeliest cell once the rows of the causes (or, without any, of the first suspect) are
    /// out, with its q in that new family: whether anything else is left to explain.
    pub next: Option<Suspect>,
    /// Pieces that add up to the change.
    pub steps: Vec<Step>,
}

/// Why a mean score moved between two periods.
///
/// Formula: with shares `w` and means `m` of a cell in both periods and `M` midway between the
/// whole's means, its part of the change is `mix + rate`, `mix = (w1 - w0) ((m0 + m1) / 2 - M)`,
/// `rate = (m1 - m0) (w0 + w1) / 2`; over the finest cells these sum to the change exactly. A
/// cell that was heard in one period only is all mix. Cells of one and two dimensions are ranked
/// by `z`, the cell's change less that of all other rows, over its standard error; the spread of a
/// cell borrows 2 rows from the whole's. `q` adjusts for all cells tested (Benjamini-Hochberg).
/// The causes are the set of up to `most_causes` cells with the shortest two-part description
/// (beam search); the next suspect is found anew without their rows. The steps are the mix along
/// the dimension with most of it, all other mix, the rate within each cause, and the rest.
/// Arguments: the cube, values in any unit (NPS: 100, 0, -100); `rules` as documented.
/// Errors: [`Refusal::TooFew`] when a period has fewer rows than `min_n`.
/// Assumptions: rows are independent within and between periods; a cell's contrast is of means,
/// not of causes: that it moved alone makes it the place to look. Simulated (6 × 4 × 5 values,
/// 10,000 rows a period, a shift of mix beside it), the planted cell comes first in 97 % of
/// worlds at a drop of 30 points and in 53 % (71 % among three) at 15: then look at three cells.
/// Where only the mix shifts, 3 % of worlds hold a cell with q of 0.05 or less and 1 % a cause.
/// Sources: Kitagawa 1955, doi:10.1080/01621459.1955.10501299; Das Gupta 1993, Standardization
/// and Decomposition of Rates; Benjamini and Hochberg 1995,
/// doi:10.1111/j.2517-6161.1995.tb02031.x; Grünwald 2007, The Minimum Description Length
/// Principle.
///
/// ```
/// use stats::cause::{Cell, Cube, Period, Rules, Tally, find};
/// // Region 0 fell from 50 to 10, region 1 stayed at 30; 200 rows each.
/// let mut cube = Cube::new(1);
/// let rows = |mean: f64| Tally::unweighted(200, 200.0 * mean, 200.0 * (mean * mean + 4000.0));
/// for (region, before, after) in [(0, 50.0, 10.0), (1, 30.0, 30.0)] {
///     cube.push(&[region], Period::Before, &rows(before)).unwrap();
///     cube.push(&[region], Period::After, &rows(after)).unwrap();
/// }
/// let found = find(&cube, &Rules::default()).unwrap();
/// assert_eq!((found.split.delta, found.split.rate), (-20.0, -20.0));
/// assert_eq!(found.suspects[0].cell, Cell(vec![(0, 0)]));
/// assert_eq!(found.causes, [0]);
/// ```
pub fn find(cube: &Cube, rules: &Rules) -> Result<Found, Refusal> {
    let whole = Whole::of(cube, rules.min_n)?;
    let split = mix::split(cube, &whole, rules.level);
    let direction = match rules.direction {
        Direction::Auto if split.interval.low > 0.0 => Direction::Rise,
        Direction::Auto => Direction::Fall,
        asked => asked,
    };
    let mut family = search::search(cube, &whole, rules, direction);
    let causes = set::shortest(cube, &whole, &family, direction.sign(), rules);
    let cells: Vec<Cell> = causes
        .iter()
        .map(|&i| family.suspects[i].cell.clone())
        .collect();
    for suspect in family.suspects.iter_mut().take(LOOKED_INTO) {
        let others: Vec<&Cell> = cells.iter().filter(|c| **c != suspect.cell).collect();
        suspect.left = set::left(cube, &whole, &suspect.cell, &others, rules.min_n);
    }
    let first = family.suspects.first().map(|s| s.cell.clone());
    let out: Vec<&Cell> = match cells.is_empty() {
        true => first.iter().collect(),
        false => cells.iter().collect(),
    };
    let next = next(cube, &out, rules, direction);
    let along: Vec<Along> = (0..cube.dimensions())
        .map(|d| mix::along(cube, &whole, d))
        .collect();
    let steps = steps::steps(cube, &whole, &split, &along, &cells);
    Ok(Found {
        split,
        along,
        direction,
        suspects: family.suspects,
        too_small: family.too_small,
        causes,
        next,
        steps,
    })
}

/// The likeliest cell among the rows outside `out`.
fn next(cube: &Cube, out: &[&Cell], rules: &Rules, direction: Direction) -> Option<Suspect> {
    let rest = out
        .iter()
        .fold(cube.clone(), |rest, cell| rest.without(cell));
    let whole = Whole::of(&rest, rules.min_n).ok()?;
    let found = search::search(&rest, &whole, rules, direction);
    found.suspects.into_iter().next()
}
