//! `POST /api/v1/signals`: one JSON object or JSON Lines, read into validated drafts.
//!
//! Reading is a pure function of the bytes; [`Receiver`] gives drafts their post, registers
//! questions that were never met, and submits.

mod draft;
mod fields;
mod guard;
mod receiver;

pub(crate) use draft::hex;
pub use draft::{Arrival, Draft, content_hash};
pub(crate) use fields::{FIELDS, reference};
pub use receiver::{Received, Receiver};

use crate::Flaw;
use jiff::tz::TimeZone;

/// What a body may weigh.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a body.
    pub body_bytes: usize,
    /// How deep objects and lists may nest.
    pub depth: usize,
    /// Lines of a batch.
    pub lines: usize,
    /// Bytes of one verbatim.
    pub verbatim_bytes: usize,
    /// Answers of one signal, and attributes of one signal.
    pub answers: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 16 << 20,
            depth: 32,
            lines: 10_000,
            verbatim_bytes: 100_000,
            answers: 1_000,
        }
    }
}

/// How a body is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// One JSON object.
    One,
    /// One JSON object per line.
    Lines,
    /// One object if the whole body is one, lines otherwise.
    Guess,
}

impl Layout {
    /// The layout that a `Content-Type` names.
    pub fn of(content_type: Option<&str>) -> Self {
        let kind = content_type
            .and_then(|t| t.split(';').next())
            .map(|t| t.trim().to_ascii_lowercase());
        match kind.as_deref() {
            Some("application/json") => Self::One,
            Some(
                "application/x-ndjson"
                | "application/ndjson"
                | "application/jsonl"
                | "application/x-jsonl"
                | "application/jsonlines"
                | "application/json-lines"
                | "application/x-jsonlines",
            ) => Self::Lines,
            _ => Self::Guess,
        }
    }
}

/// Flaws that are reported of one body; more would help nobody.
const MOST_FLAWS: usize = 20;

/// Reads a body into drafts; all of it or nothing.
///
/// `zone` is the workspace's: a time without one is read in it. `key` is the `Idempotency-Key`
/// of the request: it stands in for a missing `external_id` of a single object.
///
/// # Errors
/// Up to 20 flaws, each with its line, its field and how to mend it.
pub fn parse(
    body: &[u8],
    layout: Layout,
    key: Option<&str>,
    limits: &Limits,
    zone: &TimeZone,
) -> Result<Vec<Draft>, Vec<Flaw>> {
    if body.len() > limits.body_bytes {
        return Err(vec![Flaw::new(
            "",
            format!("the body has {} bytes", body.len()),
            format!("send at most {} bytes at once", limits.body_bytes),
        )]);
    }
    if body.iter().all(u8::is_ascii_whitespace) {
        return Err(vec![Flaw::new(
            "",
            "the body is empty",
            "send one JSON object, or one per line",
        )]);
    }
    match layout {
        Layout::One => one(body, key, limits, zone).map_err(|flaw| vec![flaw]),
        Layout::Lines => lines(body, key, limits, zone),
        Layout::Guess if is_one_object(body) => {
            one(body, key, limits, zone).map_err(|flaw| vec![flaw])
        }
        Layout::Guess => lines(body, key, limits, zone),
    }
}

/// Reads one line of a JSON Lines file or body.
pub(crate) fn parse_line(
    line: &[u8],
    key: Option<&str>,
    limits: &Limits,
    zone: &TimeZone,
) -> Result<Draft, Flaw> {
    let value = guard::read(line, limits.depth)?;
    fields::draft(value, key, limits, zone)
}

fn one(
    body: &[u8],
    key: Option<&str>,
    limits: &Limits,
    zone: &TimeZone,
) -> Result<Vec<Draft>, Flaw> {
    Ok(vec![parse_line(body, key, limits, zone)?])
}

fn lines(
    body: &[u8],
    key: Option<&str>,
    limits: &Limits,
    zone: &TimeZone,
) -> Result<Vec<Draft>, Vec<Flaw>> {
    let mut drafts = Vec::new();
    let mut flaws = Vec::new();
    let filled = || {
        body.split(|b| *b == b'\n')
            .enumerate()
            .filter(|(_, line)| !line.iter().all(u8::is_ascii_whitespace))
    };
    let single = key.filter(|_| filled().take(2).count() == 1);
    for (count, (index, line)) in filled().enumerate() {
        if count >= limits.lines {
            flaws.push(
                Flaw::new(
                    "",
                    format!("the body has more than {} signals", limits.lines),
                    "send them in several batches",
                )
                .on_line(index + 1),
            );
            break;
        }
        match parse_line(line, single, limits, zone) {
            Ok(mut draft) => {
                draft.line = index + 1;
                drafts.push(draft);
            }
            Err(flaw) => flaws.push(flaw.on_line(index + 1)),
        }
        if flaws.len() >= MOST_FLAWS {
            break;
        }
    }
    if flaws.is_empty() {
        Ok(drafts)
    } else {
        Err(flaws)
    }
}

/// Whether the body ends where its first object ends.
fn is_one_object(body: &[u8]) -> bool {
    let mut values =
        serde_json::Deserializer::from_slice(body).into_iter::<serde::de::IgnoredAny>();
    matches!(values.next(), Some(Ok(_))) && values.next().is_none()
}
