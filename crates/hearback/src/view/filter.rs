//! Which signals count, as an address and the command line say it.

use columns::Filter;
use domain::{Problem, Provenance};
use jiff::civil::Date;
use serde::Deserialize;

/// Period, provenance and conditions; the same names in every address and command.
#[derive(Debug, Clone, Default, Deserialize, clap::Args)]
#[command(next_help_heading = "Which signals")]
pub struct FilterQuery {
    /// First day, YYYY-MM-DD
    #[arg(long)]
    pub since: Option<Date>,
    /// The day after the last, YYYY-MM-DD
    #[arg(long)]
    pub until: Option<Date>,
    /// direct, indirect or inferred (default: direct)
    #[arg(long)]
    pub provenance: Option<String>,
    /// Only where NAME:VALUE; may be repeated, several values of a name are alternatives
    #[serde(default, rename = "where")]
    #[arg(long = "where")]
    pub conditions: Vec<String>,
}

impl FilterQuery {
    /// The filter.
    ///
    /// # Errors
    /// An unknown provenance or a condition without a colon.
    pub fn filter(&self) -> Result<Filter, Problem> {
        let provenance = match self.provenance.as_deref() {
            None => None,
            Some(word) => Some(Provenance::parse(word).ok_or_else(|| {
                Problem::new(
                    "invalid",
                    format!("'{word}' is no provenance"),
                    "use direct, indirect or inferred",
                )
            })?),
        };
        let mut equals: Vec<(String, Vec<String>)> = Vec::new();
        for condition in &self.conditions {
            let (name, value) = condition.split_once(':').ok_or_else(|| {
                Problem::new(
                    "invalid",
                    format!("the condition '{condition}' has no colon"),
                    "write where NAME:VALUE, for example location:Oslo",
                )
            })?;
            match equals.iter_mut().find(|(known, _)| known == name) {
                Some((_, values)) => values.push(value.to_owned()),
                None => equals.push((name.to_owned(), vec![value.to_owned()])),
            }
        }
        Ok(Filter {
            since: self.since,
            until: self.until,
            provenance,
            equals,
            between: None,
        })
    }

    /// As a query string's names and values.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        pairs.extend(self.since.map(|day| ("since", day.to_string())));
        pairs.extend(self.until.map(|day| ("until", day.to_string())));
        pairs.extend(self.provenance.clone().map(|word| ("provenance", word)));
        pairs.extend(self.conditions.iter().map(|c| ("where", c.clone())));
        pairs
    }

    /// The filters in words, for "how computed".
    pub fn words(&self) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        words.extend(self.since.map(|d| format!("from {d}")));
        words.extend(self.until.map(|d| format!("before {d}")));
        words.push(format!(
            "provenance {}",
            self.provenance.as_deref().unwrap_or("direct")
        ));
        words.extend(self.conditions.iter().map(|c| c.replacen(':', " is ", 1)));
        words.push("test signals excluded".into());
        words
    }
}
