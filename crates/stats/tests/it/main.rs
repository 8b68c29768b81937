//! The crate against other implementations' numbers, by simulation, and by law.

mod bursts;
mod comparisons;
mod coverage;
mod draws;
mod golden;
mod golden_files;
mod golden_survival;
mod laws;
mod regressions;
