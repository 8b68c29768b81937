//! Analyses over time: golden numbers, references, laws and simulated error rates.

mod breaks;
mod counts;
mod drifting;
mod golden;
mod monitored;
