//! Rows of room 3: rules, cases and their events, follow-ups, endpoints.

mod alerts;
mod cases;
mod contacts;
mod endpoints;
mod follow_ups;
mod history;
mod inbox;
mod loops;
mod rules;

pub use contacts::Promise;
pub use endpoints::EndpointRow;
pub use history::Written;
pub use inbox::{CaseCounts, CaseCursor};
pub use loops::LoopRow;
pub use rules::RuleRow;
