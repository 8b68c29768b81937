//! Codes of fixed forms with blanks inside: parcels, bags, number plates, masked cards.

use super::RedactionKind;
use super::announce::{self, ACCOUNT, CARD};
use super::lexicon::fold;
use crate::token::is_unspaced;

/// A parcel's code or a number plate that starts with the capital at `at`.
pub(super) fn find(text: &str, at: usize) -> Option<(RedactionKind, usize)> {
    let bytes = &text.as_bytes()[at..];
    if let Some(len) = parcel(bytes).filter(|len| ends(text, at + len)) {
        return Some((RedactionKind::Order, at + len));
    }
    let len = plate(bytes).filter(|len| ends(text, at + len))?;
    announces_plate(text, at).then_some((RedactionKind::Id, at + len))
}

fn ends(text: &str, end: usize) -> bool {
    !text
        .get(end..)
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric() && !is_unspaced(c)))
}

/// Follows a pattern of `A` for a capital and `9` for a digit; one blank or hyphen may stand
/// between any two signs.
fn follow(bytes: &[u8], pattern: &[u8]) -> Option<usize> {
    let mut at = 0;
    for (i, wanted) in pattern.iter().enumerate() {
        if i > 0 && matches!(bytes.get(at), Some(b' ' | b'-')) {
            at += 1;
        }
        let b = bytes.get(at)?;
        let fits = match wanted {
            b'A' => b.is_ascii_uppercase(),
            _ => b.is_ascii_digit(),
        };
        if !fits {
            return None;
        }
        at += 1;
    }
    Some(at)
}

/// RK 4471 0293 8GB: the Universal Postal Union's S10, whatever the blanks.
fn parcel(bytes: &[u8]) -> Option<usize> {
    follow(bytes, b"AA999999999AA")
}

/// 0220 AB 771845: an airline's number of three or four digits, the airline, six digits.
pub(super) fn bag(text: &str, at: usize) -> Option<usize> {
    let bytes = &text.as_bytes()[at..];
    let first = bytes
        .iter()
        .take(5)
        .take_while(|b| b.is_ascii_digit())
        .count();
    if !(3..=4).contains(&first) || bytes.get(first) != Some(&b' ') {
        return None;
    }
    let len = first + 1 + follow(&bytes[first + 1..], b"AA999999")?;
    ends(text, at + len).then_some(at + len)
}

/// Up to three groups of capitals and digits, five to eight signs, both kinds among them.
fn plate(bytes: &[u8]) -> Option<usize> {
    let (mut letters, mut digits, mut groups, mut len) = (0, 0, 1, 0);
    for (i, b) in bytes.iter().enumerate().take(12) {
        match b {
            b'A'..=b'Z' => letters += 1,
            b'0'..=b'9' => digits += 1,
            b' ' | b'-' if groups < 4 => {
                groups += 1;
                continue;
            }
            _ => break,
        }
        len = i + 1;
    }
    ((5..=8).contains(&(letters + digits)) && letters >= 1 && digits >= 2).then_some(len)
}

fn announces_plate(text: &str, at: usize) -> bool {
    let from = text.floor_char_boundary(at.saturating_sub(30));
    let mut key = String::new();
    text[from..at]
        .rsplit(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(2)
        .any(|word| {
            fold(word, &mut key);
            matches!(
                key.as_str(),
                "reg"
                    | "regnr"
                    | "registration"
                    | "plate"
                    | "kennzeichen"
                    | "immatriculation"
                    | "plaque"
                    | "matricula"
                    | "placa"
                    | "targa"
                    | "kenteken"
                    | "nummerplade"
                    | "regnummer"
                    | "registreringsnummer"
                    | "rekisterinumero"
                    | "rekkari"
                    | "rejestracja"
                    | "rejestracyjny"
                    | "plaka"
            )
        })
}

/// 4471 00XX 8826: a card with signs blotted out; at least four digits are left.
pub(super) fn masked(text: &str, at: usize) -> Option<usize> {
    let bytes = &text.as_bytes()[at..];
    let (mut digits, mut blots, mut len) = (0, 0, 0);
    for (i, b) in bytes.iter().enumerate().take(24) {
        match b {
            b'0'..=b'9' => digits += 1,
            b'X' | b'x' | b'*' => blots += 1,
            b' ' | b'-' => continue,
            _ => break,
        }
        len = i + 1;
    }
    (digits >= 4
        && blots >= 2
        && digits + blots >= 8
        && ends(text, at + len)
        && announce::before(text, at).is(CARD | ACCOUNT))
    .then_some(at + len)
}

#[cfg(test)]
mod tests {
    use crate::redact;

    fn kinds(text: &str) -> Vec<&'static str> {
        redact(text).spans.iter().map(|s| s.kind.name()).collect()
    }

    #[test]
    fn codes_with_blanks_are_whole() {
        for (text, expected) in [
            ("Item RK 4471 0293 8GB is late", "Item [order] is late"),
            ("tag 0220 AB 771845.", "tag [id]."),
            (
                "skada på mopedbil, reg ZKP 41C.",
                "skada på mopedbil, reg [id].",
            ),
            ("Kennzeichen M-AB 1234 bitte", "Kennzeichen [id] bitte"),
            ("karta 4471 00XX 8826", "karta [card]"),
        ] {
            assert_eq!(redact(text).text, expected);
        }
    }

    #[test]
    fn endings_are_of_cards_and_accounts_alone() {
        assert_eq!(kinds("cartão final 3021"), ["card"]);
        assert_eq!(kinds("Savings a/c ending 4410."), ["account"]);
        assert_eq!(kinds("my account is 5561-0092"), ["account"]);
        assert!(kinds("the final 2022 was great").is_empty());
        assert!(kinds("the season ending 2024").is_empty());
    }

    #[test]
    fn plates_need_their_word() {
        assert!(kinds("ward ZKP 41C was cold").is_empty());
    }
}
