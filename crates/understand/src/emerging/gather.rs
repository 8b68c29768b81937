//! What emerging themes are looked for in: the clauses of the windows, and whether a topic stands
//! in each.

use super::{Clause, Rules, Theme};
use crate::Result;
use crate::themes::{FrameBody, NewTopic};
use columns::{Columns, Filter, VerbatimFilter, Words};
use domain::WorkspaceId;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Verbatims that are looked at, the newest of the windows.
pub const MOST: usize = 20_000;

/// Longest id made of a label, bytes; a number may follow.
const LONGEST_ID: usize = 48;

/// The clauses of the windows that end with the day `newest`.
///
/// # Errors
/// The columns did not answer.
pub async fn clauses(
    columns: &dyn Columns,
    workspace: &WorkspaceId,
    filter: &Filter,
    newest: Date,
    rules: &Rules,
) -> Result<Vec<Clause>> {
    let days = i64::from(rules.window_days.max(1)) * (i64::from(rules.history) + 1);
    let filter = VerbatimFilter {
        signals: Filter {
            since: Some(newest.saturating_sub((days - 1).days())),
            until: Some(newest.saturating_add(1.day())),
            ..filter.clone()
        },
        ..VerbatimFilter::default()
    };
    let words = columns.words(workspace, &filter, MOST).await?;
    Ok(words.iter().flat_map(cut).collect())
}

/// The clauses of one verbatim.
fn cut(words: &Words) -> Vec<Clause> {
    let cut = text::clause::clauses(&words.text, &words.language);
    let clause = |(from, to): (usize, usize)| Clause {
        verbatim: format!("{}/{}", words.signal, words.question),
        text: words.text[from..to].trim().to_owned(),
        language: words.language.clone(),
        on: words.on,
        explained: words.topics.iter().any(|(_, at)| (from..to).contains(at)),
    };
    cut.into_iter().map(clause).collect()
}

/// The topic that a theme becomes: its phrases are the first rules, its quotes the examples.
pub fn topic(theme: &Theme, frame: &FrameBody, label: Option<&str>, parent: &str) -> NewTopic {
    let label = label.map_or_else(|| capital(&theme.label), str::to_owned);
    let mut patterns: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for phrase in theme.phrases.iter().filter(|p| p.text.len() > 2) {
        patterns
            .entry(phrase.language.clone())
            .or_default()
            .push(phrase.text.clone());
    }
    if patterns.is_empty() {
        let language = theme.languages.first().map_or("en", |(l, _)| l.as_str());
        patterns.insert(language.to_owned(), vec![theme.key.clone()]);
    }
    NewTopic {
        id: free_id(frame, &label),
        labels: [("en".to_owned(), label)].into(),
        parent: Some(parent.to_owned()),
        definition: String::new(),
        patterns,
        examples: theme.quotes.iter().map(|q| q.text.clone()).collect(),
    }
}

/// An id made of a label that no topic has or had.
fn free_id(frame: &FrameBody, label: &str) -> String {
    let plain: String = label
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    let root = plain.trim_matches(|c: char| !c.is_ascii_lowercase());
    let root = &root[..root.len().min(LONGEST_ID)];
    let root = if root.is_empty() { "theme" } else { root };
    let taken = |id: &str| {
        frame.groups.iter().any(|g| g.id == id)
            || frame.current(id) != id
            || frame.topic(id).is_some()
    };
    let mut id = root.to_owned();
    for n in 2.. {
        if !taken(&id) {
            break;
        }
        id = format!("{root}_{n}");
    }
    id
}

fn capital(label: &str) -> String {
    let mut chars = label.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_is_explained_by_a_topic_that_stands_in_it() {
        let words = Words {
            signal: "s".into(),
            question: "why".into(),
            text: "The queue was long, but the parking barrier was broken.".into(),
            language: "en".into(),
            on: jiff::civil::date(2026, 3, 1),
            topics: vec![("waiting_time".into(), 4)],
        };
        let cut = cut(&words);
        let told: Vec<(&str, bool)> = cut.iter().map(|c| (c.text.as_str(), c.explained)).collect();
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told[0].1 && !told[1].1, "{told:?}");
        assert!(told[1].0.contains("parking barrier"));
        assert!(cut.iter().all(|c| c.verbatim == "s/why"));
    }

    #[test]
    fn an_id_is_made_of_the_label_and_never_taken_twice() {
        let frame = FrameBody::parse(
            r#"{"version":"1","groups":[{"id":"place","label":"Place"}],"topics":[
              {"id":"parking","parent":"place","label":"Parking","labels":{},"definition":"","patterns":{},"aliases":["garage"]}]}"#,
        )
        .unwrap();
        assert_eq!(free_id(&frame, "Parking"), "parking_2");
        assert_eq!(free_id(&frame, "garage"), "garage_2");
        assert_eq!(free_id(&frame, "Parking barrier!"), "parking_barrier");
        assert_eq!(free_id(&frame, "予約"), "theme");
        assert_eq!(free_id(&frame, "24 hours"), "hours");
        assert_eq!(free_id(&frame, &"so long ".repeat(20)).len(), LONGEST_ID);
    }
}
