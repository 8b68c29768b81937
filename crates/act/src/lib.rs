//! Room 3: alert, open a case, reply, improve.
//!
//! A signal that a rule notices becomes a case: a promise to answer one person. People work the
//! case; a reply leaves by the outbox with a follow-up link; the answer to that comes in by the
//! front door and is tied to its case here.
//!
//! * Facts in: `SignalsReceived`, `VerbatimsAnnotated`, `StreamsShifted`. Facts out: `CaseOpened`, `CaseClosed`.
//! * Tables: `alerts`, `rules`, `cases`, `case_events`, `follow_ups`, `endpoints`; reads `hot`, `posts`, `customers`,
//!   `customer_aliases` of the rooms before it.
//! * Every use case is load → decide (pure) → save → announce; time, ids and redaction come in as
//!   [`Means`].

mod alert;
pub mod alerts;
pub mod endpoints;
mod error;
mod follow_up;
pub mod inbox;
pub mod jobs;
mod mail;
mod means;
mod merges;
mod open;
pub mod reply;
pub mod rule;
pub mod rules;
pub mod sincerity;
pub mod work;

pub use error::{Error, Result};
pub use means::Means;
