//! How long customers stay: survival from spells of tenure, whole and between groups.
//!
//! A [`Spell`] is one customer's time under observation, ended by the event (they left) or not.
//! A [`LifeTable`] is all that the estimates need of many spells: one row per distinct time, so
//! that an SQL aggregate over any number of customers can fill it. [`kaplan_meier`],
//! [`restricted_mean`], [`discrete_hazard`], [`at_boundary`] and [`log_rank`] finish on it,
//! [`cumulative_incidence`] on one table for each reason to leave;
//! effects of covariates stand in [`cox`](crate::cox).

mod boundary;
mod competing;
mod curve;
mod hazard;
mod log_rank;
mod restricted;
mod table;

pub use boundary::{Boundary, at_boundary};
pub use competing::{Incidence, Risk, cumulative_incidence};
pub use curve::{Curve, Middle, Point, kaplan_meier};
pub use hazard::{Hazard, discrete_hazard};
pub use log_rank::{Group, LogRank, log_rank};
pub use restricted::{RestrictedMean, restricted_mean};
pub use table::{LifeTable, Spell, Step};
