//! Rows that a person reads.

use domain::annotation::VerbatimRecord;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;

/// A page of rows and where the next begins.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Pass as `after` for the next page; absent on the last.
    pub next: Option<String>,
    /// All rows under the filter.
    pub total: u64,
}

/// A verbatim with the scores and attributes of its signal.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VerbatimRow {
    /// The annotated words.
    pub verbatim: VerbatimRecord,
    /// Numbers given in the same response, by question key.
    pub scores: BTreeMap<String, f64>,
    /// Attributes of the same response, by key.
    pub attributes: BTreeMap<String, String>,
    /// What the person agreed that the signal is used for.
    pub purpose: String,
}

/// The words of a verbatim and where its topics stand, without what else was answered.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Words {
    /// The signal they came with.
    pub signal: String,
    /// The question they answer.
    pub question: String,
    /// The words, redacted.
    pub text: String,
    /// Language tag.
    pub language: String,
    /// The local day they were said.
    pub on: Date,
    /// Topics with the byte at which each is named, in reading order.
    pub topics: Vec<(String, usize)>,
}

/// A signal in a list of people behind a number.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SignalRow {
    /// Its id.
    pub id: String,
    /// When it happened, unix microseconds.
    pub occurred_at: i64,
    /// The listening post.
    pub post: String,
    /// Where it came from.
    pub channel: String,
    /// The place.
    pub location: Option<String>,
    /// Our customer id, when known.
    pub customer: Option<String>,
    /// Numbers given, by question key.
    pub scores: BTreeMap<String, f64>,
    /// Attributes, by key.
    pub attributes: BTreeMap<String, String>,
    /// The words, redacted, where they were annotated.
    pub words: Vec<String>,
}
