//! How far an address goes: flats, postcodes, towns.

use super::super::lexicon::{FIRST, GUARD, PARTICLE, UNIT};
use super::super::word::{Gap, Shape};
use super::Finder;
use super::words::{is_article, is_calendar, is_town};

impl Finder<'_> {
    /// The word that ends a unit such as "Apt. 864" that begins at word `i`.
    pub(super) fn unit(&self, i: usize) -> Option<usize> {
        let word = self.word(i)?;
        let next = self.word(i + 1)?;
        let value = next.shape == Shape::Number
            || next.shape == Shape::Initial
            || (next.shape == Shape::Other && next.end - next.start <= 4);
        let short = next.end - next.start <= 5;
        (word.is(UNIT) && matches!(next.gap, Gap::Space | Gap::Stop | Gap::Mark) && value && short)
            .then_some(i + 1)
    }

    /// "Flat 6, 81 Clanbrassil Street": the flat belongs to the address.
    pub(super) fn units_before(&self, from: usize) -> usize {
        let mut from = from;
        loop {
            if from >= 2
                && self.text.words[from].gap != Gap::End
                && self.unit(from - 2) == Some(from - 1)
                && !self.text.words[from].starts
            {
                from -= 2;
            } else if from >= 1
                && self.text.words[from].gap == Gap::Space
                && self.number(from - 1, 6)
                && self.text.word(from - 1).len() >= 2
                && !self.text.words[from].is(FIRST)
            {
                from -= 1;
            } else {
                return from;
            }
        }
    }

    /// "Am Mühlbach", "An der Alster": a street's name may begin with a capitalized preposition.
    pub(super) fn preposition(&self, from: usize) -> usize {
        let spaced = |k: usize| self.text.words[k].gap == Gap::Space;
        let capital = |k: usize| {
            matches!(
                self.text.word(k),
                "Am" | "Im"
                    | "An"
                    | "Zum"
                    | "Zur"
                    | "In"
                    | "Auf"
                    | "Unter"
                    | "Beim"
                    | "Hinter"
                    | "Vor"
            )
        };
        if from >= 1 && spaced(from) && capital(from - 1) {
            return from - 1;
        }
        let article = from >= 2
            && matches!(self.text.word(from - 1), "der" | "den" | "dem")
            && spaced(from - 1);
        if article && spaced(from) && capital(from - 2) {
            return from - 2;
        }
        from
    }

    /// Takes the flat, the postcode, the town and the country after word `last`.
    pub(super) fn extend(&self, last: usize) -> usize {
        let mut last = last;
        let mut segments = 0;
        while segments < 6 {
            let Some(next) = self.word(last + 1) else {
                break;
            };
            if let Some(unit) = self
                .unit(last + 1)
                .filter(|_| !matches!(next.gap, Gap::Stop | Gap::End))
            {
                last = unit;
                segments += 1;
                continue;
            }
            let Some(end) = self.segment(last + 1) else {
                break;
            };
            last = end;
            segments += 1;
        }
        last
    }

    /// Last word of a postcode, a town or a country that begins at word `i`.
    fn segment(&self, i: usize) -> Option<usize> {
        let word = self.word(i)?;
        let here = self.text.words[i - 1];
        let before = self.text.before(i);
        let opens = match word.gap {
            Gap::Comma | Gap::Line => before.matches('\n').count() <= 2,
            // "Apt. 417 Csipkerek": a town right after a number.
            Gap::Space => {
                here.shape == Shape::Number
                    || here.shape == Shape::Initial
                    || word.shape == Shape::Number
                        && self.number(i, 6)
                        && self.text.word(i).len() >= 4
            }
            Gap::Mark => {
                before.trim() == "/"
                    || (before.trim() == "-" && word.shape == Shape::Number)
                    || (before.trim_matches([' ', '.', 'º', 'ª', '°']).is_empty()
                        && here.shape == Shape::Number)
            }
            Gap::Stop => {
                here.shape == Shape::Number && !before.contains(' ') && word.shape != Shape::Title
            }
            _ => false,
        };
        if !opens {
            return None;
        }
        let mut k = i;
        let mut last = None;
        while k < i + 5 {
            let Some(word) = self.word(k) else { break };
            if k > i && !matches!(word.gap, Gap::Space | Gap::Hyphen) {
                break;
            }
            let post =
                word.shape == Shape::Number && self.number(k, 6) && (self.text.word(k).len() <= 6)
                    || (word.shape == Shape::Other && word.end - word.start <= 4);
            let town = matches!(word.shape, Shape::Title | Shape::Caps | Shape::Initial)
                && !self.opens_clause(k)
                && !is_calendar(self.text.word(k));
            let particle = word.shape == Shape::Lower
                && (word.is(PARTICLE)
                    || is_article(self.text.word(k))
                    || self.text.word(k) == "nan")
                && self.word(k + 1).is_some_and(|next| {
                    next.gap == Gap::Space && next.shape == Shape::Title
                        || self.text.word(k) == "nan"
                });
            if !(post || town || particle) {
                break;
            }
            last = Some(k);
            k += 1;
        }
        last
    }

    /// A capitalised word after a comma that begins a clause, not a town.
    fn opens_clause(&self, k: usize) -> bool {
        let word = self.text.words[k];
        let name = word.is(FIRST)
            && self
                .word(k + 1)
                .is_some_and(|next| next.shape == Shape::Lower && next.gap == Gap::Space)
            && word.gap != Gap::Space;
        let state = word.shape == Shape::Caps && word.end - word.start == 2;
        word.is(GUARD) && word.gap != Gap::Hyphen && !state && !is_town(self.text.word(k)) || name
    }
}
