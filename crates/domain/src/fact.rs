//! What rooms announce, the jobs that follow, and the notices that leave.

use serde::{Deserialize, Serialize};

/// A past-tense fact, written in the same transaction as its cause.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// Past tense, e.g. `SignalsReceived`.
    pub kind: String,
    /// Small JSON: ids and counts, never words.
    pub body: serde_json::Value,
}

impl Fact {
    /// A fact of a kind with its body.
    pub fn new(kind: impl Into<String>, body: serde_json::Value) -> Self {
        Self {
            kind: kind.into(),
            body,
        }
    }
}

/// One fact per committed batch of signals: `{"seq": n, "n": n}`.
pub const SIGNALS_RECEIVED: &str = "SignalsReceived";
/// One fact per annotated batch: `{"seq": n, "signals_seq": first, "signals_through": last, "n": n}`;
/// one batch of verbatims may be read from several batches of signals.
pub const VERBATIMS_ANNOTATED: &str = "VerbatimsAnnotated";
/// A case was opened: `{"case": id}`.
pub const CASE_OPENED: &str = "CaseOpened";
/// A case was closed: `{"case": id}`.
pub const CASE_CLOSED: &str = "CaseClosed";

/// Streams left what their past explains: `{"shifts": [Shift, …]}`, ids and numbers only.
pub const STREAMS_SHIFTED: &str = "StreamsShifted";

/// Work to be done later by the worker loop; imperative (`annotate`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NewJob {
    /// Which work.
    pub kind: String,
    /// The same key is queued once only, for ever: jobs are idempotent.
    pub key: String,
    /// Its argument.
    pub body: serde_json::Value,
    /// Not before, unix microseconds.
    pub due_at: i64,
}

/// Something that shall leave the building; the outbox holds it, the courier delivers it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NewNotice {
    /// Stable id: the idempotency key at the receiver, the Message-ID of mail.
    pub id: crate::NoticeId,
    /// `email`, `webhook` or `slack`.
    pub channel: String,
    /// Mail address or endpoint id.
    pub recipient: String,
    /// What to send; shape by channel (`{"subject","text","reply_to"?}` for mail, the payload otherwise).
    pub body: serde_json::Value,
    /// The case it belongs to, if any.
    pub case: Option<crate::CaseId>,
    /// The customer whose data it carries, so that erasure finds it.
    pub customer: Option<crate::CustomerId>,
}

/// Whether a text may stand as a mail address: one `@`, a local part of at most 64 bytes, a dotted
/// or single host name, nothing that could end a header or an envelope command.
///
/// Deliberately narrower than RFC 5321: no quoted local parts, no address literals.
pub fn is_mail_address(text: &str) -> bool {
    let Some((local, host)) = text.split_once('@') else {
        return false;
    };
    let plain = |c: char| {
        !c.is_whitespace()
            && !c.is_control()
            && !matches!(
                c,
                '<' | '>' | '(' | ')' | '[' | ']' | ',' | ';' | ':' | '"' | '\\' | '@'
            )
    };
    text.len() <= 254
        && (1..=64).contains(&local.len())
        && local.chars().all(plain)
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && host.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        })
}
