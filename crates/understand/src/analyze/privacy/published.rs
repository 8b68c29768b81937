//! A table as it was, or is to be, published: one row per cell and margin.

use std::collections::BTreeMap;

use stats::privacy::{Shown, audit, suppress};

use super::super::{AnalyzeError, Analyzed, Card, Table};
use super::{Cell, FORMULA, Frame, Options, SOURCES, Verdict, cell, report};

pub(super) fn analyze(table: &Table, options: &Options) -> Analyzed<Cell, Verdict> {
    let columns = match options.by.is_empty() {
        false => options.by.clone(),
        true => {
            let others = table.names().iter().filter(|n| **n != options.count);
            others.cloned().collect()
        }
    };
    let counts = table.numbers(&options.count, &options.missing)?;
    let (mut values, mut places) = (Vec::new(), Vec::new());
    for column in &columns {
        let (names, of) = table.groups(column, &options.missing)?;
        let total = names.iter().position(|n| *n == options.total);
        // Margins hold no value of their own.
        let kept: Vec<usize> = (0..names.len()).filter(|&i| Some(i) != total).collect();
        let place = |of: Option<usize>| match of {
            Some(of) if Some(of) == total => Some(None),
            of => of
                .and_then(|of| kept.iter().position(|k| *k == of))
                .map(Some),
        };
        places.push(of.into_iter().map(place).collect::<Vec<_>>());
        values.push(kept.iter().map(|&i| names[i].clone()).collect());
    }
    let frame = Frame::new(columns, values)?;
    let numbers: BTreeMap<&Vec<Option<usize>>, usize> =
        frame.keys.iter().enumerate().map(|(i, k)| (k, i)).collect();
    let mut published = vec![None; frame.cells.numbers()];
    let mut listed = vec![false; frame.cells.numbers()];
    for (row, count) in counts.iter().enumerate() {
        let key: Option<Vec<Option<usize>>> = places.iter().map(|of| of[row]).collect();
        let Some(number) = key.and_then(|key| numbers.get(&key).copied()) else {
            return Err(AnalyzeError::Option(format!(
                "row {} names no cell; write {:?} for a margin",
                row + 1,
                options.total
            )));
        };
        published[number] = *count;
        listed[number] = true;
    }
    // Inner cells that are not listed are hidden; margins that are not listed are not there.
    listed[..frame.cells.inner].fill(true);
    let whole: Option<Vec<u64>> = published[..frame.cells.inner]
        .iter()
        .map(|n| {
            n.filter(|n| n.fract() == 0.0 && *n >= 0.0)
                .map(|n| n as u64)
        })
        .collect();
    let hidden = published
        .iter()
        .zip(&listed)
        .any(|(p, l)| *l && p.is_none());
    let mut warnings = Vec::new();
    let (results, safe): (Vec<Cell>, bool) = match whole {
        Some(counts) if !hidden => {
            warnings.push("no number is hidden; shown is what would have to be".to_owned());
            let (shown, found) = suppress(&frame.cells, &counts, options.k)?;
            let numbers = frame.cells.count(&counts);
            let cells =
                (0..numbers.len()).map(|i| cell(&frame, i, shown[i], numbers[i], &found, options));
            (cells.collect(), found.safe)
        }
        _ => {
            let found = audit(&frame.cells, &published, options.k)?;
            let small = published
                .iter()
                .flatten()
                .filter(|n| **n > 0.0 && **n < options.k as f64);
            let small = small.count();
            if small > 0 {
                warnings.push(format!(
                    "{small} published numbers are below {}; hide them first",
                    options.k
                ));
            }
            let safe = found
                .ranges
                .iter()
                .filter(|r| listed[r.number])
                .all(|r| r.safe);
            let numbers = (0..published.len()).filter(|&i| listed[i]);
            // Which of the hidden ones came first is not to be seen from outside.
            let cells = numbers.map(|i| {
                let shown = if published[i].is_some() {
                    Shown::Shown
                } else {
                    Shown::Primary
                };
                let n = published[i].unwrap_or(0.0) as u64;
                Cell {
                    suppressed: published[i].is_none().then_some("hidden"),
                    ..cell(&frame, i, shown, n, &found, options)
                }
            });
            (cells.collect(), safe)
        }
    };
    let card = Card {
        filters: vec![format!(
            "counts in {}, margins {}",
            options.count, options.total
        )],
        rows_read: table.rows() as u64,
        rows_used: table.rows() as u64,
        left_out: Vec::new(),
        formula: FORMULA,
        sources: SOURCES,
    };
    let mut report = report(results, safe, table.rows() as u64, card, options);
    report.warnings = warnings;
    Ok(report)
}
