//! `drift`: scores that slip slowly.

use super::options::Common;
use super::{Answer, Source, value};
use understand::analyze::drift::{Options, analyze};

/// Scores that slip: CUSUM and EWMA with limits from a rate of false alarms.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Example:\n  hearback analyze drift survey.csv --score nps --period week --stream store --json\n\nz is a period's mean in its own standard errors from the baseline; up and down accumulate it. shift is the mean since the drift began, less the baseline, with its interval."
)]
pub struct Args {
    /// Column of the scores, one answer a row
    #[arg(long, default_value = "score")]
    score: String,
    /// Column of the periods; in a data folder also day, week, month, quarter or year
    #[arg(long, default_value = "period")]
    period: String,
    /// Column of the streams, such as the store
    #[arg(long)]
    stream: Option<String>,
    /// False alarms a year that can be borne over all streams together
    #[arg(long, default_value_t = 4.0)]
    false_alarms: f64,
    /// First periods that are taken as usual
    #[arg(long)]
    baseline: Option<usize>,
    /// The shift to be found, in standard errors of a period's mean
    #[arg(long, default_value_t = 1.0)]
    shift: f64,
    /// Periods in a year, where the labels do not tell
    #[arg(long)]
    periods_per_year: Option<f64>,
    #[command(flatten)]
    common: Common,
}

impl Args {
    pub(super) async fn report(&self, source: &Source<'_>) -> Answer {
        let mut a = self.clone();
        let names: Vec<String> = [&a.score].into_iter().chain(&a.stream).cloned().collect();
        let table = source.table_by_period(names, &mut a.period).await?;
        let options = Options {
            score: a.score,
            period: a.period,
            stream: a.stream,
            false_alarms: a.false_alarms,
            baseline: a.baseline,
            shift: a.shift,
            periods_per_year: a.periods_per_year,
            missing: a.common.missing,
            level: a.common.level,
            ..Options::default()
        };
        value(analyze(&table, &options)?)
    }
}
