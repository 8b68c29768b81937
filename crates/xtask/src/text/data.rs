//! The data sets under `shared/data/text` and the authored corpus, read into examples. Only
//! category A is trained on.

use std::fs;
use std::path::Path;

use text::train::Example;

use super::TextTaskError;
use super::emotional::{brighter, goemotions, xed_heads};
use super::rated::{dynasent, mams_clauses, vader_truth};

/// What an example is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Learned from.
    Fit,
    /// Tuned on; joins the fit for the final weights when the data set has a test split of its own.
    Tune,
    /// Tuned on and never learned from.
    TuneOnly,
    /// Held out until the table is printed.
    Test,
}

/// Reads a file as text; bytes that are no UTF-8 become replacement marks.
pub fn read(path: &Path) -> Result<String, TextTaskError> {
    let bytes = fs::read(path).map_err(|source| TextTaskError::Read {
        path: path.to_owned(),
        source,
    })?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A stable number for a text or an id (FNV-1a), for splitting without chance.
pub fn stable(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| {
        (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Which fifth of its set a text or a document falls in, 0 to 4.
pub(super) fn fifth(text: &str) -> u64 {
    (stable(text) >> 17) % 5
}

/// An example that teaches nothing yet.
pub(super) fn example(text: &str, language: &str, source: &str, weight: f32) -> Example {
    Example {
        text: text.to_owned(),
        language: language.to_owned(),
        source: source.to_owned(),
        weight,
        emotion_weight: 1.0,
        ..Example::default()
    }
}

/// Every example of every category A set, with its part.
pub fn examples(data: &Path) -> Result<Vec<(Part, Example)>, TextTaskError> {
    let mut all = Vec::new();
    for (file, part) in [
        ("train", Part::Fit),
        ("dev", Part::TuneOnly),
        ("test", Part::Test),
    ] {
        goemotions(data, file, part, &mut all)?;
    }
    dynasent(
        &data.join("dynasent/round01-yelp-dev.jsonl"),
        "dynasent-r1",
        None,
        &mut all,
    )?;
    dynasent(
        &data.join("dynasent/round02-dynabench-dev.jsonl"),
        "dynasent-r2",
        None,
        &mut all,
    )?;
    dynasent(
        &data.join("dynasent/round01-yelp-test.jsonl"),
        "dynasent-r1",
        Some(Part::Test),
        &mut all,
    )?;
    mams_clauses(&data.join("mams/ATSA/train.xml"), Part::Fit, &mut all)?;
    mams_clauses(&data.join("mams/ATSA/val.xml"), Part::TuneOnly, &mut all)?;
    for name in [
        "amazonReviewSnippets",
        "movieReviewSnippets",
        "nytEditorialSnippets",
        "tweets",
    ] {
        vader_truth(data, name, &mut all)?;
    }
    for (code, language) in BRIGHTER {
        for (file, part) in [
            ("train", Part::Fit),
            ("dev", Part::TuneOnly),
            ("test", Part::Test),
        ] {
            brighter(data, code, language, file, part, &mut all)?;
        }
    }
    xed_heads(data, &mut all)?;
    super::authored::examples(&mut all)?;
    Ok(all)
}

/// Languages of BRIGHTER: the code there and ISO 639-1.
pub const BRIGHTER: [(&str, &str); 8] = [
    ("eng", "en"),
    ("deu", "de"),
    ("esp", "es"),
    ("ptbr", "pt"),
    ("swe", "sv"),
    ("rus", "ru"),
    ("ukr", "uk"),
    ("chn", "zh"),
];
