//! Words before a name that announce it.

use super::super::lexicon::{
    CALLED, CLOSE, FAMILY, FIRST, GREET, GUARD, LINK, NEVER, ROLE, SPEAK, THANKS,
};
use super::super::word::{Gap, Shape};
use super::Finder;
use super::ending::{introduces, is_person};

impl Finder<'_> {
    /// Whether the words before word `i` announce a name.
    pub(super) fn introduced(&self, i: usize) -> bool {
        let words = &self.text.words;
        let word = words[i];
        let Some(last) = i.checked_sub(1).map(|k| words[k]) else {
            return false;
        };
        let spaced = word.gap == Gap::Space;
        let known = word.is(FIRST | FAMILY) && !word.is(NEVER);
        if last.is(ROLE) && spaced {
            return known || word.shape == Shape::Title && !self.text.german && !last.is(GUARD);
        }
        if last.is(ROLE) && word.gap == Gap::Comma && known {
            return true;
        }
        let lone = self.text.ends_clause(i) && word.flags == 0 && !self.text.german;
        if last.is(GREET) && spaced && !last.is(FIRST) {
            return known || lone;
        }
        if last.is(THANKS) && (spaced || word.gap == Gap::Comma) {
            return known || lone;
        }
        // "a table at seven, under Brannigan".
        if spaced && i >= 2 && self.text.word(i - 1) == "under" {
            let booked = matches!(
                self.text.word(i - 2),
                "s" | "booked" | "reserved" | "booking" | "reservation" | "table" | "appointment"
            );
            return booked && (word.is_unknown() && lone || known);
        }
        if last.is(THANKS) && word.gap == Gap::Stop && self.text.ends_clause(i) {
            return word.is(FIRST);
        }
        if last.is(SPEAK) && spaced {
            return known && !self.text.german;
        }
        if last.is(CLOSE)
            && matches!(
                word.gap,
                Gap::Comma | Gap::Line | Gap::Space | Gap::Mark | Gap::Stop
            )
        {
            return self.closes(i);
        }
        self.asked(i, known)
    }

    /// "My name is X", "name: X", "wir heißen X", "spoke to X", "thanks to X".
    pub(super) fn asked(&self, i: usize, known: bool) -> bool {
        let words = &self.text.words;
        let mut k = i;
        for _ in 0..4 {
            let near = matches!(
                words[k].gap,
                Gap::Space | Gap::Apostrophe | Gap::Mark | Gap::Hyphen
            ) || (words[k].gap == Gap::End && k == i)
                || (words[k].gap == Gap::Line && k == i && self.text.before(k).contains(':'));
            if k == 0 || !near {
                return false;
            }
            let before = words[k - 1];
            let spoken = self.text.word(k - 1);
            if before.is(CALLED) {
                // A ship, a dog or a firm is called something as well: only "my name is" and
                // the like introduce a word that no list knows.
                return known
                    || introduces(spoken)
                        && (words[i].gap != Gap::End || self.text.before(i).contains('?'))
                    || k >= 2 && is_person(spoken, self.text.word(k - 2));
            }
            if k < i
                && matches!(spoken, "call" | "calls")
                && matches!(self.text.word(k), "me" | "him" | "her")
            {
                return known || self.text.ends_clause(i);
            }
            if before.is(SPEAK | THANKS) && k < i {
                return known
                    || self.text.ends_clause(i) && words[i].flags == 0 && !self.text.german;
            }
            if !before.is(LINK) || words[k].gap == Gap::End {
                return false;
            }
            k -= 1;
        }
        false
    }

    /// After a closing: capitalised words up to the end of the line or the text.
    fn closes(&self, i: usize) -> bool {
        let words = &self.text.words;
        let last = self.last(i);
        let next = words.get(last + 1);
        let ended = next.is_none_or(|next| {
            !matches!(next.gap, Gap::Space | Gap::Apostrophe | Gap::Hyphen)
                || next.shape == Shape::Number
        });
        ended || words[i].is(FIRST)
    }
}
