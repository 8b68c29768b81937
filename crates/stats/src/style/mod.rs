//! How people use a scale, apart from what they think; and whether groups can be compared at all.
//!
//! [`person`] reads the style of one person's answers, [`Tally`] averages it over a group,
//! [`Profile`] gives item means with the person's own level taken out. [`cfa`] and [`ladder`] test
//! whether items mean the same in every group: without equal intercepts a difference of raw means
//! is not one of opinion. [`partial`] leaves the few items free whose intercepts differ. [`equate`] takes the style out with anchors that all groups saw alike.

pub mod cfa;
mod equate;
mod ladder;
mod partial;
mod person;
mod profile;
mod tally;

pub use equate::{Anchored, Equated, Mapping, Pair, differ, equate};
pub use ladder::{DROP, FIT, Ladder, Rung, ladder};
pub use partial::{Freed, MOST_FREE, Partial, partial};
pub use person::{Person, Scale, person};
pub use profile::Profile;
pub use tally::{Styles, Tally};
