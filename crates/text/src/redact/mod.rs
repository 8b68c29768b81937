//! Removing what could identify or harm a person before a verbatim is indexed, logged or sent.
//!
//! Found by form and check digit: e-mail addresses, phone numbers, payment cards (Luhn), IBANs
//! (length by country and modulo 97), national numbers, IP addresses, web addresses that carry a
//! token. Found by the words before them in 14 languages: order, account and document numbers.
//! Found by their form: parcels' codes, bag tags, masked cards, phone numbers read out.
//! Found by lists of names and the words around them: names of people. Found by a street's name
//! with a number: street addresses.
//!
//! Names are the least certain: a first name that is an everyday word as well is removed only
//! where something introduces it, and a name no list holds only after a title, a greeting or
//! the like. `models/CARD.md` says how much is found.

mod address;
mod announce;
mod check;
mod code;
mod id;
mod japanese;
mod label;
mod lexicon;
mod number;
mod person;
mod phone;
mod signals;
mod spoken;
mod web;
mod wide;
mod word;

use crate::token::is_unspaced;

use serde::{Deserialize, Serialize};

/// What was removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RedactionKind {
    /// An e-mail address.
    Email,
    /// A phone number.
    Phone,
    /// A payment card number that passes Luhn's check.
    Card,
    /// An IBAN that passes its check.
    Iban,
    /// An IPv4 or IPv6 address.
    Ip,
    /// A web address with a query, a fragment, a user or a token in its path.
    Url,
    /// An account, customer, member or user number.
    Account,
    /// A number of a person or a document: social security, tax, passport, licence.
    Id,
    /// An order, booking, ticket, policy, claim or case number.
    Order,
    /// A person's name, its title included.
    Name,
    /// A street address with the flat, the postcode and the town.
    Address,
}

impl RedactionKind {
    /// The word that stands in brackets in place of the removed text.
    pub fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Card => "card",
            Self::Iban => "iban",
            Self::Ip => "ip",
            Self::Url => "url",
            Self::Account => "account",
            Self::Id => "id",
            Self::Order => "order",
            Self::Name => "name",
            Self::Address => "address",
        }
    }
}

/// One removed place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redaction {
    /// First byte in the original text.
    pub start: usize,
    /// One past the last byte in the original text.
    pub end: usize,
    /// What stood there.
    pub kind: RedactionKind,
}

/// A text without what was found, and where it was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redacted {
    /// The text with `[email]`, `[phone]` … in place of what was removed.
    pub text: String,
    /// Places in the *original* text, in order, not overlapping.
    pub spans: Vec<Redaction>,
}

/// Removes names, addresses and personal numbers from `text`.
///
/// ```
/// let redacted = text::redact("Write to ann@example.org, order 4711 is late");
/// assert_eq!(redacted.text, "Write to [email], order 4711 is late");
/// assert_eq!((redacted.spans[0].start, redacted.spans[0].end), (9, 24));
/// ```
pub fn redact(text: &str) -> Redacted {
    let spans = find(text);
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for span in &spans {
        out.push_str(&text[from..span.start]);
        out.push('[');
        out.push_str(span.kind.name());
        out.push(']');
        from = span.end;
    }
    out.push_str(&text[from..]);
    Redacted { text: out, spans }
}

/// What a finder says of the text at one position.
enum Found {
    /// Remove up to this byte.
    Remove(RedactionKind, usize),
    /// Nothing to remove up to this byte; do not look inside again.
    Keep(usize),
}

fn find(text: &str) -> Vec<Redaction> {
    if let Some(narrow) = wide::narrow(text) {
        return narrow.back(find_narrow(&narrow.text));
    }
    find_narrow(text)
}

/// What occurs in a text at all, so that most texts skip most finders.
#[derive(Clone, Copy, Default)]
struct Marks {
    digit: bool,
    at: bool,
    slash: bool,
    colon: bool,
}

impl Marks {
    fn of(text: &str) -> Self {
        let mut marks = Self::default();
        for b in text.bytes() {
            match b {
                b'0'..=b'9' => marks.digit = true,
                b'@' => marks.at = true,
                b'/' => marks.slash = true,
                b':' => marks.colon = true,
                _ => {}
            }
        }
        marks
    }
}

/// As [`find`], for a text without full-width digits and marks.
fn find_narrow(text: &str) -> Vec<Redaction> {
    let marks = Marks::of(text);
    let numbers = if marks.digit || marks.at || marks.slash || marks.colon {
        find_numbers(text, marks)
    } else {
        Vec::new()
    };
    let words = word::Text::read(text);
    let mut places = Vec::new();
    address::find(&words, &mut places);
    spoken::find(&words, &mut places);
    let mut spans = Vec::new();
    // Kana and Han begin with these bytes in UTF-8.
    if text.bytes().any(|b| (0xe3..=0xe9).contains(&b)) {
        japanese::find(text, &mut spans);
    }
    spans.extend(merge(numbers, in_order(places)));
    let mut spans = in_order(spans);
    let mut names = Vec::new();
    person::find(&words, &spans, &mut names);
    if !names.is_empty() {
        spans.extend(names);
        spans = in_order(spans);
    }
    spans
}

/// Sorted, and of two that overlap the one that starts first, or is longer, alone.
fn in_order(mut spans: Vec<Redaction>) -> Vec<Redaction> {
    spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    let mut end = 0;
    spans.retain(|span| {
        let free = span.start >= end;
        if free {
            end = span.end;
        }
        free
    });
    spans
}

/// Whether any of `spans`, which are in order, overlaps the bytes from `start` to `end`.
fn touches(spans: &[Redaction], start: usize, end: usize) -> bool {
    let next = spans.partition_point(|span| span.end <= start);
    spans.get(next).is_some_and(|span| span.start < end)
}

/// Numbers and addresses in one list, each in order: a house number or a postcode belongs to its
/// address, what passed a check keeps its own kind.
fn merge(numbers: Vec<Redaction>, places: Vec<Redaction>) -> Vec<Redaction> {
    if places.is_empty() {
        return numbers;
    }
    let firm = |span: &Redaction| {
        !matches!(
            span.kind,
            RedactionKind::Account
                | RedactionKind::Order
                | RedactionKind::Phone
                | RedactionKind::Id
        )
    };
    let mut kept: Vec<Redaction> = Vec::with_capacity(places.len());
    for mut place in places {
        let first = numbers.partition_point(|number| number.end <= place.start);
        let inside = numbers[first..]
            .iter()
            .take_while(|number| number.start < place.end);
        if inside.clone().any(firm) {
            continue;
        }
        for number in inside.clone() {
            place.start = place.start.min(number.start);
        }
        if let Some(number) = inside.last() {
            place.end = place.end.max(number.end);
        }
        if kept.last().is_none_or(|last| last.end <= place.start) {
            kept.push(place);
        }
    }
    let free: Vec<Redaction> = numbers
        .into_iter()
        .filter(|number| !touches(&kept, number.start, number.end))
        .collect();
    kept.extend(free);
    kept
}

fn find_numbers(text: &str, marks: Marks) -> Vec<Redaction> {
    let mut spans: Vec<Redaction> = Vec::new();
    let mut at = 0;
    let mut starts_word = true;
    while let Some(c) = text[at..].chars().next() {
        let unspaced = !c.is_ascii() && is_unspaced(c);
        let found = if starts_word && !unspaced {
            look(text, at, c, marks)
        } else {
            None
        };
        match found {
            Some(Found::Remove(kind, end)) => {
                let hash = text[..at].ends_with('#')
                    && matches!(kind, RedactionKind::Order | RedactionKind::Account);
                spans.push(Redaction {
                    start: at - usize::from(hash),
                    end,
                    kind,
                });
                at = end;
                starts_word = false;
            }
            Some(Found::Keep(end)) => {
                at = end;
                starts_word = false;
            }
            None => {
                starts_word = unspaced || !c.is_alphanumeric();
                at += c.len_utf8();
            }
        }
    }
    spans
}

/// Bytes ahead in which an address or a number must end, so that no text makes finding slow.
const AHEAD: usize = 320;

/// The text from byte `at` on, at most [`AHEAD`] bytes of it.
fn window(text: &str, at: usize) -> &str {
    &text[at..text.floor_char_boundary(at + AHEAD)]
}

/// Looks for anything that starts at byte `at`, the first of a word.
fn look(text: &str, at: usize, first: char, marks: Marks) -> Option<Found> {
    if first.is_alphanumeric() || matches!(first, '_' | '.' | '-') {
        if (marks.slash || matches!(first, 'w' | 'W'))
            && let Some(found) = web::address(text, at)
        {
            return Some(found);
        }
        if marks.at
            && let Some(end) = web::email(text, at)
        {
            return Some(Found::Remove(RedactionKind::Email, end));
        }
    }
    if (first.is_ascii_digit() || marks.colon && (first.is_ascii_hexdigit() || first == ':'))
        && let Some(end) = web::ip(text, at)
    {
        return Some(Found::Remove(RedactionKind::Ip, end));
    }
    if !marks.digit {
        return None;
    }
    if first.is_ascii_alphabetic() {
        if let Some(end) = number::iban(text, at) {
            return Some(Found::Remove(RedactionKind::Iban, end));
        }
        if let Some(end) = id::lettered(text, at) {
            return Some(Found::Remove(RedactionKind::Id, end));
        }
        if first.is_ascii_uppercase()
            && let Some((kind, end)) = label::find(text, at)
        {
            return Some(Found::Remove(kind, end));
        }
        return code::find(text, at);
    }
    if first.is_ascii_digit() {
        if let Some(end) = id::lettered(text, at) {
            return Some(Found::Remove(RedactionKind::Id, end));
        }
        if let Some(end) = label::bag(text, at) {
            return Some(Found::Remove(RedactionKind::Id, end));
        }
        if let Some(found) = code::find(text, at) {
            return Some(found);
        }
    }
    // "(192.0.2.77)": what stands in brackets begins after the bracket.
    if first == '(' && web::ip(text, at + 1).is_some() {
        return None;
    }
    if first.is_ascii_digit() || matches!(first, '+' | '(') {
        return number::digits(text, at);
    }
    None
}

#[cfg(test)]
mod tests;
