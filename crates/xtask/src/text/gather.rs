//! The tasks as the files under `shared/data/text` and `models/corpus` give them.

use std::collections::BTreeSet;
use std::path::Path;

use text::intents::INTENTS as INTENT_NAMES;
use text::{Basic, Codeframe};

use super::TextTaskError;
use super::authored::Comment;
use super::checklist::Checklist;
use super::data::Part;
use super::judged::Row;
use super::overlap::TestTexts;
use super::sets::{self, Classed};
use super::tasks::{self, Lesson, Set, Task};
use super::{lingual, splits, train};

/// The three classes of sentiment, in the order of their places.
const CLASSES: [&str; 3] = ["negative", "neutral", "positive"];

/// Every task, with its lessons cleaned of its test texts.
pub fn tasks(
    data: &Path,
    nhs: Option<&Path>,
    comments: &[Comment],
    checklist: &Checklist,
) -> Result<Vec<Task>, TextTaskError> {
    let mut all = vec![
        sentiment(data, nhs, comments, checklist)?,
        emotions(data)?,
        banking(data)?,
        aspects(data)?,
        topics(comments)?,
        intents(comments),
        lingual::language(data, comments)?,
    ];
    for task in &mut all {
        let mut held = TestTexts::default();
        task.rows().for_each(|row| held.add(&row.text));
        let before = task.lessons.len();
        task.lessons.retain(|lesson| !held.hold(&lesson.text));
        task.left_out = before - task.lessons.len();
    }
    Ok(all)
}

/// A task without lessons and sets.
pub fn task(name: &'static str, labels: Vec<String>, many: bool) -> Task {
    Task {
        name,
        labels,
        many,
        lessons: Vec::new(),
        left_out: 0,
        sets: Vec::new(),
    }
}

/// An English text to learn from.
fn lesson(text: String, labels: Vec<usize>) -> Lesson {
    Lesson {
        text,
        labels,
        language: "en".to_owned(),
    }
}

/// Whether a comment is never learned from.
pub fn held_out(comment: &Comment) -> bool {
    comment.split == "test"
}

/// 0 negative, 1 neutral, 2 positive.
fn class(comment: &Comment) -> usize {
    (comment.sentiment.signum() + 1).unsigned_abs() as usize
}

/// A text and its labels.
pub fn row(text: String, language: &str, labels: Vec<usize>) -> Row {
    Row {
        text,
        language: language.to_owned(),
        labels,
        number: None,
    }
}

fn english(rows: Vec<Classed>) -> Vec<Row> {
    rows.into_iter()
        .map(|r| row(r.text, "en", vec![r.class]))
        .collect()
}

/// Names as labels.
pub fn owned(names: impl IntoIterator<Item = impl AsRef<str>>) -> Vec<String> {
    names.into_iter().map(|n| n.as_ref().to_owned()).collect()
}

fn sentiment(
    data: &Path,
    nhs: Option<&Path>,
    comments: &[Comment],
    checklist: &Checklist,
) -> Result<Task, TextTaskError> {
    let mut task = task(tasks::SENTIMENT, owned(CLASSES), false);
    let mut add = |name, rows| task.sets.push(Set { name, rows });
    add("tweeteval", english(sets::tweeteval(data, "sentiment")?));
    add("dynasent-r1", english(splits::dynasent(data)?));
    add("sst-3", english(sets::sst(data, "sst_test.txt")?));
    for (name, part) in [
        ("vader-truth-amazon", "amazon"),
        ("vader-truth-tweets", "tweets"),
        ("vader-truth-movie", "movie"),
    ] {
        let rated = splits::vader_truth(data, part)?.into_iter();
        let rows = rated.map(|(text, mean)| Row {
            number: Some(mean),
            ..row(text, "en", Vec::new())
        });
        add(name, rows.collect());
    }
    if let Some(path) = nhs {
        add("nhs", english(sets::nhs_comments(path)?));
    }
    let held = comments.iter().filter(|c| held_out(c));
    let rows = held.map(|c| row(c.text.clone(), &c.language, vec![class(c)]));
    add("authored", rows.collect());
    let rows = checklist
        .texts()
        .map(|t| row(t.to_owned(), "en", Vec::new()));
    add("checklist", rows.collect());
    let (examples, left_out) = train::clean_examples(data)?;
    task.left_out = left_out.values().sum();
    for (_, e) in examples
        .into_iter()
        .filter(|(part, _)| matches!(part, Part::Fit | Part::Tune))
    {
        if let Some(target) = e.sentiment {
            let best = (1..3).fold(0, |best, i| if target[i] > target[best] { i } else { best });
            task.lessons.push(Lesson {
                text: e.text,
                labels: vec![best],
                language: e.language,
            });
        }
    }
    Ok(task)
}

fn emotions(data: &Path) -> Result<Task, TextTaskError> {
    let mut task = task(tasks::EMOTIONS, owned(Basic::ALL.map(Basic::name)), true);
    let held = splits::goemotions(data, "test")?.into_iter();
    task.sets.push(Set {
        name: "goemotions",
        rows: held.map(|(text, labels)| row(text, "en", labels)).collect(),
    });
    let lessons = splits::goemotions(data, "train")?.into_iter();
    task.lessons = lessons.map(|(text, labels)| lesson(text, labels)).collect();
    Ok(task)
}

fn banking(data: &Path) -> Result<Task, TextTaskError> {
    let (train, test) = (
        splits::banking(data, "train")?,
        splits::banking(data, "test")?,
    );
    let names: BTreeSet<&str> = train.iter().map(|(_, name)| name.as_str()).collect();
    let names = owned(names);
    let place = |name: &str| names.iter().position(|n| n == name);
    let lessons = train
        .iter()
        .filter_map(|(text, name)| Some(lesson(text.clone(), vec![place(name)?])));
    let lessons = lessons.collect();
    let rows = test
        .into_iter()
        .filter_map(|(text, name)| Some(row(text, "en", vec![place(&name)?])));
    let rows = rows.collect();
    let mut task = task(tasks::BANKING, names, false);
    task.lessons = lessons;
    task.sets.push(Set {
        name: "banking77",
        rows,
    });
    Ok(task)
}

/// The aspect stands before its sentence, as `aspect: sentence`.
fn aspects(data: &Path) -> Result<Task, TextTaskError> {
    let mut task = task(tasks::ASPECTS, owned(CLASSES), false);
    let asked = |r: &sets::AspectRow| format!("{}: {}", r.category, r.text);
    let held = sets::mams(data, "test")?;
    task.sets.push(Set {
        name: "mams-acsa",
        rows: held
            .iter()
            .map(|r| row(asked(r), "en", vec![r.class]))
            .collect(),
    });
    let lessons = sets::mams(data, "train")?;
    let lessons = lessons.iter().map(|r| lesson(asked(r), vec![r.class]));
    task.lessons = lessons.collect();
    Ok(task)
}

fn topics(comments: &[Comment]) -> Result<Task, TextTaskError> {
    let frame = Codeframe::embedded()?;
    let ids = frame.topics().iter().map(|t| t.id.as_str());
    let of = |c: &Comment| c.aspects.iter().map(|a| a.topic.clone()).collect();
    Ok(authored(
        tasks::TOPICS,
        "authored-topics",
        owned(ids),
        comments,
        of,
    ))
}

fn intents(comments: &[Comment]) -> Task {
    let of = |c: &Comment| c.intents.clone();
    authored(
        tasks::INTENTS,
        "authored-intents",
        owned(INTENT_NAMES),
        comments,
        of,
    )
}

fn authored(
    name: &'static str,
    set: &'static str,
    labels: Vec<String>,
    comments: &[Comment],
    of: impl Fn(&Comment) -> Vec<String>,
) -> Task {
    let places = |c: &Comment| -> Vec<usize> {
        let names = of(c);
        let place = |n: &String| labels.iter().position(|l| l == n);
        let mut places: Vec<usize> = names.iter().filter_map(place).collect();
        places.sort_unstable();
        places.dedup();
        places
    };
    let (held, learned): (Vec<&Comment>, Vec<&Comment>) =
        comments.iter().partition(|c| held_out(c));
    let rows = held
        .iter()
        .map(|c| row(c.text.clone(), &c.language, places(c)));
    let rows = rows.collect();
    let lessons = learned.iter().map(|c| Lesson {
        text: c.text.clone(),
        labels: places(c),
        language: c.language.clone(),
    });
    let lessons = lessons.collect();
    let mut task = task(name, labels, true);
    task.lessons = lessons;
    task.sets.push(Set { name: set, rows });
    task
}
