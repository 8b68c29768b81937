//! A table and its margins as sums over inner cells.

use serde::{Deserialize, Serialize};

/// The numbers of a table: inner cells, and sums over some of them (totals, other cuts).
///
/// Number `i` below `inner` is the inner cell `i`; the numbers after are the `sums`, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cells {
    /// How many inner cells there are.
    pub inner: usize,
    /// The inner cells that each sum adds up.
    pub sums: Vec<Vec<usize>>,
}

impl Cells {
    /// A table crossed by dimensions of these sizes, with all its margins.
    ///
    /// Returns for each number the values it holds, `None` for a dimension that is summed over.
    /// The last dimension of the inner cells runs fastest; margins follow by the dimensions they
    /// keep, the grand total last.
    #[must_use]
    pub fn crossed(sizes: &[usize]) -> (Cells, Vec<Vec<Option<usize>>>) {
        let inner: usize = sizes.iter().product();
        let at = |mut i: usize| {
            let mut values = vec![0; sizes.len()];
            for (value, size) in values.iter_mut().zip(sizes).rev() {
                (*value, i) = (i % size, i / size);
            }
            values
        };
        let places: Vec<Vec<usize>> = (0..inner).map(at).collect();
        let held = |place: &[usize]| place.iter().map(|&v| Some(v)).collect();
        let mut keys: Vec<Vec<Option<usize>>> = places.iter().map(|p| held(p)).collect();
        let mut sums = Vec::new();
        let whole = (1_usize << sizes.len()) - 1;
        for kept in (0..whole).rev() {
            let mut margin = std::collections::BTreeMap::<Vec<Option<usize>>, Vec<usize>>::new();
            for (i, place) in places.iter().enumerate() {
                let values = place.iter().enumerate();
                let key = values
                    .map(|(d, &v)| (kept >> (sizes.len() - 1 - d) & 1 == 1).then_some(v))
                    .collect();
                margin.entry(key).or_default().push(i);
            }
            for (key, cells) in margin {
                keys.push(key);
                sums.push(cells);
            }
        }
        (Cells { inner, sums }, keys)
    }

    /// How many numbers there are.
    #[must_use]
    pub fn numbers(&self) -> usize {
        self.inner + self.sums.len()
    }

    /// All numbers from the inner cells.
    #[must_use]
    pub fn count(&self, inner: &[u64]) -> Vec<u64> {
        let sums = self.sums.iter();
        let of = |cells: &Vec<usize>| cells.iter().filter_map(|&c| inner.get(c)).sum();
        inner.iter().copied().chain(sums.map(of)).collect()
    }

    /// The inner cells of a number.
    pub(super) fn parts(&self, number: usize) -> Vec<usize> {
        match number.checked_sub(self.inner) {
            None => vec![number],
            Some(sum) => self.sums[sum].clone(),
        }
    }
}
