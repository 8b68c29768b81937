//! MAMS: how a given aspect of a sentence is felt. The sentence is seen from the word that
//! speaks of the aspect: near words count more than far ones, and its clause counts by itself.

use std::path::Path;

use text::cues::Cue;
use text::hash::{SEED, bucket, finish, step, word};
use text::weights::Weights;
use text::words::{WordTable, language_hash};
use text::{Model, clause};

use super::TextTaskError;
use super::anchors::{Anchors, Place, places};
use super::data::read;
use super::linear::{Linear, Settings, Sparse, top};
use super::overlap::TestTexts;
use super::rated::mams_sentences;
use super::sets;
use super::tasks::Task;

/// Rows of the table.
const BUCKETS: u32 = 1 << 20;
// Chosen on the validation split.
const EPOCHS: usize = 12;
const RATE: f32 = 0.1;
const DROPOUT: f32 = 0.3;
/// Words after which a neighbour counts 1/e.
const REACH: f32 = 3.0;
/// Weight of a term of MAMS-ATSA, whose polarity is that of a word instead of a category.
const TERM_WEIGHT: f32 = 0.7;
/// The aspect of such a term.
const TERM: &str = "term";
/// Words that a negation reaches.
const NEGATION: usize = 4;

/// What a sentence is read with.
struct Reader<'a> {
    model: &'a Model,
    words: WordTable,
    anchors: Anchors,
}

/// The class of every row. The terms of MAMS-ATSA's train split teach too.
pub fn answers(
    model: &Model,
    bytes: &[u8],
    data: &Path,
    task: &Task,
) -> Result<Vec<usize>, TextTaskError> {
    let lessons: Vec<(&str, &str)> = task.lessons.iter().map(|l| asked(&l.text)).collect();
    let reader = Reader {
        model,
        words: WordTable::new(Weights::read(bytes)?.words.into_iter()),
        anchors: Anchors::learn(&lessons),
    };
    let mut rows: Vec<(Sparse, usize, f32)> = Vec::new();
    for (&(aspect, text), lesson) in lessons.iter().zip(&task.lessons) {
        rows.push((reader.features(text, aspect, None), lesson.labels[0], 1.0));
    }
    rows.extend(terms(&reader, data)?);
    let settings = Settings {
        buckets: BUCKETS,
        classes: task.labels.len(),
        epochs: EPOCHS,
        rate: RATE,
        dropout: DROPOUT,
    };
    let learned = Linear::fit(&rows, settings);
    let class = |text: &str, aspect: &str| {
        top(&learned.probabilities(&reader.features(text, aspect, None)))
    };
    let val = sets::mams(data, "val")?;
    let right = val
        .iter()
        .filter(|r| class(&r.text, &r.category) == r.class);
    eprintln!(
        "  validation accuracy {:.1} of {}",
        100.0 * right.count() as f64 / val.len() as f64,
        val.len()
    );
    let said = task.rows().map(|row| {
        let (aspect, text) = asked(&row.text);
        class(text, aspect)
    });
    Ok(said.collect())
}

fn asked(text: &str) -> (&str, &str) {
    text.split_once(": ").unwrap_or(("", text))
}

/// Terms of MAMS-ATSA, without the sentences of any validation or test split.
fn terms(reader: &Reader<'_>, data: &Path) -> Result<Vec<(Sparse, usize, f32)>, TextTaskError> {
    let mut held = TestTexts::default();
    for file in ["ACSA/val", "ACSA/test", "ATSA/val", "ATSA/test"] {
        let xml = read(&data.join(format!("mams/{file}.xml")))?;
        mams_sentences(&xml, "")
            .iter()
            .for_each(|s| held.add(&s.text));
    }
    let xml = read(&data.join("mams/ATSA/train.xml"))?;
    let mut rows = Vec::new();
    for sentence in mams_sentences(&xml, "aspectTerm") {
        if held.hold(&sentence.text) {
            continue;
        }
        for term in &sentence.aspects {
            let features = reader.features(&sentence.text, TERM, term.from);
            rows.push((features, term.polarity, TERM_WEIGHT));
        }
    }
    Ok(rows)
}

/// Features being gathered: each also crossed with the aspect.
struct Gathered {
    aspect: u64,
    features: Sparse,
}

impl Gathered {
    fn add(&mut self, space: u64, parts: &[u64], value: f32) {
        let h = parts
            .iter()
            .fold(step(SEED, space), |h, &part| step(h, part));
        self.features.push((bucket(finish(h), BUCKETS), value));
        self.features
            .push((bucket(finish(step(h, self.aspect)), BUCKETS), value));
    }
}

impl Reader<'_> {
    /// The sentence as seen from the aspect: from byte `at`, or from the word nearest to it.
    fn features(&self, text: &str, aspect: &str, at: Option<usize>) -> Sparse {
        let words = places(text);
        let anchor = match at {
            Some(at) => words.iter().position(|w| w.start >= at).unwrap_or(0),
            None => self.anchors.nearest(&words, aspect),
        };
        let mut out = Gathered {
            aspect: word(aspect),
            features: Sparse::new(),
        };
        let hash = |i: usize| words.get(i).map_or(0, |w| w.hash);
        let own = words.get(anchor).map_or(0, |w| w.clause);
        for (i, place) in words.iter().enumerate() {
            let far = i.abs_diff(anchor);
            let near = (-(far as f32) / REACH).exp();
            let (a, b, c) = (hash(i), hash(i + 1), hash(i + 2));
            if place.clause == own {
                out.add(1, &[a], 1.0);
                out.add(2, &[a, b], 1.0);
            }
            out.add(3, &[a], near);
            out.add(4, &[a, b], near);
            out.add(5, &[a, b, c], 0.7 * near);
            out.add(6, &[a], 0.3);
            if far <= 3 {
                let side = if i < anchor { 100 + far } else { far };
                out.add(7, &[a, side as u64], 0.7);
            }
        }
        self.tone(&words, anchor, own, &mut out);
        self.clause_sentiment(text, words.get(anchor).map_or(0, |w| w.start), &mut out);
        out.add(20, &[], 1.0);
        let length = out.features.iter().map(|(_, v)| v * v).sum::<f32>().sqrt();
        out.features.iter_mut().for_each(|(_, v)| *v /= length);
        out.features
    }

    /// Known valences, negation turned, in the clause, around it and by nearness.
    fn tone(&self, words: &[Place], anchor: usize, own: usize, out: &mut Gathered) {
        let english = language_hash("en");
        let mut negated = 0;
        let mut sums = [0.0f32; 4];
        for (i, place) in words.iter().enumerate() {
            let known = self.words.look_up(english, place.hash);
            let turned = if negated > 0 { -0.74 } else { 1.0 };
            negated = if known.cue == Some(Cue::Negates) || place.negates {
                NEGATION
            } else {
                negated.saturating_sub(1)
            };
            let valence = known.valence * turned;
            sums[3] += valence * (-(i.abs_diff(anchor) as f32) / 4.0).exp();
            match place.clause.checked_sub(own) {
                Some(0) => sums[0] += valence,
                Some(1) => sums[1] += valence,
                None if place.clause + 1 == own => sums[2] += valence,
                _ => {}
            }
        }
        for (role, (sum, value)) in (0u64..).zip(sums.into_iter().zip([1.5, 0.7, 0.7, 1.5])) {
            out.add(10 + role, &[bin(sum)], value);
        }
    }

    /// What the model reads in the clause that holds byte `at`.
    fn clause_sentiment(&self, text: &str, at: usize, out: &mut Gathered) {
        let cuts = clause::clauses(text, "en");
        let own = cuts.iter().rfind(|(from, _)| *from <= at);
        let Some(&(from, to)) = own else { return };
        let [negative, neutral, positive] = self.model.heads(&text[from..to], "en").sentiment;
        out.add(
            30,
            &[((positive - negative) * 5.0 + 5.0).round() as u64],
            1.5,
        );
        out.add(31, &[(neutral * 5.0).round() as u64], 1.0);
    }
}

/// Nine bins, 1 to 9, by the size of a sum of valences.
fn bin(sum: f32) -> u64 {
    let size = [0.3, 1.2, 2.4, 3.6]
        .iter()
        .filter(|&&edge| sum.abs() > edge)
        .count() as u64;
    if sum > 0.0 { 5 + size } else { 5 - size }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_aspect_is_asked_before_its_sentence() {
        assert_eq!(asked("food: Nice: and warm."), ("food", "Nice: and warm."));
        assert_eq!((bin(0.0), bin(9.0), bin(-9.0)), (5, 9, 1));
    }
}
