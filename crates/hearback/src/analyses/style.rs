//! `style`: how groups use a scale, and whether they can be compared.

use super::options::{Common, scale};
use super::{Answer, Source, value};
use understand::analyze::style::{Options, analyze};

/// How groups (countries, say) use a scale, and whether their means can be compared at all.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Example:\n  hearback analyze style survey.csv --items q1,q2,q3,q4 --by country --anchors vignette1,vignette2 --json\n\ners, ars, drs and mrs are shares of answers, 0 to 1. Without anchors, or where the ladder of invariance breaks, no group is ranked: an answer that sounds better may only be another habit of answering."
)]
pub struct Args {
    /// Columns of the items, all on one scale
    #[arg(long, value_delimiter = ',', required = true)]
    items: Vec<String>,
    /// Column of the groups
    #[arg(long)]
    by: String,
    /// Ends of the scale, as 1..5
    #[arg(long, value_parser = scale)]
    scale: Option<(f64, f64)>,
    /// Columns of anchors: vignettes, or items whose truth is the same everywhere
    #[arg(long, value_delimiter = ',')]
    anchors: Vec<String>,
    /// Items whose mean is compared; all if none are named
    #[arg(long, value_delimiter = ',')]
    compare: Vec<String>,
    /// Items whose intercepts may differ, named before looking; or auto, to free those that stand out
    #[arg(long, value_delimiter = ',')]
    free: Vec<String>,
    #[command(flatten)]
    common: Common,
}

impl Args {
    pub(super) async fn report(&self, source: &Source<'_>) -> Answer {
        let a = self.clone();
        let names = a.items.iter().chain([&a.by]).chain(&a.anchors);
        let table = source.table(names.cloned()).await?;
        let options = Options {
            items: a.items,
            by: a.by,
            scale: a.scale,
            anchors: a.anchors,
            compare: a.compare,
            free: a.free,
            missing: a.common.missing,
            level: a.common.level,
        };
        value(analyze(&table, &options)?)
    }
}
