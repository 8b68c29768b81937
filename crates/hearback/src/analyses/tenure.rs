//! `tenure`: how long customers stay, and what an anniversary does.

use super::options::Common;
use super::{Answer, Source, value};
use understand::analyze::tenure::{self, anniversary};

/// How long customers stay, what makes the difference, and what an anniversary does to a score.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  hearback analyze tenure customers.csv --time tenure --event churned --by contract --covariates age,price --json\n  hearback analyze tenure answers.csv --score nps --tenure months --cohort joined --calendar month --json\n\nThe first form gives the share still there at each tenure, the mean tenure and hazard ratios; a ratio that changes over the tenure is refused. The second compares the months around an anniversary with those beside it, so that who stays does not pass for how they feel."
)]
pub struct Args {
    /// Column of the tenure until the customer left, or until now
    #[arg(long, default_value = "tenure")]
    time: String,
    /// Column that says whether the customer left (1) or is still there (0)
    #[arg(long, default_value = "churned")]
    event: String,
    /// Column of the groups to compare
    #[arg(long)]
    by: Option<String>,
    /// Column that says why a customer left: shares by reason
    #[arg(long)]
    reason: Option<String>,
    /// Columns that may make the difference
    #[arg(long, value_delimiter = ',')]
    covariates: Vec<String>,
    /// Column of strata with a hazard of their own
    #[arg(long)]
    strata: Option<String>,
    /// Column of clusters, such as the store
    #[arg(long)]
    cluster: Option<String>,
    /// Tenures at which the share still there is given
    #[arg(long, value_delimiter = ',')]
    at: Option<Vec<f64>>,
    /// Until when the mean tenure is taken
    #[arg(long)]
    horizon: Option<f64>,
    /// Tenures at which contracts end
    #[arg(long, value_delimiter = ',')]
    boundaries: Option<Vec<f64>>,
    /// Column of a score: its contrast at the anniversary instead
    #[arg(long, requires = "tenure")]
    score: Option<String>,
    /// Column of the tenure when answering, in months
    #[arg(long)]
    tenure: Option<String>,
    /// Column of when the customer joined, in months
    #[arg(long)]
    cohort: Option<String>,
    /// Column of the calendar period of the answer
    #[arg(long)]
    calendar: Option<String>,
    /// Column of the customer, where customers answered repeatedly
    #[arg(long)]
    person: Option<String>,
    /// First month of the window around the anniversary
    #[arg(long)]
    from: Option<f64>,
    /// Last month of the window
    #[arg(long)]
    to: Option<f64>,
    /// Months on each side that it is held against
    #[arg(long)]
    flank: Option<f64>,
    #[command(flatten)]
    common: Common,
}

impl Args {
    pub(super) async fn report(&self, source: &Source<'_>) -> Answer {
        match (&self.score, &self.tenure) {
            (Some(score), Some(tenure)) => self.anniversary(source, score, tenure).await,
            _ => self.staying(source).await,
        }
    }

    async fn staying(&self, source: &Source<'_>) -> Answer {
        let a = self.clone();
        let named = [&a.by, &a.reason, &a.strata, &a.cluster]
            .into_iter()
            .flatten();
        let names = [&a.time, &a.event].into_iter().chain(&a.covariates);
        let names: Vec<String> = names.chain(named).cloned().collect();
        let table = source.table(names).await?;
        let usual = tenure::Options::default();
        let options = tenure::Options {
            time: a.time,
            event: a.event,
            reason: a.reason,
            by: a.by,
            covariates: a.covariates,
            strata: a.strata,
            cluster: a.cluster,
            at: a.at.unwrap_or(usual.at),
            horizon: a.horizon,
            boundaries: a.boundaries.unwrap_or(usual.boundaries),
            missing: a.common.missing,
            level: a.common.level,
            ..tenure::Options::default()
        };
        value(tenure::analyze(&table, &options)?)
    }

    async fn anniversary(&self, source: &Source<'_>, score: &str, tenure: &str) -> Answer {
        let a = self.clone();
        let named = [&a.cohort, &a.calendar, &a.person].into_iter().flatten();
        let names = [score.to_owned(), tenure.to_owned()].into_iter();
        let names: Vec<String> = names.chain(named.cloned()).collect();
        let table = source.table(names).await?;
        let usual = anniversary::Options::default();
        let options = anniversary::Options {
            score: score.to_owned(),
            tenure: tenure.to_owned(),
            cohort: a.cohort,
            calendar: a.calendar,
            person: a.person,
            from: a.from.unwrap_or(usual.from),
            to: a.to.unwrap_or(usual.to),
            flank: a.flank.unwrap_or(usual.flank),
            missing: a.common.missing,
            level: a.common.level,
        };
        value(anniversary::analyze(&table, &options)?)
    }
}
