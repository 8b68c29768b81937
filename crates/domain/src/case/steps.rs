//! The steps people take on a case.

use super::*;
use crate::fact::is_mail_address;
use serde_json::json;

/// The longest text of a note, reply or reason, in characters.
const LONG: usize = 10_000;
/// The longest root cause or outcome, in characters.
const SHORT: usize = 2_000;

fn longer(text: &str, most: usize) -> bool {
    text.chars().nth(most).is_some()
}

impl Case {
    fn is_closed(&self) -> bool {
        self.state == CaseState::Closed
    }

    fn changed(mut self, event: CaseEvent) -> Changed {
        self.rev += 1;
        Changed {
            case: self,
            events: vec![event],
        }
    }

    /// Gives the case to someone.
    pub fn assign(mut self, to: UserId, actor: &str, at: Micros) -> Result<Changed, CannotAssign> {
        if self.is_closed() {
            return Err(CannotAssign::Closed(self.number));
        }
        if to.as_str().trim().is_empty() {
            return Err(CannotAssign::Nobody(self.number));
        }
        if self.owner.as_ref() == Some(&to) {
            return Err(CannotAssign::Same(self.number));
        }
        let body = json!({ "to": to, "from": self.owner });
        self.owner = Some(to);
        Ok(self.changed(CaseEvent::new(at, actor, kind::ASSIGNED, body)))
    }

    /// Adds to the discussion; allowed in every state.
    pub fn note(self, text: &str, actor: &str, at: Micros) -> Result<Changed, CannotNote> {
        let text = text.trim();
        if text.is_empty() {
            return Err(CannotNote::Empty(self.number));
        }
        if longer(text, LONG) {
            return Err(CannotNote::TooLong(self.number));
        }
        Ok(self.changed(CaseEvent::new(
            at,
            actor,
            kind::NOTED,
            json!({ "text": text }),
        )))
    }

    /// Changes how much it matters; the due time stays.
    pub fn reprioritize(
        mut self,
        to: Priority,
        actor: &str,
        at: Micros,
    ) -> Result<Changed, CannotReprioritize> {
        if self.is_closed() {
            return Err(CannotReprioritize::Closed(self.number));
        }
        if self.priority == to {
            return Err(CannotReprioritize::Same(self.number));
        }
        let body = json!({ "to": to, "from": self.priority });
        self.priority = to;
        Ok(self.changed(CaseEvent::new(at, actor, kind::REPRIORITIZED, body)))
    }

    /// Another rule noticed that it matters more: raises the priority, may bring the due time
    /// forward, never the other way. Nothing changes where it already matters as much, or is closed.
    pub fn escalate(
        mut self,
        to: Priority,
        due_at: Micros,
        why: &str,
        at: Micros,
    ) -> Option<Changed> {
        if self.is_closed() || to <= self.priority {
            return None;
        }
        let body = json!({ "to": to, "from": self.priority, "why": why });
        self.priority = to;
        self.due_at = self.due_at.min(due_at);
        if self.answered_at.is_none() {
            self.promised_at = self.promised_at.min(due_at);
        }
        Some(self.changed(CaseEvent::new(at, "rule", kind::REPRIORITIZED, body)))
    }

    /// Sets where the person can be reached.
    pub fn address(
        mut self,
        contact: &str,
        actor: &str,
        at: Micros,
    ) -> Result<Changed, CannotAddress> {
        let contact = contact.trim();
        if self.is_closed() {
            return Err(CannotAddress::Closed(self.number));
        }
        if !is_mail_address(contact) {
            return Err(CannotAddress::NotAnAddress(self.number));
        }
        self.contact = Some(contact.to_owned());
        let body = json!({ "contact": contact });
        Ok(self.changed(CaseEvent::new(at, actor, kind::ADDRESSED, body)))
    }

    /// Answers the person by mail. `details` joins the text in the history (notice, reference).
    pub fn reply(
        self,
        text: &str,
        details: serde_json::Value,
        actor: &str,
        at: Micros,
    ) -> Result<Changed, CannotReply> {
        let text = text.trim();
        if self.is_closed() {
            return Err(CannotReply::Closed(self.number));
        }
        if self.contact.is_none() {
            return Err(CannotReply::NoContact(self.number));
        }
        if text.is_empty() {
            return Err(CannotReply::Empty(self.number));
        }
        if longer(text, LONG) {
            return Err(CannotReply::TooLong(self.number));
        }
        let mut body = json!({ "text": text });
        if let (Some(body), serde_json::Value::Object(details)) = (body.as_object_mut(), details) {
            body.extend(details);
        }
        Ok(self
            .answered(at)
            .changed(CaseEvent::new(at, actor, kind::REPLIED, body)))
    }

    /// Records that the person was answered outside Hearback: by phone, in person, by post.
    pub fn record_answer(
        self,
        how: &str,
        actor: &str,
        at: Micros,
    ) -> Result<Changed, CannotRecordAnswer> {
        let how = how.trim();
        if self.is_closed() {
            return Err(CannotRecordAnswer::Closed(self.number));
        }
        if how.is_empty() {
            return Err(CannotRecordAnswer::Empty(self.number));
        }
        if longer(how, LONG) {
            return Err(CannotRecordAnswer::TooLong(self.number));
        }
        let body = json!({ "how": how });
        Ok(self
            .answered(at)
            .changed(CaseEvent::new(at, actor, kind::ANSWERED, body)))
    }

    fn answered(mut self, at: Micros) -> Self {
        self.state = CaseState::Answered;
        self.answered_at.get_or_insert(at);
        self
    }

    /// Closes the case with what was learned from it.
    pub fn close(
        mut self,
        root_cause: &str,
        outcome: &str,
        actor: &str,
        at: Micros,
    ) -> Result<Changed, CannotClose> {
        let (root_cause, outcome) = (root_cause.trim(), outcome.trim());
        if self.is_closed() {
            return Err(CannotClose::Closed(self.number));
        }
        if root_cause.is_empty() {
            return Err(CannotClose::NoRootCause(self.number));
        }
        if outcome.is_empty() {
            return Err(CannotClose::NoOutcome(self.number));
        }
        if longer(root_cause, SHORT) || longer(outcome, SHORT) {
            return Err(CannotClose::TooLong(self.number));
        }
        self.state = CaseState::Closed;
        self.closed_at = Some(at);
        self.root_cause = Some(root_cause.to_owned());
        self.outcome = Some(outcome.to_owned());
        let body = json!({ "root_cause": root_cause, "outcome": outcome });
        Ok(self.changed(CaseEvent::new(at, actor, kind::CLOSED, body)))
    }

    /// Opens a closed case again: an answer is owed once more.
    pub fn reopen(mut self, why: &str, actor: &str, at: Micros) -> Result<Changed, CannotReopen> {
        let why = why.trim();
        if !self.is_closed() {
            return Err(CannotReopen::NotClosed(self.number));
        }
        if why.is_empty() {
            return Err(CannotReopen::NoReason(self.number));
        }
        if longer(why, LONG) {
            return Err(CannotReopen::TooLong(self.number));
        }
        self.open_again(at);
        let body = json!({ "why": why });
        Ok(self.changed(CaseEvent::new(at, actor, kind::REOPENED, body)))
    }
}
