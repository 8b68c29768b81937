//! What shortens or lengthens tenure: Cox's proportional hazards.
//!
//! A [`Cohort`] holds spells and covariates; [`fit`] gives log hazard ratios with model-based and
//! robust errors, [`proportionality`] asks whether one ratio holds for all of the tenure, and
//! [`hazard_ratios`] refuses a single number where it does not. [`by_period`] then gives the
//! effect in each part of the tenure.

mod baseline;
mod cohort;
mod concordance;
mod newton;
mod period;
mod proportional;
mod ratio;
mod robust;
mod sweep;

pub use baseline::{CumulativeHazard, baseline};
pub use cohort::{Cohort, Term};
pub use concordance::{Concordance, concordance};
pub use newton::{Fit, Ties, fit};
pub use period::{Period, by_period, event_quantiles};
pub use proportional::{Clock, Proportionality, TermCheck, proportionality};
pub use ratio::{HazardRatio, hazard_ratios};
