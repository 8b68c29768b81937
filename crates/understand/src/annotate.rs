//! Reading the words of a batch: redact, annotate, and keep the dimensions to ask by.

use domain::Signal;
use domain::annotation::{Mention, VerbatimRecord};
use text::Model;
use text::redact::redact;

/// The run that a model and its codeframe make: annotations of one run compare.
pub fn run_of(model: &Model) -> String {
    format!("{}+{}", model.version(), model.codeframe().version())
}

/// What a signal's verbatims say. Words are redacted before they are read.
pub fn annotate(model: &Model, run: &str, signal: &Signal) -> Vec<VerbatimRecord> {
    signal
        .verbatims()
        .filter(|(_, words)| !words.trim().is_empty())
        .map(|(question, words)| record(model, run, signal, question, words))
        .collect()
}

fn record(
    model: &Model,
    run: &str,
    signal: &Signal,
    question: &str,
    words: &str,
) -> VerbatimRecord {
    let text = redact(words).text;
    let read = model.annotate(&text);
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
        text,
    }
}
