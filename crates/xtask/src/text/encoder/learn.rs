//! The training loop: variables, schedule, checkpoints.

use std::collections::BTreeMap;
use std::path::Path;

use candle_core::{Device, Tensor, Var};
use text::encoder::adam::Adam;
use text::encoder::{Encoder, Settings, Tensors, weights};

use super::super::data::stable;
use super::loss::loss;
use super::rows::{HEADS, Source};
use super::stream::{BATCH, Chance, Stream};
use super::{EncoderTaskError, Folder};
use crate::clock::Stopwatch;

/// Learning rate of the encoder at its peak.
const RATE: f32 = 1e-4;
/// Learning rate of the heads at its peak.
const HEAD_RATE: f32 = 1e-3;
/// Weight decay of matrices.
const DECAY: f32 = 0.01;
/// Steps until the peak.
const WARM: usize = 100;
/// The same where a checkpoint is trained on.
const WARM_AGAIN: usize = 20;
/// Steps that are timed before the number of steps is planned.
const TIMED: usize = 20;
/// Steps before those, which fill caches.
const UNTIMED: usize = 3;
/// Steps between two lines of the log.
const TOLD: usize = 50;
/// Steps between two checkpoints.
const KEPT: usize = 200;
/// Beginning of all chance.
const SEED: u64 = 20_251_122;

/// How long to train.
#[derive(Debug, Clone, Copy)]
pub(super) enum Length {
    Minutes(f64),
    Steps(usize),
}

/// What came out of training.
pub(super) struct Learned {
    pub tensors: Tensors,
    pub steps: usize,
    pub per_second: f64,
}

/// Word, position and kind vectors stay as they are: they are two thirds of the weights and
/// change little in so few steps.
fn frozen(name: &str) -> bool {
    matches!(name, "emb.word" | "emb.position" | "emb.type")
}

/// Adds the heads that the base does not have: small random columns.
fn with_heads(mut tensors: Tensors, settings: &Settings) -> Result<Tensors, EncoderTaskError> {
    tensors.retain(|name, _| !name.starts_with("pooler."));
    let hidden = tensors.get("emb.norm.weight").map_or(0, Tensor::elem_count);
    let mut chance = Chance(SEED);
    for (name, head) in &settings.heads {
        let weight = format!("head.{name}.weight");
        if tensors.contains_key(&weight) {
            continue;
        }
        let columns = head.labels.len();
        // The sum of four shares is near enough to a bell.
        let mut bell = || (0..4).map(|_| chance.share()).sum::<f32>() - 2.0;
        let values: Vec<f32> = (0..hidden * columns).map(|_| 0.035 * bell()).collect();
        // Most labels of a large head are absent: it starts there.
        let start = if columns > 7 && name != "banking77" {
            -2.5f32
        } else {
            0.0
        };
        let rows = Tensor::from_vec(values, (hidden, columns), &Device::Cpu)?;
        tensors.insert(weight, rows);
        tensors.insert(
            format!("head.{name}.bias"),
            Tensor::full(start, columns, &Device::Cpu)?,
        );
    }
    Ok(tensors)
}

/// Peak rate times this: up over the warm-up, then down to nothing at the last step.
fn schedule(step: usize, steps: usize, warm: usize) -> f32 {
    if step < warm {
        return (step + 1) as f32 / warm as f32;
    }
    (steps.saturating_sub(step)) as f32 / (steps.saturating_sub(warm)).max(1) as f32
}

/// Trains; `kept` is the folder for checkpoints.
pub(super) fn learn(
    base: &Folder,
    settings: &Settings,
    sources: &[Source],
    length: Length,
    kept: &Path,
) -> Result<Learned, EncoderTaskError> {
    let tensors = Encoder::tensors(&base.weights)?;
    // A checkpoint has heads; what is trained on then must come in another order than before.
    let again = tensors.contains_key("head.sentiment.weight");
    let (warm, seed) = if again {
        (WARM_AGAIN, stable(&super::sha256(&base.weights)))
    } else {
        (WARM, SEED)
    };
    let mut tensors = with_heads(tensors, settings)?;
    let mut variables = BTreeMap::new();
    for (name, tensor) in &mut tensors {
        if !frozen(name) {
            let variable = Var::from_tensor(tensor)?;
            *tensor = variable.as_tensor().clone();
            variables.insert(name.clone(), variable);
        }
    }
    let encoder = Encoder::around(&tensors, &base.config, &base.tokenizer, settings.clone())?;
    let mut stream = Stream::new(sources, seed);
    let mut adam = Adam::default();
    let mut steps = match length {
        Length::Steps(steps) => Some(steps),
        Length::Minutes(_) => None,
    };
    let (whole, mut timed) = (Stopwatch::start(), Stopwatch::start());
    let mut told = [(0f64, 0usize); HEADS.len()];
    let mut step = 0;
    while steps.is_none_or(|steps| step < steps) {
        if step == UNTIMED {
            timed = Stopwatch::start();
        }
        if let (Length::Minutes(minutes), true) = (length, step == UNTIMED + TIMED) {
            let one = timed.seconds() / TIMED as f64;
            let left = (minutes * 60.0 - whole.seconds()).max(0.0) / one;
            steps = Some((step + left as usize).max(warm + 1));
            eprintln!(
                "{:.1} examples per second; {} steps planned",
                BATCH as f64 / one,
                steps.unwrap_or(0)
            );
        }
        let lesson = stream.next(&encoder)?;
        let batch = encoder.batch(lesson.tokens.iter());
        let pooled = encoder.pool(&batch)?;
        let (wrong, parts) = loss(&lesson.rows, |head| encoder.logits(head, &pooled))?;
        let grads = wrong.backward()?;
        let rate = schedule(step, steps.unwrap_or(usize::MAX), warm);
        adam.step(&variables, &grads, |name| {
            let peak = if name.starts_with("head.") {
                HEAD_RATE
            } else {
                RATE
            };
            let matrix = name.ends_with(".weight") && !name.contains("norm");
            (peak * rate, if matrix { DECAY } else { 0.0 })
        })?;
        for (sum, part) in told.iter_mut().zip(parts) {
            if let Some(part) = part {
                *sum = (sum.0 + f64::from(part), sum.1 + 1);
            }
        }
        step += 1;
        if step % TOLD == 0 {
            let heads = HEADS
                .iter()
                .zip(&told)
                .map(|((_, name, ..), (sum, n))| format!("{name} {:.3}", sum / (*n).max(1) as f64));
            let heads: Vec<String> = heads.collect();
            let per_second = (step * BATCH) as f64 / whole.seconds();
            eprintln!(
                "step {step}, {per_second:.1} per second: {}",
                heads.join(", ")
            );
            told.fill((0.0, 0));
        }
        if step % KEPT == 0 {
            keep(kept, &tensors, base, settings, step)?;
        }
    }
    let per_second = (step * BATCH) as f64 / whole.seconds().max(1e-9);
    if step > 0 {
        keep(kept, &tensors, base, settings, step)?;
    }
    let tensors = tensors
        .into_iter()
        .map(|(name, t)| (name, t.detach()))
        .collect();
    Ok(Learned {
        tensors,
        steps: step,
        per_second,
    })
}

/// Writes a checkpoint: a folder that is a base itself.
fn keep(
    folder: &Path,
    tensors: &Tensors,
    base: &Folder,
    settings: &Settings,
    steps: usize,
) -> Result<(), EncoderTaskError> {
    let mut settings = settings.clone();
    settings.version = format!("checkpoint-{steps}");
    settings.training = base.history(steps);
    let hearback = serde_json::to_vec(&settings).unwrap_or_default();
    let weights = weights::write(tensors, false)?;
    let files: [(&str, &[u8]); 4] = [
        ("model.safetensors", &weights),
        ("config.json", &base.config),
        ("tokenizer.json", &base.tokenizer),
        ("hearback.json", &hearback),
    ];
    for (name, bytes) in files {
        super::write(&folder.join(name), bytes)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_rises_and_falls_to_nothing() {
        assert!((schedule(0, 1000, 100) - 0.01).abs() < 1e-6);
        assert!((schedule(99, 1000, 100) - 1.0).abs() < 1e-6);
        assert!((schedule(550, 1000, 100) - 0.5).abs() < 1e-6);
        assert!(schedule(999, 1000, 100) < 0.002);
        // The beginning does not depend on the end.
        assert_eq!(schedule(50, 200, 100), schedule(50, usize::MAX, 100));
    }
}
