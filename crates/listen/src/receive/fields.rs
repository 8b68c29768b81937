//! From a JSON object to a draft: every field by name, every refusal with its mend.

use super::guard::kind;
use super::{Draft, Limits};
use crate::Flaw;
use crate::flaw::brief;
use domain::name::key_of;
use domain::time::{self, Micros};
use domain::{Answer, Consent, CustomerRef, Provenance};
use jiff::tz::TimeZone;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Every field of a signal, as the documentation lists them.
pub(crate) const FIELDS: [&str; 19] = [
    "external_id",
    "post",
    "provenance",
    "channel",
    "touchpoint",
    "occurred_at",
    "location",
    "customer",
    "language",
    "attributes",
    "scores",
    "choices",
    "verbatims",
    "consent",
    "test",
    "weight",
    "stratum",
    "cluster",
    "follow_up",
];

/// Bytes of a short text: an id, a name, a reference.
const SHORT: usize = 512;

type Object = Map<String, Value>;
type Read<T> = Result<T, Flaw>;

/// Reads a draft out of an object.
pub(super) fn draft(
    object: Object,
    key: Option<&str>,
    limits: &Limits,
    zone: &TimeZone,
) -> Read<Draft> {
    let mut draft = Draft {
        line: 1,
        ..Draft::default()
    };
    let mut questions = BTreeSet::new();
    for (field, value) in object {
        if value.is_null() {
            known(&field)?;
            continue;
        }
        match field.as_str() {
            "external_id" => draft.external_id = id_text(&field, value)?,
            "post" => draft.post = Some(short(&field, value)?),
            "provenance" => draft.provenance = Some(provenance(&field, value)?),
            "channel" => draft.channel = Some(key_of(&short(&field, value)?)),
            "touchpoint" => draft.touchpoint = Some(short(&field, value)?),
            "occurred_at" => draft.occurred_at = Some(instant(&field, value, zone)?),
            "location" => draft.location = Some(short(&field, value)?),
            "customer" => draft.customer = Some(customer(value)?),
            "language" => draft.language = Some(short(&field, value)?),
            "attributes" => attributes(value, limits, &mut draft)?,
            "scores" => scores(value, &mut questions, &mut draft)?,
            "choices" => choices(value, &mut questions, limits, &mut draft)?,
            "verbatims" => verbatims(value, &mut questions, limits, &mut draft)?,
            "consent" => draft.consent = Some(consent(value)?),
            "test" => draft.test = flag(&field, value)?,
            "weight" => draft.weight = Some(weight(&field, value)?),
            "stratum" => draft.stratum = Some(id_text(&field, value)?),
            "cluster" => draft.cluster = Some(id_text(&field, value)?),
            "follow_up" => draft.follow_up = Some(short(&field, value)?),
            _ => known(&field)?,
        }
        if draft.answers.len() > limits.answers {
            return Err(Flaw::new(
                field,
                format!("more than {} answers", limits.answers),
                "send them as several signals",
            ));
        }
    }
    if draft.external_id.is_empty() {
        match key {
            Some(key) => draft.external_id = id_text("Idempotency-Key", key.into())?,
            None => {
                return Err(Flaw::new(
                    "external_id",
                    "it is missing",
                    "send the source's own id, so that sending twice stores once; a single object may use the Idempotency-Key header instead",
                ));
            }
        }
    }
    Ok(draft)
}

fn known(field: &str) -> Read<()> {
    if FIELDS.contains(&field) {
        return Ok(());
    }
    let near = crate::near::near(field, FIELDS.into_iter());
    let hint = match near.first() {
        Some(name) => format!("did you mean '{name}'?"),
        None => format!(
            "put it under 'attributes', or use one of: {}",
            FIELDS.join(", ")
        ),
    };
    Err(Flaw::new(brief(field), "there is no such field", hint))
}

fn wrong(field: &str, value: &Value, wanted: &str) -> Flaw {
    Flaw::new(
        field,
        format!("it is {}", kind(value)),
        format!("send {wanted}"),
    )
}

/// A text that PostgreSQL can hold.
fn text(field: &str, value: Value, most: usize) -> Read<String> {
    let Value::String(text) = value else {
        return Err(wrong(field, &value, "a text"));
    };
    if text.contains('\0') {
        return Err(Flaw::new(
            field,
            "it holds a NUL character",
            "remove \\u0000 from the text",
        ));
    }
    if text.len() > most {
        return Err(Flaw::new(
            field,
            format!("it has {} bytes", text.len()),
            format!("send at most {most} bytes"),
        ));
    }
    Ok(text)
}

fn short(field: &str, value: Value) -> Read<String> {
    let text = text(field, value, SHORT)?;
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Err(Flaw::new(field, "it is empty", "fill it or leave it away"));
    }
    Ok(trimmed.to_owned())
}

/// A short text; sources often send ids as numbers.
fn id_text(field: &str, value: Value) -> Read<String> {
    match value {
        Value::Number(number) => Ok(plain(&number)),
        other => short(field, other),
    }
}

/// A number as people write it: 3, not 3.0.
fn plain(number: &serde_json::Number) -> String {
    match number.as_f64() {
        Some(n) if number.is_f64() && n.fract() == 0.0 && n.abs() < 1e15 => format!("{n:.0}"),
        _ => number.to_string(),
    }
}

fn provenance(field: &str, value: Value) -> Read<Provenance> {
    let word = short(field, value)?;
    Provenance::parse(&word).ok_or_else(|| {
        Flaw::new(
            field,
            format!("'{}' is no provenance", brief(&word)),
            "send direct, indirect or inferred",
        )
    })
}

fn instant(field: &str, value: Value, zone: &TimeZone) -> Read<Micros> {
    let word = short(field, value)?;
    time::parse(&word, zone).map_err(|error| {
        Flaw::new(
            field,
            format!("'{}' is not a time", brief(&error.0)),
            "send RFC 3339, for example 2026-03-01T09:30:00Z",
        )
    })
}

fn flag(field: &str, value: Value) -> Read<bool> {
    value
        .as_bool()
        .ok_or_else(|| wrong(field, &value, "true or false"))
}

fn number(field: &str, value: &Value) -> Read<f64> {
    value
        .as_f64()
        .filter(|n| n.is_finite())
        .ok_or_else(|| wrong(field, value, "a number"))
}

fn weight(field: &str, value: Value) -> Read<f64> {
    let weight = number(field, &value)?;
    if weight >= 0.0 {
        return Ok(weight);
    }
    Err(Flaw::new(
        field,
        format!("{weight} is negative"),
        "send a design weight of 0 or more; 1 is the default",
    ))
}

fn object(field: &str, value: Value) -> Read<Object> {
    match value {
        Value::Object(object) => Ok(object),
        other => Err(wrong(field, &other, "an object")),
    }
}

fn customer(value: Value) -> Read<CustomerRef> {
    let (mut who, mut what) = (None, None);
    for (field, value) in object("customer", value)? {
        let path = format!("customer.{field}");
        match field.as_str() {
            "kind" => who = Some(short(&path, value)?),
            "value" => what = Some(id_text(&path, value)?),
            _ => {
                return Err(Flaw::new(
                    brief(&path),
                    "there is no such field",
                    "send {\"kind\": \"email\", \"value\": \"…\"}",
                ));
            }
        }
    }
    let missing = |field: &str| {
        Flaw::new(
            field,
            "it is missing",
            "send {\"kind\": \"email\", \"value\": \"…\"}",
        )
    };
    let kind = who.ok_or_else(|| missing("customer.kind"))?;
    let value = what.ok_or_else(|| missing("customer.value"))?;
    Ok(reference(&kind, &value))
}

/// A customer reference in its one spelling: kinds are keys, mail addresses lower case.
pub(crate) fn reference(kind: &str, value: &str) -> CustomerRef {
    let kind = key_of(kind);
    let value = value.trim();
    CustomerRef {
        value: if kind == "email" {
            value.to_lowercase()
        } else {
            value.to_owned()
        },
        kind,
    }
}

fn consent(value: Value) -> Read<Consent> {
    let mut consent = Consent::default();
    for (field, value) in object("consent", value)? {
        let path = format!("consent.{field}");
        match field.as_str() {
            "purpose" => consent.purpose = short(&path, value)?,
            "basis" => consent.basis = short(&path, value)?,
            "notice" if value.is_null() => {}
            "notice" => consent.notice = Some(short(&path, value)?),
            _ => {
                return Err(Flaw::new(
                    brief(&path),
                    "there is no such field",
                    "send purpose, basis and notice only",
                ));
            }
        }
    }
    Ok(consent)
}

/// A key under a parent, once.
fn fresh(parent: &str, header: &str, taken: &mut BTreeSet<String>) -> Read<String> {
    let key = key_of(header);
    if !taken.insert(key.clone()) {
        return Err(Flaw::new(
            format!("{parent}.{}", brief(header)),
            format!("the key '{key}' is there already"),
            "give each question and each attribute one name; case and punctuation do not count",
        ));
    }
    Ok(key)
}

fn attributes(value: Value, limits: &Limits, draft: &mut Draft) -> Read<()> {
    let mut taken = BTreeSet::new();
    for (header, value) in object("attributes", value)? {
        let path = format!("attributes.{header}");
        let value = match value {
            Value::Null => continue,
            Value::Bool(flag) => flag.to_string(),
            Value::Number(number) => plain(&number),
            Value::String(_) => text(&path, value, 4_096)?,
            other => return Err(wrong(&path, &other, "a text, a number, true or false")),
        };
        let key = fresh("attributes", &header, &mut taken)?;
        draft.attributes.insert(key, value);
    }
    if draft.attributes.len() > limits.answers {
        return Err(Flaw::new(
            "attributes",
            format!("there are {}", draft.attributes.len()),
            format!("send at most {}", limits.answers),
        ));
    }
    Ok(())
}

fn scores(value: Value, taken: &mut BTreeSet<String>, draft: &mut Draft) -> Read<()> {
    for (header, value) in object("scores", value)? {
        if value.is_null() {
            continue;
        }
        let number = number(&format!("scores.{header}"), &value)?;
        let key = fresh("scores", &header, taken)?;
        draft.answers.push(Answer::score(key, number));
    }
    Ok(())
}

fn choices(
    value: Value,
    taken: &mut BTreeSet<String>,
    limits: &Limits,
    draft: &mut Draft,
) -> Read<()> {
    for (header, value) in object("choices", value)? {
        let path = format!("choices.{header}");
        let chosen = match value {
            Value::Null => continue,
            Value::Array(list) => list,
            one => vec![one],
        };
        let key = fresh("choices", &header, taken)?;
        if chosen.len() > limits.answers {
            return Err(Flaw::new(
                path,
                format!("{} choices", chosen.len()),
                format!("send at most {}", limits.answers),
            ));
        }
        for value in chosen {
            let choice = id_text(&path, value)?;
            draft.answers.push(Answer::choice(key.clone(), choice));
        }
    }
    Ok(())
}

fn verbatims(
    value: Value,
    taken: &mut BTreeSet<String>,
    limits: &Limits,
    draft: &mut Draft,
) -> Read<()> {
    for (header, value) in object("verbatims", value)? {
        if value.is_null() {
            continue;
        }
        let words = text(&format!("verbatims.{header}"), value, limits.verbatim_bytes)?;
        let key = fresh("verbatims", &header, taken)?;
        if !words.trim().is_empty() {
            draft.answers.push(Answer::verbatim(key, words));
        }
    }
    Ok(())
}
