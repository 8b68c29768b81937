//! What goes in and what comes out.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use stats::burst::{Burst, Ratio};

/// One clause, and whether a topic of the codeframe stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// Id of the verbatim; clauses of one verbatim share it, and are heard on one day.
    pub verbatim: String,
    /// The words, redacted.
    pub text: String,
    /// ISO 639-1.
    pub language: String,
    /// The local day it was said.
    pub on: Date,
    /// Whether a topic explains it; such clauses count as heard and as background only.
    pub explained: bool,
}

/// What is asked of a theme, and of a burst.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Rules {
    /// Days of a window; whole weeks keep weekdays from looking like bursts.
    pub window_days: u32,
    /// Windows before the newest that are its history.
    pub history: u32,
    /// Fewest distinct verbatims behind a theme.
    pub support: usize,
    /// Jaccard overlap from which two phrases are one seed, 0 to 1.
    pub overlap: f64,
    /// False alarms that the mean list may hold, above 0 ([`stats::burst::judge_within`]).
    pub false_themes: f64,
    /// Most themes given; all are judged.
    pub themes: usize,
    /// Most quotes per theme.
    pub quotes: usize,
}

impl Default for Rules {
    /// Weeks, 12 of history, 5 verbatims, Jaccard 0.6, half a false alarm a list, 50 themes, 5 quotes.
    fn default() -> Self {
        Rules {
            window_days: 7,
            history: 12,
            support: 5,
            overlap: 0.6,
            false_themes: 0.5,
            themes: 50,
            quotes: 5,
        }
    }
}

/// A phrase of a theme.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Phrase {
    /// Lower-cased words.
    pub text: String,
    /// Language in which it is said most, ISO 639-1.
    pub language: String,
    /// Verbatims of the theme that hold it.
    pub verbatims: usize,
}

/// A clause that speaks for the theme.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quote {
    /// Id of the verbatim.
    pub verbatim: String,
    /// The clause, redacted.
    pub text: String,
    /// Cosine to the center of the theme, 0 to 1.
    pub nearness: f64,
}

/// A window of a theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Verbatims of the theme.
    pub count: u64,
    /// All verbatims.
    pub exposure: u64,
}

/// A theme that the codeframe does not have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Theme {
    /// The phrase that it grew from: the same from run to run while people say it.
    pub key: String,
    /// The phrase that sets it apart the most.
    pub label: String,
    /// Phrases that set it apart with their c-TF-IDF weight, the heaviest first.
    pub terms: Vec<(String, f64)>,
    /// Phrases that hardly stand elsewhere, most said first: rules for a topic to begin with.
    pub phrases: Vec<Phrase>,
    /// Distinct verbatims.
    pub support: usize,
    /// Verbatims per language, most first.
    pub languages: Vec<(String, usize)>,
    /// Mean cosine of its clauses to their center, 0 to 1: how alike they are.
    pub cohesion: f64,
    /// The nearest clauses, of different verbatims.
    pub quotes: Vec<Quote>,
    /// All its verbatims by id, ascending.
    pub verbatims: Vec<String>,
    /// Its windows, oldest first; the last one is the newest.
    pub windows: Vec<Heard>,
    /// The newest window against the history.
    pub burst: Burst,
    /// How many times as often it is said as before; none where either side was silent.
    pub ratio: Option<Ratio>,
}

/// What was found, and in how much.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Emerging {
    /// Bursting themes first (smallest adjusted p first), then by support times cohesion.
    pub themes: Vec<Theme>,
    /// Themes judged, those beyond [`Rules::themes`] included.
    pub judged: usize,
    /// Verbatims heard within the windows.
    pub verbatims: usize,
    /// Clauses without a topic that hold a phrase.
    pub unexplained: usize,
    /// Clauses outside of all windows, left out.
    pub outside: usize,
}
