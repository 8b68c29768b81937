//! Where the level of a finished series broke.

mod noise;
mod pelt;
mod position;

pub use noise::{lag_one, noise};
pub use pelt::pelt;
pub use position::{Break, Levels, breaks};
