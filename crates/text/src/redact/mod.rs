//! Removing what could identify or harm a person before a verbatim is indexed, logged or sent.
//!
//! Found by form and checksum: e-mail addresses, phone numbers, payment cards (Luhn), IBANs
//! (length by country and modulo 97), IP addresses, web addresses that carry a token, and long
//! account or order numbers. Names and postal addresses are **not** found.

mod number;
mod web;

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
    /// An account, order, booking or customer number.
    Account,
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

/// Removes personal numbers and addresses from `text`.
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
    let mut spans: Vec<Redaction> = Vec::new();
    let mut at = 0;
    let mut starts_word = true;
    while let Some(c) = text[at..].chars().next() {
        let found = if starts_word { look(text, at, c) } else { None };
        match found {
            Some(Found::Remove(kind, end)) => {
                spans.push(Redaction {
                    start: at,
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
                starts_word = !c.is_alphanumeric();
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
fn look(text: &str, at: usize, first: char) -> Option<Found> {
    if first.is_alphanumeric() || matches!(first, '_' | '.' | '-') {
        if let Some(found) = web::address(text, at) {
            return Some(found);
        }
        if let Some(end) = web::email(text, at) {
            return Some(Found::Remove(RedactionKind::Email, end));
        }
    }
    if (first.is_ascii_hexdigit() || first == ':')
        && let Some(end) = web::ip(text, at)
    {
        return Some(Found::Remove(RedactionKind::Ip, end));
    }
    if first.is_ascii_alphabetic() {
        if let Some(end) = number::iban(text, at) {
            return Some(Found::Remove(RedactionKind::Iban, end));
        }
        return number::reference(text, at);
    }
    if first.is_ascii_digit() || matches!(first, '+' | '(') {
        return number::digits(text, at);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<&'static str> {
        redact(text)
            .spans
            .iter()
            .map(|span| span.kind.name())
            .collect()
    }

    #[test]
    fn each_kind_is_found() {
        for (text, kind) in [
            ("mail jo.doe+x@mail.example.co.uk now", "email"),
            ("call +44 20 7946 0958", "phone"),
            ("call (415) 555-0132 please", "phone"),
            ("Tel. 0151 23456789", "phone"),
            ("ring 20 30 40 50", "phone"),
            ("06 12 34 56 78", "phone"),
            ("card 4111 1111 1111 1111 was charged", "card"),
            ("IBAN DE89 3704 0044 0532 0130 00 bitte", "iban"),
            ("gb82west12345698765432", "iban"),
            ("from 192.168.10.254, again", "ip"),
            ("2001:db8::8a2e:370:7334 timed out", "ip"),
            ("https://a.example/reset?token=abc", "url"),
            ("https://a.example/r/9f8e7d6c5b4a39281706f5e4", "url"),
            ("my order number is 7741203", "account"),
            ("Kundennummer: 884213", "account"),
            ("booking ref XK72-99812", "account"),
            ("account 123456789012", "account"),
            ("SSN 078-05-1120", "account"),
        ] {
            assert_eq!(kinds(text), [kind], "{text}");
        }
    }

    #[test]
    fn dates_prices_and_counts_stay() {
        for text in [
            "On 2024-01-31 10:30 I paid 1,299.00",
            "am 31.12.2024 um 18:45 Uhr",
            "12/05/2023 and 05-12-23",
            "20240131 was a Wednesday",
            "€ 1.234.567,89 or $1,234,567 or 12 345 678 kr",
            "we waited 45 minutes, 3 times, since 1998",
            "rooms 101, 102, 103 and 104",
            "version 2.10.3 of the app",
            "24/7 service, 100% great, 5 stars 10/10",
            "see https://shop.example/help/returns",
            "@support is slow, a@b is no address",
            "No support and was not accessible to anyone",
            "The case of 12 ad-2600 players in contact with 4500 people",
            "flight BA117 at 7:15, gate B42, size 38-40",
            "1990-2020 and 2019/2020, pages 100-250",
        ] {
            let redacted = redact(text);
            assert_eq!(redacted.text, text, "{:?}", redacted.spans);
        }
    }

    #[test]
    fn a_wrong_check_digit_is_no_card_and_no_iban() {
        assert!(!kinds("DE88 3704 0044 0532 0130 00").contains(&"iban"));
        assert!(!kinds("4111 1111 1111 1112").contains(&"card"));
    }

    #[test]
    fn spans_are_offsets_into_the_original() {
        let text = "Ää: ä@ö.example — x@y.example, +49 30 1234567.";
        let redacted = redact(text);
        let parts: Vec<&str> = redacted
            .spans
            .iter()
            .map(|s| &text[s.start..s.end])
            .collect();
        assert_eq!(parts, ["ä@ö.example", "x@y.example", "+49 30 1234567"]);
        assert_eq!(redacted.text, "Ää: [email] — [email], [phone].");
    }
}
