//! The field's words as types, and the pure decisions on them.
//!
//! Nothing here does I/O, reads a clock or draws a random number: time, ids and
//! seeds come in as arguments (ARCHITECTURE.md, invariant 1).

pub mod access;
pub mod alert;
pub mod annotation;
pub mod answer;
pub mod case;
pub mod fact;
pub mod id;
pub mod name;
pub mod problem;
pub mod signal;
pub mod time;

pub use access::{Actor, Role};
pub use answer::{Answer, Missing};
pub use fact::{Fact, NewJob, NewNotice};
pub use id::*;
pub use problem::Problem;
pub use signal::{Consent, CustomerRef, Provenance, Signal};
