//! The crate against other implementations' numbers, by simulation, and by law.

mod bursts;
mod careless;
mod causes;
mod comparisons;
mod coverage;
mod draws;
mod golden;
mod golden_files;
mod laws;
mod mismatches;
mod privacies;
