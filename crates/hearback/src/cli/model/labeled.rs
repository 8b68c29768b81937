//! Rows with labels: what `hearback model eval` reads.

use crate::cli::failure::Failure;
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::path::Path;

/// A text with what people said it says; none where they said nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Row {
    /// The words.
    pub text: String,
    /// `negative`, `neutral` or `positive`.
    pub sentiment: Option<String>,
    /// Topic ids.
    pub topics: Option<BTreeSet<String>>,
    /// Intents.
    pub intents: Option<BTreeSet<String>>,
    /// Emotions.
    pub emotions: Option<BTreeSet<String>>,
}

/// Reads a CSV or JSON Lines file.
pub fn read(path: &Path) -> Result<Vec<Row>, Failure> {
    let text = std::fs::read_to_string(path).map_err(|e| {
        Failure::missing(
            format!("cannot read {}: {e}", path.display()),
            "check the path; the file must be UTF-8",
        )
    })?;
    let text = text.trim_start_matches('\u{feff}');
    if path.extension().is_some_and(|e| e == "csv") {
        return table(text);
    }
    let lines = text.lines().enumerate();
    lines
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(at, line)| {
            let fields: Map<String, Value> = serde_json::from_str(line).map_err(|e| {
                Failure::usage(
                    format!("line {} is no JSON object: {e}", at + 1),
                    "write one JSON object per line",
                )
            })?;
            row(&fields, at + 1)
        })
        .collect()
}

fn table(text: &str) -> Result<Vec<Row>, Failure> {
    let unreadable =
        |e: csv::Error| Failure::usage(format!("the file does not read: {e}"), "check its quoting");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headers = reader.headers().map_err(unreadable)?.clone();
    let mut rows = Vec::new();
    for (at, record) in reader.records().enumerate() {
        let record = record.map_err(unreadable)?;
        let cells = headers.iter().zip(&record);
        let cell = |(name, cell): (&str, &str)| {
            let list = matches!(name, "topics" | "intents" | "emotions");
            let value = if list {
                let labels = cell.split('|').map(str::trim).filter(|l| !l.is_empty());
                Value::from(labels.collect::<Vec<_>>())
            } else {
                Value::from(cell)
            };
            (name.to_owned(), value)
        };
        rows.push(row(&cells.map(cell).collect(), at + 2)?);
    }
    Ok(rows)
}

fn row(fields: &Map<String, Value>, line: usize) -> Result<Row, Failure> {
    let Some(text) = fields.get("text").and_then(Value::as_str) else {
        return Err(Failure::usage(
            format!("line {line} has no text"),
            "put the words in the field text",
        ));
    };
    let list = |name: &str| -> Option<BTreeSet<String>> {
        let labels = fields.get(name)?.as_array()?.iter();
        Some(
            labels
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
        )
    };
    // The authored corpus names topics under its aspects.
    let aspects = || -> Option<BTreeSet<String>> {
        let aspects = fields.get("aspects")?.as_array()?.iter();
        Some(
            aspects
                .filter_map(|a| Some(a["topic"].as_str()?.to_owned()))
                .collect(),
        )
    };
    Ok(Row {
        text: text.to_owned(),
        sentiment: fields
            .get("sentiment")
            .map_or(Ok(None), |v| sentiment(v, line))?,
        topics: list("topics").or_else(aspects),
        intents: list("intents"),
        emotions: list("emotions"),
    })
}

fn sentiment(value: &Value, line: usize) -> Result<Option<String>, Failure> {
    let word = match value {
        Value::String(word) => word.trim().to_lowercase(),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    let of_number = |x: f64| match x {
        x if x > 0.0 => "positive",
        x if x < 0.0 => "negative",
        _ => "neutral",
    };
    match word.as_str() {
        "" => Ok(None),
        "negative" | "neutral" | "positive" => Ok(Some(word)),
        "mixed" => Ok(Some("neutral".into())),
        number => number
            .parse::<f64>()
            .map(|x| Some(of_number(x).to_owned()))
            .map_err(|_| {
                Failure::usage(
                    format!("line {line} has the sentiment '{word}'"),
                    "write negative, neutral, positive, or a number whose sign counts",
                )
            }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(json: &str) -> Row {
        row(&serde_json::from_str(json).unwrap(), 1).unwrap()
    }

    #[test]
    fn a_missing_field_says_nothing_and_an_empty_one_that_no_label_holds() {
        let found = of(r#"{"text":"a","sentiment":-2,"intents":[],"aspects":[{"topic":"price"}]}"#);
        assert_eq!(found.sentiment.as_deref(), Some("negative"));
        assert_eq!(found.intents, Some(BTreeSet::new()));
        assert_eq!(found.emotions, None);
        assert_eq!(
            found.topics.unwrap().into_iter().collect::<Vec<_>>(),
            ["price"]
        );
    }

    #[test]
    fn a_table_holds_several_labels_in_a_cell() {
        let rows = table("text,sentiment,topics\nhi,positive,price|queue\nho,,\n").unwrap();
        assert_eq!(rows[0].topics.as_ref().unwrap().len(), 2);
        assert_eq!(
            (
                rows[1].sentiment.as_ref(),
                rows[1].topics.as_ref().unwrap().len()
            ),
            (None, 0)
        );
        let refused = table("text,sentiment\nhi,meh\n").unwrap_err();
        assert!(refused.detail().contains("'meh'"));
    }
}
