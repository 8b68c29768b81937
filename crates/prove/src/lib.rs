//! Room 4: outcomes, predictions, effects, return.
//!
//! Today: the loop report, which says of the people who told us something that needed an answer
//! how many got one, how fast, whether as promised, and whether it helped. Reads `cases` of the room
//! before; writes no table. Facts in and out: none.

mod error;
pub mod loop_report;

pub use error::{Error, Result};
