//! Metrics are definitions over question keys, independent of any survey.

mod kind;
mod left_out;
mod measure;

pub use kind::{Definition, Kind};
pub use left_out::LeftOut;
pub use measure::{Measured, Row, measure};
