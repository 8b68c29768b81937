//! Randomness as an argument: fixed, independent streams, so that the same seed gives the same
//! bytes on every machine.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// The random stream `stream` of `seed`.
///
/// Formula: ChaCha with 8 rounds, keyed by the seed, with the stream as its nonce.
/// Arguments: any numbers; give each replicate, world or fold a stream of its own, so that the
/// order in which they are computed, or on how many cores, changes nothing.
/// Errors: none. Assumptions: streams of one seed do not overlap (2^68 bytes each).
/// Source: Bernstein 2008, ChaCha, a variant of Salsa20.
///
/// ```
/// use rand::Rng;
/// let draw = |stream| stats::random::stream(7, stream).random::<u64>();
/// assert_eq!(draw(0), draw(0));
/// assert_ne!(draw(0), draw(1));
/// ```
#[must_use]
pub fn stream(seed: u64, stream: u64) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(stream);
    rng
}

/// `n` row numbers below `n`, drawn with replacement: one bootstrap sample.
///
/// Arguments: `n` rows. Errors: none; no rows give no numbers.
///
/// ```
/// let rows = stats::random::resample(&mut stats::random::stream(1, 0), 5);
/// assert!(rows.len() == 5 && rows.iter().all(|&row| row < 5));
/// ```
pub fn resample(rng: &mut impl Rng, n: usize) -> Vec<usize> {
    // Drawn as u64: the draw must not depend on the width of a machine's addresses.
    let rows = n as u64;
    (0..n).map(|_| rng.random_range(0..rows) as usize).collect()
}

/// How often each of `n` rows is drawn in one bootstrap sample; the same draws as [`resample`].
///
/// ```
/// let times = stats::random::multiplicity(&mut stats::random::stream(1, 0), 5);
/// assert_eq!(times.iter().sum::<u32>(), 5);
/// ```
pub fn multiplicity(rng: &mut impl Rng, n: usize) -> Vec<u32> {
    let mut times = vec![0; n];
    for row in resample(rng, n) {
        times[row] += 1;
    }
    times
}
