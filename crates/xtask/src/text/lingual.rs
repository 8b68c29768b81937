//! The task of naming the language: reviews and short lines.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use text::train::LanguageExample;

use super::TextTaskError;
use super::authored::Comment;
use super::data::BRIGHTER;
use super::gather::{held_out, owned, row, task};
use super::judged::Row;
use super::tasks::{self, Lesson, Set, Task};
use super::{lines, splits, train};

/// Characters from which a text counts as a review; shorter ones are short lines.
const REVIEW: usize = 40;
/// Texts of one language in a set.
const PER_LANGUAGE: usize = 600;

/// Reviews: held-out comments, DynaSent and BRIGHTER; where a language has none of them, its
/// held-out subtitles of that length. Short lines: the other held-out subtitles.
pub fn language(data: &Path, comments: &[Comment]) -> Result<Task, TextTaskError> {
    let mut reviews: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut add = |language: &str, text: String| {
        let of = reviews.entry(language.to_owned()).or_default();
        if of.len() < PER_LANGUAGE && text.chars().count() > REVIEW {
            of.push(text);
        }
    };
    for c in comments.iter().filter(|c| held_out(c)) {
        add(&c.language, c.text.clone());
    }
    for r in splits::dynasent(data)? {
        add("en", r.text);
    }
    for (code, language) in BRIGHTER {
        for text in splits::brighter(data, "test", code)? {
            add(language, text);
        }
    }
    let (_, subtitles) = lines::languages(data)?;
    let reviewed: BTreeSet<String> = reviews.keys().cloned().collect();
    let mut short: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in subtitles {
        if line.text.chars().count() <= REVIEW {
            short.entry(line.language).or_default().push(line.text);
        } else if !reviewed.contains(&line.language) {
            reviews.entry(line.language).or_default().push(line.text);
        }
    }
    let (examples, _) = train::clean_examples(data)?;
    let mut lessons = train::language_lines(data, &examples)?;
    // The fast tier tells these two by their script; other readers have to learn them.
    let japanese = comments
        .iter()
        .filter(|c| c.language == "ja" && !held_out(c));
    lessons.extend(japanese.map(|c| line(&c.text, "ja")));
    let chinese = splits::brighter(data, "train", "chn")?;
    lessons.extend(chinese.iter().map(|text| line(text, "zh")));
    let mut names: BTreeSet<&str> = reviews
        .keys()
        .chain(short.keys())
        .map(String::as_str)
        .collect();
    names.extend(lessons.iter().map(|l| l.language.as_str()));
    let mut names = owned(names);
    names.push("other".to_owned());
    let place = |name: &str| names.iter().position(|n| n == name);
    let rows = |of: BTreeMap<String, Vec<String>>| -> Vec<Row> {
        let all = of.into_iter().flat_map(|(language, texts)| {
            let labels: Vec<usize> = place(&language).into_iter().collect();
            let one = move |text| row(text, &language, labels.clone());
            texts.into_iter().map(one).collect::<Vec<Row>>()
        });
        all.collect()
    };
    let (reviews, short) = (rows(reviews), rows(short));
    let lessons = lessons.iter().filter_map(|l| {
        Some(Lesson {
            text: l.text.clone(),
            labels: vec![place(&l.language)?],
            language: l.language.clone(),
        })
    });
    let lessons = lessons.collect();
    let mut task = task(tasks::LANGUAGE, names, false);
    task.lessons = lessons;
    task.sets = vec![
        Set {
            name: "language-review",
            rows: reviews,
        },
        Set {
            name: "language-short",
            rows: short,
        },
    ];
    Ok(task)
}

fn line(text: &str, language: &str) -> LanguageExample {
    LanguageExample {
        text: text.to_owned(),
        language: language.to_owned(),
    }
}
