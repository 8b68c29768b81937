//! Gauss-Legendre quadrature.

/// Nodes and weights of `n` points on `low..high`; exact for polynomials of degree 2n - 1.
///
/// The nodes are the roots of the Legendre polynomial, found by Newton's method from
/// `cos(π (i - 1/4) / (n + 1/2))`; the weights are `2 / ((1 - x²) P'(x)²)`.
/// Source: Abramowitz and Stegun, 25.4.29 and 22.16.6.
pub(super) fn nodes(n: usize, low: f64, high: f64) -> Vec<(f64, f64)> {
    let (middle, half) = ((low + high) / 2.0, (high - low) / 2.0);
    let node = |i: usize| {
        let mut x = (std::f64::consts::PI * (i as f64 + 0.75) / (n as f64 + 0.5)).cos();
        let mut slope = 1.0;
        for _ in 0..50 {
            let (value, derivative) = polynomial(n, x);
            slope = derivative;
            let step = value / derivative;
            x -= step;
            if step.abs() < 1e-15 {
                break;
            }
        }
        let weight = 2.0 / ((1.0 - x * x) * slope * slope);
        (middle - half * x, half * weight)
    };
    (0..n).map(node).collect()
}

/// The Legendre polynomial of degree `n` and its derivative at `x`.
fn polynomial(n: usize, x: f64) -> (f64, f64) {
    let (mut before, mut value) = (1.0, x);
    for k in 2..=n {
        let k = k as f64;
        (before, value) = (
            value,
            ((2.0 * k - 1.0) * x * value - (k - 1.0) * before) / k,
        );
    }
    (value, n as f64 * (x * value - before) / (x * x - 1.0))
}

#[cfg(test)]
mod tests {
    use super::nodes;

    #[test]
    fn a_polynomial_is_integrated_exactly() {
        let sum: f64 = nodes(8, 0.0, 2.0).iter().map(|(x, w)| w * x.powi(15)).sum();
        assert!((sum / (65_536.0 / 16.0) - 1.0).abs() < 1e-13, "{sum}");
        let sum: f64 = nodes(40, -1.0, 3.0).iter().map(|(x, w)| w * x.exp()).sum();
        assert!((sum / (3f64.exp() - (-1f64).exp()) - 1.0).abs() < 1e-13);
    }
}
