//! Addresses known by what stands around them: a postcode, a box, the word "address".

use super::super::lexicon::{ADDRESS_WORD, PARTICLE, UNIT, WHERE};
use super::super::word::{Gap, Shape};
use super::Finder;

impl Finder<'_> {
    /// Am Mühlbach 3, 97318 Kitzingen: any capitalised words and a number before a postcode.
    pub(super) fn before_town(&self, i: usize) -> Option<(usize, usize)> {
        if !self.named(i) {
            return None;
        }
        let mut k = i + 1;
        while k <= i + 4 {
            let word = self.word(k)?;
            if word.gap != Gap::Space {
                return None;
            }
            if self.number(k, 4) {
                let mut post = k + 1;
                if self.word(post).is_some_and(|w| w.shape == Shape::Initial) {
                    post += 1;
                }
                if let Some(found) = self.alone(i, k) {
                    return Some(found);
                }
                let postcode = self.word(post)?;
                let town = self.word(post + 1)?;
                return (matches!(postcode.gap, Gap::Comma | Gap::Line)
                    && (4..=5).contains(&self.text.word(post).len())
                    && postcode.shape == Shape::Number
                    && town.gap == Gap::Space
                    && matches!(town.shape, Shape::Title | Shape::Caps))
                .then_some((i, k));
            }
            if !self.named(k) && !word.is(PARTICLE) {
                return None;
            }
            k += 1;
        }
        None
    }

    /// A last sentence that is nothing but "Mitre 2347, Quilmes".
    fn alone(&self, i: usize, number: usize) -> Option<(usize, usize)> {
        let town = self.word(number + 1)?;
        (self.word(i)?.starts
            && self.text.word(number).len() >= 2
            && town.gap == Gap::Comma
            && town.shape == Shape::Title
            && self.word(number + 2).is_none())
        .then_some((i, number))
    }

    /// P.O. Box 149, Postfach 12, PSC 1437 Box 3833 APO AP 04336, Unit 5 Box 12 DPO AE 1.
    pub(super) fn boxed(&self, i: usize) -> Option<(usize, usize)> {
        let word = self.text.word(i).to_ascii_lowercase();
        match word.as_str() {
            "p" if self.text.text[self.word(i)?.start..]
                .get(..4)
                .is_some_and(|s| s.eq_ignore_ascii_case("p.o.")) =>
            {
                let k = (i + 1..i + 4).find(|&k| {
                    self.text
                        .words
                        .get(k)
                        .is_some_and(|w| w.shape == Shape::Number)
                })?;
                Some((i, k))
            }
            "po" if self
                .word(i + 1)
                .is_some_and(|_| self.text.word(i + 1).eq_ignore_ascii_case("box")) =>
            {
                self.number(i + 2, 6).then_some((i, i + 2))
            }
            "postfach" | "postbus" | "postboks" | "psc" | "apartado" => {
                self.number(i + 1, 6).then_some((i, self.military(i + 1)))
            }
            "unit"
                if self.number(i + 1, 5)
                    && self
                        .word(i + 2)
                        .is_some_and(|_| self.text.word(i + 2).eq_ignore_ascii_case("box")) =>
            {
                Some((i, self.military(i + 1)))
            }
            "apo" | "fpo" | "dpo" => {
                let state = self.word(i + 1)?;
                (state.gap == Gap::Space && self.number(i + 2, 5)).then(|| {
                    let ship = i >= 2
                        && self.word(i).is_some_and(|w| w.gap == Gap::Line)
                        && self.word(i - 1).is_some_and(|w| w.shape == Shape::Title);
                    (if ship { i - 2 } else { i }, i + 2)
                })
            }
            _ => None,
        }
    }

    fn military(&self, from: usize) -> usize {
        let mut last = from;
        for k in from + 1..from + 6 {
            let Some(word) = self.word(k) else { break };
            let part = self.number(k, 6)
                || matches!(
                    self.text.word(k).to_ascii_lowercase().as_str(),
                    "box" | "apo" | "fpo" | "dpo" | "ae" | "ap" | "aa"
                );
            if !part || matches!(word.gap, Gap::Stop | Gap::End) {
                break;
            }
            last = k;
        }
        last
    }

    /// "lives at", "my address is": then a few capitalised words with a number will do.
    pub(super) fn announced(&self, i: usize) -> Option<(usize, usize)> {
        let said = (1..=4).any(|back| {
            i >= back
                && self.text.words[i - back].is(ADDRESS_WORD)
                && (i - back + 1..=i)
                    .all(|k| !matches!(self.text.words[k].gap, Gap::Stop | Gap::End))
        });
        if !said {
            return None;
        }
        let mut numbers = 0;
        let mut names = 0;
        let mut k = i;
        while k < i + 6 {
            let Some(word) = self.word(k) else { break };
            if k > i && !matches!(word.gap, Gap::Space | Gap::Hyphen) {
                break;
            }
            if self.number(k, 5) {
                numbers += 1;
            } else if self.named(k) && !word.is(WHERE | UNIT) && word.end - word.start > 2 {
                names += 1;
            } else {
                break;
            }
            k += 1;
        }
        let whole = numbers > 0 && names > 0 && k > i + 1;
        let last_named = self.text.words[k.saturating_sub(1).max(i)].shape;
        let labeled = self
            .word(k)
            .is_some_and(|w| w.gap == Gap::Mark && self.text.before(k).contains(':'));
        (whole
            && !labeled
            && (last_named == Shape::Number || self.number(i, 5) && self.text.word(i).len() >= 2))
            .then_some((i, k - 1))
    }
}
