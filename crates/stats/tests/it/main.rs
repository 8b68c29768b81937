//! The crate against other implementations' numbers, by simulation, and by law.

mod bursts;
mod comparisons;
mod coverage;
mod draws;
mod driver_world;
mod gaps;
mod golden;
mod golden_drivers;
mod golden_files;
mod indices;
mod golden_maxdiff;
mod golden_survival;
mod journeys;
mod laws;
mod perks;
mod regressions;
mod styles;
mod weighting;
mod series;
mod tenures;
