//! The hazard that all share.

use serde::Serialize;

use super::sweep::Sweep;
use super::{Cohort, Fit};

/// The cumulative hazard of a customer whose covariates are all zero.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CumulativeHazard {
    /// Stratum.
    pub stratum: usize,
    /// The time.
    pub time: f64,
    /// Cumulative hazard up to and with it; `exp(-hazard)` is the share still there.
    pub hazard: f64,
}

/// The cumulative baseline hazard at each event time, by stratum and time.
///
/// Formula: `H(t) = Σ 1 / risk` over events up to `t`, risk sets as in [`fit`](super::fit) with
/// its ties, `exp(x β)` with `x` as given. A customer with `x` has `H(t) exp(x β)`.
/// Arguments: the cohort and its fit. Errors: none.
/// Assumptions: those of [`fit`](super::fit).
/// Source: Therneau and Grambsch 2000, Modeling Survival Data, section 10.2.
///
/// ```
/// use nalgebra::DMatrix;
/// use stats::cox::{Cohort, Term, Ties, baseline, fit};
/// use stats::survival::Spell;
/// let spells = [1.0, 2.0, 3.0, 4.0].map(|t| Spell::new(t, true)).to_vec();
/// let x = DMatrix::from_column_slice(4, 1, &[0.0, 1.0, 1.0, 0.0]);
/// let cohort = Cohort::new(spells, x, vec![Term::number("x")]);
/// let hazard = baseline(&cohort, &fit(&cohort, Ties::Efron).unwrap());
/// assert!(hazard.len() == 4 && hazard[0].hazard < hazard[3].hazard);
/// ```
#[must_use]
pub fn baseline(cohort: &Cohort, fit: &Fit) -> Vec<CumulativeHazard> {
    let sweep = Sweep::new(cohort);
    let (risks, top) = sweep.risks(&fit.coef);
    // The sweep's covariates lie around their means.
    let means = cohort.x.row_mean().transpose();
    let unit = (-(top + means.dot(&fit.coef))).exp();
    let mut found: Vec<CumulativeHazard> = Vec::new();
    sweep.visit(&risks, |moment| {
        found.push(CumulativeHazard {
            stratum: moment.stratum,
            time: moment.time,
            hazard: unit * moment.draws(fit.ties).map(|d| 1.0 / d.risk).sum::<f64>(),
        });
    });
    found.sort_by(|a, b| (a.stratum.cmp(&b.stratum)).then(a.time.total_cmp(&b.time)));
    for at in 1..found.len() {
        if found[at].stratum == found[at - 1].stratum {
            found[at].hazard += found[at - 1].hazard;
        }
    }
    found
}
