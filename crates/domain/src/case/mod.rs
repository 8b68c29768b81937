//! A case: a promise to answer one person. The state machine is by value and refuses by name.
//!
//! Open → Answered → Closed, and back to Open when it is reopened. Every step takes the case and
//! gives the changed case with the event for its history, or says by name why not and what to do.

mod event;
mod filter;
mod follow_up;
mod priority;
mod refusal;
mod steps;

pub use event::{CaseEvent, Changed, kind};
pub use filter::{CaseFilter, CaseOrder};
pub use follow_up::FollowUpPolicy;
pub use priority::Priority;
pub use refusal::{
    CannotAddress, CannotAssign, CannotClose, CannotNote, CannotRecordAnswer, CannotReopen,
    CannotReply, CannotReprioritize,
};

use crate::time::Micros;
use crate::{CaseId, CustomerId, RuleId, SignalId, UserId};
use serde::{Deserialize, Serialize};

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseState {
    /// We owe the person an answer.
    Open,
    /// The customer has our answer; we wait or work on.
    Answered,
    /// Done, with root cause and outcome.
    Closed,
}

impl CaseState {
    /// The word as stored and shown in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Answered => "answered",
            Self::Closed => "closed",
        }
    }
    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "open" => Some(Self::Open),
            "answered" => Some(Self::Answered),
            "closed" => Some(Self::Closed),
            _ => None,
        }
    }
}

/// A promise to answer one person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// Id.
    pub id: CaseId,
    /// What people call it: counts from 1 in its workspace.
    pub number: i64,
    /// The signal it answers; there is at most one case per signal.
    pub signal: SignalId,
    /// The rule that opened it.
    pub rule: Option<RuleId>,
    /// Who said it, when known.
    pub customer: Option<CustomerId>,
    /// Where it stands.
    pub state: CaseState,
    /// How much it matters.
    pub priority: Priority,
    /// One line for the inbox.
    pub title: String,
    /// Why it was opened, in words.
    pub why: String,
    /// The case's own, erasable copy of what the person said.
    pub words: Option<String>,
    /// The score that was given, on the scale of its question.
    pub score: Option<f64>,
    /// The person's mail address, when we may use it.
    pub contact: Option<String>,
    /// The place it is about.
    pub location: Option<String>,
    /// Who works on it.
    pub owner: Option<UserId>,
    /// When it was opened, unix microseconds.
    pub opened_at: Micros,
    /// When the first answer was promised; a later deadline never changes it.
    pub promised_at: Micros,
    /// When the next answer is due.
    pub due_at: Micros,
    /// When the person was first answered.
    pub answered_at: Option<Micros>,
    /// When it was closed.
    pub closed_at: Option<Micros>,
    /// Why it happened, in the words of who closed it.
    pub root_cause: Option<String>,
    /// What became of it.
    pub outcome: Option<String>,
    /// The newest answer to a follow-up survey.
    pub follow_up_signal: Option<SignalId>,
    /// The score given there.
    pub follow_up_score: Option<f64>,
    /// Grows with every change; a change based on an older one is refused.
    pub rev: i64,
}

#[cfg(test)]
mod tests;
