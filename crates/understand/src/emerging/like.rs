//! Find more like this: clauses near to a few examples.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};
use text::hash;

use super::stop::is_stop;
use super::vectors::idf;
use super::words::words;

/// Lengths of the character grams inside a word, its ends marked.
const GRAMS: std::ops::RangeInclusive<usize> = 3..=4;
/// Shares of words, of grams and of topics in the score.
const SHARES: [f64; 3] = [0.45, 0.30, 0.25];
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
    /// Ids of the topics that were read in it: they tie together what is said in other words, and
    /// in other languages.
    pub topics: &'a [String],
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
/// Formula: TF-IDF over words (stop words left out), over 3- and 4-grams of characters inside
/// words, and over the topics read, each part of length 1 and joined as 0.45 to 0.30 to 0.25,
/// `(1 + ln tf) · idf` with idf over the pool; the score is the cosine with the mean of the
/// examples (Rocchio 1971, without negative examples). Scripts without spaces have runs of up to
/// 3 characters as words.
///
/// Members with the id of an example are left out, and so are those that share nothing. Ties
/// go by id, so the order does not depend on that of the pool.
#[must_use]
pub fn find_like(examples: &[Example<'_>], pool: &[Example<'_>], most: usize) -> Vec<Like> {
    let mut frequency: HashMap<u64, usize> = HashMap::new();
    let counted: Vec<Counts> = pool.iter().map(Counts::of).collect();
    for counts in &counted {
        for term in counts.parts().into_iter().flat_map(BTreeMap::keys) {
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
        .zip(&counted)
        .filter(|(member, _)| !known.contains(member.id))
        .filter_map(|(member, counts)| {
            let vector = counts.vector(weight);
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
    topics: BTreeMap<u64, u32>,
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
        for topic in example.topics {
            counts.topics.insert(term(2, topic.chars()), 1);
        }
        counts
    }

    fn parts(&self) -> [&BTreeMap<u64, u32>; 3] {
        [&self.words, &self.grams, &self.topics]
    }

    /// Weighted terms: each part of length 1, joined by their shares to a vector of length 1.
    fn vector(&self, weight: impl Fn(u64) -> f64) -> Vec<(u64, f64)> {
        let mut terms = Vec::new();
        let mut whole = 0.0;
        for (counts, share) in self.parts().into_iter().zip(SHARES) {
            let raw: Vec<(u64, f64)> = counts
                .iter()
                .map(|(&term, &n)| (term, (1.0 + f64::from(n).ln()) * weight(term)))
                .collect();
            let length = raw.iter().map(|(_, w)| w * w).sum::<f64>().sqrt();
            if length > 0.0 {
                whole += share;
                let factor = share.sqrt() / length;
                terms.extend(raw.into_iter().map(|(term, w)| (term, factor * w)));
            }
        }
        let length = whole.sqrt();
        terms.iter_mut().for_each(|(_, w)| *w /= length);
        terms
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
            topics: &[],
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
            topics: &[],
        };
        let pool = [ja("1", "予約画面が重い"), ja("2", "料理が冷たい")];
        let found = find_like(&[ja("x", "予約の画面が固まる")], &pool, 2);
        assert_eq!(found[0].id, "1");
    }

    #[test]
    fn what_is_said_in_other_words_is_found_by_its_topic() {
        let waiting = ["waiting_time".to_owned()];
        let about = |id, text, language, topics| Example {
            id,
            text,
            language,
            topics,
        };
        let pool = [
            about("1", "die Schlange war endlos", "de", waiting.as_slice()),
            about("2", "der Kuchen war trocken", "de", &[]),
            about("3", "forever in line at the till", "en", waiting.as_slice()),
            about("4", "queue at the till", "en", waiting.as_slice()),
        ];
        let asked = [about("?", "endless queue", "en", waiting.as_slice())];
        let found = find_like(&asked, &pool, 10);
        let ids: Vec<&str> = found.iter().map(|f| f.id.as_str()).collect();
        // The word that both say comes first, then what only means it; the cake is not there.
        assert_eq!(ids[0], "4");
        assert!(
            ids.contains(&"1") && ids.contains(&"3") && !ids.contains(&"2"),
            "{ids:?}"
        );
    }
}
