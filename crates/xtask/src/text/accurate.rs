//! The accurate tier's answers, and what the cascade of both tiers costs and reads.

use std::fs;
use std::path::Path;

use text::cascade::SecondReader;
use text::encoder::{Encoder, EncoderFiles, Second};
use text::{Annotation, Model};

use super::TextTaskError;
use super::baseline::Answers;
use super::figure::Figure;
use super::judged::{Measure, Row, Said};
use super::tasks::{self, Task};

/// Shares of texts that the encoder may read, as an operator sets them.
const SHARES: [f32; 6] = [0.02, 0.05, 0.1, 0.25, 0.5, 1.0];
/// Texts by which the speed is told.
const TIMED: usize = 512;
/// Ticks of the system's clock in a second, as Linux tells processes' time.
const TICKS: f64 = 100.0;

/// What the encoder says, and what the cascade does at each share.
pub struct Accurate {
    /// Its answers; `None` for rows beyond the sample.
    pub answers: Answers,
    /// Sentiment alone, by share.
    pub cascade: Vec<Cascade>,
    /// Texts that the encoder reads in a second of one core.
    pub per_second: f64,
}

/// The cascade at one share.
pub struct Cascade {
    /// The share that was asked for.
    pub share: f32,
    /// The share that the encoder read.
    pub asked: f64,
    /// Macro-F1 of sentiment by set.
    pub sets: Vec<(&'static str, Figure)>,
}

/// Reads the sample of every task; `None` where the folder holds no model. English texts of the
/// authored comments are the encoder's, the others stay the fast tier's, as in the product.
///
/// # Errors
/// When the model cannot be opened or does not have our heads.
pub fn read(
    folder: &Path,
    model: &Model,
    fast: &Answers,
    all: &[Task],
) -> Result<Option<Accurate>, TextTaskError> {
    if !folder.join("model.safetensors").is_file() {
        return Ok(None);
    }
    let open = || open(folder);
    let (encoder, second) = (open()?, Second::new(open()?, 1.0));
    let mut answers = Answers::new();
    let mut cascade = Vec::new();
    let mut per_second = 0.0;
    for task in all {
        let rows: Vec<&Row> = task.rows().collect();
        let places: Vec<usize> = (0..rows.len())
            .filter(|_| task.name != tasks::LANGUAGE)
            .collect();
        let sample = task.sample();
        let places: Vec<usize> = places.into_iter().filter(|&i| sample[i]).collect();
        let texts: Vec<&str> = places.iter().map(|&i| rows[i].text.as_str()).collect();
        eprintln!("accurate tier: {}, {} texts", task.name, texts.len());
        let said: Vec<Said> = match task.name {
            tasks::SENTIMENT => {
                let first: Vec<Annotation> = texts.iter().map(|t| model.annotate(t)).collect();
                let mut then = first.clone();
                second.read_again(&texts, model.codeframe(), &mut then);
                per_second = speed(&encoder, &texts)?;
                for share in SHARES {
                    let reader = Second::new(open()?, share);
                    cascade.push(at(share, &reader, (task, &rows, &places), (&first, &then)));
                }
                then.iter().map(sentiment).collect()
            }
            tasks::INTENTS | tasks::TOPICS => {
                let mut then: Vec<Annotation> = texts.iter().map(|t| model.annotate(t)).collect();
                second.read_again(&texts, model.codeframe(), &mut then);
                let intents = |a: &Annotation| a.intents.iter().map(|i| i.intent.clone()).collect();
                let topics = |a: &Annotation| a.topics.iter().map(|m| m.topic.clone()).collect();
                let of = |a: &Annotation| match task.name {
                    tasks::TOPICS => topics(a),
                    _ => intents(a),
                };
                then.iter().map(|a| labels(task, of(a))).collect()
            }
            tasks::EMOTIONS => {
                let told = basic(&encoder, &texts)?;
                let known = |i: usize| encoder.settings().languages.contains(&rows[i].language);
                let first = fast.get(task.name);
                let of = |(&i, names): (&usize, Vec<String>)| match first {
                    Some(first) if !known(i) => first[i].clone().unwrap_or_default(),
                    _ => labels(task, names),
                };
                places.iter().zip(told).map(of).collect()
            }
            tasks::BANKING => {
                let told = greatest(&encoder, "banking77", &texts)?;
                told.into_iter()
                    .map(|name| labels(task, vec![name]))
                    .collect()
            }
            tasks::ASPECTS => {
                let pairs: Vec<(&str, &str)> = texts
                    .iter()
                    .map(|t| t.split_once(": ").unwrap_or(("", t)))
                    .map(|(aspect, text)| (text, aspect))
                    .collect();
                let told = encoder.aspect_polarity(&pairs)?;
                told.iter().map(|p| one(top(p))).collect()
            }
            _ => continue,
        };
        let mut out: Vec<Option<Said>> = vec![None; rows.len()];
        for (&i, said) in places.iter().zip(said) {
            out[i] = Some(said);
        }
        answers.insert(task.name, out);
    }
    Ok(Some(Accurate {
        answers,
        cascade,
        per_second,
    }))
}

fn open(folder: &Path) -> Result<Encoder, TextTaskError> {
    let file = |name: &str| {
        let path = folder.join(name);
        fs::read(&path).map_err(|source| TextTaskError::Read { path, source })
    };
    Ok(Encoder::open(EncoderFiles {
        config: &file("config.json")?,
        tokenizer: &file("tokenizer.json")?,
        weights: file("model.safetensors")?,
        hearback: &file("hearback.json")?,
    })?)
}

/// The cascade at a share: texts that it asks about are as the encoder read them.
fn at(
    share: f32,
    reader: &Second,
    (task, rows, places): (&Task, &[&Row], &[usize]),
    (first, then): (&[Annotation], &[Annotation]),
) -> Cascade {
    let asks: Vec<bool> = first.iter().map(|said| reader.asks(said)).collect();
    let mut said: Vec<Option<Said>> = vec![None; rows.len()];
    for (at, &place) in places.iter().enumerate() {
        let of = if asks[at] { &then[at] } else { &first[at] };
        said[place] = Some(sentiment(of));
    }
    let sets = ["tweeteval", "dynasent-r1", "sst-3", "authored"];
    let figure = |set: &'static str| {
        let range = task.places(set)?;
        let pairs = rows[range.clone()].iter().copied().zip(&said[range]);
        Some((set, Measure::MacroF1.figure(task.labels.len(), pairs)?))
    };
    Cascade {
        share,
        asked: asks.iter().filter(|asked| **asked).count() as f64 / asks.len().max(1) as f64,
        sets: sets.into_iter().filter_map(figure).collect(),
    }
}

/// Texts in a second of one core, by the time that all threads of this process spent.
fn speed(encoder: &Encoder, texts: &[&str]) -> Result<f64, TextTaskError> {
    let texts = &texts[..texts.len().min(TIMED)];
    let before = spent();
    encoder.read(texts)?;
    Ok(texts.len() as f64 / (spent() - before).max(1.0 / TICKS))
}

fn spent() -> f64 {
    let line = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name may hold spaces; what follows its bracket is plain.
    let cells = line.rsplit(')').next().unwrap_or_default().split(' ');
    let ticks: f64 = cells
        .skip(12)
        .take(2)
        .filter_map(|c| c.parse::<f64>().ok())
        .sum();
    ticks / TICKS
}

/// Names of the basic emotions at or above their thresholds.
fn basic(encoder: &Encoder, texts: &[&str]) -> Result<Vec<Vec<String>>, TextTaskError> {
    let Some(settings) = encoder.settings().heads.get("ekman") else {
        return Ok(vec![Vec::new(); texts.len()]);
    };
    let edge = |at: usize| settings.thresholds.get(at).copied().unwrap_or(0.5);
    let told = encoder.read(texts)?.into_iter().map(|reading| {
        let p = reading.ekman.unwrap_or_default();
        let rows = settings.labels.iter().zip(p).enumerate();
        rows.filter(|(at, (_, p))| *p >= edge(*at))
            .map(|(_, (name, _))| name.clone())
            .collect()
    });
    Ok(told.collect())
}

fn greatest(
    encoder: &Encoder,
    head: &'static str,
    texts: &[&str],
) -> Result<Vec<String>, TextTaskError> {
    let mut out = Vec::new();
    for text in texts {
        let tokens = encoder.tokens(text, None)?;
        let pooled = encoder.pool(&encoder.batch([&tokens].into_iter()))?;
        let rows = encoder.logits(head, &pooled)?.to_vec2::<f32>();
        let rows = rows.map_err(text::encoder::EncoderError::from)?;
        let best = rows.first().map_or(0, |row| top(row));
        out.push(encoder.settings().heads[head].labels[best].clone());
    }
    Ok(out)
}

fn labels(task: &Task, names: Vec<String>) -> Said {
    let place = |name: &String| task.labels.iter().position(|label| label == name);
    let mut labels: Vec<usize> = names.iter().filter_map(place).collect();
    labels.sort_unstable();
    labels.dedup();
    Said {
        labels,
        score: None,
    }
}

fn one(label: usize) -> Said {
    Said {
        labels: vec![label],
        score: None,
    }
}

fn sentiment(said: &Annotation) -> Said {
    Said {
        labels: vec![said.sentiment.label as usize],
        score: Some(f64::from(said.sentiment.score)),
    }
}

fn top(p: &[f32]) -> usize {
    (1..p.len()).fold(0, |best, i| if p[i] > p[best] { i } else { best })
}
