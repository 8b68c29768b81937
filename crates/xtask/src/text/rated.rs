//! Sets in which people rated sentiment: DynaSent, MAMS and VADER's ground truth.

use std::path::Path;

use text::train::Example;

use super::TextTaskError;
use super::data::{Part, example, fifth, read};

/// Mean rating beyond which a text of the VADER ground truth counts as positive or negative.
const RATED: f32 = 0.5;

/// Majority labels with the raters' shares; without `part`, a fifth is held back to tune on.
pub(super) fn dynasent(
    path: &Path,
    source: &str,
    part: Option<Part>,
    all: &mut Vec<(Part, Example)>,
) -> Result<(), TextTaskError> {
    for line in read(path)?.lines() {
        let value: serde_json::Value =
            serde_json::from_str(line).map_err(|error| TextTaskError::Shape {
                path: path.to_owned(),
                detail: error.to_string(),
            })?;
        let text = value["sentence"].as_str().unwrap_or_default();
        let votes = |label: &str| {
            value["label_distribution"][label]
                .as_array()
                .map_or(0, Vec::len) as f32
        };
        let mut target = match value["gold_label"].as_str() {
            Some("negative") => [1.0, 0.0, 0.0],
            Some("neutral") => [0.0, 1.0, 0.0],
            Some("positive") => [0.0, 0.0, 1.0],
            _ => continue,
        };
        let split = part.unwrap_or(if fifth(text) == 1 {
            Part::Tune
        } else {
            Part::Fit
        });
        if split == Part::Fit {
            // Five raters tell more than their majority: half the weight goes to their shares.
            let mixed = votes("mixed") / 2.0;
            let shares = [
                votes("negative") + mixed,
                votes("neutral"),
                votes("positive") + mixed,
            ];
            let total: f32 = shares.iter().sum();
            if total > 0.0 {
                target = std::array::from_fn(|i| 0.5 * target[i] + 0.5 * shares[i] / total);
            }
        }
        let mut e = example(text, "en", source, 2.0);
        e.sentiment = Some(target);
        all.push((split, e));
    }
    Ok(())
}

/// Clauses of restaurant sentences whose aspect terms agree on one polarity.
pub(super) fn mams_clauses(
    path: &Path,
    part: Part,
    all: &mut Vec<(Part, Example)>,
) -> Result<(), TextTaskError> {
    for sentence in mams_sentences(&read(path)?, "aspectTerm") {
        for (from, to) in text::clause::clauses(&sentence.text, "en") {
            let inside = |a: &&MamsAspect| a.from.is_some_and(|at| (from..to).contains(&at));
            let mut said: Vec<usize> = sentence
                .aspects
                .iter()
                .filter(inside)
                .map(|a| a.polarity)
                .collect();
            said.dedup();
            if let [polarity] = said[..] {
                let mut e = example(sentence.text[from..to].trim(), "en", "mams", 1.0);
                let mut target = [0.0; 3];
                target[polarity] = 1.0;
                e.sentiment = Some(target);
                all.push((part, e));
            }
        }
    }
    Ok(())
}

/// A sentence of MAMS.
pub struct MamsSentence {
    /// The sentence.
    pub text: String,
    /// Its aspects.
    pub aspects: Vec<MamsAspect>,
}

/// An aspect of a sentence and how it is felt.
pub struct MamsAspect {
    /// Category or term.
    pub name: String,
    /// 0 negative, 1 neutral, 2 positive.
    pub polarity: usize,
    /// First byte of the term, where terms are marked.
    pub from: Option<usize>,
}

/// Sentences and `<element …/>` aspects of a MAMS file, which holds one element per line.
pub fn mams_sentences(xml: &str, element: &str) -> Vec<MamsSentence> {
    let mut sentences: Vec<MamsSentence> = Vec::new();
    for line in xml.lines().map(str::trim) {
        if let Some(text) = line
            .strip_prefix("<text>")
            .and_then(|l| l.strip_suffix("</text>"))
        {
            sentences.push(MamsSentence {
                text: unescape(text),
                aspects: Vec::new(),
            });
        } else if line.starts_with(&format!("<{element} ")) {
            let value = |key: &str| {
                let rest = line.split_once(&format!(" {key}=\""))?.1;
                rest.split_once('"').map(|(value, _)| unescape(value))
            };
            let polarity = ["negative", "neutral", "positive"]
                .iter()
                .position(|p| value("polarity").as_deref() == Some(p));
            if let (Some(sentence), Some(polarity)) = (sentences.last_mut(), polarity) {
                let name = value("category")
                    .or_else(|| value("term"))
                    .unwrap_or_default();
                // Offsets count characters; clauses count bytes.
                let from = value("from")
                    .and_then(|v| v.parse().ok())
                    .and_then(|n: usize| sentence.text.char_indices().nth(n).map(|(at, _)| at));
                sentence.aspects.push(MamsAspect {
                    name,
                    polarity,
                    from,
                });
            }
        }
    }
    sentences
}

fn unescape(text: &str) -> String {
    let marks = [
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ];
    marks
        .iter()
        .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// Mean ratings; a fifth of the documents is held out to test with, another to tune on.
pub(super) fn vader_truth(
    data: &Path,
    name: &str,
    all: &mut Vec<(Part, Example)>,
) -> Result<(), TextTaskError> {
    let source = format!(
        "vader-{}",
        name.trim_end_matches("Snippets")
            .trim_end_matches("Review")
            .trim_end_matches("Editorial")
    );
    for line in read(&data.join(format!("vader_truth/{name}_GroundTruth.txt")))?.lines() {
        let mut cells = line.splitn(3, '\t');
        let (Some(id), Some(mean), Some(text)) = (cells.next(), cells.next(), cells.next()) else {
            continue;
        };
        let Ok(mean) = mean.trim().parse::<f32>() else {
            continue;
        };
        // Sentences of one document stay on one side of the split.
        let document = format!("{source} {}", id.split('_').next().unwrap_or(id));
        let part = match fifth(&document) {
            0 => Part::Test,
            1 => Part::Tune,
            _ => Part::Fit,
        };
        let mut e = example(text, "en", &source, 1.0);
        e.sentiment = Some(if part == Part::Fit {
            softened(mean)
        } else {
            classed(mean)
        });
        all.push((part, e));
    }
    Ok(())
}

fn classed(mean: f32) -> [f32; 3] {
    if mean < -RATED {
        [1.0, 0.0, 0.0]
    } else if mean > RATED {
        [0.0, 0.0, 1.0]
    } else {
        [0.0, 1.0, 0.0]
    }
}

/// Shares of the three classes for a mean rating: a rating on the border belongs to both sides.
fn softened(mean: f32) -> [f32; 3] {
    let above = |edge: f32| 1.0 / (1.0 + (-(mean - edge) * 4.0).exp());
    let (positive, not_negative) = (above(RATED), above(-RATED));
    [1.0 - not_negative, not_negative - positive, positive]
}
