//! Whether a capitalized word is a name or the beginning of one.

use super::super::lexicon::{
    AFTER, CLOSE, COMMON_FAMILY, DOES, FAMILY, FIRST, GUARD, JOIN, NEVER, ROLE, START, THANKS,
    TITLE, WHERE,
};
use super::super::word::{Gap, Shape};
use super::Finder;
use super::ending::{WEAK, has_ending};

impl Finder<'_> {
    /// Whether the capitalised word `i` is a name or the beginning of one.
    pub(super) fn is_name(&self, i: usize) -> bool {
        let words = &self.text.words;
        let word = words[i];
        let next = words.get(i + 1).filter(|next| next.gap == Gap::Space);
        if next.is_some_and(|next| next.is(AFTER) && next.shape != Shape::Lower) {
            return true;
        }
        let family_next = next.is_some_and(|next| {
            next.is_name_like()
                && (next.is(FAMILY) && !next.is(COMMON_FAMILY) || has_ending(self.text.word(i + 1)))
        });
        let initial = words
            .get(i + 1)
            .is_some_and(|w| w.gap == Gap::Space && w.shape == Shape::Initial)
            && words.get(i + 2).is_some_and(|w| {
                matches!(w.gap, Gap::Space | Gap::Stop)
                    && w.is_name_like()
                    && w.shape == Shape::Title
            })
            && (self.text.word(i + 1) != "I" || words[i + 2].gap == Gap::Stop);
        if word.is(FIRST) && (initial && !word.is(NEVER) || self.speaks(i) || self.listed(i)) {
            return true;
        }
        if self.in_family_list(i) || (word.is_unknown() && self.acts(i)) {
            return true;
        }
        if word.is(GUARD) || word.end - word.start < 2 {
            // "Cheers, Tam Nguyen".
            let signs = i > 0
                && words[i - 1].is(THANKS | CLOSE)
                && matches!(word.gap, Gap::Comma | Gap::Line)
                && self.text.ends_clause(i + 1);
            return family_next && signs
                || word.is(FIRST) && !word.is(NEVER) && (self.named(i) || family_next);
        }
        let placed = i > 0 && word.gap == Gap::Space && words[i - 1].is(WHERE);
        if word.shape == Shape::Caps {
            return word.is(FIRST | FAMILY)
                && !word.is(NEVER | START | COMMON_FAMILY)
                && (family_next && word.is(FIRST) || self.introduced(i));
        }
        if word.is(FIRST) && !word.is(NEVER) {
            let compound = words
                .get(i + 1)
                .is_some_and(|next| next.gap == Gap::Hyphen && next.is(FIRST));
            if family_next || compound || self.introduced(i) {
                return true;
            }
            if !word.is(START) {
                return true;
            }
            let of_place = i > 0
                && word.gap == Gap::Space
                && matches!(words[i - 1].shape, Shape::Title | Shape::Caps)
                && !words[i - 1].is(FIRST | TITLE | ROLE | AFTER);
            if self.text.german || of_place && !word.starts {
                return false;
            }
            let does = words
                .get(i + 1)
                .is_some_and(|next| next.gap == Gap::Space && next.is(DOES))
                || words.get(i + 1).is_some_and(|next| {
                    next.gap == Gap::Apostrophe && self.text.word(i + 1) == "s"
                });
            return if word.starts { does } else { !placed };
        }
        if self.introduced(i) {
            return true;
        }
        if self.text.german {
            return false;
        }
        if family_next && (word.is_unknown() || word.is(FAMILY | FIRST)) && !placed {
            return true;
        }
        // "Gyula B. Kovarik", "Gyula B Kovarik": the initial between two capitalised words.
        // "by Aantje Mourik": two unknown words where a person is meant.
        let agent = i > 0
            && word.gap == Gap::Space
            && matches!(
                self.text.word(i - 1),
                "by" | "with" | "add" | "heard" | "including" | "features" | "against"
            );
        if agent
            && word.is_unknown()
            && next.is_some_and(|next| next.is_unknown() && next.shape == Shape::Title)
            && word.shape == Shape::Title
        {
            return true;
        }
        if initial {
            let last = words[i + 2];
            let known = last.is(FAMILY) || has_ending(self.text.word(i + 2));
            let unknown = word.flags == 0 && last.flags == 0 && last.gap == Gap::Space;
            if known || unknown {
                return true;
            }
        }
        let family = word.is(FAMILY) && !word.is(COMMON_FAMILY | NEVER | START | TITLE);
        let noun = WEAK.iter().any(|e| self.text.word(i).ends_with(e));
        let ending = has_ending(self.text.word(i)) && !noun;
        let does = words
            .get(i + 1)
            .is_some_and(|next| next.gap == Gap::Space && (next.is(DOES) || next.is(JOIN)));
        (ending || family) && (!word.starts || does) && !placed && word.end - word.start >= 5
    }

    /// "Tracy, Arun, Bill and Ann": between two first names.
    fn listed(&self, i: usize) -> bool {
        let words = &self.text.words;
        let plain = |k: usize| {
            words[k].is(FIRST) && !words[k].is(NEVER | START) && words[k].shape == Shape::Title
        };
        let before = i > 0 && words[i].gap == Gap::Comma && plain(i - 1);
        let after = words.get(i + 1).is_some_and(|next| {
            (next.gap == Gap::Comma && next.shape == Shape::Title && next.is(FIRST))
                || (next.is(JOIN) && words.get(i + 2).is_some_and(|_| plain(i + 2)))
        });
        words[i].shape == Shape::Title && before && after && !words[i].is(GUARD)
    }

    /// "Rogers and Torres", "Torpy and Salinas": beside a known family name.
    fn in_family_list(&self, i: usize) -> bool {
        let words = &self.text.words;
        let plain = |k: usize| {
            words.get(k).is_some_and(|w| {
                w.is(FAMILY) && !w.is(COMMON_FAMILY | NEVER | GUARD) && w.shape == Shape::Title
            })
        };
        let joined = |k: usize| {
            words
                .get(k)
                .is_some_and(|w| w.is(JOIN) && w.gap == Gap::Space && w.shape == Shape::Lower)
                && words.get(k + 1).is_some_and(|w| w.gap == Gap::Space)
        };
        let word = words[i];
        if word.shape != Shape::Title || word.is(GUARD) || self.text.german {
            return false;
        }
        let after = i >= 2 && joined(i - 1) && plain(i - 2) && word.is(FAMILY);
        let before =
            joined(i + 1) && plain(i + 2) && (word.is(FAMILY) || word.is_unknown() && word.starts);
        let listed = word.is(FAMILY)
            && words.get(i + 1).is_some_and(|w| w.gap == Gap::Comma)
            && plain(i + 1)
            && joined(i + 2);
        after || before || listed
    }

    /// What only a person does follows: "Mehrudin shouted", "Mehrudin Kovarik died".
    fn acts(&self, i: usize) -> bool {
        let words = &self.text.words;
        let spaced = |k: usize| words.get(k).is_some_and(|next| next.gap == Gap::Space);
        if words[i].shape != Shape::Title || self.text.german || !spaced(i + 1) {
            return false;
        }
        let second = words[i + 1].is_unknown() && words[i + 1].shape == Shape::Title;
        is_act(self.text.word(i + 1)) || second && spaced(i + 2) && is_act(self.text.word(i + 2))
    }

    /// "Ella: What a day": a speaker at the beginning of a line.
    fn speaks(&self, i: usize) -> bool {
        let words = &self.text.words;
        words[i].starts
            && (i == 0 || words[i].gap == Gap::Line)
            && !words[i].is(NEVER)
            && words.get(i + 1).is_some_and(|next| {
                next.gap == Gap::Mark
                    && matches!(next.shape, Shape::Title | Shape::Initial)
                    && self.text.before(i + 1).starts_with(':')
            })
    }

    /// Only an outright introduction counts: for names that are other words as well.
    fn named(&self, i: usize) -> bool {
        i > 0 && self.text.words[i - 1].is(TITLE) && self.text.words[i].gap == Gap::Space
    }
}

/// What people do and firms, towns and things do not.
fn is_act(word: &str) -> bool {
    matches!(
        word,
        "lives"
            | "shouted"
            | "smiled"
            | "laughed"
            | "cried"
            | "whispered"
            | "sighed"
            | "phoned"
            | "texted"
            | "hugged"
            | "waved"
            | "nodded"
            | "knelt"
            | "winked"
            | "grinned"
            | "sings"
            | "married"
            | "smiles"
            | "laughs"
            | "shrugged"
            | "apologised"
            | "apologized"
    )
}
