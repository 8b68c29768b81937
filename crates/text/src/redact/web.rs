//! E-mail, web and IP addresses.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::{Found, RedactionKind, window};
use crate::token::is_unspaced;

/// A path segment this long that mixes letters and digits is a token.
const TOKEN_CHARS: usize = 10;

/// End of the e-mail address that starts at `at`.
pub(super) fn email(text: &str, at: usize) -> Option<usize> {
    let rest = window(text, at);
    let local_end = rest.find(|c: char| !(is_word(c) || "._%+-".contains(c)))?;
    if local_end == 0 || local_end > 64 || !rest[local_end..].starts_with('@') {
        return None;
    }
    let domain = &rest[local_end + 1..];
    let is_domain = |c: char| is_word(c) || c == '.' || c == '-';
    let domain_end = domain.find(|c| !is_domain(c)).unwrap_or(domain.len());
    let domain = domain[..domain_end].trim_end_matches(['.', '-']);
    let (name, top) = domain.rsplit_once('.')?;
    let fits = !name.is_empty() && top.chars().count() >= 2 && top.chars().all(char::is_alphabetic);
    fits.then(|| at + local_end + 1 + domain.len())
}

/// A letter or digit of a script that puts spaces between words: others run into the address.
fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || (c.is_alphanumeric() && !is_unspaced(c))
}

/// The web address that starts at `at`: removed when it carries something, else kept whole.
pub(super) fn address(text: &str, at: usize) -> Option<Found> {
    let rest = &text[at..];
    let starts = |scheme: &str| {
        rest.get(..scheme.len())
            .is_some_and(|s| s.eq_ignore_ascii_case(scheme))
    };
    let scheme = match rest.as_bytes()[0] {
        b'h' | b'H' | b'w' | b'W' => ["https://", "http://", "www."]
            .into_iter()
            .find(|scheme| starts(scheme)),
        _ => None,
    };
    let scheme = match scheme {
        Some(scheme) => scheme,
        None if is_bare(rest) => "",
        None => return None,
    };
    let end = rest
        .find(|c: char| c.is_whitespace() || "<>\"".contains(c) || is_unspaced(c) || c == '、')
        .unwrap_or(rest.len());
    let whole = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'', '…']);
    let inside = whole.get(scheme.len()..).unwrap_or_default();
    let end = at + whole.len().max(scheme.len());
    let carries = inside.contains(['?', '#', '@']) || inside.split('/').skip(1).any(is_token);
    Some(if carries {
        Found::Remove(RedactionKind::Url, end)
    } else {
        Found::Keep(end)
    })
}

/// A host with a path and no scheme: `shop.example/t/9fKq27Lz`.
fn is_bare(rest: &str) -> bool {
    let bytes = rest.as_bytes();
    let host = bytes
        .iter()
        .take(80)
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
        .count();
    if bytes.get(host) != Some(&b'/') {
        return false;
    }
    let top = rest[..host].rsplit_once('.').map_or("", |(_, top)| top);
    top.len() >= 2 && top.bytes().all(|b| b.is_ascii_alphabetic())
}

fn is_token(segment: &str) -> bool {
    let has = |test: fn(&char) -> bool| segment.chars().filter(test).count() >= 3;
    let words = segment.split(['-', '_']).map(str::len).max().unwrap_or(0);
    words >= TOKEN_CHARS && has(|c| c.is_ascii_digit()) && has(|c| c.is_alphabetic())
}

/// End of the IP address that starts at `at`.
pub(super) fn ip(text: &str, at: usize) -> Option<usize> {
    let rest = window(text, at);
    let part = |c: char| c.is_ascii_hexdigit() || c == '.' || c == ':';
    let end = rest.find(|c| !part(c)).unwrap_or(rest.len());
    if rest[end..].starts_with(char::is_alphanumeric) {
        return None;
    }
    let whole = rest[..end].trim_end_matches(['.', ':']);
    let is_four = whole.parse::<Ipv4Addr>().is_ok();
    // A clock time such as 10:30 has one colon, a full address seven or a double one.
    let is_six =
        whole.len() > 5 && whole.matches(':').count() >= 2 && whole.parse::<Ipv6Addr>().is_ok();
    (is_four || is_six).then(|| at + whole.len())
}
