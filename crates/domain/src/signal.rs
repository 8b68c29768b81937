//! A signal: anything heard, with where it came from and under which consent.

use crate::{Answer, PostId, SignalId, time::Micros};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How the brand came to hear it. Classes never mix in one metric unless asked by name (invariant 8).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Provenance {
    /// The person was asked and answered (survey, kiosk, interview).
    #[default]
    Direct,
    /// The person said it elsewhere (review, ticket, call, e-mail).
    Indirect,
    /// Behaviour from which something is concluded.
    Inferred,
}

impl Provenance {
    /// The word as stored and shown in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Indirect => "indirect",
            Self::Inferred => "inferred",
        }
    }
    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        match word.trim().to_ascii_lowercase().as_str() {
            "direct" => Some(Self::Direct),
            "indirect" => Some(Self::Indirect),
            "inferred" => Some(Self::Inferred),
            _ => None,
        }
    }
}

/// A reference to a customer in some other system: `email`, `crm`, `loyalty` …
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CustomerRef {
    /// What sort of reference it is, lower case.
    pub kind: String,
    /// The reference itself.
    pub value: String,
}

/// What the person agreed to: purpose, legal basis, and the hash of the notice shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// What the words may be used for, e.g. `service`, `research`.
    pub purpose: String,
    /// The legal basis, e.g. `consent`, `contract`, `legitimate_interest`.
    pub basis: String,
    /// SHA-256 of the notice that was shown, hex; absent when none was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<String>,
}

impl Consent {
    /// Whether the person may be answered one by one: not who spoke for research only.
    ///
    /// ```
    /// let mut consent = domain::Consent::default();
    /// assert!(consent.lets_answer());
    /// consent.purpose = "Research".into();
    /// assert!(!consent.lets_answer());
    /// ```
    pub fn lets_answer(&self) -> bool {
        !self.purpose.eq_ignore_ascii_case("research")
    }
}

impl Default for Consent {
    fn default() -> Self {
        Self {
            purpose: "service".into(),
            basis: "legitimate_interest".into(),
            notice: None,
        }
    }
}

/// Anything heard: a response, review, message, remark, observation or event.
///
/// This is the complete record that is stored as a row and, once flushed, as a row of the lake.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Signal {
    /// Our id.
    pub id: SignalId,
    /// The listening post that heard it.
    pub post: PostId,
    /// The source's id, unique per post.
    pub external_id: String,
    /// Higher revisions replace lower ones of the same id; starts at 1.
    pub rev: i64,
    /// Direct, indirect or inferred.
    pub provenance: Provenance,
    /// `web`, `email`, `kiosk`, `review`, `phone`, `file` …
    pub channel: String,
    /// The moment of interaction it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub touchpoint: Option<String>,
    /// When it happened, unix microseconds.
    pub occurred_at: Micros,
    /// When we received it, unix microseconds.
    pub received_at: Micros,
    /// The local date of `occurred_at`, fixed at intake.
    pub occurred_on: Date,
    /// Where, as the source names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// Our customer id, when the source named one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<crate::CustomerId>,
    /// Language tag shown or detected by the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Registered attributes by key.
    #[serde(default)]
    pub attributes: BTreeMap<String, String>,
    /// The complete answers, in questionnaire order.
    #[serde(default)]
    pub answers: Vec<Answer>,
    /// What the person agreed to.
    pub consent: Consent,
    /// Test signals are excluded everywhere.
    #[serde(default)]
    pub test: bool,
    /// Design weight; 1 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<f64>,
    /// Sampling stratum.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stratum: Option<String>,
    /// Sampling cluster.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
    /// An opaque reference that another room minted (a follow-up link); stored, never read here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow_up: Option<String>,
}

impl Signal {
    /// The verbatims: question key and words, in order.
    pub fn verbatims(&self) -> impl Iterator<Item = (&str, &str)> {
        self.answers
            .iter()
            .filter_map(|a| a.text.as_deref().map(|t| (a.question.as_str(), t)))
    }
    /// The number given to a question, if any.
    pub fn score(&self, question: &str) -> Option<f64> {
        self.answers
            .iter()
            .find(|a| a.question == question)
            .and_then(|a| a.value)
    }
}
