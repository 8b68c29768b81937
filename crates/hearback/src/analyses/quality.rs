//! `quality`: who answered without care.

use super::options::{Common, metric};
use super::{Answer, Source, value};
use understand::analyze::quality::{Options, analyze};
use understand::metric::Kind;

/// Who answered without care, by several signs at once; nobody is deleted.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Example:\n  hearback analyze quality survey.csv --items q1,q2,q3,q4,q5 --seconds duration --score nps --json\n\nlongstring is the longest run of equal answers, irv the scatter within a person, mahalanobis the distance from what answers go together. A flag needs two signs; the score is shown with and without the flagged."
)]
pub struct Args {
    /// Columns of items on one scale, in the order they were asked
    #[arg(long, value_delimiter = ',', required = true)]
    items: Vec<String>,
    /// Items of one scale, once per scale, for even-odd consistency
    #[arg(long = "of-scale")]
    scales: Vec<String>,
    /// Column of the seconds taken
    #[arg(long)]
    seconds: Option<String>,
    /// Columns, such as device, within which times are compared
    #[arg(long, value_delimiter = ',')]
    alike: Vec<String>,
    /// Column of written words
    #[arg(long)]
    text: Option<String>,
    /// Column that people do not see: whoever fills it is trapped
    #[arg(long)]
    trap: Option<String>,
    /// Column of the score whose value with and without the flagged is shown
    #[arg(long)]
    score: Option<String>,
    /// nps, csat, ces, mean or share
    #[arg(long, default_value = "nps", value_parser = metric)]
    metric: Kind,
    #[command(flatten)]
    common: Common,
}

impl Args {
    pub(super) async fn report(&self, source: &Source<'_>) -> Answer {
        let a = self.clone();
        let named = [&a.seconds, &a.text, &a.trap, &a.score];
        let names = a.items.iter().chain(&a.alike);
        let names: Vec<String> = names.chain(named.into_iter().flatten()).cloned().collect();
        let table = source.table(names).await?;
        let scale = |list: &String| list.split(',').map(|i| i.trim().to_owned()).collect();
        let options = Options {
            items: a.items,
            scales: a.scales.iter().map(scale).collect(),
            seconds: a.seconds,
            alike: a.alike,
            text: a.text,
            trap: a.trap,
            score: a.score,
            metric: a.metric,
            missing: a.common.missing,
            level: a.common.level,
            ..Options::default()
        };
        value(analyze(&table, &options)?)
    }
}
