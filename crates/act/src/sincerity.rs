//! Whether a reply says the same as others: the same message to everyone says that nobody listened.

use serde::Serialize;
use std::collections::BTreeSet;

/// Words per shingle.
const SHINGLE: usize = 3;
/// From this share of common shingles on, two texts count as the same.
const SAME_SHARE: f64 = 0.8;

/// Others got the same reply.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Repeated {
    /// How many other cases.
    pub cases: usize,
    /// The highest likeness, 0–1 (1: word for word).
    pub likeness: f64,
}

/// The words of a text: small letters and digits, in order.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect()
}

fn shingles(words: &[String]) -> BTreeSet<&[String]> {
    words.windows(SHINGLE).collect()
}

/// The share of three-word sequences that two texts have in common (Jaccard), 0–1; texts of the same
/// words are 1, other texts of fewer than three words are 0.
///
/// Source: Broder 1997, doi:10.1109/SEQUEN.1997.666900.
pub fn likeness(a: &str, b: &str) -> f64 {
    let (a, b) = (words(a), words(b));
    if a == b {
        return 1.0;
    }
    let (a, b) = (shingles(&a), shingles(&b));
    let common = a.intersection(&b).count();
    let all = a.len() + b.len() - common;
    if all == 0 {
        0.0
    } else {
        common as f64 / all as f64
    }
}

/// Compares a reply with those that others got (case and text); `None` when it stands for itself.
pub fn repeated<'a>(
    text: &str,
    others: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Option<Repeated> {
    let mut cases = BTreeSet::new();
    let mut highest = 0.0_f64;
    for (case, other) in others {
        let alike = likeness(text, other);
        if alike >= SAME_SHARE {
            cases.insert(case);
            highest = highest.max(alike);
        }
    }
    (!cases.is_empty()).then_some(Repeated {
        cases: cases.len(),
        likeness: highest,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_in_another_dress_are_the_same() {
        let a = "We are sorry, and thank you for your feedback. We will do better!";
        let b = "we are sorry and THANK YOU for your feedback – we will do better";
        assert_eq!(likeness(a, b), 1.0);
        let found = repeated(a, [("c1", b), ("c2", b), ("c1", a)]).unwrap();
        assert_eq!((found.cases, found.likeness), (2, 1.0));
    }

    #[test]
    fn a_changed_name_is_not_enough_and_another_text_is() {
        let a = "dear ann we are sorry that your visit was not what you had hoped for and we thank you for telling us about it so that we can do better next time";
        let b = a.replace("ann", "bob");
        assert!(repeated(a, [("c1", b.as_str())]).is_some());
        let c = "The soup was cold because the lamp over the counter broke on Monday. It is mended; your next meal is on us.";
        assert_eq!(repeated(c, [("c1", a)]), None);
        assert_eq!(likeness("thanks", "sorry"), 0.0);
        assert_eq!(likeness("Thanks!", "thanks"), 1.0);
        assert_eq!(likeness("", ""), 1.0);
    }
}
