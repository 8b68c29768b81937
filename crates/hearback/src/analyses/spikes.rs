//! `spikes`: periods in which something happened more often than its past explains.

use super::options::missing;
use super::{Answer, Source, value};
use understand::analyze::Missing;
use understand::analyze::spikes::{Options, analyze};

/// Counts that rose beyond what season, trend and their own scatter explain.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Example:\n  hearback analyze spikes complaints.csv --count n --period week --exposure responses --stream store --json\n\nexpected, low and high are what the past explains; alarm is true where the evidence since `since` passed a limit that is chosen so that all streams together call falsely as often as --false-alarms says."
)]
pub struct Args {
    /// Column of the counts
    #[arg(long, default_value = "count")]
    count: String,
    /// Column of the periods: dates, weeks (2026-W10), months, quarters or numbers
    #[arg(long, default_value = "period")]
    period: String,
    /// Column of what could have brought events: responses, visits
    #[arg(long)]
    exposure: Option<String>,
    /// Column of the streams, such as the store
    #[arg(long)]
    stream: Option<String>,
    /// False alarms a year that can be borne over all streams together
    #[arg(long, default_value_t = 4.0)]
    false_alarms: f64,
    /// The rise to be found, in times the usual
    #[arg(long, default_value_t = 2.5)]
    rise: f64,
    /// Periods in a year, where the labels do not tell
    #[arg(long)]
    periods_per_year: Option<f64>,
    /// Values that stand for no answer
    #[arg(long, default_value = "", hide_default_value = true, value_parser = missing)]
    missing: Missing,
}

impl Args {
    pub(super) async fn report(&self, source: &Source<'_>) -> Answer {
        let mut a = self.clone();
        let named = [&a.exposure, &a.stream].into_iter().flatten();
        let names: Vec<String> = [&a.count].into_iter().chain(named).cloned().collect();
        let table = source.table_by_period(names, &mut a.period).await?;
        let options = Options {
            count: a.count,
            period: a.period,
            exposure: a.exposure,
            stream: a.stream,
            false_alarms: a.false_alarms,
            rise: a.rise,
            periods_per_year: a.periods_per_year,
            missing: a.missing,
        };
        value(analyze(&table, &options)?)
    }
}
