//! Variants of comments: words put in the place of others that stand between the same neighbors
//! elsewhere, and clauses of two comments joined. The encoder says what they mean; without it,
//! their labels would be anybody's guess.

use std::collections::{HashMap, HashSet};

use text::clause::clauses;

/// Words tried for a place until one fits.
const TRIES: usize = 40;

/// Chance that is the same everywhere.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    /// A number from 0 to below `n`.
    pub(super) fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29) ^ 0x55aa;
        (self.0 >> 20) as usize % n.max(1)
    }
}

/// Which words follow which.
pub(super) struct Neighbors {
    after: HashMap<String, Vec<String>>,
    pairs: HashSet<(String, String)>,
}

impl Neighbors {
    /// Of all words of the texts, in lower case with the marks that stick to them.
    pub(super) fn of(texts: &[String]) -> Self {
        let mut near = Self {
            after: HashMap::new(),
            pairs: HashSet::new(),
        };
        for text in texts {
            let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
            for pair in words.windows(2) {
                if near.pairs.insert((pair[0].clone(), pair[1].clone())) {
                    let after = near.after.entry(pair[0].clone()).or_default();
                    after.push(pair[1].clone());
                }
            }
        }
        near
    }

    /// The text with a tenth to two fifths of its words replaced, and now and then one left out.
    pub(super) fn varied(&self, text: &str, seed: u64) -> String {
        let mut dice = Dice(seed);
        let mut words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        let share = 10 + dice.below(30);
        for i in 1..words.len() {
            if dice.below(100) >= share {
                continue;
            }
            let right = words.get(i + 1).map(|word| word.to_lowercase());
            let Some(all) = self.after.get(&words[i - 1].to_lowercase()) else {
                continue;
            };
            for _ in 0..TRIES {
                let new = &all[dice.below(all.len())];
                let known = |right: &String| self.pairs.contains(&(new.clone(), right.clone()));
                if right.as_ref().is_none_or(known) && *new != words[i].to_lowercase() {
                    words[i].clone_from(new);
                    break;
                }
            }
        }
        if dice.below(4) == 0 && !words.is_empty() {
            words.remove(dice.below(words.len()));
        }
        words.join(" ")
    }
}

/// One or two clauses of a text, then one or two of another.
pub(super) fn joined(text: &str, other: &str, dice: &mut Dice) -> String {
    let mut part = |text: &str| {
        let cuts = clauses(text, "en");
        if cuts.is_empty() {
            return text.to_owned();
        }
        let from = dice.below(cuts.len());
        let to = (from + 1 + dice.below(2)).min(cuts.len());
        text[cuts[from].0..cuts[to - 1].1].trim().to_owned()
    };
    format!("{} {}", part(text), part(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_word_stands_between_neighbors_that_it_has_elsewhere() {
        let texts = ["the soup was cold", "the tea was hot", "the tea is hot"];
        let near = Neighbors::of(&texts.map(str::to_owned));
        let known: HashSet<&str> = texts.iter().flat_map(|t| t.split(' ')).collect();
        let mut changed = 0;
        for seed in 0..200 {
            let varied = near.varied(texts[0], seed);
            assert_eq!(varied, near.varied(texts[0], seed));
            assert!(
                varied.split(' ').all(|word| known.contains(word)),
                "{varied}"
            );
            assert!(!varied.contains("soup is"), "{varied}");
            changed += usize::from(varied != texts[0]);
        }
        assert!(changed > 50, "{changed}");
    }

    #[test]
    fn joined_texts_hold_a_part_of_each() {
        let (a, b) = ("Cold soup. Slow bar.", "Lovely staff!");
        for seed in 0..20 {
            let text = joined(a, b, &mut Dice(seed));
            assert!(text.ends_with(b) && text.len() > b.len() + 5, "{text}");
        }
    }
}
