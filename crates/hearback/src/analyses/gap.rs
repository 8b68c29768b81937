//! `gap`: how far two groups lie apart.

use super::options::{Common, level};
use super::{Answer, Source, value};
use stats::Level;
use understand::analyze::gap::{Options, Pair, analyze};

/// How far two groups, or belief and experience, lie apart.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  hearback analyze gap panel.csv --group who --agree easy,friendly --json\n  hearback analyze gap --x 1000,740 --y 300,192 --json\n\ngap is the first share less the second, -1 to 1. together_low and together_high hold for all items at once. detectable is the smallest true gap that such samples find."
)]
pub struct Args {
    /// Column that names one of two groups (brand, customers)
    #[arg(long)]
    group: Option<String>,
    /// Group whose share comes first
    #[arg(long)]
    first: Option<String>,
    /// Columns of yes and no
    #[arg(long, value_delimiter = ',')]
    agree: Vec<String>,
    /// Instead of columns: number and yes of the first group, such as 1000,740
    #[arg(long)]
    x: Option<Pair>,
    /// Number and yes of the second group
    #[arg(long)]
    y: Option<Pair>,
    /// Column of weights
    #[arg(long)]
    weight: Option<String>,
    /// Column whose equal cells depend on each other (store, respondent)
    #[arg(long)]
    cluster: Option<String>,
    /// Chance with which the smallest detectable gap would be found
    #[arg(long, default_value = "0.8", value_parser = level)]
    power: Level,
    /// Seed of the samples drawn again
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    common: Common,
}

impl Args {
    /// Whether numbers are given, so that no table is needed.
    pub fn is_given(&self) -> bool {
        self.x.is_some() && self.y.is_some()
    }

    pub(super) async fn report(&self, source: &Source<'_>) -> Answer {
        let a = self.clone();
        let names = a.group.iter().chain(&a.agree).chain(&a.weight);
        let names: Vec<String> = names.chain(&a.cluster).cloned().collect();
        let table = source.table(names).await?;
        let options = Options {
            group: a.group,
            first: a.first,
            agree: a.agree,
            x: a.x,
            y: a.y,
            weight: a.weight,
            cluster: a.cluster,
            power: a.power,
            seed: a.seed,
            missing: a.common.missing,
            level: a.common.level,
            ..Options::default()
        };
        value(analyze(&table, &options)?)
    }
}
