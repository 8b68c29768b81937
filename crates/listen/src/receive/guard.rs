//! From bytes to a JSON object, within the depth allowed.

use crate::Flaw;
use serde_json::{Map, Value};

/// Reads one JSON object that nests at most `depth` deep.
pub(super) fn read(bytes: &[u8], depth: usize) -> Result<Map<String, Value>, Flaw> {
    if deeper_than(bytes, depth) {
        return Err(Flaw::new(
            "",
            format!("it nests more than {depth} deep"),
            "send flat objects as the documentation shows",
        ));
    }
    match serde_json::from_slice::<Value>(bytes) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(other) => Err(Flaw::new(
            "",
            format!("it is {}, not an object", kind(&other)),
            "send {\"external_id\": …}; several signals go one per line, as application/x-ndjson",
        )),
        Err(error) => Err(Flaw::new(
            "",
            format!("it is not JSON: {}", reason(&error)),
            "send one JSON object, or one per line as application/x-ndjson",
        )),
    }
}

/// Whether brackets outside of texts nest deeper than allowed.
fn deeper_than(bytes: &[u8], most: usize) -> bool {
    let (mut depth, mut in_text, mut escaped) = (0usize, false, false);
    for byte in bytes {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'{' | b'[' if !in_text => {
                depth += 1;
                if depth > most {
                    return true;
                }
            }
            b'}' | b']' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    false
}

/// serde_json's reason with its column; its line is that within our line.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let cut = text.find(" at line ").unwrap_or(text.len());
    format!("{} (column {})", &text[..cut], error.column())
}

/// What sort of value it is, for messages.
pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
