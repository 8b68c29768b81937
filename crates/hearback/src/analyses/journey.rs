//! `journey`: which moments lose customers.

use super::options::Common;
use super::{Answer, Source, value};
use understand::analyze::journey::{self, loss};

/// Which moments lose customers: paths and what removing a step does, or loss by failed moments.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  hearback analyze journey paths.csv --path path --converted converted --lost lost --json\n  hearback analyze journey customers.csv --loss churned --failures delivery,billing,support --segment plan --json\n\nThe first form needs paths such as search > store > checkout; removal_effect is the share of conversions that would not be if the step were gone, a description, not a cause. The second asks how many lost customers would have stayed had a moment not failed, all else as it was."
)]
pub struct Args {
    /// Column of the paths
    #[arg(long, default_value = "path")]
    path: String,
    /// Column with the number of customers of the row who converted
    #[arg(long, default_value = "converted")]
    converted: String,
    /// Column with the number who were lost
    #[arg(long, default_value = "lost")]
    lost: String,
    /// What stands between the steps of a path
    #[arg(long, default_value = ">")]
    separator: String,
    /// Column of the loss (1 left, 0 stayed): recoverable loss by moment instead
    #[arg(long, requires = "failures")]
    loss: Option<String>,
    /// Columns of the moments: 1 failed, 0 met without failure, blank not met
    #[arg(long, value_delimiter = ',')]
    failures: Vec<String>,
    /// Column of the customers' segments
    #[arg(long)]
    segment: Option<String>,
    /// Bootstrap samples
    #[arg(long)]
    replicates: Option<u32>,
    /// Seed of the bootstrap
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    common: Common,
}

impl Args {
    pub(super) async fn report(&self, source: &Source<'_>) -> Answer {
        match &self.loss {
            Some(loss) => self.moments(source, loss).await,
            None => self.paths(source).await,
        }
    }

    async fn paths(&self, source: &Source<'_>) -> Answer {
        let a = self.clone();
        let names = [&a.path, &a.converted, &a.lost].into_iter().cloned();
        let table = source.table(names).await?;
        let usual = journey::Options::default();
        let options = journey::Options {
            path: a.path,
            converted: a.converted,
            lost: a.lost,
            separator: a.separator,
            replicates: a.replicates.unwrap_or(usual.replicates),
            seed: a.seed,
            missing: a.common.missing,
            level: a.common.level,
            ..journey::Options::default()
        };
        value(journey::analyze(&table, &options)?)
    }

    async fn moments(&self, source: &Source<'_>, column: &str) -> Answer {
        let a = self.clone();
        let names = a.failures.iter().chain(&a.segment).cloned();
        let table = source.table(names.chain([column.to_owned()])).await?;
        let usual = loss::Options::default();
        let options = loss::Options {
            loss: column.to_owned(),
            failures: a.failures,
            segment: a.segment,
            replicates: a.replicates.unwrap_or(usual.replicates),
            seed: a.seed,
            missing: a.common.missing,
            level: a.common.level,
        };
        value(loss::analyze(&table, &options)?)
    }
}
