//! Learning the deep part: its gradients, step by step, beside the linear part's.

use super::{Generator, Recipe, scale_of, to_byte};
use crate::deep::{Deep, HIDDEN, INNER, OUT, OUTER, WAYS, WIDE, join};
use crate::weights::{LANES, TOPIC_LANES, USED};

/// Where a topic's bias starts: about one text in fifty speaks of it.
const RARE: f32 = -4.0;
/// Step of the topics' biases.
const BIAS_RATE: f32 = 0.02;
/// Slopes below this are not worth a step.
const STILL: f32 = 1e-6;

/// Weights that Adagrad moves.
struct Part {
    weights: Vec<f32>,
    squares: Vec<f32>,
}

impl Part {
    fn new(size: usize, spread: f32, generator: &mut Generator) -> Self {
        let mut chance = || (generator.unit() * 2.0 - 1.0) * spread;
        Self {
            weights: (0..size).map(|_| chance()).collect(),
            squares: vec![1e-3; size],
        }
    }

    /// A step of the weights from `at` on, along `slopes` times `x`. No branches: processors do
    /// many at once.
    fn step(&mut self, at: usize, slopes: &[f32], x: f32, rate: f32) {
        let weights = self.weights[at..][..slopes.len()].iter_mut();
        let squares = self.squares[at..][..slopes.len()].iter_mut();
        for ((w, square), slope) in weights.zip(squares).zip(slopes) {
            let slope = slope * x;
            let slope = if slope.abs() > STILL { slope } else { 0.0 };
            *square += slope * slope;
            *w -= rate * slope / square.sqrt();
        }
    }
}

/// The weights, and what the last text made of them.
pub(super) struct DeepLearner {
    table: Part,
    inner: Part,
    outer: Part,
    topic_biases: Vec<f32>,
    inputs: Vec<[f32; WIDE]>,
    units: Vec<[f32; HIDDEN]>,
    joined: [f32; WAYS * HIDDEN],
    /// Whether anything was said of topics.
    topical: bool,
}

impl DeepLearner {
    pub(super) fn new(recipe: &Recipe) -> Self {
        let mut generator = Generator(recipe.seed);
        let mut inner = Part::new(INNER, (3.0 / WIDE as f32).sqrt(), &mut generator);
        inner.weights[WIDE * HIDDEN..].fill(0.0);
        Self {
            table: Part::new(recipe.vectors as usize * WIDE, 0.3, &mut generator),
            inner,
            outer: Part::new(OUTER, 0.06, &mut generator),
            topic_biases: vec![RARE; TOPIC_LANES],
            inputs: Vec::new(),
            units: Vec::new(),
            joined: [0.0; WAYS * HIDDEN],
            topical: false,
        }
    }

    /// Reads a text: the buckets of its clauses, one clause after another.
    pub(super) fn forward(&mut self, clauses: &[Vec<u32>]) {
        self.inputs.clear();
        self.units.clear();
        for clause in clauses {
            let scale = 1.0 / (clause.len().max(1) as f32).sqrt();
            let mut x = [0f32; WIDE];
            for &feature in clause {
                let row = &self.table.weights[feature as usize * WIDE..][..WIDE];
                x.iter_mut().zip(row).for_each(|(x, w)| *x += w);
            }
            let x = x.map(|v| v * scale);
            let (rows, biases) = self.inner.weights.split_at(WIDE * HIDDEN);
            let mut h = [0f32; HIDDEN];
            h.copy_from_slice(biases);
            for (x, row) in x.iter().zip(rows.chunks_exact(HIDDEN)) {
                h.iter_mut().zip(row).for_each(|(h, w)| *h += x * w);
            }
            self.inputs.push(x);
            self.units.push(h.map(|v| v.max(0.0)));
        }
        self.joined = join(self.units.iter());
    }

    /// Adds what it says of the text to the columns of the shared table; gives the topics'.
    pub(super) fn add(&self, logits: &mut [f32; USED]) -> [f32; TOPIC_LANES] {
        let mut topics = [0f32; TOPIC_LANES];
        topics.copy_from_slice(&self.topic_biases);
        for (h, row) in self.joined.iter().zip(self.outer.weights.chunks_exact(OUT)) {
            if *h > 0.0 {
                let (shared, of_topics) = row.split_at(LANES);
                logits.iter_mut().zip(shared).for_each(|(l, w)| *l += h * w);
                topics
                    .iter_mut()
                    .zip(of_topics)
                    .for_each(|(l, w)| *l += h * w);
            }
        }
        topics
    }

    /// One gradient step along the slopes of all outputs.
    pub(super) fn back(&mut self, clauses: &[Vec<u32>], slopes: &[f32; OUT], rate: f32) {
        self.topical |= slopes[LANES..].iter().any(|slope| *slope != 0.0);
        let mut to_joined = [0f32; WAYS * HIDDEN];
        for (i, to) in to_joined.iter_mut().enumerate() {
            if self.joined[i] <= 0.0 {
                continue;
            }
            let row = &self.outer.weights[i * OUT..][..OUT];
            *to = row.iter().zip(slopes).map(|(w, s)| w * s).sum();
            self.outer.step(i * OUT, slopes, self.joined[i], rate);
        }
        for (bias, slope) in self.topic_biases.iter_mut().zip(&slopes[LANES..]) {
            *bias -= BIAS_RATE * slope;
        }
        let (count, last) = (self.units.len(), self.units.len().saturating_sub(1));
        for (c, clause) in clauses.iter().enumerate() {
            let mut to_units = [0f32; HIDDEN];
            for (i, to) in to_units.iter_mut().enumerate() {
                let unit = self.units[c][i];
                if unit <= 0.0 {
                    continue;
                }
                *to = to_joined[i] / count as f32;
                if unit == self.joined[HIDDEN + i] {
                    *to += to_joined[HIDDEN + i];
                }
                if c == last {
                    *to += to_joined[2 * HIDDEN + i];
                }
            }
            self.back_clause(c, clause, &to_units, rate);
        }
    }

    fn back_clause(&mut self, c: usize, clause: &[u32], to_units: &[f32; HIDDEN], rate: f32) {
        let mut to_input = [0f32; WIDE];
        for (i, to) in to_input.iter_mut().enumerate() {
            let row = &self.inner.weights[i * HIDDEN..][..HIDDEN];
            *to = row.iter().zip(to_units).map(|(w, s)| w * s).sum();
            self.inner
                .step(i * HIDDEN, to_units, self.inputs[c][i], rate);
        }
        self.inner.step(WIDE * HIDDEN, to_units, 1.0, rate);
        let scale = 1.0 / (clause.len().max(1) as f32).sqrt();
        for &feature in clause {
            self.table
                .step(feature as usize * WIDE, &to_input, scale, rate);
        }
    }

    /// Takes some columns back to a share of what they say.
    pub(super) fn dampen(&mut self, columns: std::ops::Range<usize>, share: f32) {
        for row in self.outer.weights.chunks_exact_mut(OUT) {
            row[columns.clone()].iter_mut().for_each(|w| *w *= share);
        }
    }

    /// The weights as the model carries them, and the topics' biases.
    pub(super) fn pack(mut self) -> (Deep, Vec<f32>) {
        if !self.topical {
            // What it began with is no opinion.
            self.topic_biases.fill(0.0);
            let rows = self.outer.weights.chunks_exact_mut(OUT);
            rows.for_each(|row| row[LANES..].fill(0.0));
        }
        let sizes = self.table.weights.iter().map(|w| w.abs());
        let scale = scale_of(sizes.collect());
        let bytes = self.table.weights.iter().map(|&w| to_byte(w, scale));
        let deep = Deep::new(
            scale,
            bytes.collect(),
            self.inner.weights,
            self.outer.weights,
        );
        (deep, self.topic_biases)
    }
}
