//! JSON Lines: flat objects become cells, objects in our own shape stay what they are.

use super::decode::{Counts, Decoded, unpacked};
use super::header::{Header, distinct};
use super::layout::Format;
use super::source::Source;
use crate::Result;
use crate::receive::FIELDS;
use encoding_rs::Encoding;
use serde_json::{Map, Value};
use std::collections::HashSet;
use std::io::{BufRead, BufReader};
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;

/// Lines from which the columns are learned.
const LOOKED_AT: usize = 10_000;
/// Columns at most.
const COLUMNS: usize = 2_000;

/// The columns of a file, in the order in which they are first met.
pub(super) fn columns(
    source: &Source,
    encoding: &'static Encoding,
) -> Result<(Format, Vec<Header>)> {
    let counts = Arc::new(Counts::default());
    let file = unpacked(source.open()?, &counts).map_err(|e| source.failed(e))?;
    let mut lines = BufReader::new(Decoded::new(file, encoding, Arc::clone(&counts)));
    let mut names = Vec::new();
    let mut known = HashSet::new();
    let (mut ours, mut objects) = (0, 0);
    let mut line = Vec::new();
    for _ in 0..LOOKED_AT {
        counts.since_record.store(0, Relaxed);
        line.clear();
        if lines
            .read_until(b'\n', &mut line)
            .map_err(|e| source.failed(e))?
            == 0
        {
            break;
        }
        let Ok(Value::Object(object)) = serde_json::from_slice::<Value>(&line) else {
            continue;
        };
        objects += 1;
        ours += usize::from(is_ours(&object));
        for (name, _) in flat(&object) {
            if known.len() < COLUMNS && known.insert(name.clone()) {
                names.push(name);
            }
        }
    }
    if objects > 0 && ours == objects {
        let header = Header {
            name: "signal".into(),
            label: "signal".into(),
        };
        return Ok((Format::Signals, vec![header]));
    }
    if names.is_empty() {
        return Err(source.wrong(
            "JSON Lines",
            "no line holds an object",
            "write one JSON object per line",
        ));
    }
    let headers = distinct(names.into_iter().map(|n| (n.clone(), n)));
    Ok((Format::JsonLines, headers))
}

/// Whether an object is a signal in our own shape.
fn is_ours(object: &Map<String, Value>) -> bool {
    object.contains_key("external_id")
        && ["scores", "choices", "verbatims", "attributes"]
            .iter()
            .any(|f| object.get(*f).is_some_and(Value::is_object))
        && object.keys().all(|k| FIELDS.contains(&k.as_str()))
}

/// The fields of an object as cells; fields of inner objects are named `outer.inner`.
pub(super) fn flat(object: &Map<String, Value>) -> Vec<(String, String)> {
    let mut cells = Vec::new();
    put(&mut cells, "", object);
    cells
}

fn put(cells: &mut Vec<(String, String)>, path: &str, object: &Map<String, Value>) {
    for (name, value) in object {
        let name = if path.is_empty() {
            name.clone()
        } else {
            format!("{path}.{name}")
        };
        match value {
            Value::Object(inner) => put(cells, &name, inner),
            Value::Null => cells.push((name, String::new())),
            Value::String(text) => cells.push((name, text.clone())),
            Value::Array(list) => {
                let texts: Vec<String> = list
                    .iter()
                    .map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned))
                    .collect();
                cells.push((name, texts.join("; ")));
            }
            other => cells.push((name, other.to_string())),
        }
    }
}
