//! The topic head: one sigmoid per topic over the features of a clause.

use super::{Generator, Recipe, TopicExample, scale_of, to_byte};
use crate::document::{Document, Lexicon};
use crate::hash::bucket;
use crate::model::sigmoid;
use crate::weights::TOPIC_LANES;

/// A trained table in bytes, and what its columns need.
pub(super) struct Topics {
    pub table: Vec<i8>,
    pub scales: Vec<f32>,
    pub biases: Vec<f32>,
}

const BIAS_RATE: f32 = 0.05;
/// Gradients below this are not worth a step: most topics are far from most clauses.
const STILL: f32 = 2e-4;
/// Share of features left out in each step: few examples, many words.
const DROPOUT: f32 = 0.5;
/// Where a rare topic's bias starts: about one clause in fifty.
const RARE: f32 = -4.0;

pub(super) fn train(examples: &[TopicExample], with: Lexicon<'_>, recipe: &Recipe) -> Topics {
    let count = with.codeframe.topics().len();
    let mut document = Document::default();
    let rows: Vec<Vec<u32>> = examples
        .iter()
        .map(|example| {
            document.read(&example.text, &example.language, with);
            let features = document.clauses.iter().flat_map(|clause| &clause.topics);
            features.map(|&f| bucket(f, recipe.topic_buckets)).collect()
        })
        .collect();
    let size = recipe.topic_buckets as usize * count;
    let (mut weights, mut squares) = (vec![0f32; size], vec![1e-3f32; size]);
    let mut biases = vec![RARE; count];
    let mut generator = Generator(recipe.seed);
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut kept: Vec<u32> = Vec::new();
    let mut slopes = vec![0f32; count];
    for _ in 0..recipe.topic_epochs {
        generator.shuffle(&mut order);
        for &i in &order {
            kept.clear();
            let stays = |_: &&u32| generator.unit() >= DROPOUT;
            kept.extend(rows[i].iter().filter(stays));
            if kept.is_empty() {
                continue;
            }
            let scale = 1.0 / (kept.len() as f32).sqrt();
            slopes.fill(0.0);
            for &feature in &kept {
                let row = &weights[feature as usize * count..][..count];
                slopes.iter_mut().zip(row).for_each(|(sum, w)| *sum += w);
            }
            for (j, slope) in slopes.iter_mut().enumerate() {
                let p = sigmoid(*slope * scale + biases[j]);
                *slope = 0.0;
                if let Some(topics) = examples[i].topics {
                    *slope += p - ((topics >> j) & 1) as f32;
                }
                if let Some(soft) = &examples[i].soft {
                    *slope += (p - soft[j]) * recipe.soft_topics;
                }
                biases[j] -= BIAS_RATE * *slope;
            }
            for &feature in &kept {
                let at = feature as usize * count;
                for (j, slope) in slopes.iter().enumerate() {
                    let slope = slope * scale;
                    if slope.abs() > STILL {
                        squares[at + j] += slope * slope;
                        weights[at + j] -= recipe.topic_rate * slope / squares[at + j].sqrt();
                    }
                }
            }
        }
    }
    let scales: Vec<f32> = (0..count)
        .map(|j| {
            let column = weights.iter().skip(j).step_by(count);
            scale_of(column.map(|w| w.abs()).filter(|w| *w > 0.0).collect())
        })
        .collect();
    let mut table = vec![0i8; recipe.topic_buckets as usize * TOPIC_LANES];
    let rows = table.chunks_exact_mut(TOPIC_LANES);
    for (row, weights) in rows.zip(weights.chunks_exact(count)) {
        for (j, &weight) in weights.iter().enumerate() {
            row[j] = to_byte(weight, scales[j]);
        }
    }
    Topics {
        table,
        scales,
        biases,
    }
}
