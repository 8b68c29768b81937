//! A clause as phrases: 1 to 3 words, or 2 to 4 characters of a script without spaces.

use super::stop::is_stop;

/// Most words of a phrase.
const WORDS: usize = 3;
/// Units of a phrase in a script without spaces; a single character alone is none.
const CHARACTERS: std::ops::RangeInclusive<usize> = 1..=4;
/// Languages that write an article or a pronoun onto the next word with an apostrophe.
const ELIDES: [&str; 2] = ["fr", "it"];

/// Units that stand together without a mark or a number between them.
struct Run {
    /// Words, or single characters of a script without spaces; katakana, which writes whole
    /// words, is not cut.
    units: Vec<String>,
    unspaced: bool,
}

/// The lower-cased phrases of `text` in reading order, repeated as often as they stand there.
///
/// A phrase neither crosses a mark nor begins or ends with a stop word; what stands in square
/// brackets was redacted and is none. In Japanese a phrase neither begins nor ends with
/// hiragana, which writes endings and particles.
pub(super) fn phrases(text: &str, language: &str) -> Vec<String> {
    let mut found = Vec::new();
    for run in runs(text, language) {
        let units = &run.units;
        for from in 0..units.len() {
            if run.unspaced {
                for len in CHARACTERS.take_while(|len| from + len <= units.len()) {
                    let phrase = units[from..from + len].concat();
                    if is_bare(&units[from], &units[from + len - 1])
                        && phrase.chars().nth(1).is_some()
                        && !is_stop(language, &phrase)
                    {
                        found.push(phrase);
                    }
                }
                continue;
            }
            if !is_content(language, &units[from]) {
                continue;
            }
            for len in 1..=WORDS.min(units.len() - from) {
                let last = &units[from + len - 1];
                if is_content(language, last) && (len > 1 || last.chars().count() > 2) {
                    found.push(units[from..from + len].join(" "));
                }
            }
        }
    }
    found
}

/// The lower-cased words of `text`, stop words included; scripts without spaces by character.
pub(super) fn words(text: &str, language: &str) -> Vec<String> {
    runs(text, language)
        .into_iter()
        .flat_map(|run| run.units)
        .collect()
}

/// Whether a word of [`words`] is a unit of a script without spaces.
pub(super) fn is_unit(word: &str) -> bool {
    word.chars().all(is_unspaced)
}

fn is_content(language: &str, word: &str) -> bool {
    word.chars().count() > 1 && !is_stop(language, word)
}

fn is_bare(first: &str, last: &str) -> bool {
    !first.chars().chain(last.chars()).any(is_hiragana)
}

fn is_hiragana(c: char) -> bool {
    matches!(c as u32, 0x3040..=0x309f)
}

fn is_katakana(c: char) -> bool {
    matches!(c as u32, 0x30a0..=0x30ff)
}

/// Script without spaces between words: Thai, kana, Han.
fn is_unspaced(c: char) -> bool {
    matches!(c as u32, 0x0e00..=0x0e7f | 0x3005 | 0x3040..=0x30ff | 0x3400..=0x9fff)
}

/// Letters, the numbers inside words, and accents that are written as characters of their own.
fn is_inside(c: char) -> bool {
    c.is_alphanumeric() || matches!(c as u32, 0x0300..=0x036f)
}

fn runs(text: &str, language: &str) -> Vec<Run> {
    let mut runs = vec![];
    let mut units: Vec<String> = vec![];
    let mut unspaced = false;
    let mut word = String::new();
    let mut redacted = false;
    let end = |units: &mut Vec<String>, runs: &mut Vec<Run>, unspaced: bool| {
        if !units.is_empty() {
            let units = std::mem::take(units);
            runs.push(Run { units, unspaced });
        }
    };
    let elides = ELIDES.contains(&language);
    let mut before = ' ';
    let mut chars = text.chars().chain(['\n']).peekable();
    while let Some(c) = chars.next() {
        let apostrophe = matches!(c, '\'' | '\u{2019}');
        let next_is_letter = chars.peek().is_some_and(|c| c.is_alphabetic());
        if redacted {
            redacted = c != ']';
        } else if is_unspaced(c) && c.is_alphanumeric() {
            if !unspaced {
                close(&mut word, &mut units);
                end(&mut units, &mut runs, false);
                unspaced = true;
            }
            match units.last_mut().filter(|_| is_katakana(c)) {
                Some(unit) if unit.ends_with(is_katakana) => unit.push(c),
                _ => units.push(c.to_string()),
            }
        } else {
            if unspaced {
                end(&mut units, &mut runs, true);
                unspaced = false;
            }
            if is_inside(c) {
                push_lower(c, language, &mut word);
            } else if apostrophe && !word.is_empty() && next_is_letter && !elides {
                word.push('\'');
            } else {
                // A number or a mark ends the run, a space or a hyphen inside a word does not.
                let number = !word.is_empty() && !word.chars().any(char::is_alphabetic);
                close(&mut word, &mut units);
                let hyphen = c == '-' && next_is_letter && before.is_alphabetic();
                let space = c == ' ' || (elides && apostrophe);
                if number || !(space || hyphen) {
                    end(&mut units, &mut runs, false);
                }
                redacted = c == '[' && next_is_letter;
            }
        }
        before = c;
    }
    end(&mut units, &mut runs, unspaced);
    runs
}

/// Ends a word; one without a letter is a number and is left out.
fn close(word: &mut String, units: &mut Vec<String>) {
    if word.chars().any(char::is_alphabetic) {
        units.push(std::mem::take(word));
    } else {
        word.clear();
    }
}

/// Lower case, with the dotted and the dotless i of Turkish.
fn push_lower(c: char, language: &str, word: &mut String) {
    match (c, language) {
        ('I', "tr") => word.push('ı'),
        ('İ', _) => word.push('i'),
        _ => word.extend(c.to_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_do_not_cross_marks_or_begin_with_stop_words() {
        assert_eq!(
            phrases("The gift card, expired again", "en"),
            ["gift", "gift card", "card", "expired"]
        );
        assert_eq!(
            phrases("out of stock at checkout", "en"),
            ["stock", "stock at checkout", "checkout"]
        );
        assert_eq!(
            phrases("paid 40 euros for 5g", "en"),
            ["paid", "euros", "euros for 5g"]
        );
    }

    #[test]
    fn what_was_redacted_is_no_phrase() {
        assert_eq!(phrases("mail [email] bounced", "en"), ["mail", "bounced"]);
    }

    #[test]
    fn elision_turkish_capitals_and_hyphens_are_read_as_written() {
        assert_eq!(phrases("L\u{2019}application", "fr"), ["application"]);
        assert_eq!(phrases("ISLAK İADE", "tr"), ["ıslak", "ıslak iade", "iade"]);
        assert_eq!(
            phrases("self-checkout", "en"),
            ["self", "self checkout", "checkout"]
        );
        assert_eq!(phrases("don't", "en"), Vec::<String>::new());
    }

    #[test]
    fn a_script_without_spaces_gives_grams_without_endings() {
        assert_eq!(
            phrases("予約の画面が重い", "ja"),
            [
                "予約",
                "予約の画",
                "約の画",
                "約の画面",
                "画面",
                "画面が重",
                "面が重"
            ]
        );
        assert_eq!(
            phrases("予約アプリ", "ja"),
            ["予約", "予約アプリ", "約アプリ", "アプリ"]
        );
    }
}
