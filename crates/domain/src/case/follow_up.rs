//! What an answer to a follow-up survey means for its case.

use super::{Case, CaseEvent, CaseState, Changed, kind};
use crate::time::Micros;
use crate::{Signal, SignalId};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// When a follow-up says that the person is content, and when that they are not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FollowUpPolicy {
    /// The question whose number counts; the first answer that has one where absent.
    pub question: Option<String>,
    /// A score at most this opens the case again.
    pub reopen_at_most: f64,
    /// A score at least this counts as recovered.
    pub recovered_at_least: f64,
}

impl Default for FollowUpPolicy {
    /// As on the scale of 0 to 10: detractors open the case again, passives count as recovered.
    fn default() -> Self {
        Self {
            question: None,
            reopen_at_most: 6.0,
            recovered_at_least: 7.0,
        }
    }
}

impl FollowUpPolicy {
    /// The number in a follow-up answer that counts.
    pub fn score(&self, signal: &Signal) -> Option<f64> {
        match &self.question {
            Some(question) => signal.score(question),
            None => signal.answers.iter().find_map(|a| a.value),
        }
    }
}

impl Case {
    /// The person answered a follow-up survey. A low score opens the case again, due in as long as
    /// was promised at first. The same signal again changes nothing.
    pub fn follow_up(
        self,
        signal: &SignalId,
        score: Option<f64>,
        policy: &FollowUpPolicy,
        at: Micros,
    ) -> Option<Changed> {
        if self.follow_up_signal.as_ref() == Some(signal) {
            return None;
        }
        let mut body = json!({ "signal": signal });
        if let Some(score) = score {
            body["score"] = json!(score);
        }
        let mut events = vec![CaseEvent::new(at, "customer", kind::FOLLOWED_UP, body)];
        let mut case = self;
        case.follow_up_signal = Some(signal.clone());
        case.follow_up_score = score;
        case.rev += 1;
        if case.state != CaseState::Open && score.is_some_and(|s| s <= policy.reopen_at_most) {
            case.open_again(at);
            let why = json!({ "why": "the follow-up answer is low" });
            events.push(CaseEvent::new(at, "customer", kind::REOPENED, why));
        }
        Some(Changed { case, events })
    }

    /// Back to open: an answer is owed again, as soon as the first one was promised.
    pub(super) fn open_again(&mut self, at: Micros) {
        self.due_at = at + (self.promised_at - self.opened_at).max(0);
        self.state = CaseState::Open;
        self.closed_at = None;
        self.root_cause = None;
        self.outcome = None;
    }
}
