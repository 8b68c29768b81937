//! The range of every hidden number, given everything published.

use std::collections::BTreeMap;

use microlp::{ComparisonOp, Error, OptimizationDirection, Problem};
use serde::{Deserialize, Serialize};

use super::Cells;
use super::line::{Line, Lines};
use crate::StatsError;

/// Linear programs are solved to about this.
const TOLERANCE: f64 = 1e-6;

/// What a reader can work out about one hidden number.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Range {
    /// Which number of the [`Cells`].
    pub number: usize,
    /// The least it can be.
    pub low: f64,
    /// The most it can be; blank where nothing bounds it.
    pub high: Option<f64>,
    /// Whether the range is at least k wide.
    pub safe: bool,
}

/// What a reader can work out about a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Audit {
    /// One entry per hidden number.
    pub ranges: Vec<Range>,
    /// Whether every range is at least k wide.
    pub safe: bool,
}

impl Audit {
    /// `SAFE` or `UNSAFE`.
    #[must_use]
    pub fn verdict(&self) -> &'static str {
        if self.safe { "SAFE" } else { "UNSAFE" }
    }
}

/// Whether the published numbers of a table give away the hidden ones.
///
/// Formula: for each hidden number, the least and the greatest value of its cells' sum over all
/// cells of 0 or more that agree with every published number, by linear programming; it is safe
/// where the two are at least `k` apart. The table is safe where all are.
/// Arguments: `published`, one entry per number of `cells`, blank where hidden; `k` in people.
/// Errors: [`StatsError::Dimensions`] unless there is one entry per number;
/// [`StatsError::NotFinite`] for a published number that is none;
/// [`StatsError::Contradiction`] when no table has these numbers.
/// Assumptions: the reader knows nothing beyond the table and that counts are not negative; he
/// who knows k, or who is in the table, can tell more. Every number that is published elsewhere
/// about the same people (other cuts, last week's table) belongs into `cells` as a sum.
/// Sources: Hundepool et al. 2012, Statistical Disclosure Control, section 4.4; Fischetti and
/// Salazar 2001, doi:10.1287/mnsc.47.7.1008.9805.
///
/// ```
/// use stats::privacy::{Cells, audit};
/// // Two cells, one hidden, beside their total: the hidden one is 3.
/// let (cells, _) = Cells::crossed(&[2]);
/// let found = audit(&cells, &[Some(9.0), None, Some(12.0)], 5).unwrap();
/// assert_eq!((found.ranges[0].low, found.ranges[0].high), (3.0, Some(3.0)));
/// assert_eq!(found.verdict(), "UNSAFE");
/// ```
pub fn audit(cells: &Cells, published: &[Option<f64>], k: u64) -> Result<Audit, StatsError> {
    let lines = checked(cells, published)?;
    let mut ranges = Vec::new();
    for number in hidden(published) {
        let (known, asked) = asked(cells, published, &lines, number);
        let (low, high) = range(&lines, &asked, &mut Seen::default())?;
        ranges.push(Range {
            number,
            low: tidy(known + low),
            high: high.map(|high| tidy(known + high)),
            safe: is_wide(low, high, k),
        });
    }
    let safe = ranges.iter().all(|r| r.safe);
    Ok(Audit { ranges, safe })
}

/// The first hidden number that is not safe, in fewer programs than [`audit`] needs.
pub(super) fn first_exposed(
    cells: &Cells,
    published: &[Option<f64>],
    k: u64,
) -> Result<Option<usize>, StatsError> {
    let lines = checked(cells, published)?;
    let mut seen = Seen::default();
    for number in hidden(published) {
        let (_, asked) = asked(cells, published, &lines, number);
        // Tables met on the way to another cell's extremes may already lie far enough apart.
        if let [cell] = asked[..]
            && seen.width(cell) >= k as f64
        {
            continue;
        }
        let (low, high) = range(&lines, &asked, &mut seen)?;
        if !is_wide(low, high, k) {
            return Ok(Some(number));
        }
    }
    Ok(None)
}

/// The lines of a table whose numbers can be.
fn checked(cells: &Cells, published: &[Option<f64>]) -> Result<Lines, StatsError> {
    if published.len() != cells.numbers() {
        return Err(StatsError::Dimensions {
            given: published.len(),
            needed: cells.numbers(),
        });
    }
    for value in published.iter().copied().flatten() {
        if !(value.is_finite() && value >= 0.0) {
            let name = "count";
            return Err(StatsError::NotFinite { name, value });
        }
    }
    let lines = Lines::of(cells, published);
    for line in &lines.lines {
        if line.rest < 0.0 || (line.hidden.is_empty() && line.rest != 0.0) {
            return Err(StatsError::Contradiction { rest: line.rest });
        }
    }
    Ok(lines)
}

fn hidden(published: &[Option<f64>]) -> impl Iterator<Item = usize> {
    let numbers = published.iter().enumerate();
    numbers
        .filter(|(_, p)| p.is_none())
        .map(|(number, _)| number)
}

/// The published part of a number, and its hidden cells.
fn asked(
    cells: &Cells,
    published: &[Option<f64>],
    lines: &Lines,
    number: usize,
) -> (f64, Vec<usize>) {
    let parts = cells.parts(number);
    let known = parts.iter().filter_map(|&c| published[c]).sum();
    (
        known,
        parts.into_iter().filter(|&c| lines.hidden[c]).collect(),
    )
}

fn is_wide(low: f64, high: Option<f64>, k: u64) -> bool {
    high.is_none_or(|high| high - low >= k as f64 - TOLERANCE)
}

/// The least and the greatest value that each hidden cell had in any table met.
#[derive(Default)]
struct Seen(BTreeMap<usize, (f64, f64)>);

impl Seen {
    fn width(&self, cell: usize) -> f64 {
        self.0.get(&cell).map_or(0.0, |(low, high)| high - low)
    }

    fn meet(&mut self, cell: usize, value: f64) {
        let ends = self.0.entry(cell).or_insert((value, value));
        *ends = (ends.0.min(value), ends.1.max(value));
    }
}

/// The least and the greatest sum of some hidden cells.
fn range(
    lines: &Lines,
    asked: &[usize],
    seen: &mut Seen,
) -> Result<(f64, Option<f64>), StatsError> {
    // A line of just these cells says what they are, without a program.
    if let Some(line) = lines.lines.iter().find(|l| l.hidden == asked) {
        return Ok((line.rest, Some(line.rest)));
    }
    let bearing = lines.bearing_on(asked);
    let low = extreme(&bearing, asked, OptimizationDirection::Minimize, seen)?.unwrap_or(0.0);
    let high = extreme(&bearing, asked, OptimizationDirection::Maximize, seen)?;
    Ok((low, high))
}

/// The extreme of a sum of hidden cells; blank where nothing bounds it.
fn extreme(
    bearing: &[&Line],
    asked: &[usize],
    direction: OptimizationDirection,
    seen: &mut Seen,
) -> Result<Option<f64>, StatsError> {
    let mut problem = Problem::new(direction);
    let mut variables = BTreeMap::new();
    let of_lines = bearing.iter().flat_map(|l| l.hidden.iter());
    for &cell in of_lines.chain(asked) {
        let cost = if asked.contains(&cell) { 1.0 } else { 0.0 };
        variables
            .entry(cell)
            .or_insert_with(|| problem.add_var(cost, (0.0, f64::INFINITY)));
    }
    for line in bearing {
        let terms: Vec<_> = line.hidden.iter().map(|c| (variables[c], 1.0)).collect();
        problem.add_constraint(&terms, ComparisonOp::Eq, line.rest);
    }
    match problem.solve() {
        Ok(outcome) => match outcome.into_solution() {
            Ok(solution) => {
                for (&cell, &variable) in &variables {
                    seen.meet(cell, solution.var_value(variable));
                }
                Ok(Some(solution.objective()))
            }
            Err(_) => Err(StatsError::Unsolved {
                cells: variables.len(),
            }),
        },
        Err(Error::Unbounded) => Ok(None),
        Err(Error::Infeasible) => Err(StatsError::Contradiction { rest: 0.0 }),
        Err(_) => Err(StatsError::Unsolved {
            cells: variables.len(),
        }),
    }
}

/// Without the solver's last digits.
fn tidy(value: f64) -> f64 {
    let rounded = value.round();
    if (value - rounded).abs() < TOLERANCE {
        rounded
    } else {
        value
    }
}
