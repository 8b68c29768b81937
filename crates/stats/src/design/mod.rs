//! Weighted means of samples with strata, clusters and known frames.
//!
//! A [`Stratum`] is a handful of sums, so one SQL aggregate can fill it. A sampling
//! unit is whatever was drawn independently: a respondent, or a store or
//! customer with all its answers (then fill a [`Cluster`] first).

mod headline;
mod linearize;
mod sums;

pub(crate) use headline::{Bounds, estimate_within};
pub use linearize::{Linearized, linearize};
pub use sums::{Cluster, Stratum};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::StatsError;

    #[test]
    fn repeat_answers_of_one_respondent_widen_the_error() {
        let (mut alone, mut grouped) = (Stratum::default(), Stratum::default());
        for person in 0..30 {
            let mut cluster = Cluster::default();
            for _ in 0..4 {
                let value = f64::from(person % 3) - 1.0;
                alone.observe(1.0, value).unwrap();
                cluster.observe(1.0, value).unwrap();
            }
            grouped.add(&cluster);
        }
        let (a, g) = (linearize(&[alone]).unwrap(), linearize(&[grouped]).unwrap());
        assert_eq!((a.n, g.n, a.df, g.df), (120, 120, 119, 29));
        // Four equal answers say no more than one: variance 2/3 over 29.
        assert!(
            (g.se - (2.0_f64 / 3.0 / 29.0).sqrt()).abs() < 1e-12,
            "{g:?}"
        );
        assert!(a.se < g.se / 1.9);
        assert!(g.design_effect.unwrap() > 3.9);
    }

    #[test]
    fn a_lone_unit_in_a_stratum_counts_instead_of_failing() {
        let (mut many, mut lone) = (Stratum::default(), Stratum::default());
        for x in [1.0, 2.0, 3.0, 4.0] {
            many.observe(1.0, x).unwrap();
        }
        lone.observe(1.0, 10.0).unwrap();
        let found = linearize(&[many, lone]).unwrap();
        // Mean 4: inner spread 5 × 4/3, the lone unit (10 - 4)².
        let expected = ((5.0 * 4.0 / 3.0 + 36.0) / 25.0_f64).sqrt();
        assert!((found.se - expected).abs() < 1e-12, "{found:?}");
        assert_eq!(found.df, 3);
    }

    #[test]
    fn bad_input_is_named() {
        let mut s = Stratum::default();
        assert!(s.observe(-1.0, 0.0).unwrap_err().to_string().contains("-1"));
        assert!(s.observe(1.0, f64::NAN).is_err());
        assert_eq!(s, Stratum::default());
        assert!(matches!(linearize(&[s]), Err(StatsError::NoWeight { .. })));
        s.observe(1.0, 1.0).unwrap();
        assert!(matches!(linearize(&[s]), Err(StatsError::NoFreedom { .. })));
        s.observe(1.0, 2.0).unwrap();
        s.frame = Some(1);
        assert!(matches!(
            linearize(&[s]),
            Err(StatsError::Frame { frame: 1, units: 2 })
        ));
    }
}
