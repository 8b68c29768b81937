//! A linear classifier over hashed features: softmax, Adagrad, dropout, a fixed seed.

/// A text's features: bucket and value.
pub type Sparse = Vec<(u32, f32)>;

/// How to learn.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Rows of the table.
    pub buckets: u32,
    /// Classes.
    pub classes: usize,
    /// Passes over the rows.
    pub epochs: usize,
    /// Adagrad's step.
    pub rate: f32,
    /// Share of features left out at random in each step.
    pub dropout: f32,
}

/// A learned classifier.
pub struct Linear {
    settings: Settings,
    weights: Vec<f32>,
    squares: Vec<f32>,
    biases: Vec<f32>,
}

/// Seed of the order and of what is left out; not 0.
const SEED: u64 = 88_172_645_463_325_252;
/// Step of the biases.
const BIAS_RATE: f32 = 0.05;
/// Slopes below this are not worth a step.
const STILL: f32 = 1e-4;

impl Linear {
    /// Learns from rows of features with their class and weight; the same rows and settings
    /// give the same classifier.
    pub fn fit(rows: &[(Sparse, usize, f32)], settings: Settings) -> Self {
        let size = settings.buckets as usize * settings.classes;
        let mut learner = Self {
            settings,
            weights: vec![0.0; size],
            squares: vec![1e-3; size],
            biases: vec![0.0; settings.classes],
        };
        let mut state = SEED;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        };
        let mut order: Vec<usize> = (0..rows.len()).collect();
        let mut kept = Sparse::new();
        for _ in 0..settings.epochs {
            for i in (1..order.len()).rev() {
                order.swap(i, (next() % (i as u64 + 1)) as usize);
            }
            for &i in &order {
                let (features, class, weight) = &rows[i];
                kept.clear();
                let mut stays = |_: &&(u32, f32)| {
                    (next() >> 40) as f32 / (1u64 << 24) as f32 >= settings.dropout
                };
                kept.extend(features.iter().filter(&mut stays));
                learner.step(&kept, *class, *weight);
            }
        }
        learner
    }

    fn step(&mut self, features: &[(u32, f32)], class: usize, weight: f32) {
        let kept: f32 = 1.0 - self.settings.dropout;
        let mut p = self.logits(features, 1.0 / kept);
        softmax(&mut p);
        p[class] -= 1.0;
        let width = self.settings.classes;
        for (bias, slope) in self.biases.iter_mut().zip(&p) {
            *bias -= BIAS_RATE * slope * weight;
        }
        for &(bucket, value) in features {
            let at = bucket as usize * width;
            let columns = self.weights[at..at + width]
                .iter_mut()
                .zip(&mut self.squares[at..at + width]);
            for ((w, square), slope) in columns.zip(&p) {
                let slope = slope * value * weight;
                if slope.abs() < STILL {
                    continue;
                }
                *square += slope * slope;
                *w -= self.settings.rate * slope / square.sqrt();
            }
        }
    }

    fn logits(&self, features: &[(u32, f32)], scale: f32) -> Vec<f32> {
        let width = self.settings.classes;
        let mut sums = vec![0.0; width];
        for &(bucket, value) in features {
            let row = &self.weights[bucket as usize * width..][..width];
            for (sum, w) in sums.iter_mut().zip(row) {
                *sum += w * value;
            }
        }
        for (sum, bias) in sums.iter_mut().zip(&self.biases) {
            *sum = *sum * scale + bias;
        }
        sums
    }

    /// Probability of each class.
    pub fn probabilities(&self, features: &[(u32, f32)]) -> Vec<f32> {
        let mut p = self.logits(features, 1.0);
        softmax(&mut p);
        p
    }
}

/// Place of the largest value.
pub fn top(values: &[f32]) -> usize {
    (1..values.len()).fold(0, |best, i| if values[i] > values[best] { i } else { best })
}

fn softmax(logits: &mut [f32]) {
    let most = logits.iter().copied().fold(f32::MIN, f32::max);
    let mut sum = 0.0;
    for logit in logits.iter_mut() {
        *logit = (*logit - most).exp();
        sum += *logit;
    }
    logits.iter_mut().for_each(|logit| *logit /= sum);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_told_apart_is_learned() {
        let settings = Settings {
            buckets: 8,
            classes: 3,
            epochs: 20,
            rate: 0.5,
            dropout: 0.0,
        };
        let row = |bucket: u32, class| (vec![(bucket, 0.7), (7, 0.7)], class, 1.0);
        let learned = Linear::fit(&[row(0, 0), row(1, 1), row(2, 2)], settings);
        for class in 0..3 {
            let p = learned.probabilities(&[(class, 0.7), (7, 0.7)]);
            assert_eq!(top(&p), class as usize);
            assert!((p.iter().sum::<f32>() - 1.0).abs() < 1e-5);
        }
    }
}
