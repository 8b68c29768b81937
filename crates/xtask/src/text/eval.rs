//! `eval`: one table, ours beside VADER on the same rows, printed and written to the card.

use std::fs;
use std::path::Path;

use text::Model;

use super::card::{self, Card};
use super::facts::facts;
use super::metrics::Classes;
use super::sets::{Classed, SentimentSet};
use super::{TextTaskError, baseline, heads, privacy, sets, speed};

/// Where evaluation reads and writes.
#[derive(Debug, Clone, Copy)]
pub struct EvalPaths<'a> {
    /// Folder with the data sets, `shared/data/text`.
    pub data: &'a Path,
    /// NHS comments, `shared/data/insight/nhs_px_text_data.csv.gz`; left out when absent.
    pub nhs: Option<&'a Path>,
    /// The model file to judge, `models/fast.hbm`.
    pub model: &'a Path,
    /// The card to write, `models/CARD.md`.
    pub card: &'a Path,
    /// The baseline's script, `bench/text/vader.py`.
    pub script: &'a Path,
    /// A Python with vaderSentiment; without one the baseline's columns say so.
    pub python: Option<&'a Path>,
    /// Folder for the rows given to the baseline, outside the repository's files.
    pub work: &'a Path,
}

/// Ours and the baseline's counts on one set.
pub struct Compared {
    /// Name of the set.
    pub name: String,
    /// Our classes.
    pub ours: Classes,
    /// The baseline's, when it ran.
    pub theirs: Option<Classes>,
    /// Difference of accuracy and half its 95 % interval, by paired rows.
    pub difference: Option<(f64, f64)>,
    /// Mean of our confidence.
    pub confidence: f64,
}

/// Judges the model on every test set and writes the card.
///
/// # Errors
/// When a set is missing, the model cannot be loaded or the baseline fails.
pub fn eval(paths: EvalPaths<'_>) -> Result<(), TextTaskError> {
    let bytes = fs::read(paths.model).map_err(|source| TextTaskError::Read {
        path: paths.model.to_owned(),
        source,
    })?;
    let model = Model::load(&bytes)?;
    let sets = sets::sentiment(paths.data, paths.nhs)?;
    let mams = sets::mams(paths.data, "test")?;
    let emotion = sets::tweeteval(paths.data, "emotion")?;
    let mut texts: Vec<&str> = sets
        .iter()
        .flat_map(|set| &set.rows)
        .map(|row| row.text.as_str())
        .collect();
    let mams_from = texts.len();
    texts.extend(mams.iter().map(|row| row.text.as_str()));
    let emotion_from = texts.len();
    texts.extend(emotion.iter().map(|row| row.text.as_str()));
    let vader = match paths.python {
        Some(python) => Some(baseline::run(python, paths.script, paths.work, &texts)?),
        None => None,
    };
    let theirs = |at: usize| vader.as_ref().map(|v| v.compounds[at]);

    let mut compared = Vec::new();
    let mut at = 0;
    for set in &sets {
        compared.push(compare(&model, set, |i| {
            theirs(at + i).map(baseline::class)
        }));
        at += set.rows.len();
    }
    compared.push(heads::mams(&model, paths.data, &mams, |i| {
        theirs(mams_from + i).map(baseline::class)
    })?);
    compared.push(heads::tweet_mood(&model, &emotion, |i| {
        theirs(emotion_from + i)
    }));
    let mut emotions = vec![heads::tweet_emotion(&model, &emotion)];
    emotions.extend(heads::emotions(&model, paths.data)?);
    let mut languages = heads::languages(&model, paths.data)?;
    languages.extend(privacy::redaction(paths.data)?);
    let speed = speed::measure(&model, &sets);

    let card = Card {
        bytes: &bytes,
        version: model.version(),
        compared: &compared,
        emotions: &emotions,
        languages: &languages,
        speed: &speed,
        baseline_per_second: vader.as_ref().map(|v| texts.len() as f64 / v.seconds),
        facts: &facts(paths.data)?,
    };
    let written = card::write(&card);
    fs::write(paths.card, &written).map_err(|source| TextTaskError::Write {
        path: paths.card.to_owned(),
        source,
    })?;
    print!("{}", card::tables(&card));
    Ok(())
}

fn compare(model: &Model, set: &SentimentSet, theirs: impl Fn(usize) -> Option<usize>) -> Compared {
    let said = set.rows.iter().map(|row| {
        let sentiment = model.annotate(&row.text).sentiment;
        (sentiment.label as usize, f64::from(sentiment.confidence))
    });
    let said: Vec<(usize, f64)> = said.collect();
    paired(&set.name, &set.rows, &said, theirs)
}

/// Counts both systems over the same rows.
pub fn paired(
    name: &str,
    rows: &[Classed],
    said: &[(usize, f64)],
    theirs: impl Fn(usize) -> Option<usize>,
) -> Compared {
    let (mut ours, mut other) = (Classes::new(3), Classes::new(3));
    let (mut only_ours, mut only_theirs, mut judged) = (0f64, 0f64, 0f64);
    for (i, (row, &(label, _))) in rows.iter().zip(said).enumerate() {
        ours.add(row.class, label);
        let Some(theirs) = theirs(i) else { continue };
        other.add(row.class, theirs);
        judged += 1.0;
        match (label == row.class, theirs == row.class) {
            (true, false) => only_ours += 1.0,
            (false, true) => only_theirs += 1.0,
            _ => {}
        }
    }
    let ran = judged > 0.0;
    let difference = (only_ours - only_theirs) / judged;
    let spread = (only_ours + only_theirs - judged * difference * difference)
        .max(0.0)
        .sqrt()
        / judged;
    Compared {
        name: name.to_owned(),
        confidence: said.iter().map(|(_, c)| c).sum::<f64>() / said.len().max(1) as f64,
        ours,
        theirs: ran.then_some(other),
        difference: ran.then_some((difference, 1.96 * spread)),
    }
}
