//! The fast tier's answers to the tasks.

use std::path::Path;

use text::{Basic, Model};

use super::baseline::Answers;
use super::judged::{Row, Said};
use super::tasks::{self, Task};
use super::{TextTaskError, aspects, banking};

/// Reads every task. Banking77 and the aspects have no head in the model: a linear head over the
/// same features learns them from their lessons, with settings chosen without their test texts.
pub fn answers(
    model: &Model,
    bytes: &[u8],
    data: &Path,
    all: &[Task],
) -> Result<Answers, TextTaskError> {
    let mut out = Answers::new();
    for task in all {
        eprintln!("fast tier: {}", task.name);
        let said: Vec<Said> = match task.name {
            tasks::SENTIMENT => each(task, |row| sentiment(model, &row.text)),
            tasks::EMOTIONS => each(task, |row| emotions(model, row)),
            tasks::TOPICS => each(task, |row| {
                let said = model.annotate(&row.text).topics;
                places(task, said.iter().map(|m| m.topic.as_str()))
            }),
            tasks::INTENTS => each(task, |row| {
                let said = model.annotate(&row.text).intents;
                places(task, said.iter().map(|i| i.intent.as_str()))
            }),
            tasks::LANGUAGE => each(task, |row| {
                let code = model.language(&row.text).0;
                let place = task.labels.iter().position(|l| l == code);
                one(place.unwrap_or(task.labels.len() - 1))
            }),
            tasks::BANKING => banking::answers(task)?.into_iter().map(one).collect(),
            tasks::ASPECTS => aspects::answers(model, bytes, data, task)?
                .into_iter()
                .map(one)
                .collect(),
            _ => continue,
        };
        out.insert(task.name, said.into_iter().map(Some).collect());
    }
    Ok(out)
}

fn each(task: &Task, of: impl Fn(&Row) -> Said) -> Vec<Said> {
    task.rows().map(of).collect()
}

fn one(label: usize) -> Said {
    Said {
        labels: vec![label],
        score: None,
    }
}

fn sentiment(model: &Model, text: &str) -> Said {
    let sentiment = model.annotate(text).sentiment;
    Said {
        labels: vec![sentiment.label as usize],
        score: Some(f64::from(sentiment.score)),
    }
}

fn emotions(model: &Model, row: &Row) -> Said {
    let heads = model.heads(&row.text, &row.language);
    let told = Basic::ALL
        .into_iter()
        .filter(|&basic| model.reports_basic(&heads, basic));
    Said {
        labels: told.map(|basic| basic as usize).collect(),
        score: None,
    }
}

fn places<'a>(task: &Task, names: impl Iterator<Item = &'a str>) -> Said {
    let place = |name| task.labels.iter().position(|label| label == name);
    let mut labels: Vec<usize> = names.filter_map(place).collect();
    labels.sort_unstable();
    labels.dedup();
    Said {
        labels,
        score: None,
    }
}
