//! `privacy`: whether a table gives anybody away.

use super::options::{Common, metric};
use super::{Answer, Source, value};
use understand::analyze::privacy::{Options, Stretch, analyze};
use understand::metric::Kind;

/// Which cells of a table may be shown, and whether what is shown gives the rest away.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  hearback analyze privacy people.csv --by region,age --k 5 --json\n  hearback analyze privacy people.csv --time day --stretches 2026-03-01..2026-03-05,2026-03-01..2026-03-06 --json\n  hearback analyze privacy published.csv --count n --total TOTAL --json\n\nA file with a count column is audited as it is published (blank cells are hidden ones); one without is taken as one row per person and made safe. The audit solves a linear program for every hidden cell: UNSAFE means that somebody can be worked out."
)]
pub struct Args {
    /// Columns that make the cells
    #[arg(long, value_delimiter = ',')]
    by: Vec<String>,
    /// Column of the counts of a published table
    #[arg(long, default_value = "count")]
    count: String,
    /// What a margin of a published table is called
    #[arg(long, default_value = "TOTAL")]
    total: String,
    /// Fewest people behind a published count
    #[arg(long, default_value_t = 5)]
    k: u64,
    /// Fewest people behind a published score
    #[arg(long, default_value_t = 10)]
    k_scores: u64,
    /// Column of a score to publish beside the counts
    #[arg(long)]
    score: Option<String>,
    /// nps, csat, ces, mean or share
    #[arg(long, default_value = "nps", value_parser = metric)]
    metric: Kind,
    /// Column of dates: the table is made for each stretch of days, as far as none gives another away
    #[arg(long)]
    time: Option<String>,
    /// Stretches in order of publishing, as 2026-03-01..2026-03-31; every month and then all days if none
    #[arg(long, value_delimiter = ',')]
    stretches: Vec<Stretch>,
    #[command(flatten)]
    common: Common,
}

impl Args {
    pub(super) async fn report(&self, source: &Source<'_>) -> Answer {
        let a = self.clone();
        let names = a.by.iter().chain(&a.score).chain(&a.time);
        let names: Vec<String> = names.cloned().collect();
        let table = source.table(names).await?;
        let options = Options {
            by: a.by,
            count: a.count,
            total: a.total,
            k: a.k,
            k_scores: a.k_scores,
            score: a.score,
            metric: a.metric,
            time: a.time,
            stretches: a.stretches,
            missing: a.common.missing,
            level: a.common.level,
        };
        value(analyze(&table, &options)?)
    }
}
