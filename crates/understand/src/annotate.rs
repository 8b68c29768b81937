//! Reading the words of a batch: redact, annotate, and keep the dimensions to ask by.

use crate::corrections::Lessons;
use crate::reader::Reader;
use crate::themes::Frame;
use domain::Signal;
use domain::annotation::{Mention, VerbatimRecord};
use std::sync::Arc;
use text::redact::redact;
use text::{Annotation, Model};

/// A run to write under, and the codeframe it reads by.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The run that rows carry.
    pub run: String,
    /// Its codeframe.
    pub frame: Arc<Frame>,
    /// What its readings are corrected by.
    pub lessons: Arc<Lessons>,
}

/// What makes annotations compare: what reads, the codeframe, and what was learned from
/// corrections. Runs are named after it.
pub fn reads_by(reader: &Reader<'_>, frame: &Frame, lessons: &Lessons) -> String {
    let mut name = reader.model.version().to_owned();
    for part in [
        reader.second.map(|second| second.version().to_owned()),
        Some(frame.body.version.clone()),
        lessons
            .fits(reader.model)
            .then(|| format!("l{}", lessons.version)),
    ] {
        name.extend(part.map(|part| format!("+{part}")));
    }
    name
}

/// What a redacted text says to the model alone.
pub fn read(model: &Model, frame: &Frame, lessons: &Lessons, text: &str) -> Annotation {
    let alone = model.annotate_with(text, frame.compiled());
    corrected(model, frame, lessons, text, alone)
}

fn corrected(
    model: &Model,
    frame: &Frame,
    lessons: &Lessons,
    text: &str,
    read: Annotation,
) -> Annotation {
    if lessons.fits(model) {
        lessons.correct(model, frame, text, read)
    } else {
        read
    }
}

/// What the verbatims of signals say, per reading, in the order of the signals. Words are redacted
/// before they are read; the second reader is asked about all of them at once.
pub fn annotate<'a>(
    reader: &Reader<'_>,
    readings: &[Reading],
    signals: impl IntoIterator<Item = &'a Signal>,
) -> Vec<Vec<VerbatimRecord>> {
    let spoken: Vec<Spoken<'a>> = signals
        .into_iter()
        .flat_map(|signal| {
            let said = signal.verbatims();
            said.filter(|(_, words)| !words.trim().is_empty())
                .map(move |(question, words)| Spoken {
                    signal,
                    question,
                    text: redact(words).text,
                })
        })
        .collect();
    let texts: Vec<&str> = spoken.iter().map(|one| one.text.as_str()).collect();
    let of_reading = |reading: &Reading| {
        let Reading { frame, lessons, .. } = reading;
        let first = texts
            .iter()
            .map(|text| reader.model.annotate_with(text, frame.compiled()));
        let mut read: Vec<Annotation> = first.collect();
        if let Some(second) = reader.second {
            second.read_again(&texts, frame.compiled(), &mut read);
        }
        let read = read.into_iter().zip(&spoken);
        read.map(|(read, one)| {
            let read = corrected(reader.model, frame, lessons, &one.text, read);
            record(&reading.run, one, read)
        })
        .collect()
    };
    readings.iter().map(of_reading).collect()
}

/// A verbatim of a signal, redacted.
struct Spoken<'a> {
    signal: &'a Signal,
    question: &'a str,
    text: String,
}

fn record(run: &str, one: &Spoken<'_>, read: Annotation) -> VerbatimRecord {
    let signal = one.signal;
    VerbatimRecord {
        signal: signal.id.clone(),
        question: one.question.to_owned(),
        customer: signal.customer.clone(),
        post: signal.post.clone(),
        provenance: signal.provenance,
        channel: signal.channel.clone(),
        location: signal.location.clone(),
        occurred_at: signal.occurred_at,
        occurred_on: signal.occurred_on,
        test: signal.test,
        run: run.to_owned(),
        language: read.language,
        sentiment_label: read.sentiment.label.name().to_owned(),
        sentiment: f64::from(read.sentiment.score),
        confidence: f64::from(read.sentiment.confidence),
        emotions: read
            .emotions
            .into_iter()
            .map(|e| (e.emotion, f64::from(e.confidence)))
            .collect(),
        intents: read
            .intents
            .into_iter()
            .map(|i| (i.intent, f64::from(i.confidence)))
            .collect(),
        mentions: read
            .topics
            .into_iter()
            .map(|t| Mention {
                topic: t.topic,
                sentiment: f64::from(t.sentiment),
                start: t.start,
                end: t.end,
            })
            .collect(),
        text: one.text.clone(),
    }
}
