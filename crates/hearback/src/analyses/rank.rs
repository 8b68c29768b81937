//! `rank`: places in order, as far as they can be told apart.

use super::options::Common;
use super::{Answer, Source, value};
use clap::ValueEnum;
use understand::analyze::rank::{Metric, Options, analyze};

/// Places in order, shrunk toward each other by as much as they are noise, in bands.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Example:\n  hearback analyze rank survey.csv --score nps --by store --metric nps --json\n\nvalue is pulled toward the mean of all places by as much as the place's few answers are noise; the probability of being among the worst tenth says what a rank alone hides. Places of one band cannot be told apart."
)]
pub struct Args {
    /// Column of the scores, one answer a row
    #[arg(long, default_value = "score")]
    score: String,
    /// Column of the places
    #[arg(long, default_value = "location")]
    by: String,
    /// What is ranked
    #[arg(long, value_enum, default_value = "mean")]
    metric: Ranked,
    /// A high value is a bad one
    #[arg(long)]
    high_is_worst: bool,
    /// Draws for the ranks
    #[arg(long)]
    draws: Option<u32>,
    /// Seed of the draws
    #[arg(long)]
    seed: Option<u64>,
    #[command(flatten)]
    common: Common,
}

/// What is ranked.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Ranked {
    /// The mean of the score.
    Mean,
    /// NPS from answers of 0 to 10.
    Nps,
    /// The share of yes (1).
    Share,
}

impl Args {
    pub(super) async fn report(&self, source: &Source<'_>) -> Answer {
        let a = self.clone();
        let table = source.table([a.score.clone(), a.by.clone()]).await?;
        let usual = Options::default();
        let options = Options {
            score: a.score,
            by: a.by,
            metric: match a.metric {
                Ranked::Mean => Metric::Mean,
                Ranked::Nps => Metric::Nps,
                Ranked::Share => Metric::Share,
            },
            low_is_worst: !a.high_is_worst,
            draws: a.draws.unwrap_or(usual.draws),
            seed: a.seed.unwrap_or(usual.seed),
            missing: a.common.missing,
            level: a.common.level,
        };
        value(analyze(&table, &options)?)
    }
}
