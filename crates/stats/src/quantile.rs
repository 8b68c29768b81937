//! Quantiles and tails of the few distributions that intervals need.
//!
//! The special functions come from `statrs`; where its inverse is solved only
//! approximately, Newton steps on the distribution function finish it. Tests
//! hold the results against published tables of R 4.

use statrs::distribution::{Beta, Continuous, ContinuousCDF, Normal, StudentsT};
use statrs::function::{erf, gamma};

/// Normal quantile of `p`, 0 < p < 1.
pub(crate) fn normal(p: f64) -> f64 {
    polish(&Normal::standard(), p)
}

/// Share of a standard normal beyond `|z|` on both sides.
pub(crate) fn two_sided_p(z: f64) -> f64 {
    erf::erfc(z.abs() / std::f64::consts::SQRT_2)
}

/// Share of a chi-squared with `df` > 0 degrees of freedom at or above `x`.
pub(crate) fn chi_squared_above(x: f64, df: f64) -> f64 {
    if x > 0.0 {
        gamma::gamma_ur(df / 2.0, x / 2.0)
    } else {
        1.0
    }
}

/// Student's t quantile of `p`, 0 < p < 1, with `df` > 0 degrees of freedom.
///
/// From `T_IS_NEAR_NORMAL` degrees of freedom on, three terms of Hill's
/// expansion around the normal quantile err by about 1e-12 (for levels up to
/// 99.9 %), which the beta inverse behind the exact solution no longer reaches.
/// Source: Hill 1970, doi:10.1145/355598.355600; Abramowitz and Stegun 26.7.5.
pub(crate) fn student_t(p: f64, df: f64) -> f64 {
    const T_IS_NEAR_NORMAL: f64 = 1e3;
    if df >= T_IS_NEAR_NORMAL {
        let z = normal(p);
        let (z3, z5, z7) = (z.powi(3), z.powi(5), z.powi(7));
        let first = (z3 + z) / 4.0;
        let second = (5.0 * z5 + 16.0 * z3 + 3.0 * z) / 96.0;
        let third = (3.0 * z7 + 19.0 * z5 + 17.0 * z3 - 15.0 * z) / 384.0;
        return z + (first + (second + third / df) / df) / df;
    }
    match StudentsT::new(0.0, 1.0, df) {
        Ok(t) => polish(&t, p),
        Err(_) => f64::NAN,
    }
}

/// Beta quantile of `p`, 0 < p < 1, with shapes `a` and `b` above 0.
pub(crate) fn beta(p: f64, a: f64, b: f64) -> f64 {
    match Beta::new(a, b) {
        Ok(beta) => polish(&beta, p),
        Err(_) => f64::NAN,
    }
}

/// The inverse of `d` at `p`, finished by Newton steps that must each shrink.
fn polish<D>(d: &D, p: f64) -> f64
where
    D: ContinuousCDF<f64, f64> + Continuous<f64, f64>,
{
    let mut x = d.inverse_cdf(p);
    let mut last = f64::INFINITY;
    for _ in 0..8 {
        let density = d.pdf(x);
        if !(density.is_finite() && density > 0.0) {
            break;
        }
        // Work with the smaller tail, whose value has the more digits.
        let step = if p > 0.5 {
            ((1.0 - p) - d.sf(x)) / density
        } else {
            (d.cdf(x) - p) / density
        };
        if !step.is_finite() || step.abs() >= last {
            break;
        }
        last = step.abs();
        x -= step;
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, table: f64) {
        assert!(
            (found - table).abs() <= 1e-10 * table.abs().max(1.0),
            "{found} is not {table}"
        );
    }

    #[test]
    fn normal_quantiles_agree_with_tables() {
        close(normal(0.975), 1.959963984540054);
        close(normal(0.95), 1.644853626951473);
        close(normal(0.995), 2.575829303548901);
        close(normal(0.025), -1.959963984540054);
        close(normal(0.8), 0.8416212335729142);
        close(normal(1.0 - 0.05 / 6.0), 2.39397979981851);
    }

    #[test]
    fn student_quantiles_agree_with_tables() {
        close(student_t(0.975, 1.0), 12.706204736174707);
        close(student_t(0.975, 5.0), 2.570581835636314);
        close(student_t(0.975, 9.0), 2.262157162740992);
        close(student_t(0.95, 30.0), 1.697260886593954);
        close(student_t(0.025, 9.0), -2.262157162740992);
    }

    #[test]
    fn student_quantiles_pass_smoothly_into_the_normal_ones() {
        // Across the seam the slope in 1/df, (z³ + z)/4, goes on.
        let seam = student_t(0.975, 999.0) - student_t(0.975, 1001.0);
        let slope = (normal(0.975).powi(3) + normal(0.975)) / 4.0;
        assert!((seam / (slope * (1.0 / 999.0 - 1.0 / 1001.0)) - 1.0).abs() < 1e-2);
        close(student_t(0.975, 1e15), normal(0.975));
    }

    #[test]
    fn tails_agree_with_tables() {
        close(two_sided_p(1.959963984540054), 0.05);
        close(two_sided_p(-2.469412852289), 0.0135334978438);
        assert!((two_sided_p(10.0) / 1.523970604832105e-23 - 1.0).abs() < 1e-10);
    }

    #[test]
    fn chi_squared_tails_agree_with_tables() {
        close(chi_squared_above(3.841458820694124, 1.0), 0.05);
        close(chi_squared_above(0.0, 2.0), 1.0);
        let far = chi_squared_above(249.0477178086, 6.0);
        assert!((far / 6.5527763191e-51 - 1.0).abs() < 1e-8, "{far:e}");
    }

    #[test]
    fn a_beta_quantile_is_the_inverse_of_its_distribution_far_out() {
        // One hit in n: the lower Clopper-Pearson end has a closed form.
        for n in [2.0_f64, 10.0, 1000.0, 1e6] {
            let exact = -f64::exp_m1(f64::ln_1p(-0.025) / n);
            let found = beta(0.025, 1.0, n);
            assert!((found / exact - 1.0).abs() < 1e-10, "{n}: {found} {exact}");
            // No miss in n: the mirrored end.
            let mirrored = 1.0 - beta(0.975, n, 1.0);
            assert!((mirrored - exact).abs() < 1e-12, "{n}: {mirrored} {exact}");
        }
        // Found by a law: where the library's inverse is off by 1e-4 of itself.
        let (p, shapes) = (0.164_844_041_392_043_9, (3.5, 384_405.5));
        let (low, high) = (
            beta(p, shapes.0, shapes.1),
            beta(1.0 - p, shapes.1, shapes.0),
        );
        assert!((low + high - 1.0).abs() < 1e-14, "{low} {high}");
    }
}
