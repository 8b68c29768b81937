//! Phone numbers read out: "zero four two, double seven ...", as calls are written down.

use super::lexicon::COUNTS;
use super::word::{Gap, Text};
use super::{Redaction, RedactionKind};

/// Words in a row that are a number and not a count: "one two three, testing" is shorter.
const LEAST: usize = 6;

/// Adds the runs of spoken digits of `text` to `spans`.
pub(super) fn find(text: &Text<'_>, spans: &mut Vec<Redaction>) {
    if text.counts < LEAST {
        return;
    }
    let words = &text.words;
    let mut i = 0;
    while i < words.len() {
        if !words[i].is(COUNTS) {
            i += 1;
            continue;
        }
        let mut from = i;
        while words.get(i + 1).is_some_and(|next| {
            next.is(COUNTS) && matches!(next.gap, Gap::Space | Gap::Hyphen | Gap::Comma)
        }) {
            i += 1;
        }
        // "on", "to" and "en" are numbers in Turkish and Danish, and words elsewhere.
        while from < i && matches!(text.word(from), "on" | "to" | "en") {
            from += 1;
        }
        if i + 1 - from >= LEAST && various(text, from, i) {
            spans.push(Redaction {
                start: words[from].start,
                end: words[i].end,
                kind: RedactionKind::Phone,
            });
        }
        i += 1;
    }
}

/// "No no no no no no" and "one two three four five six" are no numbers.
fn various(text: &Text<'_>, from: usize, to: usize) -> bool {
    let mut seen: Vec<&str> = (from..=to).map(|i| text.word(i)).collect();
    let counted = matches!(
        (seen[0], seen[1], seen[2]),
        ("one" | "One", "two", "three")
            | ("eins" | "Eins", "zwei", "drei")
            | ("un" | "uno", _, "tres")
    );
    seen.sort_unstable();
    seen.dedup();
    seen.len() >= 3 && !counted
}

#[cfg(test)]
mod tests {
    use crate::redact;

    #[test]
    fn digits_read_out_are_a_phone_number() {
        assert_eq!(
            redact("rappeler au zéro quatre quatre-vingt-dix-neuf zéro zéro onze vingt-deux merci")
                .text,
            "rappeler au [phone] merci"
        );
        assert_eq!(
            redact("ring me on oh seven seven double nine, four one two please").text,
            "ring me on [phone] please"
        );
        for text in [
            "no, one two three testing",
            "one two three four five six seven, off we went",
        ] {
            assert_eq!(redact(text).text, text);
        }
    }
}
