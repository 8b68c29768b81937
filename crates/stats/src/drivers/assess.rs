//! All numbers of the drivers, from moments alone.

use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};

use super::sweep::{regress, sweep};
use super::{Layout, MOST_EXACT, Moments, genizi, lmg};
use crate::StatsError;

/// The numbers of each driver, in the order of the layout.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Assessed {
    /// Share of the outcome's variance that drivers and controls explain, 0 to 1.
    pub r2: f64,
    /// Share that the controls explain alone.
    pub r2_controls: f64,
    /// LMG importance, a share of the outcome's variance; blank above [`MOST_EXACT`] drivers.
    pub lmg: Option<Vec<f64>>,
    /// Johnson's relative weight, likewise.
    pub johnson: Vec<f64>,
    /// Points of the outcome per point of the driver, where encountered.
    pub effect: Vec<f64>,
    /// Mean score of those who encountered it.
    pub performance: Vec<f64>,
    /// Share who encountered it, 0 to 1.
    pub encountered: Vec<f64>,
    /// Expected points of the outcome, over all respondents, if every score below the reference
    /// were at it.
    pub opportunity: Vec<f64>,
    /// Variance inflation of the score's coefficient.
    pub inflation: Vec<f64>,
}

/// Importance, effect, performance and opportunity of every driver.
///
/// Formula: importance by [`lmg`] and [`genizi`], a driver's score and encounter column being one
/// group; effect, the coefficient of the score beside all other columns; performance, reference
/// plus mean difference among those who encountered it; opportunity, with `split` columns the
/// coefficient below the reference (if above 0) times the mean shortfall, else the effect (if
/// above 0) times `shortfall`.
/// Arguments: `moments` of the `layout`'s columns; `shortfall`, mean over all respondents of how
/// far a score lies below its reference, needed only where the layout is not split.
/// Errors: [`StatsError::Length`] where sizes differ.
/// Assumptions: linear effects that add up, the same for all; the outcome follows the drivers
/// and not the other way round. The numbers describe; only an experiment shows what mending
/// brings.
/// Sources: methods of [`lmg`]; Thomas, Zumbo, Kwan and Schweitzer 2014,
/// doi:10.1080/00273171.2014.905766 (what relative weights do not say).
///
/// ```
/// use stats::drivers::{Answer::Score, Layout, Patterns, assess};
/// let layout = Layout { references: vec![3.0], split: true, controls: 0 };
/// let mut rows = Patterns::new(layout.columns());
/// for (outcome, score) in [(0.0, 1.0), (2.0, 2.0), (4.0, 3.0), (5.0, 4.0), (6.0, 5.0)] {
///     rows.push(&layout.row(outcome, &[Score(score)], &[]).unwrap(), 1.0).unwrap();
/// }
/// let found = assess(&rows.listwise().unwrap(), &layout, None).unwrap();
/// // Two points of outcome for each point below 3; shortfalls of 2 and 1 among five.
/// assert!((found.opportunity[0] - 2.0 * 0.6).abs() < 1e-9);
/// assert!((found.performance[0] - 3.0).abs() < 1e-9);
/// ```
pub fn assess(
    moments: &Moments,
    layout: &Layout,
    shortfall: Option<&[f64]>,
) -> Result<Assessed, StatsError> {
    let (joined, own) = prepared(moments, layout)?;
    let mut found = quick(moments, layout, shortfall)?;
    let groups = joined.groups();
    let controls = joined.control_columns();
    found.johnson = johnson(&own.cov, &groups, &controls);
    found.r2_controls = sweep(&own.cov, &controls).r2;
    let columns: Vec<usize> = (1..joined.columns()).collect();
    let swept = sweep(&own.cov, &columns);
    found.inflation = (0..layout.drivers())
        .map(|j| {
            let column = joined.score(j);
            match swept.passed.contains(&(column - 1)) {
                true => f64::INFINITY,
                false => swept.inverse[column - 1] * own.cov[(column, column)],
            }
        })
        .collect();
    Ok(found)
}

/// What a bootstrap repeats: all but Johnson's weights (needed above [`MOST_EXACT`] drivers
/// only) and collinearity.
pub(super) fn quick(
    moments: &Moments,
    layout: &Layout,
    shortfall: Option<&[f64]>,
) -> Result<Assessed, StatsError> {
    let (joined, own) = prepared(moments, layout)?;
    let drivers = layout.drivers();
    let (groups, controls) = (joined.groups(), joined.control_columns());
    let columns: Vec<usize> = (1..joined.columns()).collect();
    let (coef, r2) = regress(&own.cov, &columns);
    let effect: Vec<f64> = (0..drivers).map(|j| coef[joined.score(j) - 1]).collect();
    let met = |j: usize| 1.0 - own.mean[joined.absent(j)];
    let below = if layout.split {
        let columns: Vec<usize> = (1..layout.columns()).collect();
        let (coef, _) = regress(&moments.cov, &columns);
        (0..drivers)
            .map(|j| coef[layout.score(j) - 1].max(0.0) * -moments.mean[layout.score(j)])
            .collect()
    } else {
        let short = |j: usize| shortfall.map_or(0.0, |s| s[j]);
        (0..drivers)
            .map(|j| effect[j].max(0.0) * short(j))
            .collect()
    };
    let exact = drivers <= MOST_EXACT;
    Ok(Assessed {
        r2,
        lmg: if exact {
            Some(lmg(&own.cov, &groups, &controls)?)
        } else {
            None
        },
        johnson: if exact {
            Vec::new()
        } else {
            johnson(&own.cov, &groups, &controls)
        },
        effect,
        performance: (0..drivers)
            .map(|j| layout.references[j] + own.mean[joined.score(j)] / met(j))
            .collect(),
        encountered: (0..drivers).map(met).collect(),
        opportunity: below,
        ..Assessed::default()
    })
}

/// One score column a driver, each taken from its mean among those who encountered it, so that
/// it is uncorrelated with its encounter column.
fn prepared(moments: &Moments, layout: &Layout) -> Result<(Layout, Moments), StatsError> {
    super::layout::same("moments", moments.cov.nrows(), layout.columns())?;
    let (joined, mut own) = layout.joined(moments);
    for j in 0..joined.drivers() {
        let (score, absent) = (joined.score(j), joined.absent(j));
        let met = 1.0 - own.mean[absent];
        if met > 0.0 {
            let shift = own.mean[score] / met;
            for i in 0..joined.columns() {
                own.cov[(i, score)] += shift * own.cov[(i, absent)];
            }
            for i in 0..joined.columns() {
                own.cov[(score, i)] += shift * own.cov[(absent, i)];
            }
        }
    }
    Ok((joined, own))
}

/// Relative weights of the drivers' columns, added up by driver, after the controls.
fn johnson(cov: &DMatrix<f64>, groups: &[Vec<usize>], controls: &[usize]) -> Vec<f64> {
    let kept: Vec<usize> = std::iter::once(0)
        .chain(groups.iter().flatten().copied())
        .collect();
    let mut left = cov.clone();
    for &control in controls {
        let pivot = left[(control, control)];
        if pivot > super::sweep::INDEPENDENT * cov[(control, control)] {
            let column = left.column(control).into_owned();
            left.ger(-1.0 / pivot, &column, &column, 1.0);
        }
    }
    let part = DMatrix::from_fn(kept.len(), kept.len(), |i, j| left[(kept[i], kept[j])]);
    let share = if cov[(0, 0)] > 0.0 {
        part[(0, 0)] / cov[(0, 0)]
    } else {
        0.0
    };
    let mut weights = genizi(&part).into_iter();
    let own = |group: &Vec<usize>| weights.by_ref().take(group.len()).sum::<f64>() * share;
    groups.iter().map(own).collect()
}
