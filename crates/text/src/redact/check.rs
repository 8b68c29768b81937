//! Check digits.

/// Luhn (ISO/IEC 7812-1), for cards, Swedish personnummer and more.
pub(super) fn luhn(digits: &str) -> bool {
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

/// Rest of an IBAN modulo 97 (ISO 13616); 1 is right. Upper case, without blanks.
pub(super) fn iban_rest(iban: &[u8]) -> u32 {
    iban[4..]
        .iter()
        .chain(&iban[..4])
        .fold(0, |rest, b| match b {
            b'0'..=b'9' => (rest * 10 + u32::from(b - b'0')) % 97,
            _ => (rest * 100 + u32::from(b - b'A') + 10) % 97,
        })
}

fn list(digits: &str) -> Vec<u32> {
    digits.bytes().map(|b| u32::from(b - b'0')).collect()
}

/// Sum of digits by weight.
fn weighed(digits: &[u32], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(d, w)| d * w).sum()
}

/// United Kingdom, NHS number: 10 digits, modulo 11.
pub(super) fn nhs(digits: &str) -> bool {
    let d = list(digits);
    d.len() == 10 && (11 - weighed(&d, &[10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 11 == d[9]
}

/// Germany, Steuer-ID: 11 digits, ISO 7064 modulo 11,10.
pub(super) fn steuer_id(digits: &str) -> bool {
    let d = list(digits);
    if d.len() != 11 || d[0] == 0 {
        return false;
    }
    let product = d[..10].iter().fold(10, |product, digit| {
        let sum = (digit + product) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    (11 - product) % 10 == d[10]
}

/// France, NIR (numéro de sécurité sociale): 13 digits and a key of two, modulo 97.
pub(super) fn nir(digits: &str) -> bool {
    digits.len() == 15
        && matches!(digits.as_bytes()[0], b'1' | b'2')
        && matches!(
            (digits[..13].parse::<u64>(), digits[13..].parse::<u64>()),
            (Ok(body), Ok(key)) if 97 - body % 97 == key
        )
}

/// Spain, DNI and NIE: the letter after the number, given as eight digits.
pub(super) fn dni(digits: &str, letter: u8) -> bool {
    digits.len() == 8
        && digits
            .parse::<usize>()
            .is_ok_and(|n| b"TRWAGMYFPDXBNJZSQVHLCKE"[n % 23] == letter.to_ascii_uppercase())
}

/// Portugal, NIF: nine digits, modulo 11.
pub(super) fn nif(digits: &str) -> bool {
    let d = list(digits);
    d.len() == 9 && {
        let rest = weighed(&d, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11;
        (if rest < 2 { 0 } else { 11 - rest }) == d[8]
    }
}

/// Netherlands, BSN: nine digits, the test of eleven.
pub(super) fn bsn(digits: &str) -> bool {
    let d = list(digits);
    d.len() == 9 && {
        let sum = weighed(&d, &[9, 8, 7, 6, 5, 4, 3, 2]);
        sum > 0 && sum % 11 == d[8]
    }
}

/// Belgium, rijksregisternummer: 11 digits, 97 less the rest of the first nine.
pub(super) fn rijksregister(digits: &str) -> bool {
    let (Some(body), Some(key)) = (digits.get(..9), digits.get(9..11)) else {
        return false;
    };
    let (Ok(body), Ok(key)) = (body.parse::<u64>(), key.parse::<u64>()) else {
        return false;
    };
    digits.len() == 11 && (97 - body % 97 == key || 97 - (2_000_000_000 + body) % 97 == key)
}

/// Norway, fødselsnummer: 11 digits, two check digits modulo 11.
pub(super) fn fodselsnummer(digits: &str) -> bool {
    let d = list(digits);
    d.len() == 11
        && (11 - weighed(&d, &[3, 7, 6, 1, 8, 9, 4, 5, 2]) % 11) % 11 == d[9]
        && (11 - weighed(&d, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11 == d[10]
}

/// Poland, PESEL: 11 digits, modulo 10.
pub(super) fn pesel(digits: &str) -> bool {
    let d = list(digits);
    d.len() == 11 && (10 - weighed(&d, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10) % 10 == d[10]
}

/// Turkey, T.C. kimlik: 11 digits, two check digits.
pub(super) fn kimlik(digits: &str) -> bool {
    let d = list(digits);
    d.len() == 11 && d[0] != 0 && {
        let odd: u32 = d[..9].iter().step_by(2).sum();
        let even: u32 = d[1..8].iter().step_by(2).sum();
        (7 * odd + 10 - even % 10) % 10 == d[9] && d[..10].iter().sum::<u32>() % 10 == d[10]
    }
}

/// Brazil, CPF: 11 digits, two check digits modulo 11.
pub(super) fn cpf(digits: &str) -> bool {
    let d = list(digits);
    let check = |n: u32| {
        let rest: u32 = d[..n as usize - 1]
            .iter()
            .zip((2..=n).rev())
            .map(|(d, w)| d * w)
            .sum::<u32>()
            % 11;
        if rest < 2 { 0 } else { 11 - rest }
    };
    d.len() == 11 && d.iter().any(|digit| *digit != d[0]) && check(10) == d[9] && check(11) == d[10]
}

/// Japan, My Number: 12 digits, modulo 11.
pub(super) fn my_number(digits: &str) -> bool {
    let d = list(digits);
    d.len() == 12 && {
        let rest = weighed(&d, &[6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
        (if rest <= 1 { 0 } else { 11 - rest }) == d[11]
    }
}

/// Italy, codice fiscale: 16 letters and digits in their places. The check letter is not asked
/// for: nothing else has this shape, and people mistype their own.
pub(super) fn codice_fiscale(code: &[u8]) -> bool {
    code.len() == 16
        && code.iter().enumerate().all(|(i, b)| match i {
            0..=5 | 8 | 11 | 15 => b.is_ascii_alphabetic(),
            _ => b.is_ascii_digit() || b"LMNPQRSTUVlmnpqrstuv".contains(b),
        })
        && code[6].is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn right_numbers_pass_and_a_changed_digit_fails() {
        type Check = fn(&str) -> bool;
        let cases: [(&str, Check, &str); 12] = [
            ("luhn", luhn, "4111111111111111"),
            ("nhs", nhs, "9434765919"),
            ("steuer_id", steuer_id, "86095742719"),
            ("nir", nir, "255081416802538"),
            ("nif", nif, "261363972"),
            ("bsn", bsn, "111222333"),
            ("rijksregister", rijksregister, "85073003328"),
            ("fodselsnummer", fodselsnummer, "01010750160"),
            ("pesel", pesel, "44051401359"),
            ("kimlik", kimlik, "10000000146"),
            ("cpf", cpf, "52998224725"),
            ("my_number", my_number, "123456789018"),
        ];
        for (name, check, right) in cases {
            assert!(check(right), "{name} {right}");
            let last = (right.as_bytes()[right.len() - 1] - b'0' + 1) % 10;
            let wrong = format!("{}{last}", &right[..right.len() - 1]);
            assert!(!check(&wrong), "{name} {wrong}");
            assert!(
                !check(&right[1..]) || name == "luhn",
                "{name}, a digit short"
            );
        }
    }

    #[test]
    fn letters_are_checked_too() {
        assert!(dni("12345678", b'Z') && dni("12345678", b'z') && !dni("12345678", b'A'));
        assert!(codice_fiscale(b"RSSMRA85T10A562S") && !codice_fiscale(b"RSSMRA85T10A5629"));
        assert_eq!(iban_rest(b"GB82WEST12345698765432"), 1);
        assert_ne!(iban_rest(b"GB82WEST12345698765431"), 1);
    }
}
