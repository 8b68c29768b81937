//! Which word of a sentence speaks of an aspect: learned from sentences and their aspects.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use text::hash::word;

/// Words between which a clause ends.
const TURNS: [&str; 8] = [
    "but", "however", "although", "though", "while", "and", "yet", "except",
];
/// Fewest sentences that hold a word before it tells anything.
const FEWEST: u32 = 2;
/// Sentences from which a word's evidence counts in full.
const PLENTY: f32 = 20.0;

/// A word or mark of a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Hash of the lower-cased word, as lexicons know it.
    pub hash: u64,
    /// First byte.
    pub start: usize,
    /// Number of the clause it stands in.
    pub clause: usize,
    /// Whether it ends in "n't".
    pub negates: bool,
}

/// Words and marks with their clauses; a mark or a turning word starts a new one.
pub fn places(text: &str) -> Vec<Place> {
    let mut all = Vec::new();
    let mut clause = 0;
    let mut from = None;
    let letters = |c: char| c.is_alphanumeric() || c == '\'' || c == '\u{2019}';
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if letters(c) {
            from.get_or_insert(at);
            continue;
        }
        if let Some(start) = from.take() {
            let lower = text[start..at].to_lowercase().replace('\u{2019}', "'");
            clause += usize::from(TURNS.contains(&lower.as_str()));
            all.push(Place {
                hash: word(&lower),
                start,
                clause,
                negates: lower.ends_with("n't"),
            });
        }
        if matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '(' | ')' | '-') {
            clause += 1;
            all.push(Place {
                hash: word(c.encode_utf8(&mut [0; 4])),
                start: at,
                clause,
                negates: false,
            });
        }
    }
    all
}

/// How strongly words speak of aspects.
pub struct Anchors {
    sentences: f32,
    aspects: BTreeMap<String, f32>,
    words: HashMap<u64, u32>,
    both: HashMap<(u64, String), u32>,
}

impl Anchors {
    /// Learns from pairs of aspect and sentence; a sentence may come with several aspects.
    pub fn learn(lessons: &[(&str, &str)]) -> Self {
        let mut by_sentence: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (aspect, text) in lessons {
            by_sentence.entry(text).or_default().insert(aspect);
        }
        let mut learned = Self {
            sentences: by_sentence.len() as f32,
            aspects: BTreeMap::new(),
            words: HashMap::new(),
            both: HashMap::new(),
        };
        for (text, aspects) in by_sentence {
            for &aspect in &aspects {
                *learned.aspects.entry(aspect.to_owned()).or_default() += 1.0;
            }
            let words: BTreeSet<u64> = places(text).iter().map(|p| p.hash).collect();
            for hash in words {
                *learned.words.entry(hash).or_default() += 1;
                for &aspect in &aspects {
                    *learned.both.entry((hash, aspect.to_owned())).or_default() += 1;
                }
            }
        }
        learned
    }

    /// The place whose word speaks of the aspect most; the first of them, or 0.
    pub fn nearest(&self, words: &[Place], aspect: &str) -> usize {
        let strengths = words.iter().map(|w| self.strength(w.hash, aspect));
        let best = strengths
            .enumerate()
            .fold((0, f32::MIN), |best, (i, strength)| {
                if strength > best.1 {
                    (i, strength)
                } else {
                    best
                }
            });
        best.0
    }

    /// ln of how much oftener the aspect comes with the word than without, pulled to 0 for rare
    /// words.
    fn strength(&self, hash: u64, aspect: &str) -> f32 {
        let count = self.words.get(&hash).copied().unwrap_or_default();
        if count < FEWEST {
            return 0.0;
        }
        let n = count as f32;
        let both = self.both.get(&(hash, aspect.to_owned())).copied();
        let both = both.unwrap_or_default() as f32;
        let all = self.aspects.get(aspect).copied().unwrap_or_default();
        let with = (both + all / self.sentences) / (n + 1.0);
        let without = (all - both + 0.5) / (self.sentences - n + 1.0);
        (with / without).ln() * (n.min(PLENTY) / PLENTY).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_that_comes_with_an_aspect_is_its_anchor() {
        let lessons = [
            ("food", "The soup was cold"),
            ("food", "A soup too salty"),
            ("staff", "The waiter smiled"),
            ("staff", "A waiter came late"),
            ("staff", "Our waiter forgot"),
            ("food", "Great soup"),
        ];
        let learned = Anchors::learn(&lessons);
        let words = places("The waiter brought a soup.");
        assert_eq!(learned.nearest(&words, "staff"), 1);
        assert_eq!(learned.nearest(&words, "food"), 4);
    }

    #[test]
    fn clauses_turn_at_but_and_at_marks() {
        let words = places("Nice food, but it wasn\u{2019}t cheap");
        let clauses: Vec<usize> = words.iter().map(|w| w.clause).collect();
        assert_eq!(clauses, [0, 0, 1, 2, 2, 2, 2]);
        assert!(words[5].negates);
    }
}
