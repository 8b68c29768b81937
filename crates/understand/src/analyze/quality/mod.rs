//! `quality`: which answers were given without care, and what the score is without them.

#[cfg(test)]
mod tests;

use serde::Serialize;
use stats::quality::{Answers, Quality, Rules, Signal, judge};
use stats::{Estimate, Level, MIN_N};

use super::scores::{Scored, Scores};
use super::{AnalyzeError, Analyzed, Card, Missing, Report, Table};
use crate::metric::Kind;

/// Options of `quality`.
#[derive(Debug, Clone)]
pub struct Options {
    /// Columns of items on one scale, in the order they were asked.
    pub items: Vec<String>,
    /// Items of each scale, for even-odd consistency; three scales or more.
    pub scales: Vec<Vec<String>>,
    /// Column of the seconds taken.
    pub seconds: Option<String>,
    /// Columns, such as device and version, within which times are compared.
    pub alike: Vec<String>,
    /// Column of written words.
    pub text: Option<String>,
    /// Column that people do not see: whoever fills it is trapped.
    pub trap: Option<String>,
    /// Column of the score whose value with and without the flagged rows is shown.
    pub score: Option<String>,
    /// Metric of that score: nps, csat, ces, mean or share.
    pub metric: Kind,
    /// Cells that stand for no answer.
    pub missing: Missing,
    /// Confidence of the intervals.
    pub level: Level,
    /// Greatest share of careful respondents whose evidence is as bad as that of the flagged.
    pub flag: f64,
}

impl Default for Options {
    /// No columns, NPS, 95 %, flags at 5 %.
    fn default() -> Self {
        Options {
            items: Vec::new(),
            scales: Vec::new(),
            seconds: None,
            alike: Vec::new(),
            text: None,
            trap: None,
            score: None,
            metric: Kind::Nps,
            missing: Missing::default(),
            level: Level::NINETY_FIVE,
            flag: Rules::default().flag,
        }
    }
}

/// The evidence about one row; every row of the file has one, in order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Row, counted from 1 after the header.
    pub row: u64,
    /// Longest run of the same answer, in items.
    pub longstring: u64,
    /// Standard deviation of the row's answers, in the items' unit.
    pub irv: Option<f64>,
    /// Squared Mahalanobis distance from what answers look like.
    pub mahalanobis: Option<f64>,
    /// Agreement on items that go together, -1 to 1.
    pub psychsyn: Option<f64>,
    /// Agreement of half scales, -1 to 1.
    pub even_odd: Option<f64>,
    /// How much slower (above 0) or faster than others, as a normal deviate.
    pub speed: Option<f64>,
    /// The first row with nearly the same words, where there is another.
    pub copy_of: Option<u64>,
    /// Combined evidence; greater is worse.
    pub score: f64,
    /// Share of careful respondents with as much evidence or more.
    pub p: f64,
    /// What speaks against the row.
    pub signals: Vec<Signal>,
    /// Whether to look closer: two signals or more, and evidence enough. Nothing is deleted.
    pub flag: bool,
    /// Items answered.
    pub n: u64,
}

/// What the flags amount to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Effect {
    /// Rows flagged.
    pub flagged: u64,
    /// The score of all rows.
    pub with_flagged: Option<Estimate>,
    /// The score without the flagged rows.
    pub without_flagged: Option<Estimate>,
}

/// Judges the care of each row.
///
/// # Errors
/// Unknown columns, cells that are no numbers, fewer than 2 items, a share that is none.
pub fn analyze(table: &Table, options: &Options) -> Analyzed<Row, Effect> {
    if options.items.len() < 2 {
        return Err(AnalyzeError::Option(format!(
            "{} items are too few to see a pattern; name at least 2 columns of one scale with --items",
            options.items.len()
        )));
    }
    let flag = Level::new(options.flag)?.share();
    let missing = &options.missing;
    let columns: Vec<Vec<Option<f64>>> = options
        .items
        .iter()
        .map(|item| table.numbers(item, missing))
        .collect::<Result<_, _>>()?;
    let items: Vec<&[Option<f64>]> = columns.iter().map(Vec::as_slice).collect();
    let scales: Vec<Vec<usize>> = options
        .scales
        .iter()
        .map(|scale| scale.iter().map(|item| place(item, options)).collect())
        .collect::<Result<_, _>>()?;
    let seconds = match &options.seconds {
        Some(column) => table.numbers(column, missing)?,
        None => Vec::new(),
    };
    let groups = alike(table, options)?;
    let written = |column: &String| -> Result<Vec<Option<&str>>, AnalyzeError> {
        let cells = table.column(column)?.iter();
        Ok(cells
            .map(|cell| (!missing.holds(cell)).then_some(cell.as_str()))
            .collect())
    };
    let texts = options
        .text
        .as_ref()
        .map(written)
        .transpose()?
        .unwrap_or_default();
    let trap = options
        .trap
        .as_ref()
        .map(written)
        .transpose()?
        .unwrap_or_default();
    let trapped: Vec<bool> = trap.iter().map(Option::is_some).collect();
    let rules = Rules {
        flag,
        ..Rules::default()
    };
    let answers = Answers {
        items: &items,
        scales: &scales,
        seconds: &seconds,
        groups: &groups,
        texts: &texts,
        trapped: &trapped,
    };
    let found = judge(&answers, &rules);
    let answered = |row: usize| columns.iter().filter(|item| item[row].is_some()).count() as u64;
    let results: Vec<Row> = found
        .iter()
        .enumerate()
        .map(|(at, q)| row(at, answered(at), q))
        .collect();
    let effect = effect(table, options, &results)?;
    Ok(Report {
        kind: "quality",
        method: "evidence of uniform, erratic, hasty and copied answers, ranked among rows that look fine otherwise and combined; a flag needs two signals".to_owned(),
        n: results.iter().filter(|r| r.n > 0).count() as u64,
        warnings: warnings(&results, &effect, options),
        more: effect,
        refused: None,
        card: Card {
            filters: vec![format!("items {}", options.items.join(", "))],
            rows_read: table.rows() as u64,
            rows_used: table.rows() as u64,
            left_out: Vec::new(),
            formula: "score = Σ (ln p)² over families of evidence, p among rows whose other evidence is in the better half",
            sources: &[
                "doi:10.1037/a0028085",
                "doi:10.1016/j.jesp.2015.07.006",
                "doi:10.1007/s10869-011-9231-8",
            ],
        },
        results,
    })
}

fn row(at: usize, n: u64, q: &Quality) -> Row {
    Row {
        row: at as u64 + 1,
        longstring: q.longstring,
        irv: q.irv,
        mahalanobis: q.distance.map(|d| d.squared),
        psychsyn: q.psychsyn,
        even_odd: q.even_odd,
        speed: q.speed,
        copy_of: q.copy.map(|c| c.first as u64 + 1),
        score: q.score,
        p: q.p,
        signals: q.signals.clone(),
        flag: q.flag,
        n,
    }
}

fn place(item: &str, options: &Options) -> Result<usize, AnalyzeError> {
    let found = options.items.iter().position(|i| i == item);
    found.ok_or_else(|| {
        AnalyzeError::Option(format!(
            "the scale's item {item:?} is not among the items {}",
            options.items.join(", ")
        ))
    })
}

/// One number per row for all columns within which times are compared.
fn alike(table: &Table, options: &Options) -> Result<Vec<usize>, AnalyzeError> {
    let mut groups = Vec::new();
    for column in &options.alike {
        let (names, of) = table.groups(column, &options.missing)?;
        groups.resize(table.rows(), 0);
        for (group, value) in groups.iter_mut().zip(of) {
            *group = *group * (names.len() + 1) + value.map_or(0, |v| v + 1);
        }
    }
    Ok(groups)
}

fn effect(table: &Table, options: &Options, rows: &[Row]) -> Result<Effect, AnalyzeError> {
    let flagged = rows.iter().filter(|r| r.flag).count() as u64;
    let (mut with_flagged, mut without_flagged) = (None, None);
    if let Some(score) = &options.score {
        let scores = Scores::read(
            table,
            &Scored::plain(options.metric, score, &options.missing),
        )?;
        let rules = stats::Rules {
            level: options.level,
            min_n: MIN_N,
        };
        let all: Vec<usize> = (0..rows.len()).collect();
        let careful = all.iter().copied().filter(|&row| !rows[row].flag);
        let careful: Vec<usize> = careful.collect();
        with_flagged = Some(scores.plain(&all, &rules)?);
        without_flagged = Some(scores.plain(&careful, &rules)?);
    }
    Ok(Effect {
        flagged,
        with_flagged,
        without_flagged,
    })
}

fn warnings(rows: &[Row], effect: &Effect, options: &Options) -> Vec<String> {
    let mut warnings = Vec::new();
    if rows.iter().all(|r| r.mahalanobis.is_none()) {
        warnings.push(
            "no distance can be told: an item repeats others or there are fewer rows than items"
                .to_owned(),
        );
    }
    if options.seconds.is_none() {
        warnings.push(
            "without the seconds taken half of the careless look like others; name them with --seconds"
                .to_owned(),
        );
    }
    if effect.flagged as f64 > 0.2 * rows.len() as f64 {
        warnings.push(format!(
            "{} of {} rows are flagged; what most people do is no longer a measure of care",
            effect.flagged,
            rows.len()
        ));
    }
    warnings
}
