//! The heads on the shared table: sentiment (softmax), emotions, intents, irony and whether effort
//! is spoken of (sigmoids), the effort itself (least squares).

use std::collections::BTreeMap;

use super::deep::DeepLearner;
use super::{Example, Generator, Recipe, Soft, scale_of, to_byte};
use crate::deep::{Deep, OUT};
use crate::document::{Clause, Document, Lexicon};
use crate::emotion::{BASIC, FIELD};
use crate::hash::bucket;
use crate::intents::INTENTS;
use crate::model::{sigmoid, softmax};
use crate::weights::{
    BASIC_AT, EFFORT_AT, EFFORT_GIVEN_AT, FIELD_AT, INTENT_AT, IRONY_AT, LANES, SENTIMENT_AT, USED,
};

/// A trained table in bytes, and what its columns need.
pub(super) struct Shared {
    pub table: Vec<i8>,
    pub scales: Vec<f32>,
    pub biases: Vec<f32>,
    pub deep: Deep,
    /// Biases of the topics in the deep part.
    pub deep_topics: Vec<f32>,
}

/// Step of the biases.
const BIAS_RATE: f32 = 0.05;
/// Gradients below this are not worth a step.
const STILL: f32 = 1e-5;

struct Row {
    example: usize,
    source: usize,
    features: Vec<u32>,
    /// Buckets of the vectors, by clause.
    deep: Vec<Vec<u32>>,
}

struct Learner<'a> {
    recipe: &'a Recipe,
    weights: Vec<f32>,
    squares: Vec<f32>,
    biases: Vec<f32>,
    source_biases: Vec<[f32; USED]>,
    class_weights: [f32; 3],
    deep: DeepLearner,
    whose: Whose,
}

/// Whose word is learned from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    /// People's and that of the better reader, by all heads and both parts.
    Everybody,
    /// People's alone, by the linear part's sentiment alone.
    People,
}

pub(super) fn train(examples: &[Example], with: Lexicon<'_>, recipe: &Recipe) -> Shared {
    let (mut rows, sources) = rows(examples, with, recipe);
    let mut learner = Learner::new(examples, sources, recipe, Whose::Everybody);
    learner.learn(&rows, examples);
    if recipe.people > 0.0 {
        rows.retain(|row| examples[row.example].sentiment.is_some());
        let mut people = Learner::new(examples, sources, recipe, Whose::People);
        people.learn(&rows, examples);
        learner.mix(&people, recipe.people);
    }
    learner.pack()
}

fn rows(examples: &[Example], with: Lexicon<'_>, recipe: &Recipe) -> (Vec<Row>, usize) {
    let mut sources = BTreeMap::new();
    for example in examples {
        let next = sources.len();
        sources.entry(example.source.as_str()).or_insert(next);
    }
    let mut document = Document::default();
    let rows = examples
        .iter()
        .enumerate()
        .map(|(i, example)| {
            document.read(&example.text, &example.language, with);
            let place = |feature| bucket(feature, recipe.buckets);
            Row {
                example: i,
                source: sources[example.source.as_str()],
                features: document.of_whole().map(place).collect(),
                deep: vectors(&document, recipe.vectors),
            }
        })
        .collect();
    (rows, sources.len())
}

/// Buckets of what has a vector, by clause.
fn vectors(document: &Document, rows: u32) -> Vec<Vec<u32>> {
    let of = |clause: &Clause| {
        let features = document.deep[clause.deep.clone()].iter();
        features.map(|&feature| bucket(feature, rows)).collect()
    };
    document.clauses.iter().map(of).collect()
}

fn class_weights(examples: &[Example], balance: f32) -> [f32; 3] {
    let mut mass = [0f32; 3];
    for example in examples {
        for (sum, share) in mass.iter_mut().zip(example.sentiment.unwrap_or_default()) {
            *sum += share * example.weight;
        }
    }
    let mean = mass.iter().sum::<f32>() / 3.0;
    mass.map(|m| {
        if m > 0.0 {
            (mean / m).powf(balance).min(5.0)
        } else {
            1.0
        }
    })
}

impl<'a> Learner<'a> {
    fn new(examples: &[Example], sources: usize, recipe: &'a Recipe, whose: Whose) -> Self {
        let size = recipe.buckets as usize * USED;
        Self {
            recipe,
            weights: vec![0.0; size],
            squares: vec![1e-3; size],
            biases: vec![0.0; USED],
            source_biases: vec![[0.0; USED]; sources],
            class_weights: class_weights(examples, recipe.balance),
            deep: DeepLearner::new(recipe),
            whose,
        }
    }

    fn learn(&mut self, rows: &[Row], examples: &[Example]) {
        let recipe = self.recipe;
        let mut generator = Generator(recipe.seed);
        let mut order: Vec<usize> = (0..rows.len()).collect();
        let total = (recipe.epochs * rows.len()).max(1);
        let mut kept = Vec::new();
        for epoch in 0..recipe.epochs {
            generator.shuffle(&mut order);
            for (at, &i) in order.iter().enumerate() {
                let row = &rows[i];
                kept.clear();
                let stays = |_: &&u32| generator.unit() >= recipe.dropout;
                kept.extend(row.features.iter().filter(stays));
                if kept.is_empty() {
                    continue;
                }
                let left = 1.0 - (epoch * rows.len() + at) as f32 / total as f32;
                let clauses: Vec<Vec<u32>> = row
                    .deep
                    .iter()
                    .map(|clause| {
                        let stays = |_: &&u32| generator.unit() >= recipe.vector_dropout;
                        clause.iter().filter(stays).copied().collect()
                    })
                    .collect();
                let features = (kept.as_slice(), clauses.as_slice());
                self.step(&examples[row.example], row.source, features, left);
            }
        }
    }

    /// Gives a share of sentiment to another learner's linear part.
    fn mix(&mut self, other: &Self, share: f32) {
        for (row, theirs) in self
            .weights
            .chunks_exact_mut(USED)
            .zip(other.weights.chunks_exact(USED))
        {
            for i in SENTIMENT_AT..FIELD_AT {
                row[i] = (1.0 - share) * row[i] + share * theirs[i];
            }
        }
        for i in SENTIMENT_AT..FIELD_AT {
            self.biases[i] = (1.0 - share) * self.biases[i] + share * other.biases[i];
        }
        self.deep.dampen(SENTIMENT_AT..FIELD_AT, 1.0 - share);
    }

    /// One gradient step; `left` falls from 1 to 0 over the run.
    fn step(
        &mut self,
        example: &Example,
        source: usize,
        (features, clauses): (&[u32], &[Vec<u32>]),
        left: f32,
    ) {
        let scale = 1.0 / (features.len() as f32).sqrt();
        let (from, to) = if self.whose == Whose::People {
            (SENTIMENT_AT, FIELD_AT)
        } else {
            columns(example)
        };
        let mut logits = [0f32; USED];
        for &feature in features {
            let row = &self.weights[feature as usize * USED..][..USED];
            for i in from..to {
                logits[i] += row[i];
            }
        }
        for (i, logit) in logits.iter_mut().enumerate() {
            *logit = *logit * scale + self.biases[i] + self.source_biases[source][i];
        }
        let slopes = if self.whose == Whose::People {
            self.slopes(example, &logits)
        } else {
            self.deep.forward(clauses);
            let topics = self.deep.add(&mut logits);
            let slopes = self.slopes(example, &logits);
            let mut all = [0f32; OUT];
            all[..USED].copy_from_slice(&slopes);
            if let Some(soft) = &example.soft {
                let targets = soft.topics.iter().zip(topics);
                for (slope, (target, logit)) in all[LANES..].iter_mut().zip(targets) {
                    *slope = (sigmoid(logit) - target) * self.recipe.soft_topics;
                }
            }
            self.deep.back(clauses, &all, self.recipe.vector_rate);
            slopes
        };
        let rates: [f32; USED] = std::array::from_fn(|i| match i {
            ..FIELD_AT => self.recipe.rate,
            FIELD_AT..INTENT_AT => self.recipe.emotion_rate,
            _ => self.recipe.intent_rate,
        });
        for &feature in features {
            let at = feature as usize * USED;
            let weights = self.weights[at + from..at + to].iter_mut();
            let squares = self.squares[at + from..at + to].iter_mut();
            let steps = slopes[from..to].iter().zip(&rates[from..to]);
            // No branches: processors do many at once.
            for ((w, square), (slope, rate)) in weights.zip(squares).zip(steps) {
                let slope = slope * scale + self.recipe.decay * *w;
                let slope = if slope.abs() < STILL { 0.0 } else { slope };
                *square += slope * slope;
                *w -= rate * slope / square.sqrt();
            }
        }
        for (i, slope) in slopes.iter().enumerate() {
            self.biases[i] -= BIAS_RATE * left * slope;
            self.source_biases[source][i] -= BIAS_RATE * left * slope;
        }
    }

    /// Slope of the loss along every logit; zero where the example has no target.
    fn slopes(&self, example: &Example, logits: &[f32; USED]) -> [f32; USED] {
        let mut slopes = [0f32; USED];
        let mut said = [logits[0], logits[1], logits[2]];
        softmax(&mut said);
        if let Some(target) = example.sentiment {
            let weights = self.class_weights;
            let weight: f32 = target.iter().zip(weights).map(|(t, w)| t * w).sum();
            for i in 0..3 {
                slopes[SENTIMENT_AT + i] = (said[i] - target[i]) * weight * example.weight;
            }
        }
        if self.whose == Whose::People {
            return slopes;
        }
        let mut sigmoids = |at: usize, count: usize, present: u32, asked: u32, weight: f32| {
            for i in (0..count).filter(|i| asked & (1 << i) != 0) {
                let target = ((present >> i) & 1) as f32;
                slopes[at + i] = (sigmoid(logits[at + i]) - target) * weight;
            }
        };
        let (all, felt) = (u32::MAX, example.emotion_weight);
        if let Some((present, asked)) = example.field {
            sigmoids(FIELD_AT, FIELD, present, asked, felt);
        }
        if let Some((present, asked)) = example.basic {
            sigmoids(BASIC_AT, BASIC, present, asked, felt);
        }
        if let Some(present) = example.intents {
            sigmoids(INTENT_AT, INTENTS.len(), present, all, 1.0);
        }
        if let Some(irony) = example.irony {
            sigmoids(IRONY_AT, 1, u32::from(irony), all, 1.0);
        }
        if let Some(effort) = example.effort {
            sigmoids(EFFORT_GIVEN_AT, 1, u32::from(effort.is_some()), all, 1.0);
            if let Some(effort) = effort {
                slopes[EFFORT_AT] = logits[EFFORT_AT] - effort / 5.0;
            }
        }
        if let Some(soft) = &example.soft {
            self.follow(soft, &said, logits, &mut slopes);
        }
        slopes
    }

    /// Adds the slopes towards what a better reader says.
    fn follow(&self, soft: &Soft, said: &[f32; 3], logits: &[f32; USED], slopes: &mut [f32; USED]) {
        for (i, (p, target)) in said.iter().zip(soft.sentiment).enumerate() {
            slopes[SENTIMENT_AT + i] += (p - target) * self.recipe.soft_sentiment;
        }
        let mut sigmoids = |at: usize, targets: &[f32], weight: f32| {
            for (i, target) in targets.iter().enumerate() {
                slopes[at + i] += (sigmoid(logits[at + i]) - target) * weight;
            }
        };
        sigmoids(FIELD_AT, &soft.field, self.recipe.soft_emotions);
        sigmoids(BASIC_AT, &soft.basic, self.recipe.soft_emotions);
        sigmoids(INTENT_AT, &soft.intents, self.recipe.soft_intents);
    }

    fn pack(self) -> Shared {
        let (deep, deep_topics) = self.deep.pack();
        let mut scales = vec![1.0; LANES];
        let mut biases = vec![0.0; LANES];
        biases[..USED].copy_from_slice(&self.biases);
        for (i, scale) in scales.iter_mut().enumerate().take(USED) {
            let column = self.weights.iter().skip(i).step_by(USED);
            *scale = scale_of(column.map(|w| w.abs()).filter(|w| *w > 0.0).collect());
        }
        let mut table = vec![0i8; self.recipe.buckets as usize * LANES];
        for (row, weights) in table
            .chunks_exact_mut(LANES)
            .zip(self.weights.chunks_exact(USED))
        {
            for (i, &weight) in weights.iter().enumerate() {
                row[i] = to_byte(weight, scales[i]);
            }
        }
        Shared {
            deep,
            deep_topics,
            table,
            scales,
            biases,
        }
    }
}

/// The columns from the first to past the last head that learns from the example.
fn columns(example: &Example) -> (usize, usize) {
    if example.soft.is_some() {
        return (0, USED);
    }
    let asked = example.intents.is_some() || example.irony.is_some() || example.effort.is_some();
    let heads = [
        (example.sentiment.is_some(), SENTIMENT_AT, FIELD_AT),
        (example.field.is_some(), FIELD_AT, BASIC_AT),
        (example.basic.is_some(), BASIC_AT, INTENT_AT),
        (asked, INTENT_AT, USED),
    ];
    let taking_part = heads.iter().filter(|head| head.0);
    let from = taking_part.clone().map(|head| head.1).min().unwrap_or(0);
    (from, taking_part.map(|head| head.2).max().unwrap_or(0))
}
