//! Perception gaps: belief against experience, expectation against what came.

mod counts;
mod joint;
mod options;
mod result;
#[cfg(test)]
mod tests;

pub use joint::Boxes;
pub use options::{Options, Pair};
pub use result::{Gap, Side};

use crate::LeftOut;
use counts::{Between, Within, between, within};
use result::{of_between, of_pair, of_within};

use super::{AnalyzeError, Analyzed, Card, Report, Table};

const FORMULA: &str = "gap = share of yes in the first less share in the second; interval by Newcombe's hybrid of two Wilson intervals, and by the score test of Miettinen and Nurminen";

const SOURCES: &[&str] = &[
    "Newcombe 1998, method 10",
    "Miettinen and Nurminen 1985, doi:10.1002/sim.4780040211",
    "Tango 1998 and McNemar 1947 (within one group)",
    "Romano and Wolf 2005, doi:10.1198/016214504000000539 (many gaps at once)",
    "Korn and Graubard 1998 (weights and clusters)",
    "Bilder and Loughin 2004, doi:10.1111/j.0006-341X.2004.00147.x (all items as one question)",
];

/// The gap of each item, by each method.
///
/// # Errors
/// An option or a column that does not fit, named. Groups that are too small give a refusal.
pub fn analyze(table: &Table, options: &Options) -> Analyzed<Gap, Boxes> {
    match (options.x, options.y, &options.group) {
        (Some(x), Some(y), None) => given(x, y, options),
        (None, None, Some(group)) => groups(table, group, options),
        (None, None, None) if options.agree.len() == 2 => one_group(table, options),
        _ => Err(AnalyzeError::Option(
            "give a group and one agree column or more, or two agree columns of the same people, or both x and y as number,yes".to_owned(),
        )),
    }
}

fn report(method: &str, n: u64) -> Report<Gap, Boxes> {
    Report {
        kind: "gap",
        method: method.to_owned(),
        n,
        more: Boxes::default(),
        results: Vec::new(),
        warnings: Vec::new(),
        refused: None,
        card: Card {
            rows_used: n,
            formula: FORMULA,
            sources: SOURCES,
            ..Card::default()
        },
    }
}

/// Too few answers in a group, in words.
fn too_few(name: &str, n: u64) -> Option<String> {
    let needed = stats::MIN_N;
    (n < needed).then(|| {
        format!("{name} has {n} answers, which are too few for a gap; at least {needed} are needed")
    })
}

fn given(x: Pair, y: Pair, options: &Options) -> Analyzed<Gap, Boxes> {
    let mut report = report("Newcombe; Miettinen-Nurminen score", x.n + y.n);
    report.card.rows_read = report.n;
    report.refused = too_few("x", x.n).or_else(|| too_few("y", y.n));
    if report.refused.is_none() {
        report.results = of_pair(None, ("x", x), ("y", y), options)?;
    }
    Ok(report)
}

fn groups(table: &Table, group: &str, options: &Options) -> Analyzed<Gap, Boxes> {
    let read = between(table, group, options)?;
    let method = match options.weight.is_some() || options.cluster.is_some() {
        true => "Newcombe at the design's effective n",
        false => "Newcombe; Miettinen-Nurminen score",
    };
    let mut report = report(method, read.rows);
    left_out(&mut report, table, read.left_out);
    let Between { names, items, .. } = &read;
    let small = items.iter().find_map(|item| {
        (0..2).find_map(|side| {
            too_few(
                &format!("{} in {}", item.name, names[side]),
                item.sides[side].n,
            )
        })
    });
    report.refused = small;
    if report.refused.is_none() {
        report.results = of_between(&read, options)?;
    }
    if read.items.len() > 1 {
        if report.refused.is_none() {
            report.more = joint::of(&read)?;
        }
        report.warnings.push(
            "items are compared with each other by together_low and together_high, which all hold at once".to_owned(),
        );
    }
    Ok(report)
}

fn one_group(table: &Table, options: &Options) -> Analyzed<Gap, Boxes> {
    let read: Within = within(table, options)?;
    let mut report = report("Tango score; McNemar exact", read.n());
    left_out(&mut report, table, table.rows() as u64 - read.n());
    report.refused = too_few("the group", read.n());
    if report.refused.is_none() {
        report.results = vec![of_within(&read, options)?];
    }
    Ok(report)
}

fn left_out(report: &mut Report<Gap, Boxes>, table: &Table, rows: u64) {
    report.card.rows_read = table.rows() as u64;
    if rows > 0 {
        report.card.left_out.push(LeftOut {
            reason: "no group, no answer or no weight".to_owned(),
            n: rows,
        });
    }
}
