//! A table made from one row per person.

use stats::privacy::{Shown, suppress};
use stats::{MIN_N, Rules};

use super::super::scores::{Scored, Scores};
use super::super::{AnalyzeError, Analyzed, Card, Table};
use super::{Cell, FORMULA, Frame, Options, SOURCES, Verdict, cell, report};
use crate::left_out::Reasons;

pub(super) fn analyze(table: &Table, options: &Options) -> Analyzed<Cell, Verdict> {
    let (mut values, mut places) = (Vec::new(), Vec::new());
    for column in &options.by {
        let (names, of) = table.groups(column, &options.missing)?;
        values.push(names);
        places.push(of);
    }
    let frame = Frame::new(options.by.clone(), values)?;
    let inner: Vec<Option<usize>> = (0..table.rows())
        .map(|row| {
            let of = places.iter().zip(&frame.values);
            of.into_iter()
                .try_fold(0, |at, (of, names)| Some(at * names.len() + of[row]?))
        })
        .collect();
    let mut counts = vec![0; frame.cells.inner];
    let mut left_out = Reasons::default();
    for at in &inner {
        match at {
            Some(at) => counts[*at] += 1,
            None => left_out.add("no cell", 1),
        }
    }
    let (shown, audit) = suppress(&frame.cells, &counts, options.k)?;
    let numbers = frame.cells.count(&counts);
    let mut results: Vec<Cell> = (0..frame.cells.numbers())
        .map(|number| {
            cell(
                &frame,
                number,
                shown[number],
                numbers[number],
                &audit,
                options,
            )
        })
        .collect();
    if let Some(score) = &options.score {
        scores(table, options, &frame, &inner, score, &mut results)?;
    }
    let used = inner.iter().flatten().count() as u64;
    let card = Card {
        filters: Vec::new(),
        rows_read: table.rows() as u64,
        rows_used: used,
        left_out: left_out.list(),
        formula: FORMULA,
        sources: SOURCES,
    };
    let mut report = report(results, audit.safe, used, card, options);
    if report.results.iter().all(|c| c.suppressed.is_some()) {
        report.refused = Some(format!(
            "{used} people are too few to show any of these cells; cross fewer columns or lower --k"
        ));
    }
    Ok(report)
}

/// Scores of the cells with people enough. Like counts, a score can be told from the others and
/// the total; so the cells whose score is hidden are chosen by the same rule, with its own k.
fn scores(
    table: &Table,
    options: &Options,
    frame: &Frame,
    inner: &[Option<usize>],
    score: &str,
    results: &mut [Cell],
) -> Result<(), AnalyzeError> {
    let scores = Scores::read(
        table,
        &Scored::plain(options.metric, score, &options.missing),
    )?;
    let mut answered = vec![0; frame.cells.inner];
    for (at, value) in inner.iter().zip(&scores.adds) {
        if let (Some(at), Some(_)) = (at, value) {
            answered[*at] += 1;
        }
    }
    let k = options.k_scores.max(options.k);
    let (shown, _) = suppress(&frame.cells, &answered, k)?;
    let rules = Rules {
        level: options.level,
        min_n: MIN_N,
    };
    for (number, result) in results.iter_mut().enumerate() {
        if shown[number] == Shown::Shown && result.suppressed.is_none() {
            let parts: Vec<usize> = match number.checked_sub(frame.cells.inner) {
                None => vec![number],
                Some(sum) => frame.cells.sums[sum].clone(),
            };
            let among = |row: &usize| inner[*row].is_some_and(|at| parts.contains(&at));
            let rows: Vec<usize> = (0..inner.len()).filter(among).collect();
            result.score = Some(scores.plain(&rows, &rules)?);
        }
    }
    Ok(())
}
