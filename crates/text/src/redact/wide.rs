//! Full-width digits, letters and marks, as Japanese keyboards write them.

use super::Redaction;

/// A text with its full-width characters made ASCII, and the way back.
pub(super) struct Narrow {
    /// The text to search.
    pub text: String,
    /// Byte in the original for each byte of `text`, and one for its end.
    origin: Vec<usize>,
}

/// `text` in ASCII digits and marks; none where it has no full-width digit to begin with.
pub(super) fn narrow(text: &str) -> Option<Narrow> {
    // U+FF01 to U+FF5E begin with this byte in UTF-8.
    if !text.bytes().any(|b| b == 0xef) || !text.contains(is_wide) {
        return None;
    }
    let mut out = Narrow {
        text: String::with_capacity(text.len()),
        origin: Vec::with_capacity(text.len() + 1),
    };
    for (at, c) in text.char_indices() {
        let plain = if is_wide(c) {
            char::from_u32(c as u32 - 0xfee0).unwrap_or(c)
        } else {
            c
        };
        out.text.push(plain);
        out.origin.resize(out.text.len(), at);
    }
    out.origin.push(text.len());
    Some(out)
}

/// Digits, letters and the marks inside numbers; `：` and `！` keep their meaning as they are.
fn is_wide(c: char) -> bool {
    matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '－' | '＠' | '．' | '＋' | '／' | '＿')
}

impl Narrow {
    /// Places in the narrow text as places in the original.
    pub fn back(&self, mut spans: Vec<Redaction>) -> Vec<Redaction> {
        for span in &mut spans {
            span.start = self.origin[span.start];
            span.end = self.origin[span.end];
        }
        spans
    }
}
