//! Random draws that depend on a seed and a stream, and on nothing else.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Binomial, Distribution, Gamma, Poisson, StandardNormal};

/// A source of draws: ChaCha8 of one seed, on one of its independent streams.
///
/// ```
/// use world::Draw;
/// assert_eq!(Draw::new(1, 0).uniform(), Draw::new(1, 0).uniform());
/// assert_ne!(Draw::new(1, 0).uniform(), Draw::new(1, 1).uniform());
/// ```
#[derive(Debug, Clone)]
pub struct Draw(ChaCha8Rng);

impl Draw {
    /// The draws of `seed` on `stream`; streams of one seed do not overlap.
    #[must_use]
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut source = ChaCha8Rng::seed_from_u64(seed);
        source.set_stream(stream);
        Draw(source)
    }

    /// Uniform from 0 to below 1.
    pub fn uniform(&mut self) -> f64 {
        self.0.random()
    }

    /// Whether an event of this chance happened; below 0 never, above 1 always.
    pub fn chance(&mut self, share: f64) -> bool {
        self.uniform() < share
    }

    /// A whole number from 0 to below `end`, which is at least 1.
    pub fn below(&mut self, end: usize) -> usize {
        self.0.random_range(0..end.max(1))
    }

    /// A place in `weights`, as often as its weight says; weights are 0 or more.
    pub fn pick(&mut self, weights: &[f64]) -> usize {
        let mut left = self.uniform() * weights.iter().sum::<f64>();
        for (place, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0.0 {
                return place;
            }
        }
        weights.len().saturating_sub(1)
    }

    /// Standard normal.
    pub fn normal(&mut self) -> f64 {
        StandardNormal.sample(&mut self.0)
    }

    /// Standard Gumbel, the noise of a choice by utility.
    pub fn gumbel(&mut self) -> f64 {
        -(-(1.0 - self.uniform()).ln()).ln()
    }

    /// Poisson with this mean; 0 where the mean is not above 0.
    pub fn poisson(&mut self, mean: f64) -> u64 {
        Poisson::new(mean).map_or(0, |law| law.sample(&mut self.0) as u64)
    }

    /// Negative binomial with mean `mean` and variance `mean + mean² / size`.
    pub fn negative_binomial(&mut self, mean: f64, size: f64) -> u64 {
        let rate = Gamma::new(size, mean / size).map_or(0.0, |law| law.sample(&mut self.0));
        self.poisson(rate)
    }

    /// Successes among `n` trials of this chance.
    pub fn binomial(&mut self, n: u64, share: f64) -> u64 {
        Binomial::new(n, share.clamp(0.0, 1.0)).map_or(0, |law| law.sample(&mut self.0))
    }

    /// The numbers from 0 to below `n` in a random order.
    pub fn order(&mut self, n: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..n).collect();
        for last in (1..n).rev() {
            order.swap(last, self.below(last + 1));
        }
        order
    }

    /// Answers of a population with these shares of promoters and detractors.
    pub fn answers(&mut self, n: u64, promoters: f64, detractors: f64) -> stats::nps::Counts {
        let first = self.binomial(n, promoters);
        let rest = n - first;
        let second = self.binomial(rest, detractors / (1.0 - promoters).max(1e-12));
        stats::nps::Counts {
            promoters: first,
            passives: rest - second,
            detractors: second,
        }
    }
}

/// The logistic function, a chance from log-odds.
#[must_use]
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// A value of a latent scale as a whole answer from `lowest` to `highest`.
#[must_use]
pub fn answer(value: f64, lowest: u8, highest: u8) -> u8 {
    value.round().clamp(f64::from(lowest), f64::from(highest)) as u8
}
