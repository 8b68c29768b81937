//! `train-encoder`: a base model and the data sets to a folder that hearback can open.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::json;
use text::encoder::{Encoder, HeadSettings, Pooling, Settings, weights};
use text::intents::INTENTS;
use text::{Basic, Emotion};

use super::super::authored::Comment;
use super::super::overlap::TestTexts;
use super::super::sets;
use super::learn::{Learned, Length, learn};
use super::rows::{HEADS, Head, Source};
use super::{Folder, Result, authored, cascade, make, sha256, sources, tune, write};

/// Tokens at which a text is cut.
const LONGEST: usize = 96;
/// How often the authored comments, and their aspects, are read.
const AUTHORED: (f64, f64) = (5.0, 1.0);

/// Where training reads and writes, and for how long it runs.
#[derive(Debug, Clone, Copy)]
pub struct TrainEncoder<'a> {
    /// Folder of the base model.
    pub base: &'a Path,
    /// Folder with the data sets, `shared/data/text`.
    pub data: &'a Path,
    /// NHS comments, which are only judged on, so that none is learned from.
    pub nhs: Option<&'a Path>,
    /// Folder for checkpoints.
    pub kept: &'a Path,
    /// Folder to write, `models/encoder`.
    pub out: &'a Path,
    /// Minutes that the steps may take on this machine.
    pub minutes: f64,
    /// This many steps instead.
    pub steps: Option<usize>,
    /// Most held-back rows of each source to calibrate on.
    pub calibrate: usize,
}

/// Trains, calibrates, makes the weights small and writes the folder. Prints what it does.
///
/// # Errors
/// When a file is missing or has another form than expected.
pub fn train(paths: TrainEncoder<'_>) -> Result<()> {
    let base = Folder::read(paths.base)?;
    let (sources, topics) = gathered(paths.data, paths.nhs)?;
    for source in &sources {
        eprintln!(
            "{}: {} rows x {}, {} held back, {} near copies of test texts left out",
            source.name,
            source.fit.len(),
            source.passes,
            source.tune.len(),
            source.left_out
        );
    }
    let mut settings = settings(paths.data, &topics)?;
    let length = paths
        .steps
        .map_or(Length::Minutes(paths.minutes), Length::Steps);
    make(paths.kept)?;
    let learned = learn(&base, &settings, &sources, length, paths.kept)?;

    let full = Encoder::around(
        &learned.tensors,
        &base.config,
        &base.tokenizer,
        settings.clone(),
    )?;
    let heard = tune::listen(&full, &sources, paths.calibrate)?;
    tune::calibrate(&mut settings, &heard);
    let small = weights::write(&learned.tensors, true)?;
    let read = Encoder::tensors(&small)?;
    let quantized = Encoder::around(&read, &base.config, &base.tokenizer, settings.clone())?;
    let heard_small = tune::listen(&quantized, &sources, paths.calibrate)?;
    let before = tune::told(&settings, &heard);
    let after = tune::told(&settings, &heard_small);
    let mut held_back = serde_json::Map::new();
    for ((name, good, surprise), (_, good_small, surprise_small)) in before.iter().zip(&after) {
        eprintln!(
            "held back, {name:10} {:.2} (int8 {:.2}), surprise {surprise:.4} (int8 {surprise_small:.4})",
            100.0 * good,
            100.0 * good_small
        );
        held_back.insert(
            (*name).to_owned(),
            json!({"f32": rounded(*good), "int8": rounded(*good_small)}),
        );
    }
    settings.cascade = cascade::quantiles(&sources);
    settings.training = facts(&base, &learned, &sources, held_back);
    settings.version = format!("encoder-{}", &sha256(&small)[..12]);
    make(paths.out)?;
    let hearback = serde_json::to_string_pretty(&settings).unwrap_or_default() + "\n";
    let files: [(&str, &[u8]); 4] = [
        ("model.safetensors", &small),
        ("config.json", &base.config),
        ("tokenizer.json", &base.tokenizer),
        ("hearback.json", hearback.as_bytes()),
    ];
    for (name, bytes) in files {
        write(&paths.out.join(name), bytes)?;
    }
    eprintln!(
        "wrote {} ({} bytes of weights), {}",
        paths.out.display(),
        small.len(),
        settings.version
    );
    Ok(())
}

/// Every set with its parts, and the topics that occur in them.
pub(super) fn gathered(data: &Path, nhs: Option<&Path>) -> Result<(Vec<Source>, Vec<String>)> {
    let comments = authored::comments()?;
    let topics = authored::topics(
        &text::Codeframe::embedded().map_err(super::TextTaskError::from)?,
        &comments,
    );
    let held = held(data, nhs, &comments)?;
    let mut sources = sources::public(data, &held)?;
    let (whole, pairs) = authored::rows(&comments, &topics);
    let own = "Apache-2.0 (this project)";
    for (name, times, rows) in [
        ("authored", AUTHORED.0, whole),
        ("authored-aspects", AUTHORED.1, pairs),
    ] {
        sources.push(sources::split(name, own, times, rows, &held));
    }
    Ok((sources, topics))
}

fn rounded(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}

/// How the model came about, for `hearback.json` and the card.
fn facts(
    base: &Folder,
    learned: &Learned,
    sources: &[Source],
    held_back: serde_json::Map<String, serde_json::Value>,
) -> serde_json::Value {
    let history = base.history(learned.steps);
    let data: Vec<serde_json::Value> = sources
        .iter()
        .map(|source| {
            json!({
                "source": source.name,
                "license": source.license,
                "rows": source.fit.len(),
                "held_back": source.tune.len(),
                "left_out": source.left_out,
                "passes": source.passes,
            })
        })
        .collect();
    json!({
        "steps": history["steps"],
        "steps_before": history["steps_before"],
        "batch": super::stream::BATCH,
        "examples_per_second": rounded(learned.per_second),
        "base_sha256": history["base_sha256"],
        "data": data,
        "held_back": held_back,
    })
}

/// Every text that is judged on: none may be learned from, in whatever clothes.
fn held(data: &Path, nhs: Option<&Path>, comments: &[Comment]) -> Result<TestTexts> {
    let mut held = TestTexts::default();
    for set in sets::sentiment(data, nhs)? {
        set.rows.iter().for_each(|row| held.add(&row.text));
    }
    sets::texts_of_other_tests(data)?
        .iter()
        .for_each(|text| held.add(text));
    for (text, ..) in sources::goemotions_lines(data, "test")? {
        held.add(&text);
    }
    for (text, _) in sources::banking_lines(data, "test")? {
        held.add(&text);
    }
    comments
        .iter()
        .filter(|c| c.split != "train")
        .for_each(|c| held.add(&c.text));
    Ok(held)
}

fn settings(data: &Path, topics: &[String]) -> Result<Settings> {
    let names = |list: &[&str]| list.iter().map(|&name| name.to_owned()).collect();
    let classes = ["negative", "neutral", "positive"];
    let mut heads = BTreeMap::new();
    for (head, name, link, _) in HEADS {
        let labels: Vec<String> = match head {
            Head::Sentiment | Head::Polarity => names(&classes),
            Head::Valence => names(&["valence"]),
            Head::Ekman => names(&Basic::ALL.map(Basic::name)),
            Head::Field => names(&Emotion::ALL.map(Emotion::name)),
            Head::Intents => names(&INTENTS),
            Head::Topics => topics.to_vec(),
            Head::Banking => sources::banking_labels(data)?,
        };
        let settings = HeadSettings {
            link,
            labels,
            temperature: 1.0,
            thresholds: Vec::new(),
        };
        heads.insert(name.to_owned(), settings);
    }
    Ok(Settings {
        version: "untrained".to_owned(),
        max_length: LONGEST,
        pooling: Pooling::Mean,
        heads,
        classifier: None,
        // The base reads English, and so do the sets.
        languages: vec!["en".to_owned()],
        cascade: Vec::new(),
        training: serde_json::Value::Null,
    })
}
