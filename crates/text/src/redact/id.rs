//! National numbers of people, by shape and check digit.

use super::announce::{ACCOUNT, ID, ORDER, PHONE, Said};
use super::check;
use crate::token::is_unspaced;

/// Whether groups of digits that stand alone are a national number. `separators` has the first
/// mark between each two groups.
pub(super) fn is_number(list: &[&str], separators: &str, said: Said) -> bool {
    let joined = list.concat();
    let shape: Vec<usize> = list.iter().map(|group| group.len()).collect();
    let announced = said.is(ID);
    match (separators, &shape[..]) {
        // United States, SSN.
        ("--", [3, 2, 4]) => return true,
        // Brazil, CPF.
        ("..-", [3, 3, 3, 2]) => return true,
        // Belgium, rijksregisternummer: 85.07.30-033.28.
        ("..-.", [2, 2, 2, 3, 2]) => return true,
        // Switzerland, AHV: 756.1234.5678.97.
        ("...", [3, 4, 4, 2]) => return list[0] == "756",
        // Denmark, Sweden, Finland: a date of birth and a number.
        ("-", [6, 4]) => return is_birth(list[0]),
        ("-", [8, 4]) => return is_birth(&list[0][2..]),
        _ => {}
    }
    let plain = separators.bytes().all(|b| b == b' ' || b == b'-');
    if !plain {
        return false;
    }
    if announced && joined.len() >= 6 && list.len() <= 6 && !said.nearest_is(PHONE) {
        return true;
    }
    let free = !said.is(ORDER | ACCOUNT | PHONE);
    match joined.len() {
        9 => free && list.len() == 1 && (check::bsn(&joined) || check::nif(&joined)),
        10 if list.len() == 1 && joined.as_bytes()[0] != b'0' => free && check::nhs(&joined),
        10 => !said.is(PHONE) && shape == [6, 4] && is_birth(list[0]) && separators == " ",
        11 => {
            let grouped = matches!(&shape[..], [11] | [6, 5] | [2, 3, 3, 3] | [3, 3, 3, 2]);
            free && grouped
                && (check::pesel(&joined) && is_birth_with_century(&joined)
                    || check::kimlik(&joined)
                    || check::fodselsnummer(&joined)
                    || check::cpf(&joined)
                    || check::rijksregister(&joined)
                    || check::steuer_id(&joined))
        }
        12 => list.len() == 1 && check::my_number(&joined) || said.is(ID),
        15 => check::nir(&joined),
        _ => false,
    }
}

impl Said {
    fn nearest_is(self, kind: u8) -> bool {
        self.nearest & kind != 0 && self.nearest & ID == 0
    }
}

/// Day, month and year of two digits each, in either order.
fn is_birth(digits: &str) -> bool {
    let part = |from: usize, low: u32, high: u32| {
        digits
            .get(from..from + 2)
            .and_then(|part| part.parse::<u32>().ok())
            .is_some_and(|n| (low..=high).contains(&n))
    };
    digits.len() == 6 && part(2, 1, 12) && (part(0, 1, 31) || part(4, 1, 31))
}

/// As [`is_birth`], the month with Poland's century added to it.
fn is_birth_with_century(digits: &str) -> bool {
    digits[2..4]
        .parse::<u32>()
        .is_ok_and(|month| (1..=12).contains(&(month % 20)))
        && digits[4..6]
            .parse::<u32>()
            .is_ok_and(|day| (1..=31).contains(&day))
}

/// End of a national number of digits and letters that starts at byte `at`: codice fiscale,
/// DNI and NIE, National Insurance number, henkilötunnus.
pub(super) fn lettered(text: &str, at: usize) -> Option<usize> {
    let bytes = &text.as_bytes()[at..];
    let ends = |len: usize| {
        text.get(at + len..).is_some_and(|rest| {
            rest.chars()
                .next()
                .is_none_or(|c| !c.is_alphanumeric() || is_unspaced(c))
        })
    };
    if bytes.len() >= 16 && check::codice_fiscale(&bytes[..16]) && ends(16) {
        return Some(at + 16);
    }
    nino(bytes, &ends)
        .or_else(|| spanish(bytes, &ends))
        .or_else(|| finnish(bytes, &ends))
        .map(|len| at + len)
}

/// Two letters, six digits and A to D, perhaps in pairs.
fn nino(bytes: &[u8], ends: &dyn Fn(usize) -> bool) -> Option<usize> {
    let mut taken = 0;
    for (i, b) in bytes.iter().enumerate().take(14) {
        if *b == b' ' && taken > 0 {
            continue;
        }
        let fits = match taken {
            0 | 1 => b.is_ascii_uppercase(),
            2..=7 => b.is_ascii_digit(),
            _ => matches!(b, b'A'..=b'D'),
        };
        if !fits {
            return None;
        }
        taken += 1;
        if taken == 9 {
            return ends(i + 1).then_some(i + 1);
        }
    }
    None
}

/// 12345678Z, 12.345.678-Z, X1234567L.
fn spanish(bytes: &[u8], ends: &dyn Fn(usize) -> bool) -> Option<usize> {
    let mut digits = String::with_capacity(8);
    for (i, b) in bytes.iter().enumerate().take(13) {
        match b {
            b'X' | b'Y' | b'Z' if i == 0 => digits.push(char::from(b - b'X' + b'0')),
            b'0'..=b'9' if digits.len() < 8 => digits.push(char::from(*b)),
            b'.' | b'-' | b' '
                if i > 0 && bytes.get(i + 1).is_some_and(u8::is_ascii_alphanumeric) => {}
            b'A'..=b'Z' | b'a'..=b'z' if digits.len() == 8 => {
                return (check::dni(&digits, *b) && ends(i + 1)).then_some(i + 1);
            }
            _ => return None,
        }
    }
    None
}

/// 120374-922K: a date of birth, a sign for the century, three digits and a letter or digit.
fn finnish(bytes: &[u8], ends: &dyn Fn(usize) -> bool) -> Option<usize> {
    let (date, rest) = (bytes.get(..6)?, bytes.get(6..11)?);
    let date = std::str::from_utf8(date).ok()?;
    (date.bytes().all(|b| b.is_ascii_digit())
        && is_birth(date)
        && matches!(rest[0], b'-' | b'+' | b'A')
        && rest[1..4].iter().all(u8::is_ascii_digit)
        && rest[4].is_ascii_alphanumeric()
        && ends(11))
    .then_some(11)
}
