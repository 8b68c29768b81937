//! After training: how sure the heads may be, and from where on they say a label.

use text::encoder::{Encoder, Link, Settings};

use super::super::metrics::{Classes, Labels};
use super::EncoderTaskError;
use super::rows::{HEADS, Head, Source};
use super::stream::BATCH;

/// Times a label must occur to get a threshold of its own.
const OFTEN: usize = 40;

/// One head's numbers beside what was wanted.
#[derive(Default)]
pub(super) struct Heard {
    pub said: Vec<Vec<f32>>,
    pub wanted: Vec<Vec<f32>>,
    pub weight: Vec<Vec<f32>>,
}

/// What every head says of at most `most` held-back rows of each source, in the order of
/// [`HEADS`].
pub(super) fn listen(
    encoder: &Encoder,
    sources: &[Source],
    most: usize,
) -> Result<Vec<Heard>, EncoderTaskError> {
    let mut heard: Vec<Heard> = HEADS.iter().map(|_| Heard::default()).collect();
    let rows = sources
        .iter()
        .flat_map(|source| source.tune.iter().take(most));
    let mut tokened = Vec::new();
    for row in rows {
        tokened.push((row, encoder.tokens(&row.text, row.words.as_deref())?));
    }
    tokened.sort_by_key(|(_, tokens)| tokens.ids.len());
    for part in tokened.chunks(BATCH) {
        let pooled = encoder.pool(&encoder.batch(part.iter().map(|(_, tokens)| tokens)))?;
        for (head, name, ..) in HEADS {
            if !part.iter().any(|(row, _)| row.target(head).is_some()) {
                continue;
            }
            let said = encoder.logits(name, &pooled)?.to_vec2::<f32>()?;
            for ((row, _), said) in part.iter().zip(said) {
                if let Some(target) = row.target(head) {
                    let heard = &mut heard[head as usize];
                    heard.said.push(said);
                    heard.wanted.push(target.wanted.clone());
                    heard.weight.push(target.weight.clone());
                }
            }
        }
    }
    Ok(heard)
}

fn probabilities(row: &[f32], link: Link, temperature: f32) -> Vec<f32> {
    if link == Link::Sigmoid {
        return row
            .iter()
            .map(|x| 1.0 / (1.0 + (-x / temperature).exp()))
            .collect();
    }
    let most = row.iter().fold(f32::MIN, |most, x| most.max(*x));
    let powers: Vec<f32> = row
        .iter()
        .map(|x| ((x - most) / temperature).exp())
        .collect();
    let total: f32 = powers.iter().sum();
    powers.iter().map(|p| p / total).collect()
}

/// Mean negative log likelihood of what was wanted; every known column counts alike here.
pub(super) fn surprise(heard: &Heard, link: Link, temperature: f32) -> f64 {
    let (mut sum, mut count) = (0.0, 0usize);
    for ((said, wanted), weight) in heard.said.iter().zip(&heard.wanted).zip(&heard.weight) {
        let p = probabilities(said, link, temperature);
        for ((p, w), weight) in p.iter().zip(wanted).zip(weight) {
            if *weight == 0.0 {
                continue;
            }
            let (p, w) = (f64::from(*p), f64::from(*w));
            sum -= w * p.max(1e-9).ln();
            if link == Link::Sigmoid {
                sum -= (1.0 - w) * (1.0 - p).max(1e-9).ln();
            }
        }
        count += 1;
    }
    sum / count.max(1) as f64
}

/// The threshold with the best F1 over these probabilities and truths.
fn threshold(pairs: &[(f32, bool)]) -> f32 {
    let f1 = |edge: f32| {
        let mut labels = Labels::new(1);
        pairs
            .iter()
            .for_each(|&(p, is)| labels.add(0, is, p >= edge));
        labels.micro_f1()
    };
    let edges = (1..20).map(|i| i as f32 * 0.05);
    edges.fold(
        0.5,
        |best, edge| if f1(edge) > f1(best) { edge } else { best },
    )
}

/// Sets temperatures and thresholds of every head that was heard.
pub(super) fn calibrate(settings: &mut Settings, heard: &[Heard]) {
    for (head, name, link, _) in HEADS {
        let (Some(told), heard) = (settings.heads.get_mut(name), &heard[head as usize]) else {
            continue;
        };
        if heard.said.is_empty() || link == Link::Value {
            continue;
        }
        let grid = (0..40).map(|i| 0.5 * 1.05f32.powi(i));
        told.temperature = grid.fold(1.0, |best, t| {
            if surprise(heard, link, t) < surprise(heard, link, best) {
                t
            } else {
                best
            }
        });
        if link == Link::Softmax {
            continue;
        }
        let columns = told.labels.len();
        let mut pairs: Vec<Vec<(f32, bool)>> = vec![Vec::new(); columns];
        for ((said, wanted), weight) in heard.said.iter().zip(&heard.wanted).zip(&heard.weight) {
            let p = probabilities(said, link, told.temperature);
            for column in (0..columns).filter(|&column| weight[column] > 0.0) {
                pairs[column].push((p[column], wanted[column] > 0.5));
            }
        }
        let shared = threshold(&pairs.concat());
        told.thresholds = pairs
            .iter()
            .map(|pairs| {
                let often = pairs.iter().filter(|(_, is)| *is).count() >= OFTEN;
                if often { threshold(pairs) } else { shared }
            })
            .collect();
    }
}

/// One line per head: how good it is on the held-back rows.
pub(super) fn told(settings: &Settings, heard: &[Heard]) -> Vec<(&'static str, f64, f64)> {
    let mut lines = Vec::new();
    for (head, name, link, _) in HEADS {
        let (Some(told), heard) = (settings.heads.get(name), &heard[head as usize]) else {
            continue;
        };
        if heard.said.is_empty() {
            continue;
        }
        let good = match link {
            Link::Softmax => {
                let mut classes = Classes::new(told.labels.len());
                for (said, wanted) in heard.said.iter().zip(&heard.wanted) {
                    classes.add(greatest(wanted), greatest(said));
                }
                classes.macro_f1()
            }
            Link::Sigmoid => {
                let mut labels = Labels::new(told.labels.len());
                for ((said, wanted), weight) in
                    heard.said.iter().zip(&heard.wanted).zip(&heard.weight)
                {
                    let p = probabilities(said, link, told.temperature);
                    for i in (0..p.len()).filter(|&i| weight[i] > 0.0) {
                        let edge = told.thresholds.get(i).copied().unwrap_or(0.5);
                        labels.add(i, wanted[i] > 0.5, p[i] >= edge);
                    }
                }
                if head == Head::Topics {
                    labels.micro_f1()
                } else {
                    labels.macro_f1()
                }
            }
            Link::Value => {
                let first = |rows: &[Vec<f32>]| -> Vec<f64> {
                    rows.iter()
                        .filter_map(|row| row.first())
                        .map(|x| f64::from(*x))
                        .collect()
                };
                super::measure::correlation(&first(&heard.said), &first(&heard.wanted))
            }
        };
        lines.push((name, good, surprise(heard, link, told.temperature)));
    }
    lines
}

/// Place of the greatest value.
pub(super) fn greatest(values: &[f32]) -> usize {
    (1..values.len()).fold(0, |best, i| if values[i] > values[best] { i } else { best })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overconfident_numbers_are_cooled() {
        // Right three times in four, and always as sure.
        let heard = Heard {
            said: vec![vec![6.0, 0.0]; 4],
            wanted: vec![
                vec![1.0, 0.0],
                vec![1.0, 0.0],
                vec![1.0, 0.0],
                vec![0.0, 1.0],
            ],
            weight: vec![vec![1.0, 1.0]; 4],
        };
        assert!(surprise(&heard, Link::Softmax, 3.0) < surprise(&heard, Link::Softmax, 1.0));
    }

    #[test]
    fn a_threshold_parts_what_is_from_what_is_not() {
        let edge = threshold(&[(0.1, false), (0.22, false), (0.31, true), (0.9, true)]);
        assert!(edge > 0.22 && edge <= 0.31, "{edge}");
    }
}
