//! Runs of digits: cards, IBANs, phone numbers, national numbers, account and order numbers.

use super::announce::{self, ACCOUNT, CARD, IBAN, ID, ORDER, PHONE, Said};
use super::check::{iban_rest, luhn};
use super::phone::is_phone;
use super::{Found, RedactionKind, code, id, label, window};
use crate::token::is_unspaced;

/// IBAN lengths by country (ISO 13616 registry).
const IBAN_LENGTHS: &str = "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BR29CH21CR22CY28CZ24DE22DK18DO28EE20ES24FI18FO18FR27GB22GE22GI23GL18GR27GT28HR21HU28IE22IL23IS26IT27JO30KW30KZ20LB28LI21LT20LU20LV21MC27MD24ME22MK19MR27MT31MU30NL18NO15PK24PL28PS29PT25QA29RO24RS22SA24SE24SI19SK24SM27TN24TR26UA29VA22XK20";

const CURRENCIES: &[&str] = &[
    "kr", "eur", "euro", "euros", "usd", "gbp", "dkk", "sek", "nok", "chf", "dollars", "pounds",
    "kronor", "kroner", "tl", "zł", "pln", "złotych", "yen", "円", "rs", "reais", "r", "inr",
    "pesos", "punkte", "points", "miles", "ft", "czk", "kč", "lira", "rupees", "km", "punten",
    "poeng",
];

/// End of the IBAN that starts at `at`.
pub(super) fn iban(text: &str, at: usize) -> Option<usize> {
    let country = text.get(at..at + 2)?.to_ascii_uppercase();
    if !text
        .get(at + 2..at + 4)?
        .bytes()
        .all(|b| b.is_ascii_digit())
    {
        return None;
    }
    let place = IBAN_LENGTHS
        .as_bytes()
        .chunks(4)
        .find(|entry| entry[..2] == *country.as_bytes())?;
    let length = usize::from(place[2] - b'0') * 10 + usize::from(place[3] - b'0');
    let mut taken = Vec::with_capacity(length);
    let mut end = at;
    for (i, b) in window(text, at).bytes().enumerate() {
        if b.is_ascii_alphanumeric() {
            taken.push(b.to_ascii_uppercase());
        } else if b != b' ' && b != b'-' {
            break;
        }
        end = at + i + 1;
        if taken.len() == length {
            break;
        }
    }
    let ends_word = !goes_on(&text[end..]);
    let right = taken.len() == length && ends_word;
    (right
        && (iban_rest(&taken) == 1
            || in_fours(&text[at..end])
            || announce::before(text, at).is(IBAN)))
    .then_some(end)
}

/// Capitals and digits in blanks of four, the last group shorter perhaps: an IBAN of the right
/// length that was mistyped is one still.
fn in_fours(written: &str) -> bool {
    let mut groups = written.split(' ').rev();
    groups
        .next()
        .is_some_and(|last| (1..=4).contains(&last.len()))
        && groups.all(|group| group.len() == 4)
        && written.len() > 15
        && !written.contains('-')
        && !written.bytes().any(|b| b.is_ascii_lowercase())
}

/// Whether a word goes on here; scripts without spaces begin a new one.
fn goes_on(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_alphanumeric() && !is_unspaced(c))
}

/// Groups of digits that one number may have; the longest, a phone in pairs, has fewer.
const MOST_GROUPS: usize = 10;

/// A group of digits and the separator before it.
struct Groups<'a> {
    list: Vec<&'a str>,
    separators: String,
    ends: Vec<usize>,
}

/// Whatever a run of digits that starts at `at` is.
pub(super) fn digits(text: &str, at: usize) -> Option<Found> {
    let groups = groups(text, at)?;
    if let Some(end) = label::masked(text, at) {
        return Some(Found::Remove(RedactionKind::Card, end));
    }
    if groups.list.iter().map(|group| group.len()).sum::<usize>() < 5 {
        let four = groups.list.len() == 1 && groups.list[0].len() == 4;
        let ending = four.then(|| announce::ending(text, at)).flatten();
        return Some(match ending {
            Some(kind) => Found::Remove(kind, groups.ends[0]),
            None => Found::Keep(groups.ends[0]),
        });
    }
    let said = announce::before(text, at);
    // The longest reading first: "31.12.2024 18" is a date and an hour, not a number.
    for count in (1..=groups.list.len()).rev() {
        let end = groups.ends[count - 1];
        if goes_on(&text[end..]) && count == 1 {
            continue;
        }
        let list = &groups.list[..count];
        let separators = &groups.separators[..count - 1];
        if is_date(list, separators) || is_hours(list, separators) {
            return Some(Found::Keep(end));
        }
        // A date and an hour.
        if count == 4 && is_date(&list[..3], &separators[..2]) && separators.as_bytes()[2] == b' ' {
            continue;
        }
        let called = said.nearest & (PHONE | ACCOUNT | ID) != 0;
        if count == groups.list.len() && is_amount(text, at, end, list, separators, called) {
            return Some(Found::Keep(end));
        }
        if let Some(kind) = kind(text, at, list, separators, said) {
            let end = if kind == RedactionKind::Phone {
                extension(text, end)
            } else {
                end
            };
            return Some(Found::Remove(kind, end));
        }
    }
    Some(Found::Keep(groups.ends[0]))
}

fn groups(text: &str, at: usize) -> Option<Groups<'_>> {
    let bytes = text.as_bytes();
    let mut groups = Groups {
        list: Vec::new(),
        separators: String::new(),
        ends: Vec::new(),
    };
    let mut i = at;
    while i < bytes.len() && matches!(bytes[i], b'+' | b'(' | b' ') && i < at + 3 {
        i += 1;
    }
    loop {
        let from = i;
        while i < bytes.len() && bytes[i].is_ascii_digit() {
            i += 1;
        }
        if i == from || groups.list.len() == MOST_GROUPS {
            break;
        }
        groups.list.push(&text[from..i]);
        groups.ends.push(i);
        let separator = i;
        while i < bytes.len() && i - separator < 2 && b" -./,()".contains(&bytes[i]) {
            i += 1;
        }
        // "0711 / 489 21 76".
        if bytes[separator..].starts_with(b" / ") && groups.list[0].starts_with('0') {
            i = separator + 3;
        }
        match (i - separator, bytes.get(separator)) {
            (0, _) | (_, None) => break,
            // ", " ends a number; ") " and " (" do not.
            (3, _) => groups.separators.push(' '),
            (2, Some(&b)) if b != b')' && bytes[separator + 1] != b'(' => break,
            (_, Some(&b)) => groups.separators.push(char::from(b)),
        }
    }
    (!groups.list.is_empty()).then_some(groups)
}

/// Takes an extension such as `x4587` or `ext. 12` along.
fn extension(text: &str, end: usize) -> usize {
    let rest = &text[end..];
    let lead = ["x", " x", " ext. ", " ext ", " Ext. "]
        .into_iter()
        .find(|lead| rest.starts_with(lead));
    let Some(lead) = lead else { return end };
    let digits = rest[lead.len()..]
        .bytes()
        .take_while(u8::is_ascii_digit)
        .count();
    if (1..=6).contains(&digits) {
        end + lead.len() + digits
    } else {
        end
    }
}

fn kind(
    text: &str,
    at: usize,
    list: &[&str],
    separators: &str,
    said: Said,
) -> Option<RedactionKind> {
    let joined = list.concat();
    let n = joined.len();
    let even = separators.bytes().all(|b| b == b' ' || b == b'-');
    let plus = text[at..].starts_with('+');
    if even && !plus && is_card(&joined, list, said) {
        return Some(RedactionKind::Card);
    }
    if separators.contains(',') {
        return None;
    }
    if !plus && id::is_number(list, separators, said) {
        return Some(RedactionKind::Id);
    }
    let phone = is_phone(&text[at..], list, separators, said.is(PHONE));
    let reference = said.is(ORDER | ACCOUNT | ID)
        && !plus
        && list.len() <= 6
        && (even && n >= 5 || n >= 7 && !separators.contains(['(', ')']));
    if reference && !(phone && said.nearest & PHONE != 0) {
        return Some(code::kind(said, RedactionKind::Account));
    }
    if phone {
        return Some(RedactionKind::Phone);
    }
    let numbered = n >= 6 && announce::numbered(text, at);
    (list.len() == 1 && (n >= 8 || numbered) && !is_compact_date(&joined))
        .then_some(RedactionKind::Account)
}

/// Payment cards: what the networks issue and Luhn's check passes, what is written in four
/// groups of four, and what is called a card.
fn is_card(joined: &str, list: &[&str], said: Said) -> bool {
    let n = joined.len();
    let issued = match joined.as_bytes()[0] {
        b'3'..=b'6' => true,
        b'2' => n == 16 || joined.starts_with("2131"),
        b'1' => joined.starts_with("1800"),
        _ => false,
    };
    let fours = n == 16 && list.len() == 4 && list.iter().all(|group| group.len() == 4);
    let announced = said.nearest & CARD != 0 && (12..=19).contains(&n);
    let maestro = n == 12 && list.len() == 1 && joined.as_bytes()[0] >= b'5';
    issued && (announced || fours || luhn(joined) && ((13..=19).contains(&n) || maestro))
}

fn is_date(list: &[&str], separators: &str) -> bool {
    let uniform = |sep: &[u8]| separators.bytes().all(|b| sep.contains(&b));
    let small = |group: &str, top: u32| {
        group.len() <= 2 && group.parse::<u32>().is_ok_and(|n| (1..=top).contains(&n))
    };
    let year =
        |group: &str| group.len() == 4 && (group.starts_with("19") || group.starts_with("20"));
    match list {
        [a, b, c] if uniform(b"-") || uniform(b".") || uniform(b"/") => {
            (year(a) && small(b, 12) && small(c, 31))
                || (small(a, 31) && small(b, 31) && (year(c) || c.len() == 2))
        }
        [a, b] => year(a) && year(b),
        [a] => is_compact_date(a),
        _ => false,
    }
}

/// 07.10-07.50.
fn is_hours(list: &[&str], separators: &str) -> bool {
    let small =
        |group: &str, below: u8| group.len() <= 2 && group.parse::<u8>().is_ok_and(|n| n < below);
    separators == ".-."
        && list.len() == 4
        && [list[0], list[2]].iter().all(|hour| small(hour, 25))
        && [list[1], list[3]]
            .iter()
            .all(|minute| minute.len() == 2 && small(minute, 60))
}

fn is_compact_date(digits: &str) -> bool {
    let part = |from: usize, top: u32| {
        digits[from..from + 2]
            .parse::<u32>()
            .is_ok_and(|n| (1..=top).contains(&n))
    };
    digits.len() == 8
        && (digits.starts_with("19") || digits.starts_with("20"))
        && part(4, 12)
        && part(6, 31)
}

/// Thousands in threes with a currency near, or with commas or points.
fn is_amount(
    text: &str,
    at: usize,
    end: usize,
    list: &[&str],
    separators: &str,
    called: bool,
) -> bool {
    let before = text[..at].trim_end();
    let after = text[end..text.floor_char_boundary(end + 24)]
        .trim_start()
        .to_lowercase();
    let unit = |rest: &str| {
        let word: String = rest.chars().take_while(|c| c.is_alphabetic()).collect();
        rest.starts_with(['€', '$', '£', '%', '¥']) || CURRENCIES.contains(&word.as_str())
    };
    let last_word = before
        .rsplit(|c: char| !c.is_alphabetic())
        .next()
        .unwrap_or_default()
        .to_lowercase();
    let priced = before.ends_with(['€', '$', '£', '¥'])
        || CURRENCIES.contains(&last_word.as_str())
        || unit(&after);
    let in_threes =
        list.len() > 1 && list[0].len() <= 3 && list[1..].iter().all(|group| group.len() == 3);
    let dotted = separators.bytes().all(|b| b == b'.' || b == b',');
    priced
        || (in_threes
            && !called
            && (dotted
                || separators.bytes().all(|b| b == b' ')
                    && !list[0].starts_with('0')
                    && list.len() <= 3
                    && list.concat().len() < 9))
}
