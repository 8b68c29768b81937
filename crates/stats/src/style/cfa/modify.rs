//! What the fit would gain by leaving an item's intercepts free.

use nalgebra::DVector;

use crate::StatsError;
use crate::style::cfa::fit::{check, start};
use crate::style::cfa::layout::Layout;
use crate::style::cfa::{Equal, Group, scoring};

/// By how much chi-square would fall if the intercepts of one more item were left free.
///
/// Formula: the score test `s' I⁻¹ s` at the solution of [`Equal::Scalar`], with s the slope and I
/// the expected information of the model with that item's intercepts of their own in every group;
/// chi-square with groups - 1 degrees of freedom if they are equal.
/// Arguments: the groups; items whose intercepts are `free` already.
/// Result: one entry per item, blank for those that are free already.
/// Errors: those of [`fit`](super::fit()); [`StatsError::NotConverged`] also where one more free
/// item could not be told from the factor's mean.
/// Assumptions: as [`fit`](super::fit()); true of small departures, a guide for large ones.
/// Source: Sörbom 1989, doi:10.1007/BF02294623.
///
/// ```
/// use stats::style::cfa::{Group, modifications};
/// let cov = [1.0, 0.5, 0.4, 0.5, 1.0, 0.6, 0.4, 0.6, 1.0];
/// let cov = nalgebra::DMatrix::from_row_slice(3, 3, &cov);
/// let group = |second: f64| {
///     Group { n: 500, mean: vec![3.0, second, 2.0].into(), cov: cov.clone() }
/// };
/// let found = modifications(&[group(3.5), group(3.7)], &[])?;
/// assert!(found[1] > found[0] && found[1] > found[2]);
/// # Ok::<(), stats::StatsError>(())
/// ```
pub fn modifications(groups: &[Group], free: &[usize]) -> Result<Vec<Option<f64>>, StatsError> {
    let (items, _) = check(groups)?;
    let layout = |free: &[usize]| Layout::new(items, groups.len(), Equal::Scalar, free);
    let held = layout(free);
    let found = scoring::search(&held, groups, start(&held, groups))?;
    let gain = |item: usize| {
        if free.contains(&item) {
            return Ok(None);
        }
        let wider = layout(&[free, &[item]].concat());
        let mut values = DVector::zeros(wider.count);
        let places = held.of.iter().flatten().zip(wider.of.iter().flatten());
        for (old, new) in places {
            if let (Some(old), Some(new)) = (old, new) {
                values[*new] = found.values[*old];
            }
        }
        let gain = scoring::promise(&wider, groups, &values);
        gain.map(Some).ok_or(StatsError::NotConverged { steps: 1 })
    };
    (0..items).map(gain).collect()
}
