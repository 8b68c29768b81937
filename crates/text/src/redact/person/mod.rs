//! Names of people: a gazetteer of first and family names, and the words around them.
//!
//! A capital alone makes no name: a word counts when it is a known first name that is no other
//! word, or when something introduces it (a title, a greeting, a role, "my name is", thanks, a
//! closing), or when a known family name or a family name's ending follows it.

mod context;
mod decide;
mod ending;
mod extent;
mod flat;
mod more;

use self::ending::{has_ending, is_kin_title, is_lower_title};
use super::lexicon::{
    CALLED, CLOSE, COMMON_FAMILY, FAMILY, FIRST, GREET, GUARD, JOIN, PARTICLE, ROLE, SAINT, SPEAK,
    START, STREET_ONLY, THANKS, TITLE,
};
use super::word::{Gap, Shape, Text};
use super::{Redaction, RedactionKind, touches};

/// Words that one name may have.
const MOST_WORDS: usize = 5;

/// Adds the names of `text` to `spans`; places in `taken` are left alone.
pub(super) fn find(text: &Text<'_>, taken: &[Redaction], spans: &mut Vec<Redaction>) {
    if text.words.is_empty() {
        return;
    }
    let finder = Finder { text, taken };
    let mut names: Vec<(usize, usize)> = Vec::new();
    let mut i = 0;
    while i < text.words.len() {
        if let Some((from, to)) = finder.at(i) {
            let from = names.last().map_or(from, |&(_, last)| from.max(last + 1));
            if from <= to {
                names.push((from, to));
                i = to + 1;
                continue;
            }
        }
        i += 1;
    }
    finder.beside_contacts(&mut names);
    finder.join(&mut names);
    finder.repeat(&mut names);
    spans.extend(names.iter().map(|&(from, to)| Redaction {
        start: text.words[from].start,
        end: finder.end(to),
        kind: RedactionKind::Name,
    }));
}

/// A text, and the places in it that are spoken for.
struct Finder<'t> {
    text: &'t Text<'t>,
    taken: &'t [Redaction],
}

impl Finder<'_> {
    fn is_taken(&self, i: usize) -> bool {
        let word = self.text.words[i];
        touches(self.taken, word.start, word.end)
    }

    /// First and last word of the name that begins at word `i`, a title before it included.
    fn at(&self, i: usize) -> Option<(usize, usize)> {
        let text = self.text;
        let word = text.words[i];
        if self.is_taken(i) {
            return None;
        }
        if text.flat {
            return self.flat(i);
        }
        if !matches!(word.shape, Shape::Title | Shape::Caps | Shape::Initial) {
            return None;
        }
        if word.gap == Gap::Hyphen || self.is_counted(i) {
            return None;
        }
        if self.is_saint(i) || (word.is(TITLE | SAINT) && !word.is(FIRST)) {
            return None;
        }
        if let Some(last) = self.labeled(i) {
            return Some((i, last));
        }
        let titled = self.title_from(i);
        let begins = match word.shape {
            Shape::Initial => self.is_initial(i, titled.is_some()),
            _ => {
                titled.is_some() && (!word.is(GUARD | TITLE) || self.is_particle_before_name(i))
                    || self.is_name(i)
            }
        };
        (begins && !self.is_street(i)).then(|| (titled.unwrap_or(i), self.last(i)))
    }

    /// "meneer De Wit": a capital particle and a capitalised word.
    fn is_particle_before_name(&self, i: usize) -> bool {
        let words = &self.text.words;
        words[i].is(PARTICLE)
            && words.get(i + 1).is_some_and(|next| {
                next.gap == Gap::Space && next.shape == Shape::Title && !next.is(GUARD)
            })
    }

    /// "rua Bento Gonçalves", "calle de la Azucena": a street is called so, whoever was.
    fn is_street(&self, i: usize) -> bool {
        let words = &self.text.words;
        let mut k = i;
        while k > 0 && i - k < 3 && words[k].gap == Gap::Space {
            k -= 1;
            if words[k].is(STREET_ONLY) {
                return true;
            }
            if words[k].shape == Shape::Lower && !words[k].is(PARTICLE) {
                break;
            }
        }
        words.get(i + 1).is_some_and(|next| {
            next.gap == Gap::Space
                && matches!(
                    self.text.word(i + 1),
                    "St" | "Rd" | "Ave" | "Road" | "Street"
                )
        })
    }

    /// "4 Jan", "Ward 6", "Oscar-worthy": a date, a number of something, half a compound.
    fn is_counted(&self, i: usize) -> bool {
        let words = &self.text.words;
        let number = |k: usize| words.get(k).is_some_and(|w| w.shape == Shape::Number);
        let after = words.get(i + 1);
        let month = self.text.word(i) == "Jan"
            && (i > 0 && number(i - 1) && words[i].gap == Gap::Space
                || number(i + 1) && words[i + 1].gap == Gap::Space);
        let counted = words[i].is(START | COMMON_FAMILY)
            && number(i + 1)
            && words[i + 1].gap == Gap::Space
            && (i == 0 || !words[i - 1].is(TITLE | FIRST));
        let half = after.is_some_and(|next| next.gap == Gap::Hyphen && next.shape == Shape::Lower);
        month || counted || half
    }

    /// Whether word `i` is part of a saint's name: St Luke's, São Paulo, Saint-Valentin.
    fn is_saint(&self, i: usize) -> bool {
        i > 0
            && self.text.words[i - 1].is(SAINT)
            && matches!(
                self.text.words[i].gap,
                Gap::Space | Gap::Hyphen | Gap::Apostrophe | Gap::Stop
            )
            && (self.text.words[i].gap != Gap::Stop
                || self.text.words[i - 1].end - self.text.words[i - 1].start <= 3)
    }

    /// Where the titles directly before word `i` begin, if there are any.
    fn title_from(&self, i: usize) -> Option<usize> {
        let words = &self.text.words;
        let mut from = i;
        while from > 0 && i - from < MOST_WORDS {
            let last = words[from - 1];
            let joined = match words[from].gap {
                Gap::Space => true,
                Gap::Stop => last.end - last.start <= 6,
                _ => false,
            };
            let capital = last.shape != Shape::Lower || is_lower_title(self.text.word(from - 1));
            // "uden at brokke sig. Det er": a title in lower case with a stop is a short one only
            // before a name.
            let sure = words[from].gap != Gap::Stop
                || last.shape != Shape::Lower
                || words[i].shape == Shape::Initial
                || words[i].is(FIRST | FAMILY);
            let kin = from == i
                && is_kin_title(self.text.word(from - 1))
                && words[i].is(FIRST | FAMILY)
                && words[i].gap == Gap::Space;
            if !last.is(TITLE) && !kin || !joined || !capital || !sure || self.is_taken(from - 1) {
                break;
            }
            from -= 1;
        }
        // "Doktor" is a topic as much as a title: it stays.
        while from < i && words[from].is(ROLE) && words[from].is(TITLE) {
            from += 1;
            if from == i {
                return Some(i);
            }
        }
        (from < i).then_some(from)
    }

    fn is_initial(&self, i: usize, titled: bool) -> bool {
        let words = &self.text.words;
        let stop = |k: usize| {
            words
                .get(k)
                .is_some_and(|next| next.gap == Gap::Stop || next.gap == Gap::Hyphen)
        };
        let alone = i == 0
            || words[i].gap != Gap::Space
            || words[i - 1].is(CLOSE | GREET | CALLED | SPEAK | JOIN | THANKS);
        let weak = i > 0 && words[i].gap == Gap::Space && words[i - 1].shape == Shape::Lower;
        let mut k = i + 1;
        while k < i + 4 && stop(k) && words[k].shape == Shape::Initial {
            k += 1;
        }
        let mut last = k;
        while last < k + 3
            && words
                .get(last)
                .is_some_and(|w| w.is(PARTICLE) && w.shape == Shape::Lower)
        {
            last += 1;
        }
        let named = words.get(last).is_some_and(|w| {
            w.is_name_like()
                && w.shape == Shape::Title
                && w.end - w.start > 2
                && (last == k || matches!(w.gap, Gap::Space))
        });
        let joined = stop(k) || (titled && words.get(k).is_some_and(|w| w.gap == Gap::Space));
        let known = words.get(last).is_some_and(|w| w.is(FAMILY))
            || last < words.len() && has_ending(self.text.word(last));
        named && joined && (alone || titled || weak && known)
    }

    /// Byte where the name that ends with word `i` ends.
    fn end(&self, i: usize) -> usize {
        self.text.words[i].end
    }
}

/// Whether any of `names`, which are in order, has a word from `first` to `last`.
fn within(names: &[(usize, usize)], first: usize, last: usize) -> bool {
    let next = names.partition_point(|&(_, to)| to < first);
    names.get(next).is_some_and(|&(from, _)| from <= last)
}
