//! Logistic regression over hashed words, with the model's log odds as an offset.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use text::hash::{SEED, bucket, finish, step};
use text::token::{Kind, Tokens};

use super::{Judged, Reading};

/// Places that words and pairs of words are hashed to.
const BUCKETS: u32 = 1 << 14;
/// Strength λ of the pull towards no correction, beside a loss summed over labels.
const PULL: f64 = 0.1;
/// Passes of gradient descent over all rows, with AdaGrad's step per place (Duchi, Hazan and
/// Singer 2011, JMLR 12:2121-2159); the loss is convex, so more only adds digits.
const PASSES: usize = 150;
/// AdaGrad's first step.
const STEP: f64 = 0.5;
/// Probability of a label that the model did not name.
const UNNAMED: f64 = 0.02;
/// Probabilities are kept this far from 0 and 1, where log odds have no end.
const EDGE: f64 = 1e-4;

/// How telling a place is that no row held. It has no weight; it only makes the text longer.
const UNSEEN: f32 = 1.0;

/// Places of a text with their weights, of length 1.
type Places = Vec<(u32, f64)>;

/// What is added per label and place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Weights {
    labels: BTreeMap<String, BTreeMap<u32, f32>>,
    /// How telling each place is, `1 + ln((1 + n) / (1 + rows with it))`: words that stand in
    /// most rows tell little.
    telling: BTreeMap<u32, f32>,
}

/// A row ready to learn from.
struct Row {
    places: Places,
    /// The model's log odds (one-of: log probability) of each label.
    offsets: Vec<f64>,
    /// Position of the label judged.
    label: usize,
    holds: bool,
}

/// Fits the weights; rows in a fixed order.
pub(super) fn learn(rows: &[Judged<'_>], one_of: bool) -> Weights {
    let mut weights = Weights::telling(rows);
    let mut names: BTreeSet<&str> = rows.iter().map(|j| j.label).collect();
    if one_of {
        names.extend(
            rows.iter()
                .flat_map(|j| j.row.reading.keys())
                .map(String::as_str),
        );
    }
    let names: Vec<&str> = names.into_iter().collect();
    let ready: Vec<Row> = rows
        .iter()
        .map(|judged| Row {
            places: weights.places(&judged.row.text),
            offsets: names
                .iter()
                .map(|name| offset(&judged.row.reading, name, one_of))
                .collect(),
            label: names.partition_point(|name| *name < judged.label),
            holds: judged.holds,
        })
        .collect();
    let wide = BUCKETS as usize;
    let mut beta = vec![0.0; names.len() * wide];
    let mut squares = vec![0.0; beta.len()];
    let mut used: Vec<usize> = ready
        .iter()
        .flat_map(|row| row.places.iter().map(|&(place, _)| place as usize))
        .flat_map(|place| (0..names.len()).map(move |label| label * wide + place))
        .collect();
    used.sort_unstable();
    used.dedup();
    let mut gradient = vec![0.0; beta.len()];
    for _ in 0..PASSES {
        for &at in &used {
            gradient[at] = PULL * beta[at];
        }
        for row in &ready {
            for (label, error) in errors(row, &beta, one_of) {
                for &(place, x) in &row.places {
                    gradient[label * wide + place as usize] += error * x;
                }
            }
        }
        for &at in &used {
            let g: f64 = gradient[at];
            squares[at] += g * g;
            if squares[at] > 0.0 {
                beta[at] -= STEP * g / f64::sqrt(squares[at]);
            }
        }
    }
    for at in used {
        let (label, place) = (at / wide, (at % wide) as u32);
        if beta[at] as f32 != 0.0 {
            let of_label = weights.labels.entry(names[label].to_owned()).or_default();
            of_label.insert(place, beta[at] as f32);
        }
    }
    weights
}

/// By how much each label's probability is too high.
fn errors(row: &Row, beta: &[f64], one_of: bool) -> Vec<(usize, f64)> {
    let shifted = |label: usize| {
        let own = &beta[label * BUCKETS as usize..];
        let sum: f64 = row.places.iter().map(|&(p, x)| own[p as usize] * x).sum();
        row.offsets[label] + sum
    };
    if !one_of {
        let chance = 1.0 / (1.0 + (-shifted(row.label)).exp());
        return vec![(row.label, chance - f64::from(u8::from(row.holds)))];
    }
    let scores: Vec<f64> = (0..row.offsets.len()).map(shifted).collect();
    let right = |label: usize| f64::from(u8::from(label == row.label));
    softmax(&scores)
        .into_iter()
        .enumerate()
        .map(|(label, chance)| (label, chance - right(label)))
        .collect()
}

impl Weights {
    fn telling(rows: &[Judged<'_>]) -> Self {
        let mut rows_with: BTreeMap<u32, usize> = BTreeMap::new();
        for judged in rows {
            let distinct: BTreeSet<u32> = hashed(&judged.row.text).into_iter().collect();
            for place in distinct {
                *rows_with.entry(place).or_default() += 1;
            }
        }
        let n = rows.len() as f64;
        let idf = |with: usize| 1.0 + ((1.0 + n) / (1.0 + with as f64)).ln() as f32;
        Weights {
            labels: BTreeMap::new(),
            telling: rows_with
                .into_iter()
                .map(|(p, with)| (p, idf(with)))
                .collect(),
        }
    }

    fn places(&self, text: &str) -> Places {
        let mut sums: BTreeMap<u32, f64> = BTreeMap::new();
        for place in hashed(text) {
            let telling = self.telling.get(&place).copied().unwrap_or(UNSEEN);
            sums.insert(place, f64::from(telling));
        }
        let length = sums.values().map(|x| x * x).sum::<f64>().sqrt();
        let unit = |x: f64| if length > 0.0 { x / length } else { 0.0 };
        sums.into_iter()
            .map(|(place, x)| (place, unit(x)))
            .collect()
    }

    /// The reading with the shifts added.
    pub(super) fn apply(&self, one_of: bool, text: &str, reading: &Reading) -> Reading {
        let places = self.places(text);
        let shift = |label: &str| {
            let own = self.labels.get(label)?;
            let terms = places.iter();
            Some(
                terms
                    .filter_map(|(p, x)| Some(f64::from(*own.get(p)?) * x))
                    .sum::<f64>(),
            )
        };
        let mut names: BTreeSet<&str> = reading.keys().map(String::as_str).collect();
        names.extend(self.labels.keys().map(String::as_str));
        if one_of {
            let scores: Vec<f64> = names
                .iter()
                .map(|name| offset(reading, name, one_of) + shift(name).unwrap_or(0.0))
                .collect();
            let named = names.into_iter().map(str::to_owned);
            return named.zip(softmax(&scores)).collect();
        }
        let mut corrected = reading.clone();
        for name in names {
            let Some(by) = shift(name).filter(|by| *by != 0.0) else {
                continue;
            };
            let chance = 1.0 / (1.0 + (-(offset(reading, name, one_of) + by)).exp());
            // A label that the model did not name appears only where it became likelier.
            if by > 0.0 || reading.contains_key(name) {
                corrected.insert(name.to_owned(), chance);
            }
        }
        corrected
    }
}

fn offset(reading: &Reading, label: &str, one_of: bool) -> f64 {
    let read = reading.get(label).copied();
    let p = if one_of {
        read.unwrap_or(EDGE)
    } else {
        read.unwrap_or(UNNAMED)
    };
    let p = p.clamp(EDGE, 1.0 - EDGE);
    if one_of { p.ln() } else { (p / (1.0 - p)).ln() }
}

fn softmax(scores: &[f64]) -> Vec<f64> {
    let most = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let raised: Vec<f64> = scores.iter().map(|s| (s - most).exp()).collect();
    let sum: f64 = raised.iter().sum();
    raised.into_iter().map(|r| r / sum).collect()
}

/// Places of the words and of pairs of neighbors; in a script without spaces, of pairs and
/// triples of characters.
fn hashed(text: &str) -> Vec<u32> {
    let mut tokens = Tokens::default();
    tokens.read(text);
    let mut places = Vec::new();
    let mut before = None;
    for token in &tokens.list {
        match token.kind {
            Kind::Word => {
                places.push(place(1, &[token.hash]));
                if let Some(before) = before.replace(token.hash) {
                    places.push(place(2, &[before, token.hash]));
                }
            }
            Kind::Unspaced => {
                let chars: Vec<u64> = tokens.of(token).iter().map(|&c| u64::from(c)).collect();
                let grams = [2, 3].into_iter().flat_map(|n| chars.windows(n));
                places.extend(grams.map(|gram| place(3, gram)));
                before = None;
            }
            _ => before = None,
        }
    }
    places
}

fn place(space: u64, values: &[u64]) -> u32 {
    let hash = values.iter().fold(step(SEED, space), |h, &v| step(h, v));
    bucket(finish(hash), BUCKETS)
}
