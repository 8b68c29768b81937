//! Names that follow from others, or from a phone number beside them.

use super::super::lexicon::{
    AFTER, CLOSE, COMMON_FAMILY, DOES, FIRST, GREET, GUARD, JOIN, NEVER, ROLE, START, THANKS, TITLE,
};
use super::super::word::{Gap, Shape};
use super::super::{Redaction, RedactionKind, touches};
use super::{Finder, within};

impl Finder<'_> {
    /// Capitalised words alone on a line, or alone between commas, next to a phone number, an
    /// e-mail or a street address, as people sign.
    pub(super) fn beside_contacts(&self, names: &mut Vec<(usize, usize)>) {
        let words = &self.text.words;
        let contacts: Vec<Redaction> = self
            .taken
            .iter()
            .copied()
            .filter(|span| {
                matches!(
                    span.kind,
                    RedactionKind::Phone | RedactionKind::Email | RedactionKind::Address
                )
            })
            .collect();
        if contacts.is_empty() || self.text.flat || self.text.german {
            return;
        }
        let is_contact = |k: usize| {
            words
                .get(k)
                .is_some_and(|w| touches(&contacts, w.start, w.end))
        };
        let mut i = 0;
        let mut found = Vec::new();
        while i < words.len() {
            let opens = words[i].starts || words[i].gap == Gap::Comma;
            if !opens
                || !words[i].is_name_like()
                || words[i].shape != Shape::Title
                || self.is_taken(i)
            {
                i += 1;
                continue;
            }
            let mut last = i;
            while last < i + 3
                && words.get(last + 1).is_some_and(|w| {
                    matches!(w.gap, Gap::Space | Gap::Hyphen)
                        && w.is_name_like()
                        && w.shape == Shape::Title
                })
            {
                last += 1;
            }
            let next_contact = is_contact(last + 1)
                && words[last + 1].gap != Gap::Stop
                && words[last + 1].gap != Gap::End;
            let after_contact = i > 0 && words[i].gap == Gap::Comma && is_contact(i - 1);
            let line = words[i].gap == Gap::Line || i == 0 || self.text.before(i).contains('\n');
            let own_line = line
                && words.get(last + 1).is_some_and(|w| w.gap == Gap::Line)
                && !self.text.before(last + 1).contains(':')
                && last > i;
            let free = !within(names, i, last);
            let plain =
                (i..=last).all(|k| !words[k].is(TITLE | ROLE | DOES | THANKS | GREET | CLOSE));
            let ends = self.text.ends_clause(last);
            let fits = next_contact && last > i || after_contact && ends || own_line;
            if free && plain && fits && last - i < 3 {
                found.push((i, last));
            }
            i = last + 1;
        }
        names.extend(found);
        names.sort_unstable();
    }

    /// "Lis og Bent Frandsen" is one name to a reader.
    pub(super) fn join(&self, names: &mut Vec<(usize, usize)>) {
        let words = &self.text.words;
        names.dedup_by(|next, kept| {
            let joins = next.0 == kept.1 + 2
                && words[kept.1 + 1].is(JOIN)
                && words[kept.1 + 1].gap == Gap::Space
                && words[next.0].gap == Gap::Space
                && kept.0 == kept.1
                && next.1 > next.0;
            if joins {
                kept.1 = next.1;
            }
            joins
        });
    }

    /// What was a name once is one wherever the text repeats it.
    pub(super) fn repeat(&self, names: &mut Vec<(usize, usize)>) {
        let words = &self.text.words;
        let known: Vec<&str> = names
            .iter()
            .take(8)
            .flat_map(|&(from, to)| from..=to)
            .filter(|&i| {
                !words[i].is(GUARD | TITLE | AFTER | NEVER)
                    && words[i].end - words[i].start >= 3
                    && matches!(words[i].shape, Shape::Title | Shape::Caps)
            })
            .map(|i| self.text.word(i))
            .collect();
        if known.is_empty() {
            return;
        }
        let more: Vec<(usize, usize)> = (0..words.len())
            .filter(|&i| {
                let word = words[i];
                let alike = |name: &&str| {
                    *name == self.text.word(i)
                        || self.text.word(i).strip_prefix(*name) == Some("s")
                        || (word.is(FIRST)
                            && !word.is(START | NEVER | COMMON_FAMILY)
                            && name.eq_ignore_ascii_case(self.text.word(i)))
                };
                known.iter().any(alike) && !self.is_taken(i) && !within(names, i, i)
            })
            .map(|i| (i, i))
            .collect();
        names.extend(more);
        names.sort_unstable();
    }
}
