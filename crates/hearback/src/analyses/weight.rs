//! `weight`: weights that make a sample resemble its population, and what they cost.

use super::options::{Common, metric, scale};
use super::{Answer, Source, value};
use understand::analyze::weight::{How, Options, Targets, analyze};
use understand::metric::Kind;

/// Weights that make a sample resemble its population, what they cost, and how far they may be off.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Example:\n  hearback analyze weight survey.csv --target \"region=North:40,South:60\" --target \"sex=F:51,M:49\" --score netpro --json\n\nbefore, target and after are percents. design_effect is the factor by which weighting widens intervals; the sensitivity band says how far the score would move if those who did not answer felt otherwise: weighting cannot mend that."
)]
pub struct Args {
    /// What is known of the population, COLUMN=LEVEL:SHARE,…; once per margin, A*B for crossed ones
    #[arg(long = "target", required = true)]
    targets: Vec<String>,
    /// Generalized regression instead of raking
    #[arg(long)]
    greg: bool,
    /// Column of design weights to begin with
    #[arg(long)]
    base: Option<String>,
    /// Largest weight, in times the mean; 0 leaves weights free
    #[arg(long)]
    cap: Option<f64>,
    /// Column of answers to score with the weights
    #[arg(long)]
    score: Option<String>,
    /// nps, csat, ces, mean or share
    #[arg(long, default_value = "nps", value_parser = metric)]
    metric: Kind,
    /// Ends of the score's scale, as 1..5
    #[arg(long, value_parser = scale)]
    scale: Option<(f64, f64)>,
    /// Lowest answer that counts (csat, share)
    #[arg(long)]
    top: Option<f64>,
    /// People in the whole population
    #[arg(long)]
    frame: Option<u64>,
    /// Share of those asked who answered, 0 to 1
    #[arg(long)]
    response_rate: Option<f64>,
    /// How far those who did not answer may differ, in the score's unit
    #[arg(long)]
    delta: Option<f64>,
    /// Give back every row's weight
    #[arg(long)]
    list: bool,
    #[command(flatten)]
    common: Common,
}

impl Args {
    pub(super) async fn report(&self, source: &Source<'_>) -> Answer {
        let a = self.clone();
        let targets = Targets::parse(&a.targets)?;
        let crossed = targets.0.iter().flat_map(|t| t.column.split('*'));
        let named = [&a.base, &a.score].into_iter().flatten().cloned();
        let names: Vec<String> = crossed.map(str::to_owned).chain(named).collect();
        let table = source.table(names).await?;
        let usual = Options::default();
        let options = Options {
            targets,
            how: if a.greg { How::Greg } else { How::Rake },
            base: a.base,
            cap: match a.cap {
                None => usual.cap,
                Some(cap) => Some(cap).filter(|cap| *cap > 0.0),
            },
            score: a.score,
            metric: a.metric,
            scale: a.scale,
            top: a.top,
            frame: a.frame,
            response_rate: a.response_rate,
            delta: a.delta,
            list: a.list,
            missing: a.common.missing,
            level: a.common.level,
            ..usual
        };
        value(analyze(&table, &options)?)
    }
}
