//! Questions to columns.

use domain::Provenance;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use stats::drivers::Layout;

/// Which signals count. Everything given must hold.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Filter {
    /// Occurred on or after (local date).
    pub since: Option<Date>,
    /// Occurred before (local date, exclusive).
    pub until: Option<Date>,
    /// Only this provenance; `None` mixes and is for lists of people, never for a score.
    pub provenance: Option<Provenance>,
    /// Column name (as the user writes it) and the values it may have.
    pub equals: Vec<(String, Vec<String>)>,
    /// Question and the half-open range its value must lie in: for opening a number.
    pub between: Option<(String, f64, f64)>,
}

/// How time is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grain {
    /// A day: `2026-03-01`.
    Day,
    /// An ISO week: `2026-W09`.
    Week,
    /// A month: `2026-03`.
    Month,
    /// A quarter: `2026-Q1`.
    Quarter,
    /// A year: `2026`.
    Year,
}

impl Grain {
    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "day" => Some(Self::Day),
            "week" => Some(Self::Week),
            "month" => Some(Self::Month),
            "quarter" => Some(Self::Quarter),
            "year" => Some(Self::Year),
            _ => None,
        }
    }
    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }
    /// How a period that starts on a date is written.
    pub fn label(self, on: Date) -> String {
        match self {
            Self::Day => on.to_string(),
            Self::Week => {
                let week = on.iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
            Self::Month => format!("{:04}-{:02}", on.year(), on.month()),
            Self::Quarter => format!("{:04}-Q{}", on.year(), (on.month() + 2) / 3),
            Self::Year => format!("{:04}", on.year()),
        }
    }
}

/// A question's values by group.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ask {
    /// The question as the user names it: `netpro` or `q_netpro`.
    pub question: String,
    /// Dimensions as the user names them: `year`, `a_year`, `location`, `channel`, `q_…`.
    pub by: Vec<String>,
    /// Cut by time as well; the period comes first in each group.
    pub grain: Option<Grain>,
    /// Which signals count.
    pub filter: Filter,
}

/// What rows are counted by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum By {
    /// A column as the user names it: a dimension or an attribute.
    Column(String),
    /// Time; a period is written as [`Grain::label`] has it.
    Period(Grain),
}

/// Which verbatims count.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct VerbatimFilter {
    /// Which signals they came with.
    pub signals: Filter,
    /// Answers to this question only.
    pub question: Option<String>,
    /// That mention this topic (or one under it, when the caller passes all of them).
    pub topics: Vec<String>,
    /// `negative`, `neutral` or `positive`.
    pub sentiment: Option<String>,
    /// Language tag.
    pub language: Option<String>,
    /// With this intent.
    pub intent: Option<String>,
    /// Containing these words, in any case.
    pub search: Option<String>,
    /// Matching this regular expression, in any case.
    #[serde(default)]
    pub pattern: Option<String>,
    /// That no topic explains.
    #[serde(default)]
    pub untagged: bool,
    /// Of these signals; none given means of all.
    #[serde(default)]
    pub of: Vec<String>,
}

/// How many signals have each combination of values: the sufficient statistic of every analysis
/// of a few columns with few values each.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CubeAsk {
    /// Columns as the user names them: dimensions, attributes, questions.
    pub by: Vec<String>,
    /// Cut by time as well; the period comes first in each group.
    pub grain: Option<Grain>,
    /// Which signals count.
    pub filter: Filter,
    /// Most combinations; more is an error that says so.
    pub most: usize,
}

/// Sums of products of an outcome and its drivers, for regression on any number of signals.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CovarianceAsk {
    /// The question that is explained; signals without it are left out.
    pub outcome: String,
    /// Values of the outcome that are no answer.
    pub outcome_missing: Vec<f64>,
    /// The questions that explain it.
    pub drivers: Vec<String>,
    /// Values of a driver that say it was not encountered, as a missing one does.
    pub missing: Vec<f64>,
    /// The drivers' reference scores, and whether scores below and above are apart.
    pub layout: Layout,
    /// Question with a weight; 1 for every signal when absent.
    pub weight: Option<String>,
    /// Into how many parts signals are dealt, by their customer (or by themselves where there is
    /// none): parts differ as samples do, which gives intervals.
    pub parts: usize,
    /// Which signals count.
    pub filter: Filter,
}
