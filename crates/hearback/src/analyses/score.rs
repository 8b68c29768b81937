//! `score`: a score with its interval, by any columns.

use super::options::{Common, Scored};
use super::{Answer, Source, value};
use understand::analyze::score::{Options, analyze};

/// A score with interval, n and the shares behind it.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Example:\n  hearback analyze score survey.csv --metric nps --score netpro --by year,region --json\n\nscore, low and high are in the metric's unit (NPS: points, CSAT and share: percent); n counts answers; n_effective is what unequal weights leave of n. Below 10 answers only the shares are shown."
)]
pub struct Args {
    #[command(flatten)]
    scored: Scored,
    /// Columns whose levels are scored too, one column at a time
    #[arg(long, value_delimiter = ',')]
    by: Vec<String>,
    /// Column of design weights
    #[arg(long)]
    weight: Option<String>,
    /// Column of strata that were sampled separately
    #[arg(long)]
    strata: Option<String>,
    /// Column of what was drawn (a store, a respondent), where one draw gave several rows
    #[arg(long)]
    cluster: Option<String>,
    /// Units in the whole frame, where it is known
    #[arg(long)]
    frame: Option<u64>,
    #[command(flatten)]
    common: Common,
}

impl Args {
    pub(super) async fn report(&self, source: &Source<'_>) -> Answer {
        let a = self.clone();
        let named = [&a.weight, &a.strata, &a.cluster].into_iter().flatten();
        let names = [&a.scored.score].into_iter().chain(&a.by).chain(named);
        let table = source.table(names.cloned()).await?;
        let options = Options {
            scored: a.scored.with(a.common.missing),
            by: a.by,
            weight: a.weight,
            strata: a.strata,
            cluster: a.cluster,
            frame: a.frame,
            level: a.common.level,
            ..Options::default()
        };
        value(analyze(&table, &options)?)
    }
}
