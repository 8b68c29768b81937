//! The hash behind every feature: cheap, stable across platforms and versions of this crate.

/// Where every hash starts.
pub const SEED: u64 = 0xcbf2_9ce4_8422_2325;

/// Adds one value to a running hash.
#[inline]
pub fn step(hash: u64, value: u64) -> u64 {
    (hash ^ value)
        .wrapping_mul(0x9e37_79b9_7f4a_7c15)
        .rotate_left(29)
}

/// Ends a hash: 32 well-mixed bits.
#[inline]
pub fn finish(mut hash: u64) -> u32 {
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^= hash >> 33;
    (hash >> 32) as u32
}

/// Bucket of a finished hash among `buckets`, without a modulo.
#[inline]
pub fn bucket(hash: u32, buckets: u32) -> u32 {
    ((u64::from(hash) * u64::from(buckets)) >> 32) as u32
}

/// Hash of a lower-cased word, equal to the hash its token carries.
pub fn word(text: &str) -> u64 {
    text.chars().fold(SEED, |h, c| step(h, u64::from(c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_stay_in_range_and_spread() {
        let mut seen = [0u32; 16];
        for value in 0..16_000 {
            seen[bucket(finish(step(SEED, value)), 16) as usize] += 1;
        }
        assert!(seen.iter().all(|&n| (800..1_200).contains(&n)), "{seen:?}");
    }
}
