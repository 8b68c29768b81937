//! Indices: one number out of several items, such as UKCSI or ACSI.
//!
//! The weights are part of the result, and with estimated weights the error counts that they were
//! estimated. Groups are scored with the weights of the whole: nothing is weighed anew silently.

mod alpha;
mod score;
mod weights;

pub use alpha::{Alpha, alpha};
pub use score::{Form, Index, Scored, index};
pub use weights::{Weighing, weights};

use crate::StatsError;

/// Every row has the same items, 1 or more, all finite.
fn check(rows: &[Vec<f64>], needed: usize) -> Result<usize, StatsError> {
    let items = rows.first().map_or(0, Vec::len);
    if items == 0 || rows.len() < needed {
        return Err(StatsError::Few {
            name: "people who answered every item",
            given: rows.len(),
            needed,
        });
    }
    for row in rows {
        if row.len() != items {
            return Err(StatsError::Length {
                name: "a person's answers",
                given: row.len(),
                rows: items,
            });
        }
        if let Some(&value) = row.iter().find(|v| !v.is_finite()) {
            let name = "answer";
            return Err(StatsError::NotFinite { name, value });
        }
    }
    Ok(items)
}
