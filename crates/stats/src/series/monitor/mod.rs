//! Sustained rises in many streams of counts, within a budget of false alarms.
//!
//! A stream is one topic in one place. [`shape`] learns from all streams together what one alone
//! is too short to tell: the season, the spread, the common rate. [`Budget`] turns "at most so
//! many false alarms" into a run length, [`Limits`] turns that into the limit each stream gets,
//! and [`monitor`] runs the CUSUM of likelihood ratios over one stream. All of it is a replay of
//! the history: no state is kept between cycles.

mod budget;
mod chain;
mod limits;
mod shape;
mod watch;

pub use budget::Budget;
pub use chain::{limit, run_length};
pub use limits::Limits;
pub use shape::{Shape, shape};
pub use watch::{Settings, Watch, monitor};
