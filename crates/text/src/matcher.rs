//! Phrases found at word boundaries, in one pass per text.
//!
//! A pattern is lower case. `wait*` matches every word that starts with it, `*zeit` every word
//! that ends with it, `*liefer*` both; without a star both ends must be word boundaries. A
//! match is as wide as the words it touches. Scripts without spaces (Japanese, Chinese, Thai)
//! have a boundary at each letter. An apostrophe in a pattern also stands for a curly one.

use std::cmp::Reverse;

use aho_corasick::AhoCorasick;

/// One phrase and the number its owner gave it.
#[derive(Debug, Clone)]
struct Phrase {
    owner: usize,
    open_start: bool,
    open_end: bool,
    /// Bytes between the stars.
    len: usize,
}

/// A match: whose phrase, and which bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// Number of the owner.
    pub owner: usize,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// All phrases of one language.
#[derive(Debug)]
pub struct Matcher {
    automaton: AhoCorasick,
    phrases: Vec<Phrase>,
}

impl Matcher {
    /// Compiles `(owner, pattern)` pairs. `None` when the automaton cannot be built.
    pub fn new<'a>(patterns: impl Iterator<Item = (usize, &'a str)>) -> Option<Self> {
        let mut texts = Vec::new();
        let mut phrases = Vec::new();
        for (owner, pattern) in patterns {
            let (open_start, rest) = strip(pattern.strip_prefix('*'), pattern);
            let (open_end, rest) = strip(rest.strip_suffix('*'), rest);
            let curly = rest.contains('\'').then(|| rest.replace('\'', "\u{2019}"));
            for text in [rest.to_owned()].into_iter().chain(curly) {
                phrases.push(Phrase {
                    owner,
                    open_start,
                    open_end,
                    len: text.len(),
                });
                texts.push(text);
            }
        }
        let automaton = AhoCorasick::new(texts).ok()?;
        Some(Self { automaton, phrases })
    }

    /// Hits in `lowered`, by start; of overlapping hits the longest stays, and of hits at one
    /// place that of the longest phrase.
    pub fn find(&self, lowered: &str) -> Vec<Hit> {
        let mut all: Vec<(Hit, usize)> = self
            .automaton
            .find_overlapping_iter(lowered)
            .filter_map(|found| {
                let phrase = &self.phrases[found.pattern().as_usize()];
                let start = match (word_start(lowered, found.start()), phrase.open_start) {
                    (start, true) => start,
                    (start, false) if start == found.start() => start,
                    _ => return None,
                };
                let end = match (word_end(lowered, found.end()), phrase.open_end) {
                    (end, true) => end,
                    (end, false) if end == found.end() => end,
                    _ => return None,
                };
                let owner = phrase.owner;
                Some((Hit { owner, start, end }, phrase.len))
            })
            .collect();
        all.sort_by_key(|&(hit, len)| (hit.start, Reverse(hit.end), Reverse(len), hit.owner));
        let mut kept: Vec<Hit> = Vec::with_capacity(all.len());
        for (hit, _) in all {
            match kept.last() {
                Some(last) if hit.start < last.end => {}
                _ => kept.push(hit),
            }
        }
        kept
    }
}

/// Lower-cased text of the same bytes: a letter whose lower case has another length stays.
pub fn lowered(text: &str) -> String {
    text.chars()
        .map(|c| {
            let mut lower = c.to_lowercase();
            match (lower.next(), lower.next()) {
                (Some(l), None) if l.len_utf8() == c.len_utf8() => l,
                _ => c,
            }
        })
        .collect()
}

fn strip<'a>(stripped: Option<&'a str>, whole: &'a str) -> (bool, &'a str) {
    stripped.map_or((false, whole), |rest| (true, rest))
}

/// Letters of a word that a match is widened by at most: no text makes matching slow.
const WIDEST: usize = 64;

/// A letter or digit of a script that puts spaces between words.
fn in_word(c: char) -> bool {
    let unspaced = matches!(u32::from(c), 0x0e00..=0x0eff | 0x3040..=0x30ff | 0x3400..=0x9fff);
    c.is_alphanumeric() && !unspaced
}

fn word_start(text: &str, at: usize) -> usize {
    let inside = text[at..].chars().next().is_some_and(in_word);
    if !inside {
        return at;
    }
    let before = text[..at]
        .char_indices()
        .rev()
        .take(WIDEST)
        .take_while(|&(_, c)| in_word(c));
    before.last().map_or(at, |(i, _)| i)
}

fn word_end(text: &str, at: usize) -> usize {
    let inside = text[..at].chars().next_back().is_some_and(in_word);
    if !inside {
        return at;
    }
    let ahead = text[at..].chars().take(WIDEST).take_while(|&c| in_word(c));
    at + ahead.map(char::len_utf8).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(patterns: &[&str], text: &str) -> Vec<String> {
        let matcher = Matcher::new(patterns.iter().map(|p| (0, *p))).unwrap();
        let low = lowered(text);
        matcher
            .find(&low)
            .iter()
            .map(|hit| text[hit.start..hit.end].to_owned())
            .collect()
    }

    #[test]
    fn boundaries_and_stars_hold() {
        assert_eq!(spans(&["app"], "The App, not an apple nor happy"), ["App"]);
        assert_eq!(
            spans(&["deliver*"], "Delivery and undelivered"),
            ["Delivery"]
        );
        assert_eq!(spans(&["*zeit"], "Die Wartezeit, zeitig"), ["Wartezeit"]);
        assert_eq!(
            spans(&["staff", "staff member*"], "A staff member left"),
            ["staff member"]
        );
    }

    #[test]
    fn unspaced_scripts_have_a_boundary_at_each_letter() {
        assert_eq!(
            spans(
                &["*接客*", "料理", "web"],
                "接客は最高だけど料理がまずいwebサイト"
            ),
            ["接客", "料理", "web"]
        );
    }

    #[test]
    fn curly_apostrophes_and_longer_phrases_count() {
        assert_eq!(
            spans(&["won't be back"], "I won\u{2019}t be back"),
            ["won\u{2019}t be back"]
        );
        let matcher = Matcher::new([(0, "frakt*"), (1, "fraktkostnad*")].into_iter()).unwrap();
        assert_eq!(matcher.find("fraktkostnaden")[0].owner, 1);
    }

    #[test]
    fn lower_case_keeps_every_offset() {
        for text in ["İstanbul ÄÖÜ ẞ", "ΑΣ Straße K"] {
            let low = lowered(text);
            assert_eq!(low.len(), text.len());
            assert!(text.char_indices().all(|(i, _)| low.is_char_boundary(i)));
        }
    }
}
