//! Two countries that live the same and answer differently.

use super::goal::{Goal, Row, Shown, Target, mean, sd};
use super::words;
use stats::Rules;
use stats::style::{Pair, equate};
use world::trial::style::{Country, equal_pair};

/// Pairs of countries in each world, 600 people each.
const PAIRS: u64 = 3;

pub(super) static ROW: Row = Row {
    name: "Response style",
    world: "Two countries of 600 people, truly equal, one of which keeps to the middle and the lower end of the scale; ten items and four anchor stories; three pairs a world; `style::equate`, with the anchors and without. The naive comparison takes the answers as they are.",
    goals: &[
        Goal {
            what: "difference in standard deviations, with anchors",
            naive: "raw means",
            best: ".02",
            target: Target::Between(-0.05, 0.05),
            slack: 0.08,
            digits: 3,
        },
        Goal {
            what: "comparison refused without anchors",
            naive: "raw means",
            best: "1",
            target: Target::AtLeast(1.0),
            slack: 0.0,
            digits: 2,
        },
    ],
    measure,
};

fn measure(seed: u64) -> Result<Vec<Shown>, String> {
    let (mut raw, mut anchored, mut refused) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..PAIRS {
        let (plain, reserved) = equal_pair(seed * 1000 + number, 600);
        raw.push(distance(&scores(&plain), &scores(&reserved)));
        let found = equate(&[pairs(&plain), pairs(&reserved)], &Rules::default()).map_err(words)?;
        let [a, b] = &found.groups[..] else {
            return Err("two countries gave other than two scores".to_owned());
        };
        let difference = b.corrected.value.zip(a.corrected.value).map(|(b, a)| b - a);
        let spread = ((a.sd.powi(2) + b.sd.powi(2)) / 2.0).sqrt();
        anchored.push(difference.unwrap_or(f64::NAN) / spread);
        refused.push(f64::from(u8::from(refuses(&[
            bare(&plain),
            bare(&reserved),
        ]))));
    }
    Ok(vec![
        Shown::both(mean(&raw), mean(&anchored)),
        Shown::both(0.0, mean(&refused)),
    ])
}

/// Whether a comparison of these countries is refused.
pub(super) fn refuses(countries: &[Vec<Pair>]) -> bool {
    equate(countries, &Rules::default()).is_err()
}

/// The people of a country without their anchor stories.
pub(super) fn bare(country: &Country) -> Vec<Pair> {
    let without = |pair| Pair {
        anchors: Vec::new(),
        ..pair
    };
    pairs(country).into_iter().map(without).collect()
}

fn scores(country: &Country) -> Vec<f64> {
    let items = country.items.iter();
    items
        .map(|items| items.iter().map(|&x| f64::from(x)).sum::<f64>() / items.len() as f64)
        .collect()
}

pub(super) fn pairs(country: &Country) -> Vec<Pair> {
    let anchors = country.anchors.iter();
    scores(country)
        .into_iter()
        .zip(anchors)
        .map(|(score, anchors)| Pair {
            score,
            anchors: anchors.iter().map(|&x| f64::from(x)).collect(),
        })
        .collect()
}

/// The second less the first, in standard deviations.
fn distance(first: &[f64], second: &[f64]) -> f64 {
    let spread = ((sd(first).powi(2) + sd(second).powi(2)) / 2.0).sqrt();
    (mean(second) - mean(first)) / spread
}
