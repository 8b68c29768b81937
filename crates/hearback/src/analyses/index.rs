//! `index`: one number out of several items.

use super::options::{Common, scale};
use super::{Answer, Source, value};
use stats::index::Form;
use understand::analyze::index::{Options, analyze};

/// One number out of several items, with its weights and whether the items hang together.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Example:\n  hearback analyze index survey.csv --items q1,q2,q3 --scale 1..10 --by region --json\n\nWithout --range the index is the percent of the highest answer (a mean of 1 to 10, times 10); with it, 0 at the lowest and 100 at the highest. se knows that estimated weights are estimates; naive_se does not."
)]
pub struct Args {
    /// Columns of the items, all on one scale
    #[arg(long, value_delimiter = ',', required = true)]
    items: Vec<String>,
    /// Ends of the scale
    #[arg(long, default_value = "1..10", value_parser = scale)]
    scale: (f64, f64),
    /// 0 to 100 from the lowest to the highest answer
    #[arg(long)]
    range: bool,
    /// Weights of the items, in their order
    #[arg(long, value_delimiter = ',')]
    weights: Option<Vec<f64>>,
    /// Column of an outcome that weights are estimated from
    #[arg(long)]
    outcome: Option<String>,
    /// Columns whose levels are scored too
    #[arg(long, value_delimiter = ',')]
    by: Vec<String>,
    /// Seed of the bootstrap
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    common: Common,
}

impl Args {
    pub(super) async fn report(&self, source: &Source<'_>) -> Answer {
        let a = self.clone();
        let names = a.items.iter().chain(&a.outcome).chain(&a.by);
        let table = source.table(names.cloned()).await?;
        let options = Options {
            items: a.items,
            scale: a.scale,
            form: if a.range {
                Form::OfRange
            } else {
                Form::OfHighest
            },
            weights: a.weights,
            outcome: a.outcome,
            by: a.by,
            seed: a.seed,
            missing: a.common.missing,
            level: a.common.level,
            ..Options::default()
        };
        value(analyze(&table, &options)?)
    }
}
