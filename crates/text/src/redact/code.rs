//! References of letters and digits: orders, bookings, tickets, policies, accounts, documents.

use super::announce::{self, ACCOUNT, ID, ORDER, Said};
use super::{Found, RedactionKind, window};
use crate::token::is_unspaced;

/// Prefixes of standards and products: `ISO-27001` is no order.
const NO_CODES: &[&str] = &[
    "ISO", "EN", "DIN", "IEC", "BS", "RFC", "UTF", "COVID", "SARS", "USB", "HDMI", "WCAG", "CVE",
    "RTX", "GTX", "EU", "UE", "IP", "MP", "PS", "HTTP", "KB", "GDPR", "RGPD", "DSGVO", "ART",
];

/// The kind that the words announce, else the one to fall back on.
pub(super) fn kind(said: Said, or: RedactionKind) -> RedactionKind {
    let flags = if said.nearest & (ORDER | ACCOUNT | ID) == 0 {
        said.any
    } else {
        said.nearest
    };
    if flags & ID != 0 {
        RedactionKind::Id
    } else if flags & ACCOUNT != 0 {
        RedactionKind::Account
    } else if flags & ORDER != 0 {
        RedactionKind::Order
    } else {
        or
    }
}

/// A code that starts with a letter or a digit at `at`, such as `XK72-99812` or `2024-SK-118873`.
pub(super) fn find(text: &str, at: usize) -> Option<Found> {
    let rest = window(text, at);
    let end = rest
        .bytes()
        .position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'-' | b'/' | b'_' | b'#')))
        .unwrap_or(rest.len());
    // Most words are words: neither a digit nor a run of capitals.
    let plain = |b: &u8| !b.is_ascii_digit();
    if rest.as_bytes()[..end].iter().all(plain)
        && !rest.as_bytes()[..end].iter().all(u8::is_ascii_uppercase)
    {
        return None;
    }
    let mut whole = rest[..end].trim_end_matches(['-', '/', '_', '#']);
    // "SK-2291.7781": a stop between digits goes on where the code has a hyphen already.
    let after = &rest[whole.len()..];
    let more = after.len() > 1 && after.starts_with('.') && whole.contains('-');
    if more && whole.ends_with(|c: char| c.is_ascii_digit()) {
        let digits = after[1..].bytes().take_while(u8::is_ascii_digit).count();
        if digits >= 3 {
            whole = &rest[..whole.len() + 1 + digits];
        }
    }
    let follows = rest[whole.len()..].chars().next();
    if follows.is_some_and(|c| c.is_alphanumeric() && !is_unspaced(c)) || whole.len() > 40 {
        return None;
    }
    let digits = whole.bytes().filter(u8::is_ascii_digit).count();
    let upper = whole.bytes().filter(u8::is_ascii_uppercase).count();
    let lower = whole.bytes().filter(u8::is_ascii_lowercase).count();
    if is_hour(whole) {
        return None;
    }
    if digits == 0 {
        return spaced(text, at, whole);
    }
    if upper + lower == 0 {
        return None;
    }
    if is_flight(text, at, whole) {
        return None;
    }
    let is_code = shaped(whole, digits, upper, lower) || {
        let said = announce::before(text, at);
        let kinds = ORDER | ACCOUNT | ID;
        said.is(kinds)
            && announced(whole, digits, upper, lower)
            && (upper > 0 || announce::directly(text, at, kinds))
    };
    is_code.then(|| {
        let said = announce::before(text, at);
        Found::Remove(kind(said, RedactionKind::Order), at + whole.len())
    })
}

/// "flight XB218": everybody on board has the same number.
fn is_flight(text: &str, at: usize, whole: &str) -> bool {
    let bytes = whole.as_bytes();
    (4..=6).contains(&bytes.len())
        && bytes[..2].iter().all(u8::is_ascii_uppercase)
        && bytes[2..].iter().all(u8::is_ascii_digit)
        && announce::of_flight(text, at)
}

/// 18h55.
fn is_hour(whole: &str) -> bool {
    whole.split_once(['h', 'H']).is_some_and(|(hour, minute)| {
        (1..=2).contains(&hour.len())
            && minute.len() <= 2
            && hour
                .bytes()
                .chain(minute.bytes())
                .all(|b| b.is_ascii_digit())
    })
}

/// Without any announcing word.
fn shaped(whole: &str, digits: usize, upper: usize, lower: usize) -> bool {
    if lower > 0 && upper == 0 {
        return digits >= 7 && !whole.contains('-');
    }
    if digits >= 7 && lower <= 2 {
        return true;
    }
    let pure = whole.split(['-', '/', '_', '#']).all(|part| {
        part.bytes().all(|b| b.is_ascii_digit())
            || part.bytes().all(|b| b.is_ascii_uppercase())
            || (part.len() >= 3
                && part
                    .bytes()
                    .skip_while(u8::is_ascii_uppercase)
                    .all(|b| b.is_ascii_digit()))
    });
    let prefix = whole.split(['-', '/', '_', '#']).next().unwrap_or_default();
    if lower == 0 && whole.len() >= 9 && digits >= 6 {
        return true;
    }
    // A project's key and a number, as issue trackers write them.
    let key = whole.split_once('-').is_some_and(|(key, number)| {
        (3..=6).contains(&key.len())
            && key.bytes().all(|b| b.is_ascii_uppercase())
            && (3..=6).contains(&number.len())
            && number.bytes().all(|b| b.is_ascii_digit())
    });
    if key && !NO_CODES.contains(&prefix) {
        return true;
    }
    if lower == 0
        && pure
        && whole.contains(['-', '/'])
        && digits >= 5
        && !NO_CODES.contains(&prefix)
    {
        return true;
    }
    lower == 0 && is_locator(whole)
}

/// Six capitals and digits that take turns: a booking's locator such as `K7QX2P`.
fn is_locator(whole: &str) -> bool {
    let bytes = whole.as_bytes();
    let turns = bytes
        .windows(2)
        .filter(|pair| pair[0].is_ascii_digit() != pair[1].is_ascii_digit())
        .count();
    bytes.len() == 6
        && bytes.iter().all(u8::is_ascii_alphanumeric)
        && turns >= 2
        && bytes.iter().filter(|b| b.is_ascii_uppercase()).count() >= 3
}

/// After a word that announces a reference.
fn announced(whole: &str, digits: usize, upper: usize, lower: usize) -> bool {
    let joined = whole.contains(['-', '/', '_', '#']);
    if lower == 0 {
        return whole.len() >= 5 && (digits >= 2 || whole.len() == 6);
    }
    (lower <= 3 && digits >= 4)
        || (joined && digits >= 2 && whole.len() >= 7 && !is_ordinal(whole))
        || (upper > 0 && digits >= 2 && whole.len() >= 6)
}

/// 14-year-old, 10-minute.
fn is_ordinal(whole: &str) -> bool {
    whole.as_bytes()[0].is_ascii_digit()
        && whole
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .bytes()
            .all(|b| !b.is_ascii_digit())
}

/// Two to four capitals, a blank and digits: `MRN 00418853`, announced or naming itself.
fn spaced(text: &str, at: usize, letters: &str) -> Option<Found> {
    let capitals =
        (2..=4).contains(&letters.len()) && letters.bytes().all(|b| b.is_ascii_uppercase());
    if !capitals || !text[at + letters.len()..].starts_with(' ') {
        return None;
    }
    let bytes = text.as_bytes();
    let mut end = at + letters.len();
    let mut digits = 0;
    while let Some(b) = bytes.get(end) {
        let inside = matches!(b, b' ' | b'-') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        if b.is_ascii_digit() {
            digits += 1;
        } else if !inside {
            break;
        }
        end += 1;
    }
    if !(6..=14).contains(&digits)
        || text[end..].starts_with(|c: char| c.is_alphanumeric() && !is_unspaced(c))
    {
        return None;
    }
    let said = announce::before(text, at);
    let own = announce::before(text, at + letters.len());
    (said.nearest & (ORDER | ACCOUNT | ID) != 0
        || own.nearest & (ACCOUNT | ID) != 0 && own.nearest != said.nearest)
        .then(|| {
            let start = if own.nearest & (ACCOUNT | ID) != 0 && said.nearest == 0 {
                own
            } else {
                said
            };
            Found::Remove(kind(start, RedactionKind::Order), end)
        })
}
