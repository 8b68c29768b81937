//! A draft: what a source sent, validated, before it has a post, a time of receipt and an id.

use crate::{Flaw, Post};
use domain::time::Micros;
use domain::{Answer, Consent, CustomerId, CustomerRef, Provenance, Signal, SignalId, time};
use jiff::tz::TimeZone;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use store::Incoming;

/// How far in the future something may have happened: clocks of sources run ahead.
const AHEAD_US: i64 = 24 * 3600 * 1_000_000;

/// What a source sent, validated. Its serialized form is what the content hash is taken of.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Draft {
    /// Where it stood in what was sent, counted from 1.
    #[serde(skip)]
    pub line: usize,
    /// The post by name or id; the default post when absent.
    #[serde(skip)]
    pub post: Option<String>,
    /// The source's id.
    #[serde(skip)]
    pub external_id: String,
    /// The post's when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Provenance>,
    /// The post's when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// The post's when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub touchpoint: Option<String>,
    /// The time of receipt when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occurred_at: Option<Micros>,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// Who, as the source names them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerRef>,
    /// Who, when we know them already (a personal link).
    #[serde(skip)]
    pub known_customer: Option<CustomerId>,
    /// Language tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Attributes by key.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, String>,
    /// The answers in the order in which they came.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Answer>,
    /// The post's purpose and its basis when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent: Option<Consent>,
    /// Test signals are excluded everywhere.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub test: bool,
    /// Design weight.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<f64>,
    /// Sampling stratum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stratum: Option<String>,
    /// Sampling cluster.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
    /// An opaque reference of another room.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follow_up: Option<String>,
}

/// Where and when a draft arrives: what turns it into a signal.
#[derive(Debug, Clone, Copy)]
pub struct Arrival<'a> {
    /// The post that heard it.
    pub post: &'a Post,
    /// The zone in which its local date is fixed.
    pub zone: &'a TimeZone,
    /// When it was received.
    pub received_at: Micros,
}

/// The hash of what a draft says, SHA-256 hex. When it was received, and under which id, is no
/// part of it: the same content sent again is the same content.
pub fn content_hash(draft: &Draft) -> String {
    // A draft has only texts, finite numbers and lists of them, so it always serializes.
    let content = serde_json::to_vec(draft).unwrap_or_default();
    hex(&Sha256::digest(content))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |d: u8| char::from(DIGITS[usize::from(d & 15)]);
    bytes
        .iter()
        .flat_map(|b| [digit(b >> 4), digit(*b)])
        .collect()
}

impl Draft {
    /// The signal this becomes. `ids` mints two: the signal's, and the customer's if they are new.
    ///
    /// # Errors
    /// When it happened more than a day after it was received.
    pub fn arrive(
        self,
        at: Arrival<'_>,
        ids: &mut (dyn FnMut() -> String + Send + Sync),
    ) -> Result<Incoming, Flaw> {
        let body_hash = content_hash(&self);
        self.arrive_hashed(body_hash, at, ids)
    }

    /// As [`Draft::arrive`], with the hash taken before.
    pub(crate) fn arrive_hashed(
        self,
        body_hash: String,
        at: Arrival<'_>,
        ids: &mut (dyn FnMut() -> String + Send + Sync),
    ) -> Result<Incoming, Flaw> {
        let occurred_at = self.occurred_at.unwrap_or(at.received_at);
        if occurred_at > at.received_at.saturating_add(AHEAD_US) {
            return Err(Flaw::new(
                "occurred_at",
                format!("{} is in the future", time::to_text(occurred_at)),
                "send when it happened, with its time zone",
            )
            .on_line(self.line));
        }
        let post = at.post;
        let signal = Signal {
            id: SignalId::new(ids()),
            post: post.id.clone(),
            external_id: self.external_id,
            rev: 1,
            provenance: self.provenance.unwrap_or(post.provenance),
            channel: self.channel.unwrap_or_else(|| post.channel.clone()),
            touchpoint: self.touchpoint.or_else(|| post.touchpoint.clone()),
            occurred_at,
            received_at: at.received_at,
            occurred_on: time::local_date(occurred_at, at.zone),
            location: self.location,
            customer: self.known_customer,
            language: self.language,
            attributes: self.attributes,
            answers: self.answers,
            consent: self.consent.unwrap_or_else(|| Consent {
                purpose: post.purpose.clone(),
                ..Consent::default()
            }),
            test: self.test,
            weight: self.weight,
            stratum: self.stratum,
            cluster: self.cluster,
            follow_up: self.follow_up,
        };
        Ok(Incoming {
            signal,
            body_hash,
            customer: self.customer,
            fresh_customer: CustomerId::new(ids()),
        })
    }
}
