//! Errors that hold where the model's spread does not.

use nalgebra::{DMatrix, DVector};

use super::Ties;
use super::sweep::Sweep;

/// What has accrued up to one event time: `Σ 1 / risk` and `Σ mean / risk`.
struct Accrued {
    time: f64,
    hazard: f64,
    pull: DVector<f64>,
}

/// The covariance of the coefficients between clusters.
pub(super) fn sandwich(
    sweep: &Sweep,
    coef: &DVector<f64>,
    cov: &DMatrix<f64>,
    ties: Ties,
) -> DMatrix<f64> {
    let residuals = scores(sweep, coef, ties);
    let moved = match &sweep.cohort.cluster {
        None => residuals,
        Some(cluster) => {
            let count = cluster.iter().max().map_or(0, |last| last + 1);
            let mut sums = DMatrix::zeros(coef.len(), count);
            for (i, &c) in cluster.iter().enumerate() {
                let mut sum = sums.column_mut(c);
                sum += residuals.column(i);
            }
            sums
        }
    };
    let moved = cov * moved;
    &moved * moved.transpose()
}

/// Each customer's share in the slope of the partial likelihood, one column each.
fn scores(sweep: &Sweep, coef: &DVector<f64>, ties: Ties) -> DMatrix<f64> {
    let (risks, _) = sweep.risks(coef);
    let spells = &sweep.cohort.spells;
    let mut scores = DMatrix::zeros(coef.len(), spells.len());
    let mut strata: Vec<Vec<Accrued>> = (0..sweep.strata()).map(|_| Vec::new()).collect();
    sweep.visit(&risks, |moment| {
        let count = moment.deaths.len() as f64;
        let mut now = Accrued {
            time: moment.time,
            hazard: 0.0,
            pull: DVector::zeros(coef.len()),
        };
        for draw in moment.draws(ties) {
            now.hazard += 1.0 / draw.risk;
            now.pull += &draw.mean / draw.risk;
            for &i in moment.deaths {
                // A tied event is drawn in one of the draws, and is partly gone in the later.
                let from_mean = sweep.x.column(i) - &draw.mean;
                let mut score = scores.column_mut(i);
                score += from_mean * (1.0 / count + draw.gone * risks[i] / draw.risk);
            }
        }
        strata[moment.stratum].push(now);
    });
    for accrued in &mut strata {
        accrued.reverse();
        for at in 1..accrued.len() {
            let (before, now) = accrued.split_at_mut(at);
            now[0].hazard += before[at - 1].hazard;
            now[0].pull += &before[at - 1].pull;
        }
    }
    for (i, spell) in spells.iter().enumerate() {
        let accrued = &strata[sweep.cohort.stratum.as_ref().map_or(0, |s| s[i])];
        let x = sweep.x.column(i);
        let mut score = scores.column_mut(i);
        for (until, sign) in [(spell.time, -1.0), (spell.entry, 1.0)] {
            let after = accrued.partition_point(|a| a.time <= until);
            if let Some(sum) = after.checked_sub(1).map(|at| &accrued[at]) {
                score += (x * sum.hazard - &sum.pull) * (sign * risks[i]);
            }
        }
    }
    scores
}
