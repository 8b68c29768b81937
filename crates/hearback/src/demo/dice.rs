//! The story's own small generator: the same seed tells the same story, on every machine.

/// SplitMix64 (Steele, Lea, Flood 2014, doi:10.1145/2714064.2660195) with the draws a story needs.
#[derive(Debug, Clone)]
pub(super) struct Dice(u64);

impl Dice {
    /// A generator that is determined by `seed`.
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub(super) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// 128 bits, for ids and references.
    pub(super) fn wide(&mut self) -> u128 {
        u128::from(self.bits()) << 64 | u128::from(self.bits())
    }

    /// A number in 0..1, evenly spread.
    pub(super) fn share(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// True with this probability.
    pub(super) fn chance(&mut self, probability: f64) -> bool {
        self.share() < probability
    }

    /// A number between two, evenly spread.
    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.share()
    }

    /// A whole number in `0..n`; 0 for an empty range.
    pub(super) fn under(&mut self, n: usize) -> usize {
        ((self.share() * n as f64) as usize).min(n.saturating_sub(1))
    }

    /// About normal with mean 0 and deviation 1: twelve even draws (Irwin–Hall), which needs no
    /// logarithm and so gives the same bits everywhere.
    pub(super) fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.share()).sum::<f64>() - 6.0
    }

    /// A whole number with this mean, its remainder left to chance.
    pub(super) fn about(&mut self, mean: f64) -> usize {
        let spread = (mean + self.normal() * mean.max(0.0).sqrt()).max(0.0);
        spread as usize + usize::from(self.chance(spread.fract()))
    }

    /// One of a list; `None` when it is empty.
    pub(super) fn pick<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        list.get(self.under(list.len()))
    }

    /// One of a list by weight; the last one where the weights leave a gap.
    pub(super) fn weighted<T: Copy>(&mut self, list: &[(T, f64)], none: T) -> T {
        let mut left = self.share() * list.iter().map(|(_, w)| w).sum::<f64>();
        for (item, weight) in list {
            left -= weight;
            if left < 0.0 {
                return *item;
            }
        }
        list.last().map_or(none, |(item, _)| *item)
    }
}
