//! The search for the maximum of the likelihood: Fisher scoring with halved steps.

use nalgebra::{DMatrix, DVector};

use crate::StatsError;
use crate::style::cfa::Group;
use crate::style::cfa::layout::Layout;

/// Most steps; a well-posed model needs 10 to 50.
const STEPS: usize = 1000;

/// What the search ends with.
pub(super) struct Found {
    pub values: DVector<f64>,
    /// `Σ n (log |Σ| + tr Σ⁻¹ T)`, T the second moments around the implied means.
    pub deviance: f64,
    /// Covariances of the parameters, from the expected information.
    pub cov: DMatrix<f64>,
}

/// Searches from `values` on.
pub(super) fn search(
    layout: &Layout,
    groups: &[Group],
    mut values: DVector<f64>,
) -> Result<Found, StatsError> {
    let stuck = || StatsError::NotConverged { steps: STEPS };
    let mut deviance = deviance(layout, groups, &values).ok_or_else(stuck)?;
    for _ in 0..STEPS {
        let (slope, information) = expand(layout, groups, &values).ok_or_else(stuck)?;
        let cov = invert(information).ok_or_else(stuck)?;
        let step = &cov * &slope;
        // What a full step would gain, in units of chi-square.
        let promise = slope.dot(&step);
        if promise < 1e-14 * deviance.abs().max(1.0) {
            return Ok(Found {
                values,
                deviance,
                cov,
            });
        }
        let mut share = 1.0;
        loop {
            let next = &values + &step * share;
            let reached = self::deviance(layout, groups, &next);
            if let Some(reached) = reached.filter(|r| *r < deviance) {
                (values, deviance) = (next, reached);
                break;
            }
            share /= 2.0;
            if share < 1e-9 {
                // No way down is left: rounding, if little was promised.
                return if promise < 1e-6 {
                    Ok(Found {
                        values,
                        deviance,
                        cov,
                    })
                } else {
                    Err(stuck())
                };
            }
        }
    }
    Err(stuck())
}

/// By how much chi-square would fall to the first order, with all of the layout's parameters let
/// loose from here: the score test.
pub(super) fn promise(layout: &Layout, groups: &[Group], values: &DVector<f64>) -> Option<f64> {
    let (slope, information) = expand(layout, groups, values)?;
    let inverse = information.cholesky()?.inverse();
    Some(slope.dot(&(inverse * &slope)))
}

/// Twice the negative log-likelihood, less its constant; blank off the space of covariances.
fn deviance(layout: &Layout, groups: &[Group], values: &DVector<f64>) -> Option<f64> {
    let mut sum = 0.0;
    for (at, group) in groups.iter().enumerate() {
        let own = layout.group(at, values);
        let cholesky = own.cov().cholesky()?;
        let away = &group.mean - own.means();
        let logs = cholesky.l_dirty().diagonal().map(f64::ln).sum() * 2.0;
        let trace = cholesky.solve(&group.cov).trace() + away.dot(&cholesky.solve(&away));
        sum += group.n as f64 * (logs + trace);
    }
    sum.is_finite().then_some(sum)
}

/// Slope of the log-likelihood, and its expected information.
fn expand(
    layout: &Layout,
    groups: &[Group],
    values: &DVector<f64>,
) -> Option<(DVector<f64>, DMatrix<f64>)> {
    let mut slope = DVector::zeros(layout.count);
    let mut information = DMatrix::zeros(layout.count, layout.count);
    for (at, group) in groups.iter().enumerate() {
        let own = layout.group(at, values);
        let inverse = own.cov().cholesky()?.inverse();
        let away = &group.mean - own.means();
        let second = &group.cov + &away * away.transpose();
        let left = &inverse * second;
        let pulled = &inverse * &away;
        let n = group.n as f64;
        let places = &layout.of[at];
        let held: Vec<(usize, DMatrix<f64>, DVector<f64>)> = own
            .slopes()
            .into_iter()
            .zip(places)
            .filter_map(|((cov, mean), place)| place.map(|p| (p, &inverse * cov, mean)))
            .collect();
        for (i, (place, cov, mean)) in held.iter().enumerate() {
            slope[*place] += n * (0.5 * ((cov * &left).trace() - cov.trace()) + mean.dot(&pulled));
            let bent = &inverse * mean;
            let turned = cov.transpose();
            for (other, cov2, mean2) in &held[i..] {
                // tr(A B) as the sum of the products of A' and B.
                let both = n * (0.5 * turned.dot(cov2) + bent.dot(mean2));
                information[(*place, *other)] += both;
                if place != other {
                    information[(*other, *place)] += both;
                }
            }
        }
    }
    Some((slope, information))
}

/// The inverse, with a growing ridge where the information is nearly singular.
fn invert(information: DMatrix<f64>) -> Option<DMatrix<f64>> {
    let diagonal = information.diagonal();
    for ridge in [0.0, 1e-9, 1e-6, 1e-3, 1.0] {
        let mut held = information.clone();
        for (i, value) in diagonal.iter().enumerate() {
            held[(i, i)] += ridge * value;
        }
        if let Some(cholesky) = held.cholesky() {
            return Some(cholesky.inverse());
        }
    }
    None
}
