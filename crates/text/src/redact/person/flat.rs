//! Names in texts where capitals say nothing, and names after a label.

use super::super::lexicon::{
    CALLED, COMMON_FAMILY, DOES, FAMILY, FIRST, GUARD, LINK, NEVER, PARTICLE, ROLE, START,
};
use super::super::word::{Gap, Shape};
use super::Finder;
use super::ending::has_ending;

impl Finder<'_> {
    /// A name where capitals say nothing: a first name that is no other word, or one introduced.
    pub(super) fn flat(&self, i: usize) -> Option<(usize, usize)> {
        let words = &self.text.words;
        let word = words[i];
        if word.shape == Shape::Number || word.is(GUARD) || self.is_saint(i) {
            return None;
        }
        if let Some(last) = self.labeled(i) {
            return Some((i, last));
        }
        let plain = word.is(FIRST) && !word.is(NEVER | START) && word.end - word.start >= 4;
        let known = (word.is(FIRST) && !word.is(NEVER)
            || word.is(FAMILY) && !word.is(COMMON_FAMILY))
            && !word.is(LINK | DOES | PARTICLE);
        let from = self.title_from(i).filter(|_| known);
        let told =
            known && !word.is(START) && i > 0 && !words[i - 1].is(ROLE) && self.introduced(i);
        let paired = word.flags == 0 && self.asked(i, false) && self.family_at(i + 1);
        if !plain && from.is_none() && !told && !paired {
            return None;
        }
        let mut last = i;
        if words.get(i + 1).is_some_and(|next| {
            next.gap == Gap::Space && next.end - next.start == 1 && self.family_at(i + 2)
        }) {
            last = i + 2;
        } else if self.family_at(i + 1) {
            last = i + 1;
        }
        Some((from.unwrap_or(i), last))
    }

    /// Where capitals say nothing: whether word `i` continues a name as its family name.
    fn family_at(&self, i: usize) -> bool {
        self.text.words.get(i).is_some_and(|next| {
            let common = next.is(COMMON_FAMILY) && !self.text.ends_clause(i);
            matches!(next.gap, Gap::Space | Gap::Hyphen | Gap::Stop)
                && ((next.is(FAMILY) && !common && !next.is(GUARD | DOES | LINK))
                    || has_ending(self.text.word(i)))
                && !self.is_taken(i)
        })
    }

    /// "Name: x y": up to three words after a label, to the end of the line.
    pub(super) fn labeled(&self, i: usize) -> Option<usize> {
        let words = &self.text.words;
        let label = i > 0
            && words[i - 1].is(CALLED)
            && words[i - 1].starts
            && self.text.before(i).trim_start().starts_with(':')
            && !self.text.before(i).contains('\n');
        if !label {
            return None;
        }
        let mut last = i;
        while !self.text.ends_clause(last)
            || words
                .get(last + 1)
                .is_some_and(|w| w.gap == Gap::Stop && words[last].end - words[last].start == 1)
        {
            last += 1;
            if last > i + 3 {
                return None;
            }
        }
        (words[i..=last].iter().all(|w| w.shape != Shape::Number)).then_some(last)
    }
}
