//! `eval-encoder`: the encoder on every test split.

use std::path::Path;

use text::encoder::{Encoder, EncoderReading};

use super::super::authored::Aspect;
use super::super::metrics::{Classes, Labels};
use super::super::sets::{self, Classed};
use super::measure::correlation;
use super::tune::greatest;
use super::{Folder, Result, authored, card, logistic, sources, write};
use crate::clock::Stopwatch;

/// Texts whose reading is timed.
const TIMED: usize = 2_000;

/// Where judging reads and writes.
#[derive(Debug, Clone, Copy)]
pub struct EvalEncoder<'a> {
    /// Folder of the model.
    pub model: &'a Path,
    /// Folder with the data sets, `shared/data/text`.
    pub data: &'a Path,
    /// NHS comments; left out when absent.
    pub nhs: Option<&'a Path>,
    /// Most rows of each set, spread evenly over it; for a quick look.
    pub most: usize,
}

/// One number of the table.
#[derive(Debug, Clone)]
pub struct Measured {
    /// The test set.
    pub set: String,
    /// Texts, or aspects.
    pub n: usize,
    /// What was computed.
    pub metric: &'static str,
    /// Its value: 0 to 1, or texts per second.
    pub value: f64,
}

/// Judges the model, prints the table and writes it to the model's `CARD.md`.
///
/// # Errors
/// When a file is missing or the model cannot be opened.
pub fn eval(paths: EvalEncoder<'_>) -> Result<Vec<Measured>> {
    let folder = Folder::read(paths.model)?;
    let encoder = folder.open()?;
    let mut table = Table { lines: Vec::new() };
    sentiment(&encoder, &paths, &mut table)?;
    if encoder.settings().heads.contains_key("valence") {
        valence(&encoder, &paths, &mut table)?;
    }
    if encoder.settings().heads.contains_key("ekman") {
        ekman(&encoder, &paths, &mut table)?;
    }
    banking(&encoder, &paths, &mut table)?;
    if encoder.settings().heads.contains_key("polarity") {
        polarity(&encoder, &paths, &mut table)?;
    }
    comments(&encoder, &paths, &mut table)?;
    let text = card::write(&folder, encoder.settings(), &table.lines);
    write(&paths.model.join("CARD.md"), text.as_bytes())?;
    Ok(table.lines)
}

/// At most `most` rows, spread evenly over all.
fn thinned<T>(rows: Vec<T>, most: usize) -> Vec<T> {
    let count = rows.len();
    let keep = |i: usize| count <= most || (i * most) / count != ((i + 1) * most) / count;
    rows.into_iter()
        .enumerate()
        .filter(|(i, _)| keep(*i))
        .map(|(_, row)| row)
        .collect()
}

struct Table {
    lines: Vec<Measured>,
}

impl Table {
    fn polarity(&mut self, set: &str, classes: &Classes) {
        let n = classes.count();
        self.add(set, n, "polarity accuracy", classes.accuracy());
        self.add(set, n, "polarity macro-F1", classes.macro_f1());
    }

    fn add(&mut self, set: &str, n: usize, metric: &'static str, value: f64) {
        println!("{set:45} {n:6} {metric:28} {}", card::shown(metric, value));
        self.lines.push(Measured {
            set: set.to_owned(),
            n,
            metric,
            value,
        });
    }
}

fn read(encoder: &Encoder, texts: &[&str]) -> Result<Vec<EncoderReading>> {
    Ok(encoder.read(texts)?)
}

fn classes(encoder: &Encoder, rows: &[Classed]) -> Result<Classes> {
    let texts: Vec<&str> = rows.iter().map(|row| row.text.as_str()).collect();
    let mut classes = Classes::new(3);
    for (row, reading) in rows.iter().zip(read(encoder, &texts)?) {
        if let Some(shares) = reading.sentiment {
            classes.add(row.class, greatest(&shares));
        }
    }
    Ok(classes)
}

fn sentiment(encoder: &Encoder, paths: &EvalEncoder<'_>, table: &mut Table) -> Result<()> {
    for mut set in sets::sentiment(paths.data, paths.nhs)? {
        set.rows = thinned(set.rows, paths.most);
        let wanted = ["TweetEval", "DynaSent", "SST", "NHS"];
        if !wanted.iter().any(|start| set.name.starts_with(start)) {
            continue;
        }
        let timer = Stopwatch::start();
        if set.name.starts_with("DynaSent") {
            let texts: Vec<&str> = set
                .rows
                .iter()
                .take(TIMED)
                .map(|r| r.text.as_str())
                .collect();
            read(encoder, &texts)?;
            let per_second = texts.len() as f64 / timer.seconds();
            table.add(&set.name, texts.len(), "texts per second", per_second);
        }
        let classes = classes(encoder, &set.rows)?;
        let n = classes.count();
        table.add(&set.name, n, "sentiment accuracy", classes.accuracy());
        table.add(&set.name, n, "sentiment macro-F1", classes.macro_f1());
        table.add(
            &set.name,
            n,
            "sentiment macro-recall",
            classes.macro_recall(),
        );
    }
    Ok(())
}

fn valence(encoder: &Encoder, paths: &EvalEncoder<'_>, table: &mut Table) -> Result<()> {
    for (name, file) in [
        ("vader-amazon", "amazonReviewSnippets"),
        ("vader-tweets", "tweets"),
        ("vader-movie", "movieReviewSnippets"),
        ("vader-nyt", "nytEditorialSnippets"),
    ] {
        let lines = sources::vader_lines(paths.data, name, file)?;
        let held = lines.into_iter().filter(|(part, ..)| *part == 0).collect();
        let held: Vec<(u64, String, f32)> = thinned(held, paths.most);
        let texts: Vec<&str> = held.iter().map(|(_, text, _)| text.as_str()).collect();
        let said = read(encoder, &texts)?;
        let said: Vec<f64> = said
            .iter()
            .map(|r| f64::from(r.valence.unwrap_or(0.0)))
            .collect();
        let people: Vec<f64> = held.iter().map(|(.., mean)| f64::from(*mean)).collect();
        let name = format!("{name}, held-out fifth");
        table.add(
            &name,
            said.len(),
            "valence Pearson r",
            correlation(&said, &people),
        );
    }
    Ok(())
}

/// Counts labels against their thresholds.
fn count(labels: &mut Labels, wanted: &[f32], said: &[f32], thresholds: &[f32]) {
    for (i, (wanted, said)) in wanted.iter().zip(said).enumerate() {
        let edge = thresholds.get(i).copied().unwrap_or(0.5);
        labels.add(i, *wanted > 0.5, *said >= edge);
    }
}

fn ekman(encoder: &Encoder, paths: &EvalEncoder<'_>, table: &mut Table) -> Result<()> {
    let rows = thinned(sources::goemotions_lines(paths.data, "test")?, paths.most);
    let texts: Vec<&str> = rows.iter().map(|(text, ..)| text.as_str()).collect();
    let thresholds = &encoder.settings().heads["ekman"].thresholds;
    let mut labels = Labels::new(7);
    for ((_, wanted, _), reading) in rows.iter().zip(read(encoder, &texts)?) {
        count(
            &mut labels,
            wanted,
            &reading.ekman.unwrap_or_default(),
            thresholds,
        );
    }
    let set = "GoEmotions test, Ekman's six and neutral";
    table.add(set, rows.len(), "macro-F1", labels.macro_f1());
    table.add(set, rows.len(), "micro-F1", labels.micro_f1());
    Ok(())
}

fn banking(encoder: &Encoder, paths: &EvalEncoder<'_>, table: &mut Table) -> Result<()> {
    let names = sources::banking_labels(paths.data)?;
    let class = |name: &String| names.iter().position(|known| known == name).unwrap_or(0);
    let lines = |file: &str| sources::banking_lines(paths.data, file);
    // What is regressed on must name every class: it is not cut as short as what is judged.
    let fit = thinned(lines("train")?, paths.most.saturating_mul(8));
    let test = thinned(lines("test")?, paths.most);
    let texts = |rows: &[(String, String)]| -> Vec<String> {
        rows.iter().map(|(text, _)| text.clone()).collect()
    };
    let embed = |texts: &[String]| -> Result<Vec<Vec<f32>>> {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        Ok(encoder.embed(&texts)?)
    };
    let learned: Vec<usize> = fit.iter().map(|(_, name)| class(name)).collect();
    let asked: Vec<usize> = test.iter().map(|(_, name)| class(name)).collect();
    let right = |said: &[usize]| {
        said.iter().zip(&asked).filter(|(a, b)| a == b).count() as f64 / asked.len().max(1) as f64
    };
    if encoder.settings().heads.contains_key("banking77") {
        let mut said = Vec::new();
        for text in texts(&test) {
            let tokens = encoder.tokens(&text, None)?;
            let pooled = encoder.pool(&encoder.batch([&tokens].into_iter()))?;
            let row = encoder.logits("banking77", &pooled)?.to_vec2::<f32>()?;
            said.push(row.first().map_or(0, |row| greatest(row)));
        }
        table.add(
            "Banking77 test, its own head",
            asked.len(),
            "accuracy",
            right(&said),
        );
    }
    let said = logistic::regress(&embed(&texts(&fit))?, &learned, &embed(&texts(&test))?)?;
    let set = "Banking77 test, regression on vectors";
    table.add(set, asked.len(), "accuracy", right(&said));
    Ok(())
}

fn polarity(encoder: &Encoder, paths: &EvalEncoder<'_>, table: &mut Table) -> Result<()> {
    let rows = thinned(sets::mams(paths.data, "test")?, paths.most);
    let pairs: Vec<(&str, &str)> = rows
        .iter()
        .map(|row| (row.text.as_str(), row.category.as_str()))
        .collect();
    let mut classes = Classes::new(3);
    for (row, shares) in rows.iter().zip(encoder.aspect_polarity(&pairs)?) {
        classes.add(row.class, greatest(&shares));
    }
    table.polarity("MAMS-ACSA test, aspect given", &classes);
    Ok(())
}

fn comments(encoder: &Encoder, paths: &EvalEncoder<'_>, table: &mut Table) -> Result<()> {
    let all = authored::comments()?;
    let test: Vec<_> = all.iter().filter(|c| c.split == "test").collect();
    let test = thinned(test, paths.most);
    let texts: Vec<&str> = test.iter().map(|c| c.text.as_str()).collect();
    let heads = &encoder.settings().heads;
    let labels = |name: &str| heads.get(name).map_or(0, |head| head.labels.len());
    let mut sentiment = Classes::new(3);
    let mut field = Labels::new(labels("field"));
    let mut intents = Labels::new(labels("intents"));
    let mut topics = Labels::new(labels("topics"));
    for (comment, reading) in test.iter().zip(read(encoder, &texts)?) {
        if let Some(shares) = reading.sentiment {
            sentiment.add(comment.class(), greatest(&shares));
        }
        let spoken = comment.topics();
        let judge = |name: &str, into: &mut Labels, said: &[f32], is: &dyn Fn(&str) -> bool| {
            if let Some(head) = heads.get(name) {
                let wanted: Vec<f32> = head
                    .labels
                    .iter()
                    .map(|l| f32::from(u8::from(is(l))))
                    .collect();
                count(into, &wanted, said, &head.thresholds);
            }
        };
        let has = |list: &[String], name: &str| list.iter().any(|l| l == name);
        let emotions = |n: &str| has(&comment.emotions, n);
        judge(
            "field",
            &mut field,
            &reading.field.unwrap_or_default(),
            &emotions,
        );
        let said = reading.intents.unwrap_or_default();
        judge("intents", &mut intents, &said, &|n| {
            has(&comment.intents, n)
        });
        let said = reading.topics.unwrap_or_default();
        judge("topics", &mut topics, &said, &|n| spoken.contains(n));
    }
    let (set, n) = ("authored comments, en, test", test.len());
    table.add(set, n, "sentiment accuracy", sentiment.accuracy());
    table.add(set, n, "sentiment macro-F1", sentiment.macro_f1());
    for (name, micro, r#macro, labels) in [
        ("topics", "topics micro-F1", "topics macro-F1", &topics),
        ("intents", "intents micro-F1", "intents macro-F1", &intents),
        ("field", "emotions micro-F1", "emotions macro-F1", &field),
    ] {
        if heads.contains_key(name) {
            table.add(set, n, micro, labels.micro_f1());
            table.add(set, n, r#macro, labels.macro_f1());
        }
    }
    if heads.contains_key("polarity") {
        let mut classes = Classes::new(3);
        let asked: Vec<(&str, String, usize)> = test
            .iter()
            .flat_map(|c| {
                let row = |a: &Aspect| {
                    let class = (a.polarity.signum() + 1).unsigned_abs() as usize;
                    (c.text.as_str(), authored::words(&a.topic), class)
                };
                c.aspects.iter().map(row).collect::<Vec<_>>()
            })
            .collect();
        let pairs: Vec<(&str, &str)> = asked.iter().map(|(t, w, _)| (*t, w.as_str())).collect();
        for ((.., class), shares) in asked.iter().zip(encoder.aspect_polarity(&pairs)?) {
            classes.add(*class, greatest(&shares));
        }
        table.polarity(set, &classes);
    }
    Ok(())
}
