//! Dice that fall the same way for the same seed.

/// A small repeatable generator (splitmix64: Steele, Lea, Flood 2014,
/// doi 10.1145/2660193.2660195). For tests only: it keeps no secret.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// Dice that start from `seed`; print the seed in every randomised test.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The seed in `HEARBACK_SEED`, else `seed`; printed with the line that replays it.
    pub fn replayable(seed: u64) -> Self {
        let seed = match std::env::var("HEARBACK_SEED") {
            Err(_) => seed,
            Ok(text) => text.parse().unwrap_or_else(|_| {
                panic!("HEARBACK_SEED '{text}' is not a number: write 0 to 2^64-1")
            }),
        };
        eprintln!("replay with HEARBACK_SEED={seed}");
        Self(seed)
    }

    /// The next 64 bits.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A whole number from 0 up to, not including, `end`.
    ///
    /// # Panics
    /// When `end` is 0.
    pub fn below(&mut self, end: u64) -> u64 {
        assert!(end > 0, "dice need at least one side");
        // Multiply-shift: even enough for tests, and without a loop.
        ((u128::from(self.roll()) * u128::from(end)) >> 64) as u64
    }

    /// A number from 0 up to, not including, 1.
    pub fn share(&mut self) -> f64 {
        (self.roll() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// True with probability `share` (0–1).
    pub fn chance(&mut self, share: f64) -> bool {
        self.share() < share
    }

    /// One of the items.
    ///
    /// # Panics
    /// When there is none.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len() as u64) as usize]
    }

    /// Puts the items in another order (Fisher–Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last as u64 + 1) as usize);
        }
    }

    /// `n` small letters, as a name or a key.
    pub fn letters(&mut self, n: usize) -> String {
        (0..n)
            .map(|_| char::from(b'a' + self.below(26) as u8))
            .collect()
    }

    /// `n` bytes, as a seed or a key.
    pub fn bytes(&mut self, n: usize) -> Vec<u8> {
        (0..n).map(|_| self.roll() as u8).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_falls_the_same_way() {
        // The first three outputs of splitmix64 from 1234567, as published with xoshiro.
        let mut dice = Dice::new(1_234_567);
        let rolls = [dice.roll(), dice.roll(), dice.roll()];
        assert_eq!(
            rolls,
            [
                6457827717110365317,
                3203168211198807973,
                9817491932198370423
            ]
        );
    }

    #[test]
    fn dice_stay_on_the_table_and_reach_every_side() {
        let mut dice = Dice::new(7);
        let mut seen = [0u32; 6];
        for _ in 0..6_000 {
            seen[dice.below(6) as usize] += 1;
            assert!((0.0..1.0).contains(&dice.share()));
        }
        assert!(seen.iter().all(|&n| (800..1_200).contains(&n)), "{seen:?}");
        let mut items: Vec<u32> = (0..50).collect();
        dice.shuffle(&mut items);
        assert_ne!(items, (0..50).collect::<Vec<_>>());
        items.sort_unstable();
        assert_eq!(items, (0..50).collect::<Vec<_>>());
        assert!(dice.letters(8).chars().all(|c| c.is_ascii_lowercase()));
    }
}
