//! Numbers about an encoder's answers.

/// Pearson's correlation; 0 where one side does not vary.
pub(super) fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let n = a.len().min(b.len()).max(1) as f64;
    let mean = |x: &[f64]| x.iter().sum::<f64>() / n;
    let (ma, mb) = (mean(a), mean(b));
    let (mut ab, mut aa, mut bb) = (0.0, 0.0, 0.0);
    for (x, y) in a.iter().zip(b) {
        ab += (x - ma) * (y - mb);
        aa += (x - ma).powi(2);
        bb += (y - mb).powi(2);
    }
    if aa * bb > 0.0 {
        ab / (aa * bb).sqrt()
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::correlation;

    #[test]
    fn correlation_agrees_with_a_worked_example() {
        // Deviations -1.5 -0.5 0.5 1.5 and -1.25 -1.25 0.75 1.75: 4.5 / sqrt(5 * 6.75).
        let r = correlation(&[1.0, 2.0, 3.0, 4.0], &[1.0, 1.0, 3.0, 4.0]);
        assert!((r - 5.5 / (5.0f64 * 6.75).sqrt()).abs() < 1e-9, "{r}");
        assert_eq!(correlation(&[1.0, 1.0], &[0.0, 5.0]), 0.0);
    }
}
