//! What is said of a gap.

use serde::Serialize;
use stats::Method;
use stats::gap::{
    Gap as Found, miettinen_nurminen, newcombe, simultaneous, smallest_detectable, weighted,
};
use stats::share::Counts;

use super::counts::{Between, Item, Within};
use super::{Options, Pair};
use crate::analyze::AnalyzeError;

/// The gap of one item by one method, in shares: 0.05 are five points.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Gap {
    /// Column, where columns were read.
    pub item: Option<String>,
    /// Share of yes in the first less that in the second, -1 to 1.
    pub gap: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// How the interval was computed.
    pub method: &'static str,
    /// Lower end of the interval that holds together with those of all other items.
    pub together_low: Option<f64>,
    /// Its upper end.
    pub together_high: Option<f64>,
    /// Chance of so uneven a result if both shares are one (McNemar, within one group).
    pub p: Option<f64>,
    /// Smallest true gap that such samples find with the asked power; blank within one group.
    pub detectable: Option<f64>,
    /// Answers of both.
    pub n: u64,
    /// The first.
    pub x: Side,
    /// The second.
    pub y: Side,
}

/// One of two groups, or questions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Side {
    /// Its name.
    pub name: String,
    /// Answers.
    pub n: u64,
    /// Answers of equal weight that would say as much.
    pub n_effective: f64,
    /// Share of yes, 0 to 1.
    pub share: f64,
}

impl Side {
    fn plain(name: &str, pair: Pair) -> Self {
        Side {
            name: name.to_owned(),
            n: pair.n,
            n_effective: pair.n as f64,
            share: pair.yes as f64 / pair.n as f64,
        }
    }
}

fn shown(item: Option<&str>, found: &Found, x: Side, y: Side) -> Gap {
    Gap {
        item: item.map(str::to_owned),
        gap: found.value,
        low: found.interval.low,
        high: found.interval.high,
        method: match found.method {
            Method::Tango => "tango",
            method => method.as_str(),
        },
        together_low: None,
        together_high: None,
        p: None,
        detectable: None,
        n: x.n + y.n,
        x,
        y,
    }
}

/// Both methods for two counted groups.
pub(super) fn of_pair(
    item: Option<&str>,
    x: (&str, Pair),
    y: (&str, Pair),
    options: &Options,
) -> Result<Vec<Gap>, AnalyzeError> {
    let counts = |pair: Pair| Counts {
        hits: pair.yes,
        others: pair.n - pair.yes,
    };
    let (first, second) = (counts(x.1), counts(y.1));
    let sizes = [x.1.n as f64, y.1.n as f64];
    let share = (x.1.yes + y.1.yes) as f64 / (sizes[0] + sizes[1]);
    let detectable = smallest_detectable(sizes, share, options.level, options.power)?;
    let found = [
        newcombe(&first, &second, options.level)?,
        miettinen_nurminen(&first, &second, options.level)?,
    ];
    Ok(found
        .iter()
        .map(|found| Gap {
            detectable: Some(detectable),
            ..shown(item, found, Side::plain(x.0, x.1), Side::plain(y.0, y.1))
        })
        .collect())
}

/// Every item of two groups in a table.
pub(super) fn of_between(read: &Between, options: &Options) -> Result<Vec<Gap>, AnalyzeError> {
    let design = options.weight.is_some() || options.cluster.is_some();
    let mut gaps = Vec::new();
    for item in &read.items {
        gaps.extend(if design {
            vec![by_design(read, item, options)?]
        } else {
            let [x, y] = [0, 1].map(|side| (read.names[side].as_str(), item.pair(side)));
            of_pair(Some(&item.name), x, y, options)?
        });
    }
    if read.items.len() > 1 {
        let people = [read.people[0].as_slice(), read.people[1].as_slice()];
        let found = simultaneous(people, options.level, options.replicates, options.seed)?;
        for gap in &mut gaps {
            let at = read
                .items
                .iter()
                .position(|i| Some(&i.name) == gap.item.as_ref());
            if let Some(together) = at.and_then(|at| found.gaps[at]) {
                gap.together_low = Some(together.interval.low);
                gap.together_high = Some(together.interval.high);
            }
        }
    }
    Ok(gaps)
}

fn by_design(read: &Between, item: &Item, options: &Options) -> Result<Gap, AnalyzeError> {
    let [first, second] = [0, 1].map(|side| item.sides[side]);
    let found = weighted(&[first], &[second], options.level)?;
    let side = |at: usize| {
        let stratum = &item.sides[at];
        Side {
            name: read.names[at].clone(),
            n: stratum.n,
            n_effective: stratum.weight * stratum.weight / stratum.weight_sq,
            share: stratum.total / stratum.weight,
        }
    };
    let (x, y) = (side(0), side(1));
    let share = (first.total + second.total) / (first.weight + second.weight);
    let sizes = [x.n_effective, y.n_effective];
    let detectable = smallest_detectable(sizes, share, options.level, options.power)?;
    Ok(Gap {
        detectable: Some(detectable),
        ..shown(Some(&item.name), &found, x, y)
    })
}

/// Two questions to the same people.
pub(super) fn of_within(read: &Within, options: &Options) -> Result<Gap, AnalyzeError> {
    let found = stats::gap::within(
        read.first_only,
        read.second_only,
        read.both + read.neither,
        options.level,
    )?;
    let side = |at: usize, only: u64| {
        let pair = Pair {
            n: read.n(),
            yes: read.both + only,
        };
        Side::plain(&read.names[at], pair)
    };
    let (x, y) = (side(0, read.first_only), side(1, read.second_only));
    Ok(Gap {
        p: Some(found.p),
        n: read.n(),
        ..shown(None, &found.gap, x, y)
    })
}
