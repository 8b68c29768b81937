//! Tallies by dimension and period.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Tally;
use crate::StatsError;

/// Which of the two periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// The earlier one.
    Before,
    /// The later one.
    After,
}

/// A cell: the values that some dimensions are held at, in order of the dimensions. Dimensions
/// and values are the numbers that the caller gave them.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Cell(pub Vec<(usize, u32)>);

impl Cell {
    /// Whether rows with these values of all dimensions lie in the cell.
    #[must_use]
    pub fn holds(&self, at: &[u32]) -> bool {
        self.0.iter().all(|&(d, value)| at.get(d) == Some(&value))
    }
}

/// Before and after.
pub(super) type Pair = [Tally; 2];

/// A contingency cube: tallies by the values of all dimensions and by period.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Cube {
    dimensions: usize,
    cells: BTreeMap<Vec<u32>, Pair>,
}

impl Cube {
    /// An empty cube of so many dimensions.
    #[must_use]
    pub fn new(dimensions: usize) -> Self {
        Cube {
            dimensions,
            cells: BTreeMap::new(),
        }
    }

    /// How many dimensions there are.
    #[must_use]
    pub fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// Adds the rows of one group: the values of all dimensions, in order.
    ///
    /// # Errors
    /// [`StatsError::Dimensions`] unless there is one value per dimension.
    pub fn push(&mut self, at: &[u32], period: Period, tally: &Tally) -> Result<(), StatsError> {
        if at.len() != self.dimensions {
            return Err(StatsError::Dimensions {
                given: at.len(),
                needed: self.dimensions,
            });
        }
        if !self.cells.contains_key(at) {
            self.cells.insert(at.to_vec(), Pair::default());
        }
        if let Some(pair) = self.cells.get_mut(at) {
            pair[period as usize].merge(tally);
        }
        Ok(())
    }

    /// Adds the rows of another cube whose dimensions and values have the same numbers.
    ///
    /// # Errors
    /// [`StatsError::Dimensions`] when it has another number of dimensions.
    pub fn merge(&mut self, other: &Cube) -> Result<(), StatsError> {
        for (at, pair) in &other.cells {
            self.push(at, Period::Before, &pair[0])?;
            self.push(at, Period::After, &pair[1])?;
        }
        Ok(())
    }

    /// The rows of a cell, before and after.
    #[must_use]
    pub fn rows_of(&self, cell: &Cell) -> [Tally; 2] {
        let inside = self.cells.iter().filter(|(at, _)| cell.holds(at));
        total(inside.map(|(_, pair)| pair))
    }

    /// All rows, before and after.
    pub(super) fn total(&self) -> Pair {
        total(self.cells.values())
    }

    /// The finest cells: those that hold every dimension.
    pub(super) fn finest(&self) -> impl Iterator<Item = (&Vec<u32>, &Pair)> {
        self.cells.iter()
    }

    /// The cells that hold exactly these dimensions.
    pub(super) fn along(&self, dimensions: &[usize]) -> BTreeMap<Cell, Pair> {
        let mut found: BTreeMap<Cell, Pair> = BTreeMap::new();
        for (at, pair) in &self.cells {
            let cell = Cell(dimensions.iter().map(|&d| (d, at[d])).collect());
            add(found.entry(cell).or_default(), pair);
        }
        found
    }

    /// The cube without the rows of a cell.
    pub(super) fn without(&self, cell: &Cell) -> Cube {
        let outside = self.cells.iter().filter(|(at, _)| !cell.holds(at));
        Cube {
            dimensions: self.dimensions,
            cells: outside.map(|(at, pair)| (at.clone(), *pair)).collect(),
        }
    }
}

/// Adds both periods.
pub(super) fn add(to: &mut Pair, pair: &Pair) {
    to[0].merge(&pair[0]);
    to[1].merge(&pair[1]);
}

fn total<'a>(pairs: impl Iterator<Item = &'a Pair>) -> Pair {
    pairs.fold(Pair::default(), |mut sum, pair| {
        add(&mut sum, pair);
        sum
    })
}
