//! Few people in many cells: every table that may be published from them.

use crate::Draw;

/// One person as the published tables count people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person {
    /// Store, 0 to 5.
    pub store: usize,
    /// Segment, 0 to 4.
    pub segment: usize,
    /// Month, 0 to 2.
    pub month: usize,
}

/// Stores, segments and months.
pub const DIMENSIONS: [usize; 3] = [6, 5, 3];

/// `n` people, unevenly over the cells, so that some cells are small.
#[must_use]
pub fn people(seed: u64, n: usize) -> Vec<Person> {
    let draw = &mut Draw::new(seed, 16);
    (0..n)
        .map(|_| Person {
            store: draw.pick(&[0.30, 0.24, 0.18, 0.13, 0.10, 0.05]),
            segment: draw.pick(&[0.40, 0.25, 0.18, 0.12, 0.05]),
            month: draw.below(3),
        })
        .collect()
}

/// Counts by store (rows) and segment (columns), of one month or of all.
#[must_use]
pub fn table(people: &[Person], month: Option<usize>) -> Vec<Vec<u64>> {
    let mut table = vec![vec![0; DIMENSIONS[1]]; DIMENSIONS[0]];
    for person in people {
        if month.is_none_or(|month| person.month == month) {
            table[person.store][person.segment] += 1;
        }
    }
    table
}
