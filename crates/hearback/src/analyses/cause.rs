//! `cause`: where a drop comes from.

use super::options::{Common, Scored};
use super::{Answer, Source, value};
use clap::ValueEnum;
use stats::cause::Direction;
use understand::analyze::cause::{Options, analyze};

/// Where a change comes from: mix and rate, and the cells that moved.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Example:\n  hearback analyze cause survey.csv --metric nps --score netpro --period month --by region,channel,touchpoint --json\n\ndelta = mix + rate exactly: what other people answering did, and what answering otherwise did. contribution is a cell's part of delta; z compares its change with that of all others, q allows for having looked at many cells."
)]
pub struct Args {
    #[command(flatten)]
    scored: Scored,
    /// Column of the periods; in a data folder also day, week, month, quarter, year, or range: the days
    /// from --since to --until beside as many before
    #[arg(long, default_value = "period")]
    period: String,
    /// The earlier period; the last but one if not named
    #[arg(long)]
    before: Option<String>,
    /// The later period; the last if not named
    #[arg(long)]
    after: Option<String>,
    /// Columns to look along, such as region,channel
    #[arg(long, value_delimiter = ',', required = true)]
    by: Vec<String>,
    /// Column of design weights
    #[arg(long)]
    weight: Option<String>,
    /// Which way to look
    #[arg(long, value_enum, default_value = "auto")]
    direction: Way,
    #[command(flatten)]
    common: Common,
}

/// Which way to look.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Way {
    /// Falls, unless the whole rose beyond chance.
    Auto,
    /// Cells that fell.
    Fall,
    /// Cells that rose.
    Rise,
}

impl Args {
    pub(super) async fn report(&self, source: &Source<'_>) -> Answer {
        let mut a = self.clone();
        let names = [&a.scored.score].into_iter().chain(&a.by).chain(&a.weight);
        let names: Vec<String> = names.cloned().collect();
        let table = source.table_by_period(names, &mut a.period).await?;
        let options = Options {
            scored: a.scored.with(a.common.missing),
            period: a.period,
            before: a.before,
            after: a.after,
            by: a.by,
            weight: a.weight,
            level: a.common.level,
            direction: match a.direction {
                Way::Auto => Direction::Auto,
                Way::Fall => Direction::Fall,
                Way::Rise => Direction::Rise,
            },
            ..Options::default()
        };
        value(analyze(&table, &options)?)
    }
}
