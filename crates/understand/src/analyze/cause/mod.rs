//! `cause`: why a score moved between two periods, and where.

mod periods;
mod report;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::Serialize;
use stats::Level;
use stats::cause::{Cube, Direction, Period, Rules, Tally, find};

use super::scores::{Scored, Scores};
use super::{AnalyzeError, Analyzed, Card, Report, Table};

/// Options of `cause`.
#[derive(Debug, Clone)]
pub struct Options {
    /// Which score.
    pub scored: Scored,
    /// Column of the period.
    pub period: String,
    /// The earlier period; else the last but one.
    pub before: Option<String>,
    /// The later period; else the last.
    pub after: Option<String>,
    /// Columns to look along, such as region, channel, segment.
    pub by: Vec<String>,
    /// Column of design weights, in any unit.
    pub weight: Option<String>,
    /// Confidence of the intervals.
    pub level: Level,
    /// Which way to look: fall, rise, or auto (fall unless the whole rose beyond chance).
    pub direction: Direction,
    /// Fewest answers that a cell, and the rest, need in each period.
    pub min_n: u64,
    /// Most cells that are listed.
    pub list: usize,
    /// Most cells that are kept as causes.
    pub most_causes: usize,
}

impl Default for Options {
    /// NPS of `score` between the last two of `period`, 95 %, at least 10 answers, 30 cells.
    fn default() -> Self {
        let rules = Rules::default();
        Options {
            scored: Scored::default(),
            period: "period".to_owned(),
            before: None,
            after: None,
            by: Vec::new(),
            weight: None,
            level: rules.level,
            direction: rules.direction,
            min_n: rules.min_n,
            list: 30,
            most_causes: rules.most_causes,
        }
    }
}

/// One cell, in the unit of the score; the likeliest cause comes first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Suspect {
    /// The values that make the cell, by column.
    pub cell: BTreeMap<String, String>,
    /// Its part of the whole change; over all values of one column these add up to `delta`.
    pub contribution: f64,
    /// Lower end of the contribution's interval.
    pub low: f64,
    /// Upper end of the contribution's interval.
    pub high: f64,
    /// How much more it moved than all other answers, in standard errors.
    pub z: f64,
    /// p adjusted for all cells that were looked at.
    pub q: f64,
    /// Its change less the change of all other answers.
    pub contrast: f64,
    /// Its score before.
    pub before: f64,
    /// Its score after.
    pub after: f64,
    /// What its changed share of the answers did.
    pub mix: f64,
    /// What its changed answers did.
    pub rate: f64,
    /// Answers in both periods.
    pub n: u64,
    /// Answers before.
    pub n_before: u64,
    /// Answers after.
    pub n_after: u64,
    /// z once the answers of the causes are taken out; near 0 means they explain it.
    pub z_left: Option<f64>,
    /// Whether it is one of the fewest cells that explain the change.
    pub cause: bool,
}

/// The change as a whole.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Why {
    /// Score after less score before.
    pub delta: Option<f64>,
    /// Part of `delta` that comes from who answered.
    pub mix: Option<f64>,
    /// Part of `delta` that comes from what they answered; `mix + rate` is `delta`.
    pub rate: Option<f64>,
    /// Lower end of the interval of `delta`.
    pub low: Option<f64>,
    /// Upper end of the interval of `delta`.
    pub high: Option<f64>,
    /// The score before.
    pub before: Option<f64>,
    /// The score after.
    pub after: Option<f64>,
    /// The two periods.
    pub periods: Vec<String>,
    /// Which way was looked.
    pub direction: Option<Direction>,
    /// Cells that were tested.
    pub tested: u64,
    /// Mix and rate along each column alone.
    pub along: Vec<Along>,
    /// The change in pieces that add up to `delta`, for a waterfall.
    pub steps: Vec<Step>,
    /// The likeliest cell among the answers outside the causes: is anything left to explain?
    pub next: Option<Suspect>,
    /// The finding in one sentence.
    pub summary: String,
}

/// One column's view of the change.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Along {
    /// The column.
    pub column: String,
    /// Part of the change that comes from its changed make-up.
    pub mix: f64,
    /// Part that comes from changed answers within its values.
    pub rate: f64,
    /// Simpson's paradox: the whole went one way and every value the other.
    pub reversed: bool,
}

/// One piece of the waterfall.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// mix, rate or rest.
    pub kind: &'static str,
    /// What it is, in words.
    pub label: String,
    /// The cell, for a rate.
    pub cell: Option<BTreeMap<String, String>>,
    /// How far it moved the score.
    pub change: f64,
}

/// What a blank cell of a column to look along is called.
const BLANK: &str = "(no answer)";

/// Takes the change of a score apart and ranks the cells that may have caused it.
///
/// # Errors
/// Unknown columns, cells that are no numbers, fewer than two periods.
pub fn analyze(table: &Table, options: &Options) -> Analyzed<Suspect, Why> {
    if options.by.is_empty() {
        let hint = "name at least one column to look along, such as --by region,channel";
        return Err(AnalyzeError::Option(hint.to_owned()));
    }
    let mut scores = Scores::read(table, &options.scored)?;
    let (period_names, period_of) = table.groups(&options.period, &options.scored.missing)?;
    let mut warnings = Vec::new();
    let periods = periods::choose(&period_names, options, &mut warnings)?;
    let weights = match &options.weight {
        Some(column) => table.numbers(column, &options.scored.missing)?,
        None => vec![Some(1.0); table.rows()],
    };
    let mut columns = Vec::new();
    for column in &options.by {
        let (mut names, of) = table.groups(column, &options.scored.missing)?;
        let blank = names.len();
        names.push(BLANK.to_owned());
        let of: Vec<u32> = of.iter().map(|v| v.unwrap_or(blank) as u32).collect();
        columns.push((column.as_str(), names, of));
    }
    let mut cube = Cube::new(columns.len());
    let mut used = 0;
    let factor = scores.factor();
    for (row, value) in scores.adds.iter().enumerate() {
        let Some(value) = *value else { continue };
        let period = match period_of[row] {
            None => {
                scores.left_out.add("no period", 1);
                continue;
            }
            Some(p) if p == periods[0] => Period::Before,
            Some(p) if p == periods[1] => Period::After,
            Some(_) => {
                scores.left_out.add("another period", 1);
                continue;
            }
        };
        let Some(weight) = weights[row] else {
            scores.left_out.add("no weight", 1);
            continue;
        };
        let at: Vec<u32> = columns.iter().map(|(_, _, of)| of[row]).collect();
        let mut tally = Tally::default();
        tally.observe(value * factor, weight)?;
        cube.push(&at, period, &tally)?;
        used += 1;
    }
    let card = Card {
        filters: vec![
            scores.definition.formula(),
            format!(
                "{} is {} or {}",
                options.period, period_names[periods[0]], period_names[periods[1]]
            ),
        ],
        rows_read: table.rows() as u64,
        rows_used: used,
        left_out: scores.left_out.list(),
        formula: "mix = Σ (w1 - w0) ((m0 + m1) / 2 - M), rate = Σ (m1 - m0) (w0 + w1) / 2; z = (cell change - change of the rest) / standard error",
        sources: &[
            "doi:10.1080/01621459.1955.10501299",
            "doi:10.1111/j.2517-6161.1995.tb02031.x",
        ],
    };
    let rules = Rules {
        level: options.level,
        min_n: options.min_n,
        direction: options.direction,
        most_causes: options.most_causes,
    };
    let names = report::Names {
        columns: &columns,
        periods: periods.map(|p| period_names[p].clone()),
    };
    let mut report = Report {
        kind: "cause",
        method: "Kitagawa mix and rate; contrast search of cells of one and two columns, Benjamini-Hochberg q; shortest description by beam search".to_owned(),
        n: used,
        more: Why::default(),
        results: Vec::new(),
        warnings,
        refused: None,
        card,
    };
    match find(&cube, &rules) {
        Ok(found) => report::fill(&mut report, &found, &names, options),
        Err(refusal) => {
            report.more.periods = names.periods.to_vec();
            report.refused = Some(refusal.to_string());
        }
    }
    Ok(report)
}
