//! How far a name goes.

use super::super::lexicon::{AFTER, FAMILY, FIRST, GUARD, PARTICLE};
use super::super::word::{Gap, Shape};
use super::ending::has_ending;
use super::{Finder, MOST_WORDS};

impl Finder<'_> {
    /// Last word of the name that begins at word `i`.
    pub(super) fn last(&self, i: usize) -> usize {
        let words = &self.text.words;
        let mut last = i;
        let mut unknown = 0;
        while last + 1 < words.len() && last - i < MOST_WORDS {
            let here = words[last];
            let next = words[last + 1];
            if self.is_taken(last + 1) {
                break;
            }
            if next.gap == Gap::Hyphen && next.shape != Shape::Number && next.shape != Shape::Other
            {
                last += 1;
                continue;
            }
            // "El Amrani", "De Vries".
            let particle = next.is(PARTICLE)
                && next.shape == Shape::Title
                && next.gap == Gap::Space
                && words
                    .get(last + 2)
                    .is_some_and(|w| w.gap == Gap::Space && w.is_name_like());
            if particle {
                last += 2;
                continue;
            }
            let apostrophe = next.gap == Gap::Apostrophe
                && here.end - here.start <= 2
                && next.shape == Shape::Title;
            let joined = next.gap == Gap::Space
                || apostrophe
                || (next.gap == Gap::Stop && here.shape == Shape::Initial);
            if !joined {
                break;
            }
            if next.is(AFTER) && next.shape != Shape::Lower && next.gap == Gap::Space {
                return last + 1;
            }
            if next.shape == Shape::Initial {
                let on = words.get(last + 2).is_some_and(|w| {
                    matches!(w.gap, Gap::Stop | Gap::Space | Gap::Apostrophe)
                        && matches!(w.shape, Shape::Title | Shape::Caps | Shape::Initial)
                        && !w.is(GUARD)
                });
                let pronoun = self.text.word(last + 1) == "I"
                    && words.get(last + 2).is_some_and(|w| w.gap != Gap::Stop);
                if !on || pronoun {
                    break;
                }
                last += 1;
                continue;
            }
            if next.shape == Shape::Lower && next.is(PARTICLE) {
                match self.after_particles(last + 1) {
                    Some(k) => last = k,
                    None => break,
                }
                continue;
            }
            if !matches!(next.shape, Shape::Title | Shape::Caps)
                || next.is(GUARD) && !next.is(FAMILY)
            {
                break;
            }
            if next.is(GUARD) && !(next.is(FAMILY) && self.text.ends_clause(last + 1)) {
                break;
            }
            if next.flags & (FIRST | FAMILY) == 0 {
                unknown += 1;
                let certain =
                    has_ending(self.text.word(last + 1)) || self.text.ends_clause(last + 1);
                if self.text.german && last > i && !certain {
                    break;
                }
                if unknown > 2
                    || (next.shape == Shape::Caps
                        && here.shape == Shape::Title
                        && next.end - next.start < 4)
                {
                    break;
                }
            }
            last += 1;
        }
        last
    }

    fn after_particles(&self, from: usize) -> Option<usize> {
        let words = &self.text.words;
        let mut k = from;
        while k < from + 3 {
            let word = words.get(k)?;
            let stop = word.gap == Gap::Stop && words[k - 1].shape == Shape::Initial;
            if !(stop || matches!(word.gap, Gap::Space | Gap::Apostrophe)) || self.is_taken(k) {
                return None;
            }
            if word.shape == Shape::Title && k > from {
                return (!word.is(FIRST) || word.is(FAMILY)).then_some(k);
            }
            if !(word.shape == Shape::Lower && word.is(PARTICLE)) {
                return None;
            }
            k += 1;
        }
        None
    }
}
