//! One simulated problem per analytic, with its truth: what a seed gives and what is true of it.
//!
//! Each module draws what `golden/world/bounds_*.py` draws, with the same parameters, so that
//! the best achievable scores measured there hold here within Monte-Carlo error; a test of this
//! crate says so for each. A trial knows no method: the naive one and ours are both measured on
//! it by the scorecard.

pub mod alerts;
pub mod careless;
pub mod cause;
pub mod change;
pub mod drivers;
pub mod gap;
pub mod maxdiff;
pub mod mismatch;
pub mod moments;
pub mod nps;
pub mod privacy;
pub mod raking;
pub mod rank;
pub mod style;
pub mod tenure;
pub mod theme;
