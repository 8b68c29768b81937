//! From numbers to names and words.

use std::collections::BTreeMap;

use stats::cause::{self, Cell, Due, Found};

use super::super::Report;
use super::{Along, Options, Step, Suspect, Why};

/// Share of answers in cells of one period only above which the split is doubted.
const UNMATCHED: f64 = 0.05;

/// Names of what the cube has numbers for.
pub(super) struct Names<'a> {
    pub columns: &'a [(&'a str, Vec<String>, Vec<u32>)],
    pub periods: [String; 2],
}

impl Names<'_> {
    fn cell(&self, cell: &Cell) -> BTreeMap<String, String> {
        let name = |&(d, value): &(usize, u32)| {
            let (column, values, _) = &self.columns[d];
            ((*column).to_owned(), values[value as usize].clone())
        };
        cell.0.iter().map(name).collect()
    }

    fn words(&self, cell: &Cell) -> String {
        let cell = self.cell(cell);
        let words: Vec<String> = cell.iter().map(|(c, v)| format!("{c} {v}")).collect();
        words.join(" × ")
    }

    fn suspect(&self, s: &cause::Suspect, cause: bool) -> Suspect {
        Suspect {
            cell: self.cell(&s.cell),
            contribution: s.contribution,
            low: s.interval.low,
            high: s.interval.high,
            z: s.z,
            q: s.q,
            contrast: s.contrast,
            before: s.before,
            after: s.after,
            mix: s.mix,
            rate: s.rate,
            n: s.n_before + s.n_after,
            n_before: s.n_before,
            n_after: s.n_after,
            z_left: s.left,
            cause,
        }
    }

    fn step(&self, step: &cause::Step) -> Step {
        let (kind, label, cell) = match &step.due {
            Due::MixOf { dimension } => {
                let column = self.columns[*dimension].0;
                ("mix", format!("who answered, by {column}"), None)
            }
            Due::OtherMix => ("mix", "who answered, otherwise".to_owned(), None),
            Due::Rate { cell } => ("rate", self.words(cell), Some(self.cell(cell))),
            Due::OtherRate => ("rest", "answers everywhere else".to_owned(), None),
        };
        Step {
            kind,
            label,
            cell,
            change: step.change,
        }
    }
}

pub(super) fn fill(
    report: &mut Report<Suspect, Why>,
    found: &Found,
    names: &Names<'_>,
    options: &Options,
) {
    let split = &found.split;
    let listed = found.suspects.iter().take(options.list).enumerate();
    report.results = listed
        .map(|(rank, s)| names.suspect(s, found.causes.contains(&rank)))
        .collect();
    report.more = Why {
        delta: Some(split.delta),
        mix: Some(split.mix),
        rate: Some(split.rate),
        low: Some(split.interval.low),
        high: Some(split.interval.high),
        before: Some(split.before),
        after: Some(split.after),
        periods: names.periods.to_vec(),
        direction: Some(found.direction),
        tested: found.suspects.len() as u64,
        along: found
            .along
            .iter()
            .map(|a| Along {
                column: names.columns[a.dimension].0.to_owned(),
                mix: a.mix,
                rate: a.rate,
                reversed: a.reversed,
            })
            .collect(),
        steps: found.steps.iter().map(|s| names.step(s)).collect(),
        next: found.next.as_ref().map(|s| names.suspect(s, false)),
        summary: summary(found, names),
    };
    report.warnings.extend(warnings(found, names));
}

/// "-4.1 = -0.3 mix -3.8 rate; -2.5 of it from channel delivery × region North".
fn summary(found: &Found, names: &Names<'_>) -> String {
    let split = &found.split;
    let mut words = format!(
        "{:+.1} = {:+.1} mix {:+.1} rate",
        split.delta, split.mix, split.rate
    );
    for &rank in &found.causes {
        let s = &found.suspects[rank];
        words += &format!(
            "; {:+.1} of it from {} (n {} and {}, q {:.3})",
            s.contribution,
            names.words(&s.cell),
            s.n_before,
            s.n_after,
            s.q
        );
    }
    if found.causes.is_empty() {
        words += "; no cell moved so differently from the rest that it can be named";
        let first: Vec<String> = found
            .suspects
            .iter()
            .take(3)
            .map(|s| names.words(&s.cell))
            .collect();
        if !first.is_empty() {
            words += &format!("; look first at {}", first.join(", "));
        }
    }
    words
}

fn warnings(found: &Found, names: &Names<'_>) -> Vec<String> {
    let mut warnings = Vec::new();
    let split = &found.split;
    if split.interval.contains(0.0) {
        warnings.push(format!(
            "the whole change of {:+.1} ({:+.1} to {:+.1}) is within chance; a cell may still have moved",
            split.delta, split.interval.low, split.interval.high
        ));
    }
    for along in found.along.iter().filter(|a| a.reversed) {
        warnings.push(format!(
            "Simpson's paradox along {}: the whole moved {:+.1}, but every value of it moved the other way; the mix did it",
            names.columns[along.dimension].0, split.delta
        ));
    }
    if split.unmatched > UNMATCHED {
        warnings.push(format!(
            "{:.0} % of the answers lie in cells that were heard in one period only and count as mix; look along fewer columns",
            100.0 * split.unmatched
        ));
    }
    if found.too_small > 0 {
        warnings.push(format!(
            "{} cells had too few answers to be tested",
            found.too_small
        ));
    }
    warnings
}
