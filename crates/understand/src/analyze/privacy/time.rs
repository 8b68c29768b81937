//! Tables of one stretch of days after another, whose differences show who came in between.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::str::FromStr;

use jiff::civil::Date;
use stats::privacy::windows_of_cells;

use super::super::{AnalyzeError, Analyzed, Card, Missing, Table};
use super::{Cell, Frame, Options, SOURCES, report};
use crate::left_out::Reasons;

const FORMULA: &str = "a stretch is published, with all its cells, when no piece of days with 1 to k - 1 people can be worked out to within k from it and all stretches before it";

/// Most stretches, since each is audited beside all before it.
const MOST: usize = 200;

/// Days from the first to the last, both inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
}

impl FromStr for Stretch {
    type Err = String;

    /// Reads `2026-03-01..2026-03-31`.
    fn from_str(text: &str) -> Result<Self, String> {
        let ends = text
            .split_once("..")
            .and_then(|(first, last)| Some((date(first)?, date(last)?)));
        match ends {
            Some((first, last)) if first <= last => Ok(Stretch { first, last }),
            _ => Err(format!(
                "{text:?} is no stretch of days; write its first and last, such as 2026-03-01..2026-03-31"
            )),
        }
    }
}

impl std::fmt::Display for Stretch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}..{}", self.first, self.last)
    }
}

/// A date, or the one an instant begins with.
fn date(text: &str) -> Option<Date> {
    let text = text.trim();
    let day = text.get(..10)?;
    let instant = text[10..].is_empty() || text[10..].starts_with(['T', 't', ' ']);
    let dashed = day.as_bytes()[4] == b'-';
    day.parse().ok().filter(|_| instant && dashed)
}

pub(super) fn analyze(
    table: &Table,
    column: &str,
    options: &Options,
) -> Analyzed<Cell, super::Verdict> {
    if options.score.is_some() {
        return Err(AnalyzeError::Option(
            "scores are not audited over time; leave the score or the time out".to_owned(),
        ));
    }
    if options.by.iter().any(|by| by == column) {
        return Err(AnalyzeError::Option(format!(
            "{column} is the time, so it makes no cells; leave it out of --by"
        )));
    }
    let dates = dates(table, column, &options.missing)?;
    let (frame, inner) = cells(table, options)?;
    let mut left_out = Reasons::default();
    let mut people: Vec<(Date, usize)> = Vec::new();
    for (date, at) in dates.iter().zip(&inner) {
        match (date, at) {
            (Some(date), Some(at)) => people.push((*date, *at)),
            (None, _) => left_out.add("no date", 1),
            _ => left_out.add("no cell", 1),
        }
    }
    let stretches = stretches(&people, options)?;
    // Only days on which somebody came or a stretch ends matter: the rest are between them.
    let days: BTreeSet<Date> = people.iter().map(|(date, _)| *date).collect();
    let days: Vec<Date> = days.into_iter().collect();
    let mut counts = vec![vec![0; days.len()]; frame.cells.inner];
    for (date, at) in &people {
        counts[*at][days.partition_point(|d| d < date)] += 1;
    }
    let range = |s: &Stretch| -> Range<usize> {
        days.partition_point(|d| *d < s.first)..days.partition_point(|d| *d <= s.last)
    };
    let ranges: Vec<Range<usize>> = stretches.iter().map(range).collect();
    let of_cells: Vec<&[u64]> = counts.iter().map(Vec::as_slice).collect();
    let may = windows_of_cells(&of_cells, &ranges, options.k)?;

    let mut results = Vec::new();
    for ((stretch, range), may) in stretches.iter().zip(ranges).zip(&may) {
        let inside = counts.iter().map(|days| days[range.clone()].iter().sum());
        let numbers = frame.cells.count(&inside.collect::<Vec<u64>>());
        for (number, n) in numbers.into_iter().enumerate() {
            let mut name = match options.by.is_empty() {
                true => BTreeMap::new(),
                false => frame.name(number, &options.total),
            };
            name.insert(column.to_owned(), stretch.to_string());
            let exact = may.then_some(n as f64);
            results.push(Cell {
                cell: name,
                n: may.then_some(n),
                suppressed: (!may).then_some("adjacent"),
                low: exact,
                high: exact,
                safe: true,
                score: None,
            });
        }
    }
    let used = people.len() as u64;
    let card = Card {
        filters: vec![format!("stretches of {column}, in the order given")],
        rows_read: table.rows() as u64,
        rows_used: used,
        left_out: left_out.list(),
        formula: FORMULA,
        sources: SOURCES,
    };
    let mut report = report(results, true, used, card, options);
    report.method = format!(
        "at least {} people for a count; stretches of time audited by linear programming over all published before",
        options.k
    );
    let held: Vec<String> = stretches
        .iter()
        .zip(&may)
        .filter(|(_, may)| !**may)
        .map(|(stretch, _)| stretch.to_string())
        .collect();
    if held.len() == stretches.len() {
        report.more.verdict = None;
        report.refused = Some(format!(
            "no stretch can be shown without giving away less than {} people; widen the stretches or cross fewer columns",
            options.k
        ));
    } else if !held.is_empty() {
        report.warnings.push(format!(
            "not to be published beside the stretches before: {}; by itself or by difference it would show less than {} people",
            held.join(", "),
            options.k
        ));
    }
    Ok(report)
}

/// The day of each row.
fn dates(
    table: &Table,
    column: &str,
    missing: &Missing,
) -> Result<Vec<Option<Date>>, AnalyzeError> {
    let read = |(at, cell): (usize, &String)| match date(cell) {
        _ if missing.holds(cell) => Ok(None),
        Some(date) => Ok(Some(date)),
        None => Err(AnalyzeError::Option(format!(
            "row {} of column {column:?} holds {cell:?}, which is no date; write it as 2026-03-02, or name it in missing",
            at + 1
        ))),
    };
    table.column(column)?.iter().enumerate().map(read).collect()
}

/// The table, and the inner cell of each row; one cell where no column makes any.
fn cells(table: &Table, options: &Options) -> Result<(Frame, Vec<Option<usize>>), AnalyzeError> {
    let (mut values, mut places) = (Vec::new(), Vec::new());
    for column in &options.by {
        let (names, of) = table.groups(column, &options.missing)?;
        values.push(names);
        places.push(of);
    }
    let frame = match options.by.is_empty() {
        true => Frame {
            columns: Vec::new(),
            values: Vec::new(),
            cells: stats::privacy::Cells {
                inner: 1,
                sums: Vec::new(),
            },
            keys: vec![Vec::new()],
        },
        false => Frame::new(options.by.clone(), values)?,
    };
    let cell = |row: usize| {
        let mut of = places.iter().zip(&frame.values);
        of.try_fold(0, |at, (of, names)| Some(at * names.len() + of[row]?))
    };
    let inner = (0..table.rows()).map(cell).collect();
    Ok((frame, inner))
}

/// The stretches asked for, or every month and then all days.
fn stretches(people: &[(Date, usize)], options: &Options) -> Result<Vec<Stretch>, AnalyzeError> {
    let mut stretches = options.stretches.clone();
    if stretches.is_empty() {
        let months: BTreeSet<Date> = people.iter().map(|(d, _)| d.first_of_month()).collect();
        stretches.extend(months.iter().map(|first| Stretch {
            first: *first,
            last: first.last_of_month(),
        }));
        if let [first, .., last] = stretches[..] {
            stretches.push(Stretch {
                first: first.first,
                last: last.last,
            });
        }
    }
    match stretches.len() {
        0 => Err(AnalyzeError::Option(
            "no row has a date and a cell; check the column of time".to_owned(),
        )),
        n if n > MOST => Err(AnalyzeError::Option(format!(
            "{n} stretches are too many to audit beside each other; name at most {MOST}"
        ))),
        _ => Ok(stretches),
    }
}
