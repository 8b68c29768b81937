//! Views of cases.

use domain::case::{Case, CaseEvent, CaseState};
use domain::time::{self, Micros};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A page of cases with the counts of the inbox's tabs.
#[derive(Debug, Serialize, ToSchema)]
pub struct CasesView {
    /// The cases.
    pub rows: Vec<CaseView>,
    /// Pass as `after` for the next page.
    pub next: Option<String>,
    /// All cases under the filter.
    pub total: i64,
    /// The tabs' counts.
    pub counts: CaseCounts,
}

/// Cases by state and of the caller.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseCounts {
    /// We owe an answer.
    pub open: i64,
    /// Of the caller, not closed.
    pub mine: i64,
    /// Of nobody, not closed.
    pub unassigned: i64,
    /// Open and past due.
    pub overdue: i64,
    /// Answered, not closed.
    pub answered: i64,
    /// Closed.
    pub closed: i64,
}

/// A person by id and name.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PersonView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
}

/// The newest answer to a follow-up.
#[derive(Debug, Serialize, ToSchema)]
pub struct FollowUpView {
    /// The signal that it came as.
    pub signal: String,
    /// The score given.
    pub score: Option<f64>,
}

/// A case.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseView {
    /// Id.
    pub id: String,
    /// What people call it.
    pub number: i64,
    /// `open`, `answered` or `closed`.
    pub state: String,
    /// `urgent`, `high`, `normal` or `low`.
    pub priority: String,
    /// One line.
    pub title: String,
    /// Why it was opened.
    pub why: String,
    /// The person's words.
    pub words: Option<String>,
    /// The score given.
    pub score: Option<f64>,
    /// Where to answer to.
    pub contact: Option<String>,
    /// Our customer id.
    pub customer: Option<String>,
    /// The place.
    pub location: Option<String>,
    /// Who works on it.
    pub owner: Option<PersonView>,
    /// The signal it answers.
    pub signal: String,
    /// When it was opened.
    pub opened_at: String,
    /// When the next answer is due.
    pub due_at: String,
    /// Whether an answer is late.
    pub overdue: bool,
    /// When the person was first answered.
    pub answered_at: Option<String>,
    /// When it was closed.
    pub closed_at: Option<String>,
    /// Why it happened.
    pub root_cause: Option<String>,
    /// What became of it.
    pub outcome: Option<String>,
    /// The newest answer to a follow-up.
    pub follow_up: Option<FollowUpView>,
    /// Revision, to be sent with a change.
    pub rev: i64,
    /// Its history, when one case is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub events: Option<Vec<EventView>>,
}

impl CaseView {
    /// The view of a case, with names of users.
    pub fn new(case: Case, names: &BTreeMap<String, String>, now: Micros) -> Self {
        Self {
            overdue: case.state == CaseState::Open && case.due_at < now,
            id: case.id.into(),
            number: case.number,
            state: case.state.as_str().into(),
            priority: case.priority.as_str().into(),
            title: case.title,
            why: case.why,
            words: case.words,
            score: case.score,
            contact: case.contact,
            customer: case.customer.map(Into::into),
            location: case.location,
            owner: case.owner.map(|id| person(id.as_str(), names)),
            signal: case.signal.into(),
            opened_at: time::to_text(case.opened_at),
            due_at: time::to_text(case.due_at),
            answered_at: case.answered_at.map(time::to_text),
            closed_at: case.closed_at.map(time::to_text),
            root_cause: case.root_cause,
            outcome: case.outcome,
            follow_up: case.follow_up_signal.map(|signal| FollowUpView {
                signal: signal.into(),
                score: case.follow_up_score,
            }),
            rev: case.rev,
            events: None,
        }
    }
}

fn person(id: &str, names: &BTreeMap<String, String>) -> PersonView {
    PersonView {
        id: id.to_owned(),
        name: names.get(id).cloned().unwrap_or_else(|| id.to_owned()),
    }
}

/// One thing that happened to a case.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventView {
    seq: i64,
    at: String,
    actor: PersonView,
    kind: String,
    #[schema(value_type = Object)]
    body: serde_json::Value,
}

impl EventView {
    /// The view of an event.
    pub fn new(seq: i64, event: CaseEvent, names: &BTreeMap<String, String>) -> Self {
        Self {
            seq,
            at: time::to_text(event.at),
            actor: person(&event.actor, names),
            kind: event.kind,
            body: event.body,
        }
    }
}
