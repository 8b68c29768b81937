//! A street's name and its number, in each country's order.

use super::super::lexicon::{FIRST, PARTICLE, STREET_AFTER, STREET_BEFORE, UNIT};
use super::super::word::{Gap, Shape};
use super::words::{ENDINGS, NO_STREETS, is_article};
use super::{Finder, MOST_WORDS};

impl Finder<'_> {
    /// 12 Main Street, 27B Ormeau St.
    pub(super) fn number_first(&self, i: usize) -> Option<(usize, usize)> {
        if !self.number(i, 5) {
            return None;
        }
        let mut k = i + 1;
        // "6400 12 Timms Drive": two numbers before the street.
        if self.number(k, 5) && self.word(k)?.gap == Gap::Space {
            k += 1;
        }
        let first = k;
        while k < first + MOST_WORDS {
            let word = self.word(k)?;
            let spaced = matches!(word.gap, Gap::Space | Gap::Hyphen | Gap::Apostrophe)
                || (word.gap == Gap::Stop && self.word(k - 1)?.end - self.word(k - 1)?.start <= 2);
            if !spaced {
                return None;
            }
            if k > first
                && word.is(STREET_AFTER)
                && (word.shape != Shape::Lower && !self.text.flat
                    || self.text.flat
                        && (word.end - word.start >= 4 && self.text.word(k) != "alle"
                            || matches!(self.text.word(k), "st" | "rd" | "ave"))
                    || self.text.word(k) == "str")
            {
                let further = self.word(k + 1).is_some_and(|next| {
                    next.is(STREET_AFTER) && next.gap == Gap::Space && next.shape == Shape::Title
                });
                return Some((i, if further { k + 1 } else { k }));
            }
            let particle = word.is(PARTICLE) && word.shape == Shape::Lower;
            if !self.named(k) && !particle {
                return None;
            }
            k += 1;
        }
        None
    }

    /// 5049 Harjukuja 54: a long number, capitalised words, a number.
    pub(super) fn between_numbers(&self, i: usize) -> Option<(usize, usize)> {
        let digits = self.text.word(i).len();
        if !(3..=6).contains(&digits) || !self.number(i, 6) {
            return None;
        }
        let mut k = i + 1;
        let mut named = false;
        while k <= i + MOST_WORDS {
            let word = self.word(k)?;
            let joined = matches!(word.gap, Gap::Space | Gap::Hyphen)
                || (word.gap == Gap::Stop && !word.starts)
                || (word.gap == Gap::Stop && k > i + 1 && self.text.word(k - 1).len() <= 3);
            if !joined {
                return None;
            }
            if named && self.number(k, 4) {
                let year = digits == 4
                    && (self.text.word(i).starts_with("19") || self.text.word(i).starts_with("20"));
                return (!year || self.unit(k + 1).is_some() || self.text.word(k).len() < 4)
                    .then_some((i, k));
            }
            if named && self.unit(k).is_some() {
                return Some((i, k - 1));
            }
            named |= self.named(k);
            let typed = k > i + 1 && word.is(STREET_AFTER) && self.number(k + 1, 4);
            let particle = word.is(PARTICLE) && word.shape == Shape::Lower;
            if !self.named(k) && !typed && !particle {
                return None;
            }
            k += 1;
        }
        None
    }

    /// rue de la Station 41, via Garibaldi 41, C/ Alférez Rojas 9, ul. Wiśniowa 18.
    pub(super) fn prefixed(&self, i: usize) -> Option<(usize, usize)> {
        let word = self.word(i)?;
        let folded = word.end - word.start <= 3 && !self.text.word(i).is_ascii();
        if !word.is(STREET_BEFORE) || folded {
            return None;
        }
        let mut k = i + 1;
        let mut capital = false;
        while k < i + 1 + MOST_WORDS + 2 {
            let Some(word) = self.word(k) else { break };
            let after_type = k == i + 1;
            let joined = match word.gap {
                Gap::Space | Gap::Hyphen | Gap::Apostrophe => true,
                Gap::Stop => after_type || self.text.word(k - 1).len() <= 4,
                Gap::Mark => after_type && self.text.before(k).starts_with('/'),
                Gap::Comma => word.shape == Shape::Number && capital,
                Gap::Line | Gap::End => false,
            };
            if !joined {
                break;
            }
            if self.number(k, 5) && capital {
                return Some((i, k));
            }
            let short = matches!(self.text.word(i), "al" | "os" | "pl" | "ul");
            let small = !short
                && word.shape == Shape::Lower
                && (word.is(PARTICLE | FIRST) || is_article(self.text.word(k)));
            let numbered =
                word.shape == Shape::Lower && matches!(self.text.word(k), "n" | "nr" | "no" | "n°");
            let day = self.number(k, 2) && !capital;
            if !self.named(k) && !small && !numbered && !day {
                break;
            }
            capital |= self.named(k);
            k += 1;
        }
        capital.then_some((i, k - 1))
    }

    /// Hauptstraße 5, Koskikatu 25, Dorpsstraat 63.
    pub(super) fn one_word(&self, i: usize) -> Option<(usize, usize)> {
        let word = self.word(i)?;
        if !matches!(word.shape, Shape::Title | Shape::Caps) {
            return None;
        }
        let lower = self.text.word(i).to_lowercase();
        let ending = ENDINGS.iter().find(|ending| {
            lower.ends_with(*ending) && lower.chars().count() >= ending.chars().count() + 3
        })?;
        if NO_STREETS.contains(&lower.as_str()) || ending.is_empty() {
            return None;
        }
        let next = self.word(i + 1)?;
        let joined = next.gap == Gap::Space
            || (next.gap == Gap::Stop && lower.ends_with("str"))
            || next.gap == Gap::Comma && lower.ends_with("str");
        (joined && self.number(i + 1, 4)).then_some((i, i + 1))
    }

    /// Menekşe Sok. No: 12/5, Main Street 12, Lange Straße 5.
    pub(super) fn typed_then_number(&self, i: usize) -> Option<(usize, usize)> {
        if !self.named(i) || self.word(i)?.is(STREET_AFTER) {
            return None;
        }
        let mut k = i + 1;
        let mut last = None;
        while k < i + 8 {
            let Some(word) = self.word(k) else { break };
            let joined = matches!(word.gap, Gap::Space | Gap::Stop | Gap::Comma | Gap::Mark);
            if !joined {
                break;
            }
            if self.number(k, 4) && last.is_some_and(|typed| k <= typed + 2) {
                // "Çınar Mah. 1423. Sok. No: 8": the number belongs to the next street.
                if !self
                    .word(k + 1)
                    .is_some_and(|w| w.is(STREET_AFTER) && w.gap == Gap::Stop)
                {
                    return Some((i, k));
                }
                k += 1;
                continue;
            }
            if word.is(STREET_AFTER) && (word.shape == Shape::Title || self.text.flat) {
                last = Some(k);
            } else if !(word.is(UNIT) && last == Some(k - 1))
                && (!self.named(k) || word.gap != Gap::Space)
            {
                break;
            }
            k += 1;
        }
        None
    }
}
