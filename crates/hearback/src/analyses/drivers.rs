//! `drivers`: what an outcome depends on.

use super::options::{Common, missing};
use super::{Answer, Source, value};
use understand::analyze::Missing;
use understand::analyze::drivers::{Options, analyze, of_signals};

/// What an outcome depends on: importance, effect, performance and opportunity, each by itself.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Example:\n  hearback analyze drivers survey.csv --outcome netpro --drivers q7_food,q7_wifi,q7_signs --missing 6,0,blank --json\n\nimportance_lmg is a driver's share of the outcome's variance over all orders; low and high its interval. effect is points of the outcome per point of the driver, performance its mean, opportunity the points to be had if every score below its mean were at it. Drivers with one tie_group cannot be told apart. Rows with unmet touchpoints stay in: a code in --missing says that a touchpoint was not encountered."
)]
pub struct Args {
    /// Column of the outcome
    #[arg(long)]
    outcome: String,
    /// Columns of the drivers
    #[arg(long, value_delimiter = ',', required = true)]
    drivers: Vec<String>,
    /// Column of weights
    #[arg(long)]
    weight: Option<String>,
    /// Column whose equal cells are drawn together (respondent, store)
    #[arg(long)]
    cluster: Option<String>,
    /// Codes that say a touchpoint was met but not answered
    #[arg(long, value_parser = missing)]
    item_missing: Option<Missing>,
    /// Codes of the outcome that are no answer
    #[arg(long, default_value = "", hide_default_value = true, value_parser = missing)]
    outcome_missing: Missing,
    /// Columns of unrelated items whose mean is held constant (halo)
    #[arg(long, value_delimiter = ',')]
    halo: Vec<String>,
    /// Score below which a driver falls short
    #[arg(long)]
    target: Option<f64>,
    /// The outcome is 0 or 1: importance in a logistic regression too (at most 8 drivers)
    #[arg(long)]
    logit: bool,
    /// Importance with answers as ordered boxes too, in files
    #[arg(long)]
    ordinal: bool,
    /// Samples drawn again for the intervals
    #[arg(long, default_value_t = 1000)]
    replicates: u64,
    /// Seed of those samples
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    common: Common,
}

impl Args {
    pub(super) async fn report(&self, source: &Source<'_>) -> Answer {
        let options = self.options();
        match source {
            Source::File { table, .. } => value(analyze(table, &options)?),
            Source::Signals {
                columns,
                workspace,
                filter,
                ..
            } => value(of_signals(*columns, workspace, filter, &options).await?),
        }
    }

    fn options(&self) -> Options {
        let a = self.clone();
        Options {
            outcome: a.outcome,
            drivers: a.drivers,
            weight: a.weight,
            cluster: a.cluster,
            missing: a.common.missing,
            item_missing: a.item_missing,
            outcome_missing: a.outcome_missing,
            halo: a.halo,
            target: a.target,
            logit: a.logit,
            ordinal: a.ordinal,
            level: a.common.level,
            replicates: a.replicates,
            seed: a.seed,
            ..Options::default()
        }
    }
}
