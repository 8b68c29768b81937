//! `changepoint`: where the level of a series broke.

use super::options::Common;
use super::{Answer, Source, value};
use understand::analyze::changepoint::{Options, analyze};

/// Where the level of a series broke, with an interval for each break.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Example:\n  hearback analyze changepoint weekly.csv --value nps --json\n\nindex is the first row of the new level, counted from 0; low and high the rows between which it lies."
)]
pub struct Args {
    /// Column of the values; the rows are in the order of time
    #[arg(long, default_value = "value")]
    value: String,
    /// Fewest values between two breaks
    #[arg(long)]
    shortest: Option<usize>,
    #[command(flatten)]
    common: Common,
}

impl Args {
    pub(super) async fn report(&self, source: &Source<'_>) -> Answer {
        let a = self.clone();
        let table = source.table([a.value.clone()]).await?;
        let usual = Options::default();
        let options = Options {
            value: a.value,
            shortest: a.shortest.unwrap_or(usual.shortest),
            missing: a.common.missing,
            level: a.common.level,
        };
        value(analyze(&table, &options)?)
    }
}
