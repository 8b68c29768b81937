//! Cards, IBANs, phone numbers, and account or order numbers.

use super::{Found, RedactionKind, window};

/// IBAN lengths by country (ISO 13616 registry).
const IBAN_LENGTHS: &str = "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BR29CH21CR22CY28CZ24DE22DK18DO28EE20ES24FI18FO18FR27GB22GE22GI23GL18GR27GT28HR21HU28IE22IL23IS26IT27JO30KW30KZ20LB28LI21LT20LU20LV21MC27MD24ME22MK19MR27MT31MU30NL18NO15PK24PL28PS29PT25QA29RO24RS22SA24SE24SI19SK24SM27TN24TR26UA29VA22XK20";

/// Words after which a number of five digits or more names an account or an order. Of six
/// letters and more the beginning is enough.
const REFERENCE_WORDS: &[&str] = &[
    "order",
    "ordernumber",
    "account",
    "acct",
    "booking",
    "reservation",
    "reference",
    "ref",
    "policy",
    "contract",
    "customer",
    "member",
    "membership",
    "invoice",
    "ticket",
    "claim",
    "tracking",
    "parcel",
    "bestellung",
    "bestellnummer",
    "kunden",
    "kundennummer",
    "vertrag",
    "rechnung",
    "auftrag",
    "buchung",
    "konto",
    "kontonummer",
    "commande",
    "compte",
    "dossier",
    "facture",
    "contrat",
    "pedido",
    "cuenta",
    "cliente",
    "factura",
    "contrato",
    "reserva",
    "klant",
    "klantnummer",
    "rekening",
    "factuur",
    "boeking",
    "ordre",
    "ordrenummer",
    "kunde",
    "faktura",
    "kund",
    "kundnummer",
    "tilaus",
    "asiakas",
    "lasku",
    "varaus",
    "encomenda",
    "conta",
    "fatura",
    "ordine",
    "conto",
    "fattura",
    "prenotazione",
    "pratica",
    "sagsnummer",
    "nhs",
    "ssn",
];

/// Words after which seven digits are a phone number.
const PHONE_WORDS: &[&str] = &[
    "tel",
    "phone",
    "call",
    "mobile",
    "cell",
    "ring",
    "fax",
    "sms",
    "whatsapp",
    "text",
    "tlf",
    "telefon",
    "handy",
    "puh",
    "portable",
    "móvil",
    "telefono",
    "teléfono",
    "telefone",
    "appel",
    "bel",
    "mobil",
];

const CURRENCIES: &[&str] = &[
    "kr", "eur", "euro", "euros", "usd", "gbp", "dkk", "sek", "nok", "chf", "dollars", "pounds",
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
    let ends_word = !text[end..].starts_with(char::is_alphanumeric);
    (taken.len() == length && ends_word && remainder_97(&taken) == 1).then_some(end)
}

fn remainder_97(iban: &[u8]) -> u32 {
    iban[4..]
        .iter()
        .chain(&iban[..4])
        .fold(0, |rest, b| match b {
            b'0'..=b'9' => (rest * 10 + u32::from(b - b'0')) % 97,
            _ => (rest * 100 + u32::from(b - b'A') + 10) % 97,
        })
}

/// A reference of letters and digits that starts with a letter at `at`, such as `XK72-99812`.
pub(super) fn reference(text: &str, at: usize) -> Option<Found> {
    let rest = window(text, at);
    let end = rest
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
        .unwrap_or(rest.len());
    let whole = rest[..end].trim_end_matches('-');
    let digits = whole.bytes().filter(u8::is_ascii_digit).count();
    let wanted = if after_word(text, at, REFERENCE_WORDS) {
        4
    } else {
        7
    };
    let long = digits >= wanted && !rest[end..].starts_with(char::is_alphanumeric);
    long.then(|| Found::Remove(RedactionKind::Account, at + whole.len()))
}

/// What the words before a number announce.
#[derive(Clone, Copy)]
struct Said {
    reference: bool,
    phone: bool,
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
    if groups.list.iter().map(|group| group.len()).sum::<usize>() < 5 {
        return Some(Found::Keep(groups.ends[0]));
    }
    let said = Said {
        reference: after_word(text, at, REFERENCE_WORDS),
        phone: after_word(text, at, PHONE_WORDS),
    };
    // The longest reading first: "31.12.2024 18" is a date and an hour, not a number.
    for count in (1..=groups.list.len()).rev() {
        let end = groups.ends[count - 1];
        if text[end..].starts_with(char::is_alphabetic) && count == 1 {
            continue;
        }
        let list = &groups.list[..count];
        let separators = &groups.separators[..count - 1];
        if is_date(list, separators) {
            return Some(Found::Keep(end));
        }
        if count == groups.list.len() && is_amount(text, at, end, list, separators) {
            return Some(Found::Keep(end));
        }
        if let Some(kind) = kind(text, at, list, separators, said) {
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
        match (i - separator, bytes.get(separator)) {
            (0, _) | (_, None) => break,
            // ", " ends a number; ") " and " (" do not.
            (2, Some(&b)) if b != b')' && bytes[separator + 1] != b'(' => break,
            (_, Some(&b)) => groups.separators.push(char::from(b)),
        }
    }
    (!groups.list.is_empty()).then_some(groups)
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
    if even
        && !plus
        && (13..=19).contains(&n)
        && matches!(joined.as_bytes()[0], b'2'..=b'6')
        && luhn(&joined)
    {
        return Some(RedactionKind::Card);
    }
    if separators.contains(',') {
        return None;
    }
    if said.reference && even && list.len() <= 3 && n >= 5 && !plus {
        return Some(RedactionKind::Account);
    }
    let shape: Vec<usize> = list.iter().map(|group| group.len()).collect();
    if separators == "--" && shape == [3, 2, 4] {
        return Some(RedactionKind::Account);
    }
    if is_phone(&text[at..], list, separators, said.phone) {
        return Some(RedactionKind::Phone);
    }
    (list.len() == 1 && n >= 8 && !is_compact_date(&joined)).then_some(RedactionKind::Account)
}

fn is_phone(rest: &str, list: &[&str], separators: &str, announced: bool) -> bool {
    let n: usize = list.iter().map(|group| group.len()).sum();
    if rest.starts_with('+') {
        return (7..=15).contains(&n);
    }
    let shape: Vec<usize> = list.iter().map(|group| group.len()).collect();
    let american = matches!(shape[..], [3, 3, 4] | [1, 3, 3, 4]);
    let called = announced && (7..=15).contains(&n);
    let leading = list[0].starts_with('0') || rest.starts_with('(');
    let national = leading && (8..=15).contains(&n);
    let in_pairs =
        (8..=12).contains(&n) && list.len() >= 4 && shape[1..].iter().all(|&len| len == 2);
    let decimal = separators.contains('.') && list.len() == 2 && !called;
    let apart = separators.bytes().all(|b| b == b' ') || list[0].len() <= 3;
    (american || called || national || (in_pairs && apart && shape[0] <= 2)) && !decimal
}

/// Whether one of the three words before byte `at` is one of `words`, or begins with a long one.
fn after_word(text: &str, at: usize, words: &[&str]) -> bool {
    let from = text.floor_char_boundary(at.saturating_sub(40));
    let before = text[from..at].to_lowercase();
    // A sentence end in between breaks the tie; "no." and "ref." do not.
    let before = before.rsplit(['!', '?', '\n']).next().unwrap_or_default();
    before
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .rev()
        .take(3)
        .any(|word| {
            let fits = |known: &&str| {
                word == *known || (known.chars().count() >= 6 && word.starts_with(known))
            };
            words.iter().any(fits)
        })
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
fn is_amount(text: &str, at: usize, end: usize, list: &[&str], separators: &str) -> bool {
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
            && (dotted
                || separators.bytes().all(|b| b == b' ')
                    && !list[0].starts_with('0')
                    && list.len() <= 3
                    && list.concat().len() < 9))
}

fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(i, b)| {
            let d = u32::from(b - b'0');
            if i % 2 == 0 {
                d
            } else if d > 4 {
                2 * d - 9
            } else {
                2 * d
            }
        })
        .sum();
    sum.is_multiple_of(10)
}
