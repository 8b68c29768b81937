//! The crate against other implementations' numbers, by simulation, and by law.

mod bursts;
mod comparisons;
mod coverage;
mod draws;
mod golden;
mod golden_files;
mod golden_maxdiff;
mod golden_survival;
mod journeys;
mod laws;
mod perks;
mod regressions;
mod tenures;
