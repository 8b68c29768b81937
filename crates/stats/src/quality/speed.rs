//! How much faster than others one was.

use std::collections::BTreeMap;

/// Fewest respondents of a group that are compared among themselves.
const FEWEST: usize = 20;

/// Normal deviate of the logarithm of the time each respondent took, among those with the same
/// device and length of questionnaire; far below 0 is hasty.
///
/// Formula: `(ln t - median) / (1.4826 MAD)` over the group's `ln t`; a group of fewer than 20,
/// or without spread, is compared with all. Blank without a time above 0, or where all are alike.
/// Arguments: `seconds`; `groups`, one number per respondent for device and length together.
/// Assumptions: log-normal times; fewer than half of a group are hasty.
/// Source: Meade and Craig 2012, doi:10.1037/a0028085; Leys et al. 2013,
/// doi:10.1016/j.jesp.2013.03.013 (median and MAD).
///
/// ```
/// let seconds = [80.0, 90.0, 100.0, 110.0, 9.0].map(Some);
/// let z = stats::quality::speed(&seconds, &[0; 5]);
/// assert!(z[4].unwrap() < -10.0 && z[2].unwrap() > 0.0);
/// ```
#[must_use]
pub fn speed(seconds: &[Option<f64>], groups: &[usize]) -> Vec<Option<f64>> {
    let ln = |t: &Option<f64>| t.filter(|t| *t > 0.0).map(f64::ln);
    let logs: Vec<Option<f64>> = seconds.iter().map(ln).collect();
    let mut members: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
    for (log, group) in logs.iter().zip(groups) {
        members.entry(*group).or_default().extend(log);
    }
    let all = center(logs.iter().copied().flatten().collect());
    let centers: BTreeMap<usize, Option<(f64, f64)>> = members
        .into_iter()
        .map(|(group, logs)| match logs.len() >= FEWEST {
            true => (group, center(logs).or(all)),
            false => (group, all),
        })
        .collect();
    let z = |(log, group): (&Option<f64>, &usize)| {
        let (median, scale) = (*centers.get(group)?)?;
        Some(((*log)? - median) / scale)
    };
    logs.iter().zip(groups).map(z).collect()
}

/// Median and scaled median absolute deviation; blank without spread.
fn center(values: Vec<f64>) -> Option<(f64, f64)> {
    let middle = median(values.clone())?;
    let off = values.iter().map(|v| (v - middle).abs()).collect();
    let scale = 1.4826 * median(off)?;
    (scale > 0.0).then_some((middle, scale))
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let half = values.len() / 2;
    match values.len() {
        0 => None,
        n if n % 2 == 1 => Some(values[half]),
        _ => Some(f64::midpoint(values[half - 1], values[half])),
    }
}
