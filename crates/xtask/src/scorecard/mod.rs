//! `cargo xtask scorecard`: every analysis on worlds whose truth is known, beside the method that
//! is commonly used and the best that can be reached; written to docs/methods/SCORECARD.md.

mod alerts;
mod brand;
mod careless;
mod cause;
mod change;
mod coverage;
mod drivers;
mod gap;
mod goal;
mod mismatch;
mod moments;
mod page;
mod perks;
mod privacy;
mod raking;
mod ranking;
mod refusals;
mod style;
mod tenure;
mod theme;

use crate::clock::Stopwatch;
use crate::error::Error;
use goal::{Row, Shown, Summary};
use page::Scored;
use rayon::prelude::*;
use std::path::Path;
use std::process::ExitCode;

/// Where the page stands.
const PAGE: &str = "docs/methods/SCORECARD.md";

/// The rows, in the order of the page.
const ROWS: [&Row; 18] = [
    &coverage::ROW,
    &gap::ROW,
    &change::ROW,
    &raking::ROW,
    &drivers::ROW,
    &drivers::OPPORTUNITY,
    &style::ROW,
    &moments::ROW,
    &cause::ROW,
    &alerts::ROW,
    &theme::ROW,
    &tenure::ROW,
    &ranking::ROW,
    &careless::ROW,
    &mismatch::ROW,
    &perks::ROW,
    &privacy::ROW,
    &brand::ROW,
];

/// The command: tries the rows whose names hold one of `only` (all without one) and writes the
/// page, unless only some were tried; then it is printed.
pub(crate) fn run(root: &Path, worlds: u64, only: &[String]) -> Result<ExitCode, Error> {
    let wanted = |row: &&&'static Row| {
        only.is_empty()
            || only
                .iter()
                .any(|word| row.name.to_lowercase().contains(&word.to_lowercase()))
    };
    let mut scored = Vec::new();
    for row in ROWS.iter().filter(wanted) {
        let watch = Stopwatch::start();
        let found = score(row, worlds);
        println!("{}: {}", row.name, watch.read());
        scored.push(Scored { row, found });
    }
    let missed = missed(&scored);
    let page = page::page(worlds, &scored, &refusals::all());
    if only.is_empty() {
        let path = root.join(PAGE);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(Error::file(folder))?;
        }
        std::fs::write(&path, page).map_err(Error::file(&path))?;
        println!("written: {PAGE}");
    } else {
        println!("{page}");
    }
    if missed.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    Err(Error::Failed(format!(
        "far from their targets, even for few worlds:\n{}",
        missed.join("\n")
    )))
}

/// Figures that miss their targets by more than even few worlds may.
fn missed(scored: &[Scored]) -> Vec<String> {
    let mut missed = Vec::new();
    for Scored { row, found } in scored {
        match found {
            Ok(found) => {
                let far = row
                    .goals
                    .iter()
                    .zip(found)
                    .filter(|(goal, s)| !s.nearly(goal));
                missed.extend(
                    far.map(|(goal, s)| format!("{}, {}: {}", row.name, goal.what, s.mean)),
                );
            }
            Err(why) => missed.push(format!("{}: {why}", row.name)),
        }
    }
    missed
}

/// A row on the worlds from 1 on.
fn score(row: &Row, worlds: u64) -> Result<Vec<Summary>, String> {
    let shown: Vec<Vec<Shown>> = (1..=worlds)
        .into_par_iter()
        .map(row.measure)
        .collect::<Result<_, _>>()?;
    Ok(row
        .goals
        .iter()
        .enumerate()
        .map(|(place, goal)| {
            let of: Vec<&Shown> = shown.iter().filter_map(|world| world.get(place)).collect();
            Summary::of(goal, &of)
        })
        .collect())
}

/// An error of `stats` as words.
fn words(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// The share of a list for which something holds.
fn share<T>(list: &[T], holds: impl Fn(&T) -> bool) -> f64 {
    list.iter().filter(|item| holds(item)).count() as f64 / list.len().max(1) as f64
}

/// Spearman's rank correlation of values without ties.
fn spearman(a: &[f64], b: &[f64]) -> f64 {
    let rank = |v: &[f64]| -> Vec<f64> {
        let below = |x: &f64| v.iter().filter(|y| *y < x).count() as f64;
        v.iter().map(below).collect()
    };
    let (a, b) = (rank(a), rank(b));
    let center = (a.len() as f64 - 1.0) / 2.0;
    let product: f64 = a
        .iter()
        .zip(&b)
        .map(|(x, y)| (x - center) * (y - center))
        .sum();
    let square: f64 = a.iter().map(|x| (x - center).powi(2)).sum();
    product / square
}

/// Kendall's tau of values without ties.
fn kendall(a: &[f64], b: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..a.len() {
        for j in 0..i {
            sum += ((a[i] - a[j]) * (b[i] - b[j])).signum();
        }
    }
    2.0 * sum / (a.len() * (a.len() - 1)) as f64
}

/// How many of the greatest `count` of one list are among those of the other, as a share.
fn shared_top(a: &[f64], b: &[f64], count: usize) -> f64 {
    let top = |v: &[f64]| {
        let mut order: Vec<usize> = (0..v.len()).collect();
        order.sort_by(|&i, &j| v[j].total_cmp(&v[i]));
        order.truncate(count);
        order
    };
    let (a, b) = (top(a), top(b));
    share(&a, |place| b.contains(place))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The short form of the scorecard: two worlds, wide tolerances.
    #[test]
    fn two_worlds_come_near_every_target() {
        let scored: Vec<Scored> = ROWS
            .iter()
            .map(|row| Scored {
                row,
                found: score(row, 2),
            })
            .collect();
        let missed = missed(&scored);
        assert!(missed.is_empty(), "{}", missed.join("\n"));
    }

    #[test]
    fn every_refusal_holds_both_ways() {
        for refusal in refusals::all() {
            assert!(refusal.held(), "{refusal:?}");
        }
    }

    #[test]
    fn ranks_are_compared() {
        assert!((spearman(&[1.0, 2.0, 3.0], &[10.0, 30.0, 20.0]) - 0.5).abs() < 1e-12);
        assert!((kendall(&[1.0, 2.0, 3.0], &[10.0, 30.0, 20.0]) - 1.0 / 3.0).abs() < 1e-12);
        assert_eq!(shared_top(&[3.0, 2.0, 1.0], &[3.0, 1.0, 2.0], 2), 0.5);
    }
}
