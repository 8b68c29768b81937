//! What happened to a case, for its history.

use super::Case;
use crate::time::Micros;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The kinds of events; past tense.
pub mod kind {
    /// `{"rule": id}`
    pub const OPENED: &str = "opened";
    /// `{"to": user, "from"?: user}`
    pub const ASSIGNED: &str = "assigned";
    /// `{"text": …}`
    pub const NOTED: &str = "noted";
    /// `{"to": priority, "from": priority, "why"?: …}`
    pub const REPRIORITIZED: &str = "reprioritized";
    /// `{"contact": address}`
    pub const ADDRESSED: &str = "addressed";
    /// `{"text": …, "notice": id, "reference": follow-up}`
    pub const REPLIED: &str = "replied";
    /// `{"how": …}`: answered by phone, in person …
    pub const ANSWERED: &str = "answered";
    /// `{"root_cause": …, "outcome": …}`
    pub const CLOSED: &str = "closed";
    /// `{"why": …}`
    pub const REOPENED: &str = "reopened";
    /// `{"signal": id, "score"?: x}`
    pub const FOLLOWED_UP: &str = "followed_up";
}

/// One entry of a case's history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseEvent {
    /// When, unix microseconds.
    pub at: Micros,
    /// Who: a user's id, or `rule` or `customer` where no user acted.
    pub actor: String,
    /// What: one of [`kind`].
    pub kind: String,
    /// Its details; shape by kind, erasable.
    pub body: Value,
}

impl CaseEvent {
    /// An event.
    pub fn new(at: Micros, actor: impl Into<String>, kind: &str, body: Value) -> Self {
        Self {
            at,
            actor: actor.into(),
            kind: kind.to_owned(),
            body,
        }
    }
}

/// A case after a step, with what goes into its history.
#[derive(Debug, Clone, PartialEq)]
pub struct Changed {
    /// The case as it is now; its `rev` is one higher.
    pub case: Case,
    /// What happened, in order.
    pub events: Vec<CaseEvent>,
}
