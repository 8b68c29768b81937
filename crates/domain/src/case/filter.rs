//! Which cases to show; also how a number names the cases behind it.

use super::{CaseState, Priority};
use crate::CustomerId;
use crate::time::Micros;
use serde::{Deserialize, Serialize};

/// Which cases to show. What is absent does not narrow.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CaseFilter {
    /// Where they stand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<CaseState>,
    /// True: open or answered; false: closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unfinished: Option<bool>,
    /// How much they matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// A user's id, or `nobody`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Whose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// Opened at or after, unix microseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened_since: Option<Micros>,
    /// Opened before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened_until: Option<Micros>,
    /// Whether the person was answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered: Option<bool>,
    /// Whether the first answer came by the time promised (answered cases and those past it).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_time: Option<bool>,
    /// The instant that `in_time` is judged at; cases promised later count on neither side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub judged_at: Option<Micros>,
    /// Open, and due before this instant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overdue_at: Option<Micros>,
    /// Whether a follow-up survey was answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub followed_up: Option<bool>,
    /// The follow-up score is at least this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follow_up_at_least: Option<f64>,
    /// The follow-up score is below this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follow_up_below: Option<f64>,
}

/// In which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseOrder {
    /// What is due first comes first.
    #[default]
    Due,
    /// What was opened last comes first.
    Newest,
}
