//! `mismatch`: scores that contradict their words.

use super::options::Common;
use super::{Answer, Source, value};
use understand::analyze::mismatch::{Options, analyze};

/// Scores that contradict their words, and people or templates that read the scale upside down.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Example:\n  hearback analyze mismatch survey.csv --score nps --text why --by language --json\n\nThe probability of a mismatch knows how rare mismatches are and how often the reader of the words errs: at 3 % of mismatches, half of what a 90 % reader flags is right."
)]
pub struct Args {
    /// Column of the scores, 0 to 10
    #[arg(long, default_value = "score")]
    score: String,
    /// Column of sentiments: negative, neutral, positive, or numbers from -1 to 1
    #[arg(long)]
    sentiment: Option<String>,
    /// Column of words, read by the built-in model
    #[arg(long)]
    text: Option<String>,
    /// Chance that a sentiment is read right
    #[arg(long, default_value_t = 0.9)]
    accuracy: f64,
    /// Share of scores that contradict their words, where it is known
    #[arg(long)]
    prevalence: Option<f64>,
    /// Columns whose groups may read the scale the other way round
    #[arg(long, value_delimiter = ',')]
    by: Vec<String>,
    #[command(flatten)]
    common: Common,
}

impl Args {
    pub(super) async fn report(&self, source: &Source<'_>) -> Answer {
        let a = self.clone();
        let named = [&a.sentiment, &a.text].into_iter().flatten();
        let names = [&a.score].into_iter().chain(named).chain(&a.by);
        let table = source.table(names.cloned()).await?;
        let options = Options {
            score: a.score,
            sentiment: a.sentiment,
            text: a.text,
            accuracy: a.accuracy,
            prevalence: a.prevalence,
            by: a.by,
            missing: a.common.missing,
            level: a.common.level,
            ..Options::default()
        };
        value(analyze(&table, &options)?)
    }
}
