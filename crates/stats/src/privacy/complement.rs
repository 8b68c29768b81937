//! Which cells to hide so that none can be worked out.

use serde::{Deserialize, Serialize};

use super::audit::{audit, first_exposed};
use super::{Audit, Cells};
use crate::StatsError;

/// Sets of further cells that are tried before the search stops looking for the smallest one.
const TRIES: usize = 500;

/// What is done with a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// It is published.
    Shown,
    /// It is hidden since it stands for too few people.
    Primary,
    /// It is hidden since it would give another away.
    Complementary,
}

/// Which numbers of a table to hide, and the audit that the rest is safe.
///
/// Formula: numbers from 1 to `k - 1` are hidden. While [`audit`] finds a hidden number whose
/// range is narrower than `k`, more are hidden: the fewest inner cells with the smallest sum,
/// where trying all sets of up to three of them is quick; else one at a time, the one that ties
/// most lines with a single hidden cell, then the smallest; then those that are not needed after
/// all are shown again.
/// Arguments: `counts` of the inner cells in people; `k` in people. Zeros are shown: they stand
/// for nobody.
/// Errors: [`StatsError::Dimensions`] unless there is a count per inner cell, and those of
/// [`audit`].
/// Assumptions: those of [`audit`]. Where the whole table has too few people nothing is shown.
/// Sources: those of [`audit`]; Cox 1980, doi:10.1080/01621459.1980.10477481.
///
/// ```
/// use stats::privacy::{Cells, Shown, suppress};
/// let (cells, _) = Cells::crossed(&[3]);
/// let (shown, audit) = suppress(&cells, &[20, 3, 9], 5).unwrap();
/// assert_eq!(shown, [Shown::Shown, Shown::Primary, Shown::Complementary, Shown::Shown]);
/// assert!(audit.safe);
/// ```
pub fn suppress(cells: &Cells, counts: &[u64], k: u64) -> Result<(Vec<Shown>, Audit), StatsError> {
    if counts.len() != cells.inner {
        return Err(StatsError::Dimensions {
            given: counts.len(),
            needed: cells.inner,
        });
    }
    let mut table = Table {
        cells,
        counts: cells.count(counts),
        shown: Vec::new(),
        k,
    };
    let small = |n: &u64| match (1..k).contains(n) {
        true => Shown::Primary,
        false => Shown::Shown,
    };
    table.shown = table.counts.iter().map(small).collect();
    let found = match table.is_safe()? {
        true => table.audit()?,
        false => match table.smallest()? {
            Some(found) => found,
            None => table.one_by_one()?,
        },
    };
    Ok((table.shown, found))
}

struct Table<'a> {
    cells: &'a Cells,
    counts: Vec<u64>,
    shown: Vec<Shown>,
    k: u64,
}

impl Table<'_> {
    fn published(&self) -> Vec<Option<f64>> {
        let numbers = self.counts.iter().zip(&self.shown);
        numbers
            .map(|(&n, &shown)| (shown == Shown::Shown).then_some(n as f64))
            .collect()
    }

    fn audit(&self) -> Result<Audit, StatsError> {
        audit(self.cells, &self.published(), self.k)
    }

    /// Whether a published sum holds a single hidden cell, which it then gives away.
    fn plainly_unsafe(&self) -> bool {
        let inner = self.cells.inner;
        let open = self.cells.sums.iter().zip(&self.shown[inner..]);
        open.filter(|(_, shown)| **shown == Shown::Shown)
            .any(|(sum, _)| self.hidden_in(sum) == 1)
    }

    fn hidden_in(&self, sum: &[usize]) -> usize {
        let hidden = sum.iter().filter(|&&c| self.shown[c] != Shown::Shown);
        hidden.count()
    }

    /// Whether the table is safe as it is.
    fn is_safe(&self) -> Result<bool, StatsError> {
        Ok(!self.plainly_unsafe()
            && first_exposed(self.cells, &self.published(), self.k)?.is_none())
    }

    fn set(&mut self, numbers: &[usize], shown: Shown) {
        numbers.iter().for_each(|&i| self.shown[i] = shown);
    }

    /// Hides the smallest set of up to three further inner cells that makes the table safe.
    fn smallest(&mut self) -> Result<Option<Audit>, StatsError> {
        let free: Vec<usize> = (0..self.cells.inner)
            .filter(|&i| self.shown[i] == Shown::Shown && self.counts[i] > 0)
            .collect();
        for size in 1..=3 {
            let Some(mut sets) = sets(&free, size) else {
                return Ok(None);
            };
            let sum = |set: &Vec<usize>| set.iter().map(|&i| self.counts[i]).sum::<u64>();
            sets.sort_by_key(sum);
            for set in sets {
                self.set(&set, Shown::Complementary);
                if self.is_safe()? {
                    return self.audit().map(Some);
                }
                self.set(&set, Shown::Shown);
            }
        }
        Ok(None)
    }

    /// Hides one number after another, then shows those that were not needed.
    fn one_by_one(&mut self) -> Result<Audit, StatsError> {
        let mut added = Vec::new();
        loop {
            let exposed = first_exposed(self.cells, &self.published(), self.k)?;
            let Some(next) = exposed.and_then(|exposed| self.partner(exposed)) else {
                break;
            };
            self.shown[next] = Shown::Complementary;
            added.push(next);
        }
        added.sort_by_key(|&i| std::cmp::Reverse(self.counts[i]));
        for number in added {
            self.shown[number] = Shown::Shown;
            if !self.is_safe()? {
                self.shown[number] = Shown::Complementary;
            }
        }
        self.audit()
    }

    /// The shown number to hide beside an exposed one: an inner cell of a line through it, else
    /// a sum through it, else any.
    fn partner(&self, exposed: usize) -> Option<usize> {
        let parts = self.cells.parts(exposed);
        let touches = |sum: &Vec<usize>| parts.iter().any(|p| sum.contains(p));
        let lone = |sum: &Vec<usize>| self.hidden_in(sum) == 1;
        let free = |i: &usize| self.shown[*i] == Shown::Shown && self.counts[*i] > 0;
        let open = |sum: usize| self.shown[self.cells.inner + sum] == Shown::Shown;
        let mut near: Vec<usize> = Vec::new();
        // The shortest line first: hiding in the grand total would rarely help.
        let sums = self.cells.sums.iter().enumerate();
        let through = sums.filter(|(s, sum)| open(*s) && touches(sum));
        let shortest = through.clone().map(|(_, sum)| sum.len()).min();
        for (_, sum) in through.filter(|(_, sum)| Some(sum.len()) == shortest || lone(sum)) {
            near.extend(sum.iter().copied().filter(free));
        }
        let ties = |cell: usize| {
            let lines = self.cells.sums.iter().filter(|sum| sum.contains(&cell));
            lines.filter(|sum| lone(sum)).count()
        };
        let best = near
            .into_iter()
            .min_by_key(|&c| (std::cmp::Reverse(ties(c)), self.counts[c], c));
        best.or_else(|| {
            let sums = self.cells.inner..self.cells.numbers();
            sums.filter(free)
                .filter(|&i| touches(&self.cells.parts(i)))
                .min_by_key(|&i| (self.counts[i], i))
        })
        .or_else(|| (0..self.cells.numbers()).find(free))
    }
}

/// All sets of so many of the numbers, or nothing where there are too many.
fn sets(of: &[usize], size: usize) -> Option<Vec<Vec<usize>>> {
    let mut found: Vec<Vec<usize>> = vec![Vec::new()];
    for _ in 0..size {
        let mut longer = Vec::new();
        for set in &found {
            let after = |i: &&usize| set.last().is_none_or(|last| *last < **i);
            longer.extend(of.iter().filter(after).map(|&i| {
                let mut set = set.clone();
                set.push(i);
                set
            }));
            if longer.len() > TRIES {
                return None;
            }
        }
        found = longer;
    }
    Some(found)
}
