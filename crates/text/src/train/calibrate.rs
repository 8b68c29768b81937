//! Numbers that are fitted on held-out examples after training: how sharp each head is, from
//! which probability a label is reported, and where the levels of sentiment part.

use super::{Example, TopicExample};
use crate::emotion::{BASIC, FIELD};
use crate::error::Result;
use crate::intents::INTENTS;
use crate::model::{Heads, Model, sigmoid, softmax};
use crate::weights::{
    BASIC_AT, EFFORT_GIVEN_AT, FIELD_AT, Header, INTENT_AT, IRONY_AT, LANES, SENTIMENT_AT, Weights,
};

/// Sources whose examples set the scale of what customers feel and want.
const OF_CUSTOMERS: &str = "authored";

/// The probability and the truth of one column in one example that was rated for it.
type Pick<'a> = &'a dyn Fn(&Example, &Heads) -> Option<(f32, bool)>;

/// What held-out examples taught.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    /// Multiplies each column.
    pub sharpness: Vec<f32>,
    /// Added to each column's bias.
    pub shift: Vec<f32>,
    /// Per column.
    pub thresholds: Vec<f32>,
    /// Scores that part the levels of sentiment.
    pub level_edges: [f32; 4],
    /// Multiplies every topic, is added to every topic's bias, and the threshold of all.
    pub topics: (f32, f32, f32),
}

impl Calibration {
    /// Sets the numbers in a header.
    pub fn apply(&self, header: &mut Header) {
        header.sharpness.clone_from(&self.sharpness);
        header.thresholds.clone_from(&self.thresholds);
        header.level_edges = self.level_edges;
        for (bias, shift) in header.biases.iter_mut().zip(&self.shift) {
            *bias += shift;
        }
        let (sharpness, shift, threshold) = self.topics;
        header.topic_sharpness.fill(sharpness);
        header.topic_thresholds.fill(threshold);
        for bias in &mut header.topic_biases {
            *bias += shift;
        }
    }
}

/// Fits the numbers on examples that `weights` never saw. Classes of sentiment count the same
/// within each source, and so do sources; thresholds maximize F1.
///
/// # Errors
/// When the weights cannot be written and read back.
pub fn calibrate(
    weights: &Weights,
    held_out: &[Example],
    topics: &[TopicExample],
) -> Result<Calibration> {
    let model = Model::load(&weights.write()?)?;
    let read: Vec<(&Example, Heads)> = held_out
        .iter()
        .map(|e| (e, model.heads(&e.text, &e.language)))
        .collect();
    let (temperature, shift) = sentiment(&read);
    let mut all = Calibration {
        sharpness: vec![1.0; LANES],
        shift: vec![0.0; LANES],
        thresholds: vec![0.5; LANES],
        level_edges: levels(&read, 1.0 / temperature, shift),
        topics: topic_numbers(&model, topics),
    };
    for (i, shift) in shift.into_iter().enumerate() {
        all.sharpness[SENTIMENT_AT + i] = 1.0 / temperature;
        all.shift[SENTIMENT_AT + i] = shift;
    }
    let mut column = |at: usize, pick: Pick<'_>| {
        let rows: Vec<(f32, bool)> = read.iter().filter_map(|(e, h)| pick(e, h)).collect();
        let (sharpness, shift) = platt(&rows);
        let scaled = |p: f32| sigmoid((logit(p) + shift) * sharpness);
        let rows: Vec<(f32, bool)> = rows.into_iter().map(|(p, y)| (scaled(p), y)).collect();
        all.sharpness[at] = sharpness;
        all.shift[at] = shift;
        all.thresholds[at] = threshold(&rows);
    };
    let bit = |bits: u32, i: usize| bits >> i & 1 == 1;
    let ours = |e: &Example| e.source.starts_with(OF_CUSTOMERS);
    for i in 0..FIELD {
        column(FIELD_AT + i, &|e, h| {
            let (present, asked) = e.field.filter(|_| ours(e))?;
            bit(asked, i).then(|| (h.field[i], bit(present, i)))
        });
    }
    for i in 0..BASIC {
        column(BASIC_AT + i, &|e, h| {
            let (present, asked) = e.basic?;
            bit(asked, i).then(|| (h.basic[i], bit(present, i)))
        });
    }
    for i in 0..INTENTS.len() {
        column(INTENT_AT + i, &|e, h| {
            Some((h.intents[i], bit(e.intents?, i)))
        });
    }
    column(IRONY_AT, &|e, h| Some((h.irony, e.irony?)));
    column(EFFORT_GIVEN_AT, &|e, h| {
        Some((h.effort_given, e.effort?.is_some()))
    });
    Ok(all)
}

fn logit(p: f32) -> f32 {
    let p = p.clamp(1e-6, 1.0 - 1e-6);
    (p / (1.0 - p)).ln()
}

/// Sharpness and shift that make probabilities true (Platt 1999), pulled towards leaving them as
/// they are: few examples change little.
fn platt(rows: &[(f32, bool)]) -> (f32, f32) {
    const PULL: f32 = 5.0;
    let (mut sharpness, mut shift) = (1f32, 0f32);
    let n = rows.len().max(1) as f32;
    for _ in 0..300 {
        let (mut by_sharpness, mut by_shift) = (PULL * (sharpness - 1.0), PULL * 0.2 * shift);
        for &(p, present) in rows {
            let raw = logit(p) + shift;
            let slope = sigmoid(raw * sharpness) - f32::from(u8::from(present));
            by_sharpness += slope * raw;
            by_shift += slope * sharpness;
        }
        sharpness = (sharpness - 0.3 * by_sharpness / n).clamp(0.1, 5.0);
        shift = (shift - 1.0 * by_shift / n).clamp(-4.0, 4.0);
    }
    (sharpness, shift)
}

/// Scores that part the levels, each where it puts the most rated texts on the right side, with
/// both sides counting the same.
fn levels(read: &[(&Example, Heads)], sharpness: f32, shift: [f32; 3]) -> [f32; 4] {
    let rated: Vec<(f32, i8)> = read
        .iter()
        .filter_map(|(e, heads)| {
            let mut p: [f32; 3] =
                std::array::from_fn(|i| (heads.sentiment[i].max(1e-9).ln() + shift[i]) * sharpness);
            softmax(&mut p);
            Some((p[2] - p[0], e.level?))
        })
        .collect();
    if rated.is_empty() {
        return [-0.6, -0.2, 0.2, 0.6];
    }
    let mut edges = [0f32; 4];
    for (edge, least) in edges.iter_mut().zip([-1i8, 0, 1, 2]) {
        let share = |at: f32, above: bool| {
            let side = rated.iter().filter(|(_, level)| (*level >= least) == above);
            let right = side.clone().filter(|(score, _)| (*score >= at) == above);
            right.count() as f32 / side.count().max(1) as f32
        };
        let right = |at: f32| share(at, true) + share(at, false);
        let steps = (-19..20).map(|step| step as f32 * 0.05);
        *edge = steps
            .max_by(|a, b| right(*a).total_cmp(&right(*b)))
            .unwrap_or(0.0);
    }
    edges.sort_by(f32::total_cmp);
    edges
}

/// Sharpness, shift and threshold that all topics share; the threshold maximizes micro-F1.
fn topic_numbers(model: &Model, held_out: &[TopicExample]) -> (f32, f32, f32) {
    let mut rows: Vec<(f32, bool)> = Vec::new();
    let (mut named, mut unnamed) = (Named::default(), Vec::new());
    for example in held_out {
        let Some(topics) = example.topics else {
            continue;
        };
        let hits = model.codeframe().find(&example.text, &example.language);
        let by_phrase = hits.iter().fold(0u64, |bits, hit| bits | 1 << hit.topic);
        let mut best = vec![0f32; model.topics().len()];
        for clause in model.clause_topics(&example.text, &example.language) {
            for (best, p) in best.iter_mut().zip(clause.topics) {
                *best = best.max(p);
            }
        }
        for (i, &p) in best.iter().enumerate() {
            let present = topics >> i & 1 == 1;
            rows.push((p, present));
            // What a phrase names is told whatever the probability is.
            if by_phrase >> i & 1 == 1 {
                named.hit += usize::from(present);
                named.said += 1;
                named.present += usize::from(present);
                unnamed.push(None);
            } else {
                unnamed.push(Some(rows.len() - 1));
            }
        }
    }
    let (sharpness, shift) = platt(&rows);
    let scaled = |p: f32| sigmoid((logit(p) + shift) * sharpness);
    let left = unnamed.into_iter().flatten().map(|at| rows[at]);
    let left: Vec<(f32, bool)> = left.map(|(p, y)| (scaled(p), y)).collect();
    (sharpness, shift, threshold_beside(&left, named))
}

/// Temperature and shift by gradient descent on the balanced log loss. The shift is added to
/// the logits before they are divided.
fn sentiment(read: &[(&Example, Heads)]) -> (f32, [f32; 3]) {
    let rows: Vec<(usize, &str, [f32; 3])> = read
        .iter()
        .filter_map(|(e, heads)| {
            let target = e.sentiment?;
            let best = (1..3).fold(0, |best, i| if target[i] > target[best] { i } else { best });
            Some((
                best,
                e.source.as_str(),
                heads.sentiment.map(|p| p.max(1e-9).ln()),
            ))
        })
        .collect();
    if rows.is_empty() {
        return (1.0, [0.0; 3]);
    }
    let mass = |class: usize, source: &str| {
        rows.iter()
            .filter(|row| row.0 == class && row.1 == source)
            .count() as f32
    };
    let mut sources: Vec<&str> = rows.iter().map(|row| row.1).collect();
    sources.sort_unstable();
    sources.dedup();
    let masses: Vec<[f32; 3]> = sources
        .iter()
        .map(|source| std::array::from_fn(|class| mass(class, source)))
        .collect();
    let (mut sharpness, mut shift) = (1f32, [0f32; 3]);
    for _ in 0..400 {
        let (mut slope, mut slopes, mut total) = (0f32, [0f32; 3], 0f32);
        for (class, source, logits) in &rows {
            let at = sources.binary_search(source).unwrap_or(0);
            let weight = 1.0 / masses[at][*class].max(1.0);
            total += weight;
            let shifted: [f32; 3] = std::array::from_fn(|i| logits[i] + shift[i]);
            let mut p = shifted.map(|logit| logit * sharpness);
            softmax(&mut p);
            p[*class] -= 1.0;
            for i in 0..3 {
                slope += weight * p[i] * shifted[i];
                slopes[i] += weight * p[i] * sharpness;
            }
        }
        sharpness = (sharpness - 0.5 * slope / total).clamp(0.05, 10.0);
        for i in 0..3 {
            shift[i] -= 2.0 * slopes[i] / total;
        }
    }
    (1.0 / sharpness, shift)
}

/// The threshold with the best F1, from 0.1 on: what is less probable is not worth telling a
/// reader. 0.5 when nothing is present.
fn threshold(rows: &[(f32, bool)]) -> f32 {
    threshold_beside(rows, Named::default())
}

/// Labels that are told in any case.
#[derive(Debug, Default, Clone, Copy)]
struct Named {
    hit: usize,
    said: usize,
    present: usize,
}

/// The same beside labels that are told in any case.
fn threshold_beside(rows: &[(f32, bool)], named: Named) -> f32 {
    let mut best = (0.0, 0.5);
    for step in 4..39 {
        let edge = step as f32 * 0.025;
        let hit = rows
            .iter()
            .filter(|(p, present)| *p >= edge && *present)
            .count()
            + named.hit;
        let said = rows.iter().filter(|(p, _)| *p >= edge).count() + named.said;
        let present = rows.iter().filter(|(_, present)| *present).count() + named.present;
        let f1 = 2.0 * hit as f32 / (said + present).max(1) as f32;
        if f1 > best.0 {
            best = (f1, edge);
        }
    }
    best.1
}
