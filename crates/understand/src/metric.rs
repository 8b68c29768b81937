//! Metrics are definitions over question keys, independent of any survey.

mod kind;
mod measure;

pub use kind::{Definition, Kind};
pub use measure::{Measured, Row, measure};
