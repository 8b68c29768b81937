//! What the model reads of each kind of label, as numbers that a correction can add to.

use super::{Kind, Reading};
use crate::themes::Frame;
use text::intents::INTENTS;
use text::{Annotation, Emotion, Model, SentimentLabel};

/// The kinds of labels that people may correct.
pub const KINDS: [&str; 4] = ["sentiment", "topic", "intent", "emotion"];

/// Where a label counts as read: probabilities are moved so that each label's own threshold lies
/// here.
const READ_FROM: f64 = 0.5;
/// How sure a label counts as at least that was reported by other means than its probability, such
/// as a phrase: sure, and not beyond correction.
const REPORTED: f64 = 0.8;

/// The kind with this name.
pub fn kind(name: &str) -> Option<Kind> {
    KINDS.contains(&name).then(|| Kind {
        name: name.to_owned(),
        one_of: name == "sentiment",
        threshold: READ_FROM,
    })
}

/// What the model alone reads of one kind in a redacted text, which it annotated so.
pub(super) fn reading(
    kind: &Kind,
    (model, frame): (&Model, &Frame),
    text: &str,
    read: &Annotation,
) -> Reading {
    let mut found = match kind.name.as_str() {
        "sentiment" => sentiment(model, text, read),
        "topic" => topics(model, frame, text, read),
        "intent" => intents(model, text, read),
        _ => emotions(model, text, read),
    };
    for label in reported(kind, read) {
        let sure = found.entry(label.to_owned()).or_insert(REPORTED);
        if *sure < READ_FROM {
            *sure = REPORTED;
        }
    }
    found
}

/// The labels of a kind in an annotation, of which any number may hold.
pub(super) fn reported<'a>(kind: &Kind, read: &'a Annotation) -> Vec<&'a str> {
    match kind.name.as_str() {
        "topic" => read.topics.iter().map(|t| t.topic.as_str()).collect(),
        "intent" => read.intents.iter().map(|i| i.intent.as_str()).collect(),
        "emotion" => read.emotions.iter().map(|e| e.emotion.as_str()).collect(),
        _ => Vec::new(),
    }
}

fn sentiment(model: &Model, text: &str, read: &Annotation) -> Reading {
    let heads = model.heads(text, &read.language);
    let labels = SentimentLabel::ALL.iter().map(|l| l.name().to_owned());
    labels.zip(heads.sentiment.map(f64::from)).collect()
}

fn topics(model: &Model, frame: &Frame, text: &str, read: &Annotation) -> Reading {
    let codeframe = frame.compiled();
    let mut found = Reading::new();
    for clause in model.clause_topics(text, &read.language) {
        for (column, p) in clause.topics.iter().enumerate() {
            let Some(place) = codeframe.index_of(&model.topics()[column]) else {
                continue;
            };
            let p = moved(*p, model.topic_threshold(column));
            let best = found
                .entry(codeframe.topics()[place].id.clone())
                .or_insert(p);
            *best = best.max(p);
        }
    }
    found
}

fn intents(model: &Model, text: &str, read: &Annotation) -> Reading {
    let heads = model.heads(text, &read.language);
    let p = |i: usize| moved(heads.intents[i], model.intent_threshold(i));
    let named = INTENTS.iter().enumerate();
    named.map(|(i, name)| ((*name).to_owned(), p(i))).collect()
}

fn emotions(model: &Model, text: &str, read: &Annotation) -> Reading {
    let heads = model.heads(text, &read.language);
    let p = |e: Emotion| moved(heads.field[e as usize], model.emotion_threshold(e));
    let all = Emotion::ALL.into_iter();
    all.map(|e| (e.name().to_owned(), p(e))).collect()
}

/// A probability, moved on the scale of log odds so that `threshold` becomes [`READ_FROM`].
fn moved(p: f32, threshold: f32) -> f64 {
    let odds = |p: f32| {
        let p = f64::from(p).clamp(1e-6, 1.0 - 1e-6);
        (p / (1.0 - p)).ln()
    };
    1.0 / (1.0 + (odds(threshold) - odds(p)).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_read_from_the_same_number_whatever_its_threshold() {
        assert!((moved(0.3, 0.3) - READ_FROM).abs() < 1e-6);
        assert!(moved(0.31, 0.3) > READ_FROM && moved(0.29, 0.3) < READ_FROM);
        assert!((moved(0.7, 0.5) - 0.7).abs() < 1e-6);
    }

    #[test]
    fn what_the_model_reports_counts_as_read_and_what_it_does_not_does_not() {
        let model = Model::embedded();
        let frame = crate::themes::Frames::of(model).unwrap().own();
        let text = "The queue was endless and the staff were rude, I will never come back";
        let read = model.annotate(text);
        for name in ["topic", "intent", "emotion"] {
            let kind = kind(name).unwrap();
            let found = reading(&kind, (model, &frame), text, &read);
            let said = reported(&kind, &read);
            assert!(
                name != "topic" || said.contains(&"waiting_time"),
                "{said:?}"
            );
            for (label, p) in &found {
                assert_eq!(
                    said.contains(&label.as_str()),
                    *p >= READ_FROM,
                    "{label} {p}"
                );
            }
        }
        let sentiment = reading(&kind("sentiment").unwrap(), (model, &frame), text, &read);
        assert!((sentiment.values().sum::<f64>() - 1.0).abs() < 1e-5);
        assert!(kind("effort").is_none());
    }
}
