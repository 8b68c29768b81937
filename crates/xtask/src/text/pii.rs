//! Redaction in three numbers a set: structured places found, names found, removals that were
//! right.

use super::figure::{Figure, Tally};
use super::heads::Scored;

/// The sets, as the lines of redaction name them.
const SETS: [&str; 2] = ["presidio-research", "authored"];
/// Kinds that are names of people.
const NAMES: [&str; 2] = ["PERSON", "name"];
/// Kinds whose shape no checksum or format tells: neither structured nor names.
const LOOSE: [&str; 2] = ["STREET_ADDRESS", "address"];
/// The line that tells the precision of a set.
const ALL: &str = "all removals";

/// One of the numbers.
pub struct Line {
    /// What it is.
    pub title: String,
    /// The share, with its interval.
    pub figure: Figure,
    /// The share that was asked for.
    pub wanted: f64,
}

/// Pools the lines of redaction by kind.
pub fn lines(redaction: &[Scored]) -> Vec<Line> {
    let mut out = Vec::new();
    for set in SETS {
        let start = format!("Redaction, {set}, ");
        let of = |wanted: &dyn Fn(&str) -> bool| {
            let mut tally = Tally::new(2);
            for line in redaction {
                let kind = line.name.strip_prefix(&start);
                let share = line.values.first().map(|(_, share)| share);
                // A kind with a comma is that of one language.
                if let (Some(kind), Some(share)) = (kind, share)
                    && !kind.contains(',')
                    && wanted(kind)
                {
                    let hits = (share * line.n as f64).round() as usize;
                    for i in 0..line.n {
                        tally.add([(0, 1.0), (1, if i < hits { 1.0 } else { 0.0 })]);
                    }
                }
            }
            tally.figure(|sums| sums[1] / sums[0])
        };
        let structured =
            |kind: &str| !NAMES.contains(&kind) && !LOOSE.contains(&kind) && kind != ALL;
        let found = [
            ("structured, recall", of(&structured), 0.99),
            ("names, recall", of(&|kind| NAMES.contains(&kind)), 0.90),
            ("all removals, precision", of(&|kind| kind == ALL), 0.85),
        ];
        for (title, figure, wanted) in found {
            let title = format!("{set}: {title}");
            out.extend(figure.map(|figure| Line {
                title,
                figure,
                wanted,
            }));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_pooled_and_languages_are_not_counted_twice() {
        let line = |name: &str, n, share| Scored {
            name: name.to_owned(),
            n,
            values: vec![("recall", share)],
        };
        let all = [
            line("Redaction, authored, email", 10, 1.0),
            line("Redaction, authored, phone", 10, 0.5),
            line("Redaction, authored, address", 10, 0.0),
            line("Redaction, authored, name", 4, 0.75),
            line("Redaction, authored, da, names", 4, 0.0),
        ];
        let lines = lines(&all);
        let values: Vec<f64> = lines.iter().map(|l| l.figure.value).collect();
        assert_eq!(values, [0.75, 0.75]);
        assert_eq!((lines[0].figure.n, lines[1].figure.n), (20, 4));
    }
}
