//! How a rehearsal does on what was held back to tune on: by these numbers settings are chosen.

use text::intents::INTENTS;
use text::train::{Example, TopicExample};
use text::weights::Weights;
use text::{Basic, Emotion, Model, SentimentLabel};

use super::TextTaskError;
use super::metrics::{Classes, Labels};

/// Prints a line per source of examples, and two of the authored comments' other heads.
///
/// # Errors
/// When the weights cannot be written and read back.
pub fn report(
    weights: &Weights,
    tune: &[Example],
    topics: &[TopicExample],
) -> Result<(), TextTaskError> {
    let model = Model::load(&weights.write()?)?;
    let mut sources: Vec<&str> = tune.iter().map(|e| e.source.as_str()).collect();
    sources.sort_unstable();
    sources.dedup();
    for source in sources {
        let rows = || tune.iter().filter(|e| e.source == source);
        sentiment_and_basic(&model, source, rows());
    }
    for (name, english) in [("authored, en", true), ("authored, all", false)] {
        let mine = |language: &str| !english || language == "en";
        let rows = tune.iter().filter(|e| mine(&e.language));
        let clauses = topics.iter().filter(|e| mine(&e.language));
        of_comments(&model, name, rows, clauses);
    }
    Ok(())
}

fn sentiment_and_basic<'a>(model: &Model, source: &str, rows: impl Iterator<Item = &'a Example>) {
    let mut classes = Classes::new(SentimentLabel::ALL.len());
    let mut emotions = Labels::new(Basic::ALL.len());
    for e in rows {
        let heads = model.heads(&e.text, &e.language);
        if let Some(target) = e.sentiment {
            classes.add(top(&target), top(&heads.sentiment));
        }
        if let Some((present, asked)) = e.basic {
            for basic in Basic::ALL {
                let i = basic as usize;
                if asked >> i & 1 == 1 {
                    emotions.add(i, present >> i & 1 == 1, model.reports_basic(&heads, basic));
                }
            }
        }
    }
    eprintln!(
        "tune {source:18} n {:5} acc {:.1} macro-F1 {:.1} | basic emotions macro-F1 {:.1}",
        classes.count(),
        100.0 * classes.accuracy(),
        100.0 * classes.macro_f1(),
        100.0 * emotions.macro_f1().max(0.0)
    );
}

fn of_comments<'a>(
    model: &Model,
    name: &str,
    rows: impl Iterator<Item = &'a Example>,
    clauses: impl Iterator<Item = &'a TopicExample>,
) {
    let mut classes = Classes::new(SentimentLabel::ALL.len());
    let mut field = Labels::new(Emotion::ALL.len());
    let mut intents = Labels::new(INTENTS.len());
    for e in rows.filter(|e| e.source == "authored") {
        let heads = model.heads(&e.text, &e.language);
        if let Some(target) = e.sentiment {
            classes.add(top(&target), top(&heads.sentiment));
        }
        if let Some((present, _)) = e.field {
            for emotion in Emotion::ALL {
                let i = emotion as usize;
                field.add(i, present >> i & 1 == 1, model.reports(&heads, emotion));
            }
        }
        for i in (0..INTENTS.len()).filter(|_| e.intents.is_some()) {
            let present = e.intents.unwrap_or(0) >> i & 1 == 1;
            intents.add(i, present, model.reports_intent(&heads, i));
        }
    }
    let mut topics = Labels::new(model.topics().len());
    for e in clauses {
        let hits = model.codeframe().find(&e.text, &e.language);
        let mut told = hits.iter().fold(0u64, |bits, hit| bits | 1 << hit.topic);
        for clause in model.clause_topics(&e.text, &e.language) {
            for (i, &p) in clause.topics.iter().enumerate() {
                told |= u64::from(p >= model.topic_threshold(i)) << i;
            }
        }
        let present = e.topics.unwrap_or(0);
        for i in 0..model.topics().len() {
            topics.add(i, present >> i & 1 == 1, told >> i & 1 == 1);
        }
    }
    eprintln!(
        "tune {name:14} sentiment macro-F1 {:.1} | field emotions macro-F1 {:.1} micro-F1 {:.1} | intents macro-F1 {:.1} micro-F1 {:.1} | topics micro-F1 {:.1} macro-F1 {:.1}",
        100.0 * classes.macro_f1(),
        100.0 * field.macro_f1(),
        100.0 * field.micro_f1(),
        100.0 * intents.macro_f1(),
        100.0 * intents.micro_f1(),
        100.0 * topics.micro_f1(),
        100.0 * topics.macro_f1(),
    );
}

fn top(values: &[f32; 3]) -> usize {
    (1..3).fold(0, |best, i| if values[i] > values[best] { i } else { best })
}
