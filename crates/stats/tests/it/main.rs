//! The crate against other implementations' numbers, by simulation, and by law.

mod bursts;
mod careless;
mod causes;
mod comparisons;
mod coverage;
mod draws;
mod driver_world;
mod gaps;
mod golden;
mod golden_drivers;
mod golden_files;
mod golden_maxdiff;
mod golden_survival;
mod indices;
mod journeys;
mod laws;
mod mismatches;
mod multiple;
mod ordinals;
mod perks;
mod privacies;
mod regressions;
mod series;
mod styles;
mod tenures;
mod weighting;
