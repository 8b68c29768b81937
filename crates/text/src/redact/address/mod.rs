//! Street addresses: a street's name and a number, in the order of its country, with the flat,
//! the postcode and the town that follow.

mod extent;
mod stated;
mod street;
mod words;

use self::words::{is_calendar, is_town};
use super::lexicon::{DOES, FIRST, GUARD, LINK, PARTICLE, STREET_AFTER, UNIT, WHERE};
use super::word::{Gap, Shape, Text, Word};
use super::{Redaction, RedactionKind};

/// Words that a street's name may have.
const MOST_WORDS: usize = 5;

/// Adds the addresses of `text` to `spans`.
pub(super) fn find(text: &Text<'_>, spans: &mut Vec<Redaction>) {
    if !text.words.iter().any(|w| w.shape == Shape::Number) {
        return;
    }
    let finder = Finder { text };
    let mut i = 0;
    while i < text.words.len() {
        let Some((from, to)) = finder.at(i) else {
            i += 1;
            continue;
        };
        let to = finder.extend(to);
        spans.push(Redaction {
            start: text.words[from].start,
            end: text.words[to].end,
            kind: RedactionKind::Address,
        });
        i = to + 1;
    }
}

/// The text that is searched.
struct Finder<'t> {
    text: &'t Text<'t>,
}

impl Finder<'_> {
    fn word(&self, i: usize) -> Option<&Word> {
        self.text.words.get(i)
    }

    fn number(&self, i: usize, most_digits: usize) -> bool {
        self.word(i).is_some_and(|word| {
            let digits = word.end - word.start;
            word.shape == Shape::Number && digits <= most_digits + 1 && {
                let body = self.text.word(i).as_bytes();
                body.iter().filter(|b| b.is_ascii_digit()).count() <= most_digits
                    && body.iter().filter(|b| !b.is_ascii_digit()).count() <= 1
            }
        })
    }

    fn named(&self, i: usize) -> bool {
        self.word(i).is_some_and(|word| {
            (matches!(word.shape, Shape::Title | Shape::Caps | Shape::Initial)
                || self.text.flat && word.shape == Shape::Lower)
                && (!word.is(GUARD)
                    || !self.text.flat && word.is(STREET_AFTER | PARTICLE | FIRST)
                    || is_town(self.text.word(i)))
                && !(self.text.flat && word.is(DOES | LINK | UNIT | WHERE))
                && !is_calendar(self.text.word(i))
        })
    }

    /// First and last word of the street and number that begin at word `i`.
    fn at(&self, i: usize) -> Option<(usize, usize)> {
        let word = self.word(i)?;
        if self.text.flat {
            let found = match word.shape {
                Shape::Number => self.number_first(i),
                _ => self.boxed(i),
            };
            return found.map(|(from, to)| (self.units_before(from), to));
        }
        let found = match word.shape {
            // "23h rue des Lices" is an hour.
            Shape::Number if self.text.word(i).ends_with('h') => None,
            Shape::Number => self
                .number_first(i)
                .or_else(|| self.between_numbers(i))
                .or_else(|| {
                    self.prefixed(i + 1).map(|(_, to)| (i, to)).filter(|_| {
                        self.number(i, 5) && self.word(i + 1).is_some_and(|w| w.gap == Gap::Space)
                    })
                }),
            _ => self
                .boxed(i)
                .or_else(|| {
                    self.prefixed(i)
                        .filter(|&(_, to)| to > i + 1 && self.number(to, 4))
                })
                .or_else(|| self.one_word(i))
                .or_else(|| self.typed_then_number(i))
                .or_else(|| self.before_town(i)),
        };
        let (from, to) = found.or_else(|| self.announced(i))?;
        Some((self.units_before(self.preposition(from)), to))
    }
}
