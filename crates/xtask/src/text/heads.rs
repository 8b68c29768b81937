//! Numbers beside the table: by language, and the heads that no line of it names.

use std::collections::BTreeMap;
use std::path::Path;

use text::{Basic, Emotion, Model};

use super::TextTaskError;
use super::authored::Comment;
use super::baseline::Answers;
use super::data::{self, Part};
use super::figure::Figure;
use super::judged::{Measure, Row, Said};
use super::tasks::{self, Task};

/// A line of a table of plain numbers.
pub struct Scored {
    /// Name of the set.
    pub name: String,
    /// Texts.
    pub n: usize,
    /// Name and value (0 to 1) of each metric.
    pub values: Vec<(&'static str, f64)>,
}

/// What the fast tier reached in one language.
pub struct InLanguage {
    /// ISO 639-1 code.
    pub language: String,
    /// Sentiment, topics and intents of the held-out comments.
    pub heads: [Option<Figure>; 3],
}

/// The three authored numbers by language, English first.
pub fn by_language(all: &[Task], fast: &Answers) -> Vec<InLanguage> {
    let lines = [
        (tasks::SENTIMENT, "authored", Measure::MacroF1),
        (tasks::TOPICS, "authored-topics", Measure::LabelMicroF1),
        (tasks::INTENTS, "authored-intents", Measure::LabelMacroF1),
    ];
    let mut found: BTreeMap<String, [Option<Figure>; 3]> = BTreeMap::new();
    for (i, (name, set, measure)) in lines.into_iter().enumerate() {
        for (language, figure) in split(all, fast, name, set, measure) {
            found.entry(language).or_default()[i] = Some(figure);
        }
    }
    let mut out: Vec<InLanguage> = found
        .into_iter()
        .map(|(language, heads)| InLanguage { language, heads })
        .collect();
    out.sort_by_key(|l| (l.language != "en", l.language.clone()));
    out
}

/// A number of the fast tier for each language of a set.
pub fn split(
    all: &[Task],
    fast: &Answers,
    name: &str,
    set: &str,
    measure: Measure,
) -> Vec<(String, Figure)> {
    let found = all.iter().find(|task| task.name == name);
    let Some((task, said, rows)) = found.and_then(|task| {
        let said = fast.get(task.name)?.get(task.places(set)?)?;
        let rows = &task.sets.iter().find(|s| s.name == set)?.rows;
        Some((task, said, rows))
    }) else {
        return Vec::new();
    };
    let mut pairs: BTreeMap<&str, Vec<(&Row, &Option<Said>)>> = BTreeMap::new();
    for (row, said) in rows.iter().zip(said) {
        pairs.entry(&row.language).or_default().push((row, said));
    }
    let of = |(language, pairs): (&str, Vec<_>)| {
        let figure = measure.figure(task.labels.len(), pairs.into_iter())?;
        Some((language.to_owned(), figure))
    };
    pairs.into_iter().filter_map(of).collect()
}

/// Emotions of the field, irony, levels and effort on the held-out comments; BRIGHTER's tests.
pub fn others(
    model: &Model,
    folder: &Path,
    comments: &[Comment],
) -> Result<Vec<Scored>, TextTaskError> {
    let held: Vec<&Comment> = comments.iter().filter(|c| c.split == "test").collect();
    let said: Vec<(Row, Option<Said>)> = held.iter().map(|c| field(model, c)).collect();
    let mut out = vec![scored(
        "Authored held-out, emotions of the field",
        Emotion::ALL.len(),
        &said,
    )];
    let effort: Vec<(f32, f32)> = held
        .iter()
        .filter_map(|c| Some((f32::from(c.effort?), model.annotate(&c.text).effort?)))
        .collect();
    let spoken = held.iter().filter(|c| c.effort.is_some()).count();
    let off: f32 = effort.iter().map(|(is, says)| (is - says).abs()).sum();
    out.push(Scored {
        name:
            "Authored held-out, effort: comments that speak of it; share found; mean distance / 10"
                .to_owned(),
        n: spoken,
        values: vec![
            ("recall", effort.len() as f64 / spoken.max(1) as f64),
            (
                "distance",
                f64::from(off) / effort.len().max(1) as f64 / 10.0,
            ),
        ],
    });
    let level = held
        .iter()
        .filter(|c| model.annotate(&c.text).sentiment.level == c.sentiment);
    out.push(Scored {
        name: "Authored held-out, five levels of sentiment".to_owned(),
        n: held.len(),
        values: vec![("accuracy", level.count() as f64 / held.len().max(1) as f64)],
    });
    let mut brighter: BTreeMap<String, Vec<(Row, Option<Said>)>> = BTreeMap::new();
    for (_, e) in data::examples(folder)?
        .into_iter()
        .filter(|(part, e)| *part == Part::Test && e.source.starts_with("brighter"))
    {
        let Some((present, asked)) = e.basic else {
            continue;
        };
        let heads = model.heads(&e.text, model.language(&e.text).0);
        let all = Basic::ALL
            .into_iter()
            .filter(|b| asked >> *b as usize & 1 == 1);
        let labels = all.clone().filter(|b| present >> *b as usize & 1 == 1);
        let told = all.filter(|&b| model.reports_basic(&heads, b));
        let pair = pair(labels.map(|b| b as usize), told.map(|b| b as usize));
        brighter.entry(e.language).or_default().push(pair);
    }
    for (language, pairs) in &brighter {
        let name = format!("BRIGHTER test, {language}, basic emotions");
        out.push(scored(&name, Basic::ALL.len(), pairs));
    }
    Ok(out)
}

fn field(model: &Model, comment: &Comment) -> (Row, Option<Said>) {
    let heads = model.heads(&comment.text, &comment.language);
    let is = Emotion::ALL
        .into_iter()
        .filter(|e| comment.emotions.iter().any(|n| n == e.name()));
    let told = Emotion::ALL
        .into_iter()
        .filter(|&e| model.reports(&heads, e));
    pair(is.map(|e| e as usize), told.map(|e| e as usize))
}

fn pair(
    labels: impl Iterator<Item = usize>,
    said: impl Iterator<Item = usize>,
) -> (Row, Option<Said>) {
    let row = Row {
        labels: labels.collect(),
        ..Row::default()
    };
    let said = Said {
        labels: said.collect(),
        score: None,
    };
    (row, Some(said))
}

fn scored(name: &str, labels: usize, pairs: &[(Row, Option<Said>)]) -> Scored {
    let of = |measure: Measure| {
        let figure = measure.figure(labels, pairs.iter().map(|(row, said)| (row, said)));
        (measure.name(), figure.map_or(0.0, |f| f.value))
    };
    Scored {
        name: name.to_owned(),
        n: pairs.len(),
        values: vec![of(Measure::LabelMacroF1), of(Measure::LabelMicroF1)],
    }
}
