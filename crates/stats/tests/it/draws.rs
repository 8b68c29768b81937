//! A tiny deterministic generator for simulations (SplitMix64).

use stats::nps;

/// Draws that depend on the seed alone.
pub struct Draws(u64);

impl Draws {
    pub fn new(seed: u64) -> Self {
        Draws(seed)
    }

    /// Uniform from 0 to below 1.
    pub fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((x ^ (x >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// `n` answers of a population with these shares of promoters and detractors.
    pub fn answers(&mut self, n: u64, promoters: f64, detractors: f64) -> nps::Counts {
        let mut counts = nps::Counts::default();
        for _ in 0..n {
            let u = self.uniform();
            if u < promoters {
                counts.promoters += 1;
            } else if u < promoters + detractors {
                counts.detractors += 1;
            } else {
                counts.passives += 1;
            }
        }
        counts
    }
}
