//! Inner loops on slices: written so that the compiler turns them into vector instructions.

/// Rows of a partial sum; fixed, so that sums do not depend on the number of threads.
pub(super) const ROWS: usize = 64;

/// `e^x` within 2e-7 of the true value, relative; flat beyond ±87.
#[inline(always)]
pub(super) fn exp(x: f32) -> f32 {
    // 1.5 * 2^23 + 127: adding it leaves the rounded exponent, biased, in the low bits.
    const SHIFT: f32 = 12_583_039.0;
    let x = x.clamp(-87.0, 87.0);
    let shifted = x * std::f32::consts::LOG2_E + SHIFT;
    let whole = shifted - SHIFT;
    // ln 2 in two parts, so that the remainder stays exact.
    let rest = x - whole * 0.693_359_4 + whole * 2.121_944_4e-4;
    let power = 1.0
        + rest
            * (1.0
                + rest
                    * (0.5
                        + rest
                            * (0.166_666_65
                                + rest
                                    * (0.041_666_57 + rest * (0.008_333_4 + rest * 0.001_393_2)))));
    power * f32::from_bits(shifted.to_bits() << 23)
}

/// The normal distribution function at `x` and `e^(-x²/2)`; Abramowitz and Stegun 7.1.26,
/// absolute error below 2e-7.
#[inline(always)]
pub(super) fn normal(x: f32) -> (f32, f32) {
    let z = x.abs() * std::f32::consts::FRAC_1_SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * z);
    let series = t
        * (0.254_829_6
            + t * (-0.284_496_74 + t * (1.421_413_7 + t * (-1.453_152 + t * 1.061_405_4))));
    let bell = exp(-z * z);
    let erf = (1.0 - series * bell).copysign(x);
    (0.5 * (1.0 + erf), bell)
}

/// Sum of a slice, in eight lanes.
#[inline]
pub(super) fn sum(values: &[f32]) -> f32 {
    let mut lanes = [0f32; 8];
    let chunks = values.chunks_exact(8);
    let rest: f32 = chunks.remainder().iter().sum();
    for chunk in chunks {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            *lane += value;
        }
    }
    lanes.iter().sum::<f32>() + rest
}

/// Sum of products of two slices of one length, in eight lanes.
#[inline]
pub(super) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0f32; 8];
    let (left, right) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest: f32 = left
        .remainder()
        .iter()
        .zip(right.remainder())
        .map(|(a, b)| a * b)
        .sum();
    for (a, b) in left.zip(right) {
        for (lane, (a, b)) in lanes.iter_mut().zip(a.iter().zip(b)) {
            *lane += a * b;
        }
    }
    lanes.iter().sum::<f32>() + rest
}

/// Mean and one over the standard deviation of a row.
#[inline]
pub(super) fn moments(row: &[f32], eps: f32) -> (f32, f32) {
    let mean = sum(row) / row.len() as f32;
    let mut lanes = [0f32; 8];
    let chunks = row.chunks_exact(8);
    let rest: f32 = chunks.remainder().iter().map(|x| (x - mean).powi(2)).sum();
    for chunk in chunks {
        for (lane, x) in lanes.iter_mut().zip(chunk) {
            *lane += (x - mean) * (x - mean);
        }
    }
    let variance = (lanes.iter().sum::<f32>() + rest) / row.len() as f32;
    (mean, 1.0 / (variance + eps).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_agrees_with_the_library() {
        for i in -860..=860 {
            let x = i as f32 * 0.1;
            let (ours, theirs) = (f64::from(exp(x)), f64::from(x).exp());
            assert!((ours / theirs - 1.0).abs() < 6e-7, "{x}: {ours} {theirs}");
        }
    }

    #[test]
    fn the_normal_distribution_agrees_with_its_table() {
        for (x, p) in [
            (0.0, 0.5),
            (1.0, 0.841_345),
            (-1.96, 0.024_998),
            (3.0, 0.998_650),
        ] {
            assert!((normal(x).0 - p).abs() < 2e-6, "{x}");
        }
    }

    #[test]
    fn lanes_and_remainders_are_all_summed() {
        let values: Vec<f32> = (0..21).map(|i| i as f32).collect();
        assert_eq!(sum(&values), 210.0);
        assert_eq!(dot(&values, &values), 2870.0);
    }
}
