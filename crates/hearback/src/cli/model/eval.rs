//! `hearback model eval`: a model against labels of your own.

use super::labeled::{Row, read};
use super::score::{HeadScore, Pair, score};
use super::{Failure, Global};
use crate::cli::failure::Done;
use crate::config::Config;
use crate::encoders;
use serde_json::json;
use std::collections::BTreeSet;
use std::path::PathBuf;
use text::encoder::{Encoder, EncoderReading};
use text::{Emotion, Model, SentimentLabel};

/// Texts an encoder reads at once.
const AT_ONCE: usize = 256;
/// Probability from which an encoder's label counts where it names no threshold.
const USUAL: f32 = 0.5;

/// Rows with labels, and which model.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A .jsonl or .csv file with texts and labels
    file: PathBuf,
    /// An encoder that was added, in place of the model that is built in
    #[arg(long)]
    model: Option<String>,
}

/// What a model read of a text; none of a head that it does not have.
#[derive(Default)]
struct Read {
    sentiment: Option<String>,
    topics: Option<BTreeSet<String>>,
    intents: Option<BTreeSet<String>>,
    emotions: Option<BTreeSet<String>>,
}

pub fn run(global: &Global, config: &Config, args: &Args) -> Result<Done, Failure> {
    let rows = read(&args.file)?;
    let (name, readings) = match &args.model {
        None => {
            let model = Model::embedded();
            let readings: Vec<Read> = rows.iter().map(|row| fast(model, &row.text)).collect();
            (model.version().to_owned(), readings)
        }
        Some(name) => (
            name.clone(),
            encoded(&encoders::find(config, name)?, &rows)?,
        ),
    };
    let heads: Vec<HeadScore> = scores(&rows, &readings);
    if heads.is_empty() {
        return Err(Failure::usage(
            format!("none of {} rows has a label that {name} reads", rows.len()),
            "give sentiment, topics, intents or emotions; see hearback model eval --help",
        ));
    }
    if global.json {
        println!(
            "{}",
            json!({ "model": name, "rows": rows.len(), "heads": heads })
        );
        return Ok(Done::Whole);
    }
    println!(
        "{name} on {} rows, in percent with 95 % intervals",
        rows.len()
    );
    for head in &heads {
        let show = |f: super::score::Figure| {
            format!(
                "{:5.1} ({:.1} .. {:.1})",
                100.0 * f.value,
                100.0 * f.low,
                100.0 * f.high
            )
        };
        println!(
            "{:10} n {:>6}  exact {}  macro-F1 {}  micro-F1 {}  precision {}  recall {}",
            head.head,
            head.n,
            show(head.exact),
            show(head.macro_f1),
            show(head.micro_f1),
            show(head.precision),
            show(head.recall)
        );
    }
    Ok(Done::Whole)
}

fn fast(model: &Model, text: &str) -> Read {
    let read = model.annotate(text);
    Read {
        sentiment: Some(read.sentiment.label.name().to_owned()),
        topics: Some(read.topics.into_iter().map(|t| t.topic).collect()),
        intents: Some(read.intents.into_iter().map(|i| i.intent).collect()),
        emotions: Some(read.emotions.into_iter().map(|e| e.emotion).collect()),
    }
}

fn encoded(encoder: &Encoder, rows: &[Row]) -> Result<Vec<Read>, Failure> {
    let mut readings = Vec::with_capacity(rows.len());
    for part in rows.chunks(AT_ONCE) {
        let texts: Vec<&str> = part.iter().map(|row| row.text.as_str()).collect();
        let read = encoder.read(&texts).map_err(|e| {
            Failure::failed(
                format!("the encoder does not read: {e}"),
                "see models/encoder/README.md",
            )
        })?;
        readings.extend(read.into_iter().map(|read| told(encoder, read)));
    }
    Ok(readings)
}

/// What an encoder's numbers say.
fn told(encoder: &Encoder, read: EncoderReading) -> Read {
    let above = |head: &str, p: &[f32], names: &[String]| -> BTreeSet<String> {
        let thresholds = encoder
            .settings()
            .heads
            .get(head)
            .map_or(&[][..], |settings| settings.thresholds.as_slice());
        let holds = |i: &usize| p[*i] >= thresholds.get(*i).copied().unwrap_or(USUAL);
        let places = 0..p.len().min(names.len());
        places.filter(holds).map(|i| names[i].clone()).collect()
    };
    let labels = |head: &str| -> Vec<String> {
        let settings = encoder.settings().heads.get(head);
        settings.map(|s| s.labels.clone()).unwrap_or_default()
    };
    let field: Vec<String> = Emotion::ALL.iter().map(|e| e.name().to_owned()).collect();
    Read {
        sentiment: read.sentiment.map(|p| {
            let best = (1..3).fold(0, |best, i| if p[i] > p[best] { i } else { best });
            SentimentLabel::ALL[best].name().to_owned()
        }),
        topics: read.topics.map(|p| above("topics", &p, &labels("topics"))),
        intents: read
            .intents
            .map(|p| above("intents", &p, &labels("intents"))),
        emotions: read.field.map(|p| above("field", &p, &field)),
    }
}

fn scores(rows: &[Row], readings: &[Read]) -> Vec<HeadScore> {
    type Labels = Option<BTreeSet<String>>;
    let one = |label: &Option<String>| -> Labels { Some([label.clone()?].into()) };
    let head = |name: &str, right: &dyn Fn(&Row) -> Labels, read: &dyn Fn(&Read) -> Labels| {
        let pairs: Vec<Pair> = rows
            .iter()
            .zip(readings)
            .filter_map(|(row, reading)| {
                Some(Pair {
                    right: right(row)?,
                    read: read(reading)?,
                })
            })
            .collect();
        score(name, &pairs)
    };
    [
        head("sentiment", &|r| one(&r.sentiment), &|r| one(&r.sentiment)),
        head("topics", &|r| r.topics.clone(), &|r| r.topics.clone()),
        head("intents", &|r| r.intents.clone(), &|r| r.intents.clone()),
        head("emotions", &|r| r.emotions.clone(), &|r| r.emotions.clone()),
    ]
    .into_iter()
    .flatten()
    .collect()
}
