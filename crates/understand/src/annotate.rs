//! Reading the words of a batch: redact, annotate, and keep the dimensions to ask by.

use crate::corrections::Lessons;
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

/// What makes annotations compare: the model, the codeframe, and what was learned from
/// corrections. Runs are named after it.
pub fn reads_by(model: &Model, frame: &Frame, lessons: &Lessons) -> String {
    let plain = format!("{}+{}", model.version(), frame.body.version);
    if lessons.fits(model) {
        format!("{plain}+l{}", lessons.version)
    } else {
        plain
    }
}

/// What a redacted text says.
pub fn read(model: &Model, frame: &Frame, lessons: &Lessons, text: &str) -> Annotation {
    let alone = model.annotate_with(text, frame.compiled());
    if lessons.fits(model) {
        lessons.correct(model, frame, text, alone)
    } else {
        alone
    }
}

/// What a signal's verbatims say, per reading. Words are redacted before they are read.
pub fn annotate(model: &Model, readings: &[Reading], signal: &Signal) -> Vec<Vec<VerbatimRecord>> {
    let spoken = signal
        .verbatims()
        .filter(|(_, words)| !words.trim().is_empty());
    let mut all = vec![Vec::new(); readings.len()];
    for (question, words) in spoken {
        let text = redact(words).text;
        for (reading, records) in readings.iter().zip(&mut all) {
            records.push(record(model, reading, signal, question, text.clone()));
        }
    }
    all
}

fn record(
    model: &Model,
    reading: &Reading,
    signal: &Signal,
    question: &str,
    text: String,
) -> VerbatimRecord {
    let read = read(model, &reading.frame, &reading.lessons, &text);
    VerbatimRecord {
        signal: signal.id.clone(),
        question: question.to_owned(),
        customer: signal.customer.clone(),
        post: signal.post.clone(),
        provenance: signal.provenance,
        channel: signal.channel.clone(),
        location: signal.location.clone(),
        occurred_at: signal.occurred_at,
        occurred_on: signal.occurred_on,
        test: signal.test,
        run: reading.run.clone(),
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
        text,
    }
}
