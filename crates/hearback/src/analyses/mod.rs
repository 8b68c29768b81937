//! Analyses by name: one description of their options for the command line and the API.
//!
//! The API reads a query string as the command line reads its options, so that both take the same
//! names and refuse the same values.

mod options;
mod perks;
mod source;

mod cause;
mod change;
mod changepoint;
mod drift;
mod drivers;
mod gap;
mod index;
mod journey;
mod mismatch;
mod privacy;
mod quality;
mod rank;
mod score;
mod spikes;
mod style;
mod tenure;
mod weight;

pub use options::scale;
pub use source::Source;

use serde::Serialize;
use serde_json::Value;
use understand::analyze::Report;

/// A report as JSON.
pub type Answer = understand::Result<Value>;

fn value<R: Serialize, M: Serialize>(report: Report<R, M>) -> Answer {
    serde_json::to_value(report).map_err(|e| {
        understand::Error::Analyze(understand::analyze::AnalyzeError::Option(e.to_string()))
    })
}

/// Which analysis, with its options.
#[derive(Debug, Clone, clap::Subcommand)]
pub enum Kind {
    /// A score with its interval, by any columns
    Score(score::Args),
    /// What moved between two periods
    Change(change::Args),
    /// Weights that make a sample resemble its population
    Weight(weight::Args),
    /// What an outcome depends on
    Drivers(drivers::Args),
    /// How far two groups, or belief and experience, lie apart
    Gap(gap::Args),
    /// Which moments lose customers
    Journey(journey::Args),
    /// Where a change comes from
    Cause(cause::Args),
    /// Counts beyond what their past explains
    Spikes(spikes::Args),
    /// Scores that slip
    Drift(drift::Args),
    /// Where the level of a series broke
    Changepoint(changepoint::Args),
    /// How long customers stay, and what an anniversary does
    Tenure(tenure::Args),
    /// Places in order, as far as they can be told apart
    Rank(rank::Args),
    /// Who answered without care
    Quality(quality::Args),
    /// What people want most, from best and worst choices
    Perks(perks::Args),
    /// Scores that contradict their words
    Mismatch(mismatch::Args),
    /// One number out of several items
    Index(index::Args),
    /// Whether a table gives anybody away
    Privacy(privacy::Args),
    /// How groups use a scale, and whether they can be compared
    Style(style::Args),
}

/// The analyses' names, as in the command line and in the API's addresses.
pub const NAMES: [&str; 18] = [
    "score",
    "change",
    "weight",
    "drivers",
    "gap",
    "journey",
    "cause",
    "spikes",
    "drift",
    "changepoint",
    "tenure",
    "rank",
    "quality",
    "perks",
    "mismatch",
    "index",
    "privacy",
    "style",
];

impl Kind {
    /// Whether it needs no columns at all.
    pub fn needs_nothing(&self) -> bool {
        matches!(self, Kind::Gap(args) if args.is_given())
    }

    /// Computes the report.
    ///
    /// # Errors
    /// A column that there is not, cells that are no numbers, or options that make no sense.
    pub async fn report(&self, source: &Source<'_>) -> Answer {
        let mut report = self.computed(source).await?;
        // The rooms do not know where their columns come from.
        report["card"]["data_version"] = source.version().into();
        Ok(report)
    }

    async fn computed(&self, source: &Source<'_>) -> Answer {
        match self {
            Kind::Score(args) => args.report(source).await,
            Kind::Change(args) => args.report(source).await,
            Kind::Weight(args) => args.report(source).await,
            Kind::Drivers(args) => args.report(source).await,
            Kind::Gap(args) => args.report(source).await,
            Kind::Cause(args) => args.report(source).await,
            Kind::Spikes(args) => args.report(source).await,
            Kind::Drift(args) => args.report(source).await,
            Kind::Changepoint(args) => args.report(source).await,
            Kind::Quality(args) => args.report(source).await,
            Kind::Mismatch(args) => args.report(source).await,
            Kind::Index(args) => args.report(source).await,
            Kind::Privacy(args) => args.report(source).await,
            Kind::Tenure(args) => args.report(source).await,
            Kind::Rank(args) => args.report(source).await,
            Kind::Journey(args) => args.report(source).await,
            Kind::Perks(args) => args.report(source).await,
            Kind::Style(args) => args.report(source).await,
        }
    }
}
