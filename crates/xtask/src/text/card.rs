//! The model's card: what it is, what it learned from, how it does, where it fails.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::baseline::hex;
use super::facts::Fact;
use super::heads::InLanguage;

/// Everything the card prints.
pub struct Card<'a> {
    /// The model file.
    pub bytes: &'a [u8],
    /// The model's version.
    pub version: &'a str,
    /// What was learned from.
    pub facts: &'a [Fact],
    /// How well, by language.
    pub languages: &'a [InLanguage],
}

const ABOUT: &str = include_str!("about.md");
const LIMITS: &str = include_str!("limits.md");

/// The whole card, in Markdown.
pub fn write(card: &Card<'_>) -> String {
    let mut out = format!(
        "# Text model {}\n\nWritten by `cargo xtask eval-text`; do not edit.\n\n\
         * File: `models/fast.hbm`, {} bytes\n* SHA-256: `{}`\n\n{ABOUT}\n",
        card.version,
        card.bytes.len(),
        hex(&Sha256::digest(card.bytes))
    );
    out.push_str("## Learned from\n\n| data set | license | texts | left out as near copies of test texts |\n|---|---|--:|--:|\n");
    for fact in card.facts {
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} |",
            fact.source, fact.licence, fact.texts, fact.left_out
        );
    }
    out.push_str("\n## How well, by language\n\nPercent, on the held-out authored comments, with 95 % intervals; `RESULTS.md` holds the other\nsets, the comparison with other readers, calibration and speed.\n\n| language | n | sentiment macro-F1 | topics micro-F1 | intents macro-F1 |\n|---|--:|---|---|---|\n");
    for line in card.languages {
        let cells = line.heads.map(|figure| {
            figure.map_or("–".to_owned(), |f| {
                let [value, low, high] = [f.value, f.low, f.high].map(|v| 100.0 * v);
                format!("{value:.1} ({low:.1}–{high:.1})")
            })
        });
        let n = line.heads[0].map_or(0, |f| f.n);
        let _ = writeln!(out, "| {} | {n} | {} |", line.language, cells.join(" | "));
    }
    let _ = write!(out, "\n{LIMITS}");
    out
}
