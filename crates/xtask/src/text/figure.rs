//! A measured number with its interval: counts per text, summed, and the texts drawn anew.

/// Resamples of the bootstrap.
const RESAMPLES: usize = 1_000;
/// Seed of the bootstrap; not 0.
const SEED: u64 = 0x9e37_79b9_7f4a_7c15;

/// A number, its 95 % bootstrap interval and how many texts it rests on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figure {
    /// The number on all texts.
    pub value: f64,
    /// Lower end: 2.5th percentile of 1,000 resamples of the texts.
    pub low: f64,
    /// Upper end: 97.5th percentile.
    pub high: f64,
    /// Texts.
    pub n: usize,
}

/// What each text adds to a list of sums, from which a number is computed.
#[derive(Debug, Default)]
pub struct Tally {
    cells: usize,
    ends: Vec<usize>,
    parts: Vec<(usize, f64)>,
}

impl Tally {
    /// For `cells` sums.
    pub fn new(cells: usize) -> Self {
        Self {
            cells,
            ..Self::default()
        }
    }

    /// Adds a text by the sums it adds to.
    pub fn add(&mut self, parts: impl IntoIterator<Item = (usize, f64)>) {
        self.parts.extend(parts);
        self.ends.push(self.parts.len());
    }

    /// Texts added.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The number that `of` computes from the sums, with its interval; `None` without a text.
    pub fn figure(&self, of: impl Fn(&[f64]) -> f64) -> Option<Figure> {
        if self.ends.is_empty() {
            return None;
        }
        let n = self.len();
        let value = of(&self.sums(0..n));
        let mut state = SEED;
        let mut draw = |_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            ((state >> 32) as usize * n) >> 32
        };
        let mut drawn: Vec<f64> = (0..RESAMPLES)
            .map(|_| of(&self.sums((0..n).map(&mut draw))))
            .collect();
        drawn.sort_by(f64::total_cmp);
        let at = |share: f64| drawn[((RESAMPLES - 1) as f64 * share).round() as usize];
        Some(Figure {
            value,
            low: at(0.025),
            high: at(0.975),
            n,
        })
    }

    fn sums(&self, texts: impl Iterator<Item = usize>) -> Vec<f64> {
        let mut sums = vec![0.0; self.cells];
        for text in texts {
            let from = if text == 0 { 0 } else { self.ends[text - 1] };
            for &(cell, value) in &self.parts[from..self.ends[text]] {
                sums[cell] += value;
            }
        }
        sums
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(right: usize, n: usize) -> Figure {
        let mut tally = Tally::new(2);
        for i in 0..n {
            tally.add([(0, 1.0), (1, if i < right { 1.0 } else { 0.0 })]);
        }
        tally.figure(|sums| sums[1] / sums[0]).unwrap()
    }

    #[test]
    fn the_interval_of_a_share_is_the_binomial_one() {
        let figure = share(150, 200);
        assert!((figure.value - 0.75).abs() < 1e-12);
        // 1.96 · √(0.75 · 0.25 / 200) = 0.060.
        assert!(
            (figure.value - figure.low - 0.060).abs() < 0.012,
            "{figure:?}"
        );
        assert!(
            (figure.high - figure.value - 0.060).abs() < 0.012,
            "{figure:?}"
        );
    }

    #[test]
    fn the_same_texts_give_the_same_interval() {
        assert_eq!(share(3, 10), share(3, 10));
        assert_eq!(Tally::new(1).figure(|sums| sums[0]), None);
    }
}
