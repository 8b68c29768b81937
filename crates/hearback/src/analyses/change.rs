//! `change`: what moved between two periods, with false discoveries under control.

use super::options::{Common, Scored};
use super::{Answer, Source, value};
use understand::analyze::change::{Options, analyze};

/// What moved between two periods: up, down, the same, or cannot tell.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Example:\n  hearback analyze change survey.csv --metric nps --score netpro --period year --by region,channel --json\n\nq is the share of segments shown as changed that may be false (Benjamini and Hochberg). cannot_tell is not 'no change': the report says which change it could have seen."
)]
pub struct Args {
    #[command(flatten)]
    scored: Scored,
    /// Column of the periods; in a data folder also day, week, month, quarter, year, or range: the days
    /// from --since to --until beside as many before
    #[arg(long, default_value = "period")]
    period: String,
    /// Periods before; the last but one if none is named
    #[arg(long, value_delimiter = ',')]
    before: Vec<String>,
    /// Periods after; the last if none is named
    #[arg(long, value_delimiter = ',')]
    after: Vec<String>,
    /// Columns whose levels are compared too, one column at a time
    #[arg(long, value_delimiter = ',')]
    by: Vec<String>,
    /// Column of design weights
    #[arg(long)]
    weight: Option<String>,
    /// Column that names who answered
    #[arg(long)]
    respondent: Option<String>,
    /// The same people may have answered in both periods
    #[arg(long)]
    panel: bool,
    /// Smallest change that would matter, in the score's unit
    #[arg(long)]
    margin: Option<f64>,
    /// Share of the segments shown as changed that may be false
    #[arg(long, default_value_t = 0.10)]
    q: f64,
    #[command(flatten)]
    common: Common,
}

impl Args {
    pub(super) async fn report(&self, source: &Source<'_>) -> Answer {
        let mut a = self.clone();
        let named = [&a.weight, &a.respondent].into_iter().flatten();
        let names = [&a.scored.score].into_iter().chain(&a.by).chain(named);
        let names: Vec<String> = names.cloned().collect();
        let table = source.table_by_period(names, &mut a.period).await?;
        let options = Options {
            scored: a.scored.with(a.common.missing),
            period: a.period,
            before: a.before,
            after: a.after,
            by: a.by,
            weight: a.weight,
            respondent: a.respondent,
            panel: a.panel,
            margin: a.margin,
            q: a.q,
            level: a.common.level,
            ..Options::default()
        };
        value(analyze(&table, &options)?)
    }
}
