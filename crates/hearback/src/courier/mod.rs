//! The courier: takes due notices from the outbox and delivers them.
//!
//! A notice is leased, tried, and settled under the lease's fencing token. What the process does
//! not live to settle is leased again later and sent once more under the same id. Deliveries run
//! beside each other, few per recipient, so that a dead or slow endpoint delays nobody else.

mod attempt;
mod backoff;
mod delivery;
mod email;
mod sign;
mod webhook;

pub use delivery::{Couriers, deliver_due};
pub use email::{MailSetupError, Mailer};
pub use sign::{NotASecret, Secret};

#[cfg(test)]
mod tests;
