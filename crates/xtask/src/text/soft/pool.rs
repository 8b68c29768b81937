//! The texts that the encoder reads: the English training rows, their clauses and short runs of
//! their words, customers' questions without labels of ours, and variants of comments.

use std::collections::HashSet;
use std::path::Path;

use text::clause::clauses;
use text::train::Example;

use super::super::TextTaskError;
use super::super::authored;
use super::super::data::{Part, read, stable};
use super::super::overlap::TestTexts;
use super::super::splits;
use super::vary::{Dice, Neighbors, joined};

/// Runs of words taken from a text.
const RUNS: usize = 3;
/// Variants of an authored comment.
const VARIANTS: u64 = 30;
/// Variants of a sentence that people rated, by the set it stands in.
const RATED_VARIANTS: [(&str, u64); 4] = [
    ("dynasent", 8),
    ("vader-amazon", 8),
    ("vader-tweets", 12),
    ("vader-movie", 5),
];
/// Texts joined from clauses of an authored comment and of another.
const JOINED: u64 = 8;
/// Sets whose texts are worth reading in parts: customers speak in them.
const SPOKEN: [&str; 4] = ["authored", "dynasent", "vader-amazon", "mams"];
/// Parts the seeds of one text's variants.
const APART: u64 = 0x1234_5678_9abc_def1;

/// Every text, each once, in an order that is always the same.
pub(super) fn texts(
    data: &Path,
    examples: &[(Part, Example)],
    held: &TestTexts,
) -> Result<Vec<String>, TextTaskError> {
    let later = &later()?;
    let mut pool = Pool::default();
    let english = |late: bool| {
        let fit = examples.iter().filter(|(part, _)| *part == Part::Fit);
        let fit = fit.map(|(_, e)| e).filter(|e| e.language == "en");
        fit.filter(move |e| later.contains(&(e.source.as_str(), stable(&e.text))) == late)
    };
    let own = |late: bool| -> Vec<&str> {
        let own = english(late).filter(|e| e.source.starts_with("authored"));
        own.map(|e| e.text.as_str()).collect()
    };
    let spoken = |e: &Example| SPOKEN.iter().any(|set| e.source.starts_with(set));
    for e in english(false) {
        pool.add(&e.text);
        if spoken(e) {
            pool.parts(&e.text);
        }
    }
    for text in questions(data)? {
        pool.add_free(&text, held);
    }
    // Words that later comments bring stand for no others: what was read before would change.
    let near = Neighbors::of(&pool.list);
    for text in own(true) {
        pool.add(text);
        pool.parts(text);
    }
    let rated = RATED_VARIANTS.iter().flat_map(|(set, times)| {
        let of = english(false).filter(move |e| e.source.starts_with(set));
        of.map(|e| (e.text.as_str(), *times))
    });
    let own = [own(false), own(true)];
    let comments = own.iter().flatten().map(|text| (*text, VARIANTS));
    for (text, times) in comments.chain(rated) {
        for round in 0..times {
            let seed = stable(text) ^ round.wrapping_mul(APART);
            pool.add_free(&near.varied(text, seed), held);
        }
    }
    for own in own.iter().filter(|own| own.len() > 1) {
        for (i, text) in own.iter().enumerate() {
            for round in 0..JOINED {
                let mut dice = Dice(stable(text) ^ (round + 99).wrapping_mul(APART));
                let other = own[(i + 1 + dice.below(own.len() - 1)) % own.len()];
                pool.add_free(&joined(text, other, &mut dice), held);
            }
        }
    }
    Ok(pool.list)
}

/// The comments that were written after the first round, and their clauses, by the sources of
/// their examples and their hashes.
fn later() -> Result<HashSet<(&'static str, u64)>, TextTaskError> {
    let mut all = HashSet::new();
    for comment in authored::comments()?.iter().filter(|c| c.round > 1) {
        all.insert(("authored", stable(&comment.text)));
        for (from, to) in clauses(&comment.text, &comment.language) {
            all.insert(("clauses", stable(comment.text[from..to].trim())));
        }
    }
    Ok(all)
}

/// The training questions of Banking77 and CLINC150.
pub(super) fn questions(data: &Path) -> Result<Vec<String>, TextTaskError> {
    let path = data.join("clinc150/data_full.json");
    let value: serde_json::Value =
        serde_json::from_str(&read(&path)?).map_err(|error| TextTaskError::Shape {
            path: path.clone(),
            detail: error.to_string(),
        })?;
    let banking = splits::banking(data, "train")?.into_iter().map(|row| row.0);
    let rows = value["train"].as_array().into_iter().flatten();
    let clinc = rows.filter_map(|row| row[0].as_str().map(str::to_owned));
    Ok(banking.chain(clinc).collect())
}

#[derive(Default)]
struct Pool {
    list: Vec<String>,
    seen: HashSet<u64>,
}

impl Pool {
    fn add(&mut self, text: &str) {
        let text = text.trim();
        if !text.is_empty() && self.seen.insert(stable(text)) {
            self.list.push(text.to_owned());
        }
    }

    /// Adds a text unless it stands near to one that is held out.
    fn add_free(&mut self, text: &str, held: &TestTexts) {
        if !held.hold(text) {
            self.add(text);
        }
    }

    /// The clauses of a text, pairs of them, and runs of two to six words at places that its hash
    /// picks.
    fn parts(&mut self, text: &str) {
        let cuts = clauses(text, "en");
        for (i, &(from, to)) in cuts.iter().enumerate().filter(|_| cuts.len() > 1) {
            self.add(&text[from..to]);
            if let Some(&(_, end)) = cuts.get(i + 1).filter(|_| cuts.len() > 2) {
                self.add(&text[from..end]);
            }
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        let mut hash = stable(text);
        for _ in 0..RUNS {
            hash = hash.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
            let length = 2 + (hash >> 40) as usize % 5;
            if words.len() > length + 1 {
                let at = (hash >> 8) as usize % (words.len() - length);
                self.add(&words[at..at + length].join(" "));
            }
        }
    }
}
