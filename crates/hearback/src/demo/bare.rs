//! A signal with nothing said in it yet: its post, time, consent, id and hash.

use super::dice::Dice;
use super::posts::{POSTS, PostIds, provenance};
use domain::time::{Micros, to_days};
use domain::{Consent, CustomerId, CustomerRef, Signal, SignalId, ulid_text};
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use store::Incoming;

/// A minute in microseconds.
pub(super) const MINUTE: i64 = 60_000_000;
/// A day in microseconds.
pub(super) const DAY: i64 = 1_440 * MINUTE;
/// What people read before they answer; its hash goes with the consent.
const NOTICE: &str =
    "Fjordnet uses your answers to improve its service and may answer you about them.";

/// A bare signal of a day, with the post's own channel most of the time.
pub(super) fn signal(dice: &mut Dice, post: &'static str, on: Date, ids: &PostIds) -> Signal {
    let minute = 7 * 60 + dice.under(15 * 60) as i64;
    let occurred_at =
        i64::from(to_days(on)) * DAY + minute * MINUTE + dice.under(60) as i64 * 1_000_000;
    // Surveys come in as they are sent; reviews are collected later.
    let delay = if post == "reviews" {
        dice.between(30.0, 480.0)
    } else {
        dice.between(0.2, 9.0)
    };
    at(
        dice,
        post,
        occurred_at,
        occurred_at + (delay * MINUTE as f64) as i64,
        on,
        ids,
    )
}

/// A bare signal at an instant.
pub(super) fn at(
    dice: &mut Dice,
    post: &'static str,
    occurred_at: Micros,
    received_at: Micros,
    on: Date,
    ids: &PostIds,
) -> Signal {
    let row = POSTS.iter().find(|row| row.0 == post);
    let usual = row.map_or("web", |row| row.6);
    let channel = match usual {
        "email" | "phone" if dice.chance(0.3) => "web",
        "web" if dice.chance(0.25) => "email",
        other => other,
    };
    let consent = if post == "reviews" {
        Consent::default()
    } else {
        let purpose = if dice.chance(0.03) {
            "research"
        } else {
            "service"
        };
        let notice = Some(hex(NOTICE.as_bytes()));
        Consent {
            purpose: purpose.into(),
            basis: "consent".into(),
            notice,
        }
    };
    Signal {
        id: SignalId::new(ulid_text((received_at / 1_000).unsigned_abs(), dice.wide())),
        post: ids.of(post).clone(),
        external_id: String::new(),
        rev: 1,
        provenance: provenance(post),
        channel: channel.into(),
        touchpoint: row.map(|row| row.3.into()),
        occurred_at,
        received_at,
        occurred_on: on,
        location: None,
        customer: None,
        language: Some("en".into()),
        attributes: Default::default(),
        answers: Vec::new(),
        consent,
        test: false,
        weight: None,
        stratum: None,
        cluster: None,
        follow_up: None,
    }
}

/// A signal on its way in; its hash is set by [`seal`] once it has its external id.
pub(super) fn incoming(dice: &mut Dice, signal: Signal, customer: Option<CustomerRef>) -> Incoming {
    let fresh = ulid_text((signal.received_at / 1_000).unsigned_abs(), dice.wide());
    Incoming {
        signal,
        body_hash: String::new(),
        customer,
        fresh_customer: CustomerId::new(fresh),
    }
}

/// Sets the hash of what was sent.
pub(super) fn seal(incoming: &mut Incoming) {
    let said = (
        &incoming.signal.external_id,
        &incoming.signal.answers,
        &incoming.customer,
    );
    // Texts and finite numbers always serialize.
    incoming.body_hash = hex(&serde_json::to_vec(&said).unwrap_or_default());
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
