//! Judging redaction on presidio-research's made-up sentences with marked places.

use std::collections::BTreeMap;
use std::path::Path;

use super::TextTaskError;
use super::data::read;
use super::heads::Scored;

/// Kinds that redaction promises to find.
const PROMISED: [&str; 6] = [
    "EMAIL_ADDRESS",
    "PHONE_NUMBER",
    "CREDIT_CARD",
    "IBAN_CODE",
    "IP_ADDRESS",
    "US_SSN",
];

/// Share of marked places removed whole, by kind, and share of removals that touch any mark.
pub fn redaction(folder: &Path) -> Result<Vec<Scored>, TextTaskError> {
    let path = folder.join("pii/synth_dataset_v2.json");
    let shape = |detail: String| TextTaskError::Shape {
        path: path.clone(),
        detail,
    };
    let rows: Vec<serde_json::Value> =
        serde_json::from_str(&read(&path)?).map_err(|error| shape(error.to_string()))?;
    let mut kinds: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let (mut removed, mut marked) = (0, 0);
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
        let found = text::redact(text).spans;
        let mut places = Vec::new();
        for span in row["spans"].as_array().into_iter().flatten() {
            let (from, to) = (place(span, "start_position")?, place(span, "end_position")?);
            places.push((from, to));
            let kind = span["entity_type"].as_str().unwrap_or_default();
            if let Some(kind) = PROMISED.iter().find(|promised| **promised == kind) {
                let whole = found.iter().any(|s| s.start <= from && s.end >= to);
                let entry = kinds.entry(kind).or_default();
                entry.0 += usize::from(whole);
                entry.1 += 1;
            }
        }
        removed += found.len();
        marked += found
            .iter()
            .filter(|s| {
                places
                    .iter()
                    .any(|&(from, to)| s.start < to && s.end > from)
            })
            .count();
    }
    let mut lines: Vec<Scored> = kinds
        .into_iter()
        .map(|(kind, (hit, n))| Scored {
            name: format!("Redaction, presidio-research, {kind}"),
            n,
            values: vec![("recall", hit as f64 / n as f64)],
        })
        .collect();
    lines.push(Scored {
        name: "Redaction, presidio-research, all removals".to_owned(),
        n: removed,
        values: vec![("precision", marked as f64 / removed.max(1) as f64)],
    });
    Ok(lines)
}
