//! Where the level of a finished series broke.

mod noise;
mod pelt;
mod position;

pub use noise::{noise, lag_one};
pub use pelt::pelt;
pub use position::{Break, Levels, breaks};
