//! Analyses of real files, against reference numbers.

mod drivers;
