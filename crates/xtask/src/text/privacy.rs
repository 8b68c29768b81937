//! Judging redaction on presidio-research's made-up sentences with marked places, and on the
//! test rows of the authored corpus.

use std::collections::BTreeMap;
use std::path::Path;

use super::TextTaskError;
use super::authored::Comment;
use super::data::read;
use super::heads::Scored;

/// Kinds of presidio's that redaction promises to find, names and addresses last.
const PROMISED: [&str; 8] = [
    "EMAIL_ADDRESS",
    "PHONE_NUMBER",
    "CREDIT_CARD",
    "IBAN_CODE",
    "IP_ADDRESS",
    "US_SSN",
    "PERSON",
    "STREET_ADDRESS",
];

/// Kinds of the authored corpus.
const AUTHORED: [&str; 10] = [
    "email", "phone", "card", "iban", "ip", "url", "id", "order", "account", "address",
];

/// Marked places and removals, counted.
#[derive(Default)]
struct Tally {
    /// By kind: removed whole, marked.
    kinds: BTreeMap<String, (usize, usize)>,
    /// Removals that touch any marked place.
    right: usize,
    /// Removals.
    removed: usize,
}

impl Tally {
    /// Redacts one text and counts; `marks` have a first byte, one past the last, and a kind.
    fn add(&mut self, text: &str, marks: &[(usize, usize, String)]) {
        let found = text::redact(text).spans;
        for (from, to, kind) in marks {
            let entry = self.kinds.entry(kind.clone()).or_default();
            entry.0 += usize::from(is_removed(text, &found, *from, *to));
            entry.1 += 1;
        }
        self.removed += found.len();
        self.right += found
            .iter()
            .filter(|s| {
                marks
                    .iter()
                    .any(|&(from, to, _)| s.start < to && s.end > from)
            })
            .count();
    }

    fn recall(&self, name: String, kind: &str) -> Option<Scored> {
        let (hit, n) = self.kinds.get(kind).copied()?;
        Some(Scored {
            name,
            n,
            values: vec![("recall", hit as f64 / n as f64)],
        })
    }

    fn precision(&self, name: String) -> Scored {
        Scored {
            name,
            n: self.removed,
            values: vec![("precision", self.right as f64 / self.removed.max(1) as f64)],
        }
    }
}

/// Whether every letter and digit from byte `from` to byte `to` was removed, by one place or
/// by several side by side.
fn is_removed(text: &str, found: &[text::Redaction], from: usize, to: usize) -> bool {
    text.get(from..to).is_some_and(|marked| {
        marked
            .char_indices()
            .filter(|(_, c)| c.is_alphanumeric())
            .all(|(at, _)| {
                let at = from + at;
                found.iter().any(|s| s.start <= at && at < s.end)
            })
    })
}

/// Share of marked places removed whole, by kind, and share of removals that touch any mark.
pub fn redaction(folder: &Path) -> Result<Vec<Scored>, TextTaskError> {
    let path = folder.join("pii/synth_dataset_v2.json");
    let shape = |detail: String| TextTaskError::Shape {
        path: path.clone(),
        detail,
    };
    let rows: Vec<serde_json::Value> =
        serde_json::from_str(&read(&path)?).map_err(|error| shape(error.to_string()))?;
    let mut tally = Tally::default();
    for row in &rows {
        let text = row["full_text"].as_str().unwrap_or_default();
        // Marks count characters, redaction counts bytes.
        let bytes: Vec<usize> = text
            .char_indices()
            .map(|(at, _)| at)
            .chain([text.len()])
            .collect();
        let place = |span: &serde_json::Value, key: &str| {
            let at = span[key].as_u64().and_then(|at| usize::try_from(at).ok());
            at.and_then(|at| bytes.get(at).copied())
                .ok_or_else(|| shape(format!("a {key} beyond the text")))
        };
        let marks: Vec<(usize, usize, String)> = row["spans"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|span| {
                let kind = span["entity_type"].as_str().unwrap_or_default().to_owned();
                Ok((
                    place(span, "start_position")?,
                    place(span, "end_position")?,
                    kind,
                ))
            })
            .collect::<Result<_, TextTaskError>>()?;
        tally.add(text, &marks);
    }
    let mut lines: Vec<Scored> = PROMISED
        .iter()
        .filter_map(|kind| tally.recall(format!("Redaction, presidio-research, {kind}"), kind))
        .collect();
    lines.push(tally.precision("Redaction, presidio-research, all removals".to_owned()));
    Ok(lines)
}

/// The same on the test rows of the authored corpus: recall of each kind, recall of names and
/// precision by language.
pub fn authored_redaction(comments: &[Comment]) -> Vec<Scored> {
    let mut languages: BTreeMap<String, Tally> = BTreeMap::new();
    for comment in comments.iter().filter(|c| c.split == "test") {
        let marks = comment.pii.iter();
        let marks: Vec<_> = marks.map(|m| (m.start, m.end, m.kind.clone())).collect();
        let tally = languages.entry(comment.language.clone()).or_default();
        tally.add(&comment.text, &marks);
    }
    authored_lines(&languages)
}

fn authored_lines(languages: &BTreeMap<String, Tally>) -> Vec<Scored> {
    let mut all = Tally::default();
    for tally in languages.values() {
        all.right += tally.right;
        all.removed += tally.removed;
        for (kind, (hit, n)) in &tally.kinds {
            let entry = all.kinds.entry(kind.clone()).or_default();
            entry.0 += hit;
            entry.1 += n;
        }
    }
    let mut lines: Vec<Scored> = AUTHORED
        .iter()
        .chain(&["name"])
        .filter_map(|kind| all.recall(format!("Redaction, authored, {kind}"), kind))
        .collect();
    lines.extend(languages.iter().filter_map(|(language, tally)| {
        tally.recall(format!("Redaction, authored, {language}, names"), "name")
    }));
    lines.extend(languages.iter().map(|(language, tally)| {
        tally.precision(format!("Redaction, authored, {language}, all removals"))
    }));
    lines.push(all.precision("Redaction, authored, all removals".to_owned()));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_removed_only_whole() {
        let text = "card 4111 1111 1111 1111 of Maureen";
        let mut tally = Tally::default();
        tally.add(
            text,
            &[
                (5, 24, "card".to_owned()),
                (0, 24, "more".to_owned()),
                (28, 35, "name".to_owned()),
            ],
        );
        assert_eq!(tally.kinds["card"], (1, 1));
        assert_eq!(tally.kinds["more"], (0, 1));
        assert_eq!(tally.kinds["name"], (1, 1));
        assert_eq!((tally.right, tally.removed), (2, 2));
    }

    #[test]
    fn a_removal_beside_every_mark_is_wrong() {
        let mut tally = Tally::default();
        tally.add("Maureen, Harold", &[(0, 7, "name".to_owned())]);
        let line = tally.precision("x".to_owned());
        assert_eq!((line.n, line.values[0].1), (2, 0.5));
    }
}
