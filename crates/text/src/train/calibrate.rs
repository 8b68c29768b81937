//! Numbers that are fitted on held-out examples after training: temperature, sentiment biases
//! and the thresholds of the emotions.

use super::Example;
use crate::emotion::{BASIC, FIELD};
use crate::error::Result;
use crate::model::{Heads, Model, softmax};
use crate::weights::{Header, SENTIMENT_AT, Weights};

/// What held-out examples taught.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    /// Divides the sentiment logits.
    pub temperature: f32,
    /// Added to the sentiment biases.
    pub shift: [f32; 3],
    /// Per field emotion.
    pub field_thresholds: Vec<f32>,
    /// Per basic emotion.
    pub basic_thresholds: Vec<f32>,
}

impl Calibration {
    /// Sets the numbers in a header.
    pub fn apply(&self, header: &mut Header) {
        header.temperature = self.temperature;
        for (bias, shift) in header.biases[SENTIMENT_AT..].iter_mut().zip(self.shift) {
            *bias += shift;
        }
        header.field_thresholds.clone_from(&self.field_thresholds);
        header.basic_thresholds.clone_from(&self.basic_thresholds);
    }
}

/// Fits the numbers on examples that `weights` never saw. Classes of sentiment count the same
/// within each source, and so do sources; thresholds maximise F1.
///
/// # Errors
/// When the weights cannot be written and read back.
pub fn calibrate(weights: &Weights, held_out: &[Example]) -> Result<Calibration> {
    let model = Model::load(&weights.write()?)?;
    let read: Vec<(&Example, Heads)> = held_out
        .iter()
        .map(|e| (e, model.heads(&e.text, &e.language)))
        .collect();
    let (temperature, shift) = sentiment(&read);
    let field = |i: usize| {
        let rows = read
            .iter()
            .filter_map(|(e, heads)| Some((heads.field[i], e.field? >> i & 1 == 1)));
        threshold(&rows.collect::<Vec<_>>())
    };
    let basic = |i: usize| {
        let rows = read.iter().filter_map(|(e, heads)| {
            let (present, asked) = e.basic?;
            (asked >> i & 1 == 1).then_some((heads.basic[i], present >> i & 1 == 1))
        });
        threshold(&rows.collect::<Vec<_>>())
    };
    Ok(Calibration {
        temperature,
        shift,
        field_thresholds: (0..FIELD).map(field).collect(),
        basic_thresholds: (0..BASIC).map(basic).collect(),
    })
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

/// The threshold with the best F1, at least 0.2: what is less probable is not worth telling a
/// reader. 0.5 when nothing is present.
fn threshold(rows: &[(f32, bool)]) -> f32 {
    let mut best = (0.0, 0.5);
    for step in 8..39 {
        let edge = step as f32 * 0.025;
        let hit = rows
            .iter()
            .filter(|(p, present)| *p >= edge && *present)
            .count();
        let said = rows.iter().filter(|(p, _)| *p >= edge).count();
        let present = rows.iter().filter(|(_, present)| *present).count();
        let f1 = 2.0 * hit as f32 / (said + present).max(1) as f32;
        if f1 > best.0 {
            best = (f1, edge);
        }
    }
    best.1
}
