//! Key drivers: what matters most for an outcome, how well it is done, and what mending it would
//! bring.

mod assess;
mod options;
mod result;
mod rows;
mod signals;

pub use options::Options;
pub use result::{Driver, Fit, More, Pair};
pub use signals::{of_signals, over};

use assess::{Numbers, numbers};
use rows::Rows;

use super::{Analyzed, Card, Report, Table};

const FORMULA: &str = "importance = explained variance added, averaged over all orders of the drivers (LMG); effect = coefficient per point beside all other drivers; opportunity = coefficient below the reference times mean shortfall";

const SOURCES: &[&str] = &[
    "Lindeman, Merenda and Gold 1980",
    "Grömping 2007, doi:10.1198/000313007X188252",
    "Johnson 2000, doi:10.1207/S15327906MBR3501_1",
    "Little and Rubin 2002, section 8.2 (unanswered items)",
    "Mikulić and Prebežac 2011, doi:10.1108/09604521111100243 (penalty and reward)",
];

/// Importance, effect, performance and opportunity of each driver, the most important first.
///
/// Nobody is left out for a driver without a score: a code in `missing` stands for a touchpoint
/// that was not met (no effect of its score, but those who met it may differ), a code in
/// `item_missing` for a score that was not given (completed by the likeliest covariances).
///
/// # Errors
/// An option or a column that does not fit, named. Data that cannot say give a refusal.
pub fn analyze(table: &Table, options: &Options) -> Analyzed<Driver, More> {
    let rows = Rows::read(table, options)?;
    let card = Card {
        filters: rows.filters.clone(),
        rows_read: table.rows() as u64,
        rows_used: rows.outcome.len() as u64,
        left_out: rows.left_out.list(),
        formula: FORMULA,
        sources: SOURCES,
    };
    let mut report = Report {
        kind: "drivers",
        method: rows.method(options),
        n: card.rows_used,
        more: More::default(),
        results: Vec::new(),
        warnings: rows.warnings.clone(),
        refused: rows.refusal(),
        card,
    };
    if report.refused.is_none() {
        let Numbers {
            drivers,
            more,
            warnings,
        } = numbers(&rows, options)?;
        report.results = drivers;
        report.more = more;
        report.warnings.extend(warnings);
    }
    Ok(report)
}
