//! Filters asked one after another, whose difference would show a few people.

use serde::{Deserialize, Serialize};

/// Why a filter may not be published beside an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error(
    "beside what was published before, this would show {people} people; at least {needed} are needed, so widen the filter"
)]
pub struct Blocked {
    /// People that the difference would show.
    pub people: u64,
    /// People needed.
    pub needed: u64,
    /// Which of the published filters it is, in order of publishing; 0 in [`difference`].
    pub beside: usize,
}

/// Whether two filters may both be published.
///
/// Formula: `|A \ B|` and `|B \ A|` must each be 0 or at least `k`.
/// Arguments: people in A, in B and in both; `k` in people.
/// Errors: [`Blocked`] with the number of people that would show.
/// Assumptions: looks at two filters; what three or more give away together is for
/// [`audit`](super::audit()).
/// Source: Hundepool et al. 2012, Statistical Disclosure Control, section 4.3.
///
/// ```
/// // A segment of 52 and the same without 2 very important customers.
/// let blocked = stats::privacy::difference(52, 50, 50, 5).unwrap_err();
/// assert_eq!(blocked.people, 2);
/// ```
pub fn difference(a: u64, b: u64, both: u64, k: u64) -> Result<(), Blocked> {
    let sides = [a.saturating_sub(both), b.saturating_sub(both)];
    match sides.into_iter().find(|only| (1..k).contains(only)) {
        Some(people) => Err(Blocked {
            people,
            needed: k,
            beside: 0,
        }),
        None => Ok(()),
    }
}

/// Keeps the filters that were published over one set of rows and blocks those that would show
/// fewer than k people by difference with any of them, or by themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guard {
    k: u64,
    published: Vec<Vec<u64>>,
}

impl Guard {
    /// A guard that has published nothing; `k` in people.
    #[must_use]
    pub fn new(k: u64) -> Self {
        Guard {
            k,
            published: Vec::new(),
        }
    }

    /// Publishes a filter: the rows of the people it holds, in any order.
    ///
    /// # Errors
    /// [`Blocked`]; the filter is then not kept.
    pub fn publish(&mut self, rows: impl IntoIterator<Item = usize>) -> Result<(), Blocked> {
        let mut bits: Vec<u64> = Vec::new();
        for row in rows {
            if bits.len() <= row / 64 {
                bits.resize(row / 64 + 1, 0);
            }
            bits[row / 64] |= 1 << (row % 64);
        }
        let n = size(&bits);
        difference(n, 0, 0, self.k)?;
        for (beside, other) in self.published.iter().enumerate() {
            let both = bits.iter().zip(other).map(|(a, b)| (a & b).count_ones());
            let both = both.map(u64::from).sum();
            difference(n, size(other), both, self.k)
                .map_err(|blocked| Blocked { beside, ..blocked })?;
        }
        self.published.push(bits);
        Ok(())
    }
}

fn size(bits: &[u64]) -> u64 {
    bits.iter().map(|b| u64::from(b.count_ones())).sum()
}
