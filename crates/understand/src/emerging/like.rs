//! Find more like this: clauses near to a few examples.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};
use text::hash;

use super::stop::is_stop;
use super::vectors::idf;
use super::words::words;

/// Lengths of the character grams inside a word, its ends marked.
const GRAMS: std::ops::RangeInclusive<usize> = 3..=4;
/// Share of words in the score; the rest is that of the grams.
const WORD_SHARE: f64 = 0.6;
/// Most shared words named with a find.
const SHARED: usize = 3;

/// Words to look for or to look among.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example<'a> {
    /// Id of the verbatim or clause.
    pub id: &'a str,
    /// The words, redacted.
    pub text: &'a str,
    /// ISO 639-1.
    pub language: &'a str,
}

/// Something like the examples.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Like {
    /// Id in the pool.
    pub id: String,
    /// Cosine to the examples, above 0 and at most 1.
    pub score: f64,
    /// Words it shares with the examples, the most telling first.
    pub shared: Vec<String>,
}

/// The `most` members of `pool` nearest to the examples, the nearest first.
///
/// Formula: TF-IDF over words (stop words left out) and over 3- and 4-grams of characters
/// inside words, each part of length 1 and joined as 0.6 to 0.4, `(1 + ln tf) · idf` with idf
/// over the pool; the score is the cosine with the mean of the examples (Rocchio 1971, without
/// negative examples). Scripts without spaces have runs of up to 3 characters as words.
///
/// Members with the id of an example are left out, and so are those that share nothing. Ties
/// go by id, so the order does not depend on that of the pool.
#[must_use]
pub fn find_like(examples: &[Example<'_>], pool: &[Example<'_>], most: usize) -> Vec<Like> {
    let mut frequency: HashMap<u64, usize> = HashMap::new();
    for member in pool {
        let counts = Counts::of(member);
        for term in counts.words.keys().chain(counts.grams.keys()) {
            *frequency.entry(*term).or_default() += 1;
        }
    }
    let weight = |term: u64| idf(pool.len(), frequency.get(&term).copied().unwrap_or(0));
    let mut query: HashMap<u64, f64> = HashMap::new();
    for example in examples {
        for (term, w) in Counts::of(example).vector(weight) {
            *query.entry(term).or_default() += w;
        }
    }
    let mut lengths: Vec<f64> = query.values().map(|w| w * w).collect();
    // Summed in one order whatever the map's.
    lengths.sort_by(f64::total_cmp);
    let length = lengths.iter().sum::<f64>().sqrt();
    if length == 0.0 {
        return Vec::new();
    }
    let known: BTreeSet<&str> = examples.iter().map(|e| e.id).collect();
    let mut found: Vec<(f64, &Example<'_>)> = pool
        .iter()
        .filter(|member| !known.contains(member.id))
        .filter_map(|member| {
            let vector = Counts::of(member).vector(weight);
            let dot: f64 = vector
                .iter()
                .filter_map(|(term, w)| Some(w * query.get(term)?))
                .sum();
            (dot > 0.0).then_some(((dot / length).min(1.0), member))
        })
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.id.cmp(b.1.id)));
    found.truncate(most);
    found
        .into_iter()
        .map(|(score, member)| Like {
            id: member.id.to_owned(),
            score,
            shared: shared(member, &query, weight),
        })
        .collect()
}

fn shared(
    member: &Example<'_>,
    query: &HashMap<u64, f64>,
    weight: impl Fn(u64) -> f64,
) -> Vec<String> {
    let mut told: Vec<(f64, String)> = content(member)
        .collect::<BTreeSet<String>>()
        .into_iter()
        .filter(|word| query.contains_key(&word_term(word)))
        .map(|word| (weight(word_term(&word)), word))
        .collect();
    told.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    told.into_iter()
        .take(SHARED)
        .map(|(_, word)| word)
        .collect()
}

/// How often each term stands in a text; ordered, so that sums do not depend on the run.
#[derive(Default)]
struct Counts {
    words: BTreeMap<u64, u32>,
    grams: BTreeMap<u64, u32>,
}

impl Counts {
    fn of(example: &Example<'_>) -> Self {
        let mut counts = Counts::default();
        for word in content(example) {
            *counts.words.entry(word_term(&word)).or_default() += 1;
            let marked: Vec<char> = ['<'].into_iter().chain(word.chars()).chain(['>']).collect();
            for gram in GRAMS.flat_map(|len| marked.windows(len)) {
                *counts
                    .grams
                    .entry(term(1, gram.iter().copied()))
                    .or_default() += 1;
            }
        }
        counts
    }

    /// Weighted terms; words and grams of length 1 each, joined by their shares.
    fn vector(&self, weight: impl Fn(u64) -> f64) -> Vec<(u64, f64)> {
        let part = |counts: &BTreeMap<u64, u32>, share: f64| {
            let raw: Vec<(u64, f64)> = counts
                .iter()
                .map(|(&term, &n)| (term, (1.0 + f64::from(n).ln()) * weight(term)))
                .collect();
            let length = raw.iter().map(|(_, w)| w * w).sum::<f64>().sqrt();
            let factor = if length > 0.0 {
                share.sqrt() / length
            } else {
                0.0
            };
            raw.into_iter().map(move |(term, w)| (term, factor * w))
        };
        part(&self.words, WORD_SHARE)
            .chain(part(&self.grams, 1.0 - WORD_SHARE))
            .collect()
    }
}

/// Words that carry something; runs of up to 3 units in a script without spaces.
fn content(example: &Example<'_>) -> impl Iterator<Item = String> {
    let language = example.language;
    let units = words(example.text, language);
    let mut found = Vec::new();
    for (from, unit) in units.iter().enumerate() {
        if !super::words::is_unit(unit) {
            if !is_stop(language, unit) {
                found.push(unit.clone());
            }
            continue;
        }
        for to in from + 1..=(from + 3).min(units.len()) {
            let gram = units[from..to].concat();
            if super::words::is_unit(&gram) && gram.chars().nth(1).is_some() {
                found.push(gram);
            }
        }
    }
    found.into_iter()
}

fn word_term(word: &str) -> u64 {
    term(0, word.chars())
}

fn term(space: u64, chars: impl Iterator<Item = char>) -> u64 {
    let start = hash::step(hash::SEED, space);
    chars.fold(start, |h, c| hash::step(h, u64::from(c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn en<'a>(id: &'a str, text: &'a str) -> Example<'a> {
        Example {
            id,
            text,
            language: "en",
        }
    }

    const POOL: [(&str, &str); 6] = [
        ("a", "The parking barrier would not open"),
        ("b", "parking barriers stuck again"),
        ("c", "the cake was dry and the tea cold"),
        ("d", "Where do I send my papers?"),
        ("e", "barrier of the car park broken"),
        ("f", "and the and"),
    ];

    fn pool() -> Vec<Example<'static>> {
        POOL.iter().map(|&(id, text)| en(id, text)).collect()
    }

    #[test]
    fn what_is_like_comes_first_and_says_why() {
        let examples = [en("a", POOL[0].1)];
        let found = find_like(&examples, &pool(), 10);
        let ids: Vec<&str> = found.iter().map(|f| f.id.as_str()).collect();
        assert_eq!(ids[..2], ["b", "e"]);
        assert!(!ids.contains(&"a") && !ids.contains(&"c") && !ids.contains(&"f"));
        assert_eq!(found[0].shared, ["parking"]);
        assert!(found.iter().all(|f| f.score > 0.0 && f.score <= 1.0));
        assert!(found.windows(2).all(|w| w[0].score >= w[1].score));
    }

    #[test]
    fn the_order_of_the_pool_changes_nothing_and_the_same_words_score_one() {
        let examples = [en("x", "parking barrier"), en("y", "car park")];
        let mut turned = pool();
        turned.reverse();
        let found = find_like(&examples, &pool(), 3);
        assert_eq!(found, find_like(&examples, &turned, 3));
        let same = find_like(&[en("x", POOL[2].1)], &pool(), 1);
        assert!((same[0].score - 1.0).abs() < 1e-12, "{same:?}");
        assert!(find_like(&[], &pool(), 3).is_empty());
        assert!(find_like(&[en("x", "the")], &pool(), 3).is_empty());
    }

    #[test]
    fn a_script_without_spaces_is_compared_by_its_characters() {
        let ja = |id, text| Example {
            id,
            text,
            language: "ja",
        };
        let pool = [ja("1", "予約画面が重い"), ja("2", "料理が冷たい")];
        let found = find_like(&[ja("x", "予約の画面が固まる")], &pool, 2);
        assert_eq!(found[0].id, "1");
    }
}
