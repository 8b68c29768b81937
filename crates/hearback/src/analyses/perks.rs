//! `perks`: what people want most, from best and worst choices.

use super::options::Common;
use super::{Answer, Source, value};
use understand::analyze::perks::{Options, analyze};

/// What people want most, from best and worst choices (MaxDiff).
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Example:\n  hearback analyze perks choices.csv --shown shown --best best --worst worst --respondent id --json\n\nEach row is one task: the perks shown with | between them, the best and the worst of them. score is best less worst per showing; share is how often a perk would be chosen of all, with an interval that knows that one person answers several tasks."
)]
pub struct Args {
    /// Column with the perks shown in a task
    #[arg(long, default_value = "shown")]
    shown: String,
    /// Column of the perk named best
    #[arg(long, default_value = "best")]
    best: String,
    /// Column of the perk named worst
    #[arg(long, default_value = "worst")]
    worst: String,
    /// Column of the respondent
    #[arg(long)]
    respondent: Option<String>,
    /// What stands between the perks shown
    #[arg(long, default_value = "|")]
    separator: String,
    #[command(flatten)]
    common: Common,
}

impl Args {
    pub(super) async fn report(&self, source: &Source<'_>) -> Answer {
        let a = self.clone();
        let names = [&a.shown, &a.best, &a.worst].into_iter();
        let table = source.table(names.chain(&a.respondent).cloned()).await?;
        let options = Options {
            shown: a.shown,
            best: a.best,
            worst: a.worst,
            respondent: a.respondent,
            separator: a.separator,
            missing: a.common.missing,
            level: a.common.level,
        };
        value(analyze(&table, &options)?)
    }
}
