//! Importance for an outcome that is yes or no.

use nalgebra::{DMatrix, DVector};

use super::shapley;
use crate::StatsError;
use crate::regress::{Design, Family, glm};

/// Most drivers of which every subset is fitted.
const MOST: usize = 12;

/// Dominance of drivers.
#[derive(Debug, Clone, PartialEq)]
pub struct Dominance {
    /// McFadden's R² of all drivers together, 0 to 1.
    pub total: f64,
    /// General dominance: each driver's part of it.
    pub general: Vec<f64>,
    /// Complete dominance: share of subsets of the others to which the driver of the row adds
    /// more than the driver of the column, ties counting half; NaN on the diagonal.
    pub complete: Vec<Vec<f64>>,
}

/// Dominance analysis of a logistic regression.
///
/// Formula: worth of a subset is McFadden's `1 - deviance / deviance of the intercept`; general
/// dominance is its [`shapley`] value.
/// Arguments: `x`, the drivers' columns, one list a column, without an intercept; `groups`, the
/// columns of each driver; `y`, 0 or 1; `weight` of each row.
/// Errors: [`StatsError::Length`] for a column of another length than `y`;
/// [`StatsError::TooMany`] for more than 12 drivers; those of [`glm`], their column
/// counted within the subset after the intercept.
/// Assumptions: the log odds are linear in the drivers.
/// Sources: Azen and Traxel 2009, doi:10.3102/1076998609332754; Azen and Budescu 2003,
/// doi:10.1037/1082-989X.8.2.129; McFadden 1974.
///
/// ```
/// let x = [
///     vec![0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0], // tells a little
///     vec![0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0], // tells nothing
/// ];
/// let y = [0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 0.0];
/// let found = stats::drivers::logit_dominance(&x, &[vec![0], vec![1]], &y, None).unwrap();
/// assert!(found.general[0] > 0.1 && found.general[1] < 0.01);
/// ```
pub fn logit_dominance(
    x: &[Vec<f64>],
    groups: &[Vec<usize>],
    y: &[f64],
    weight: Option<&[f64]>,
) -> Result<Dominance, StatsError> {
    let drivers = groups.len();
    if drivers > MOST {
        return Err(StatsError::TooMany {
            given: drivers,
            most: MOST,
        });
    }
    for column in x {
        super::layout::same("a column", column.len(), y.len())?;
    }
    let deviance = |subset: usize| {
        let own = (0..drivers).filter(|&j| subset >> j & 1 == 1);
        let columns: Vec<usize> = own.flat_map(|j| groups[j].iter().copied()).collect();
        let design = Design {
            weight: weight.map(DVector::from_column_slice),
            ..Design::new(
                DMatrix::from_fn(y.len(), columns.len() + 1, |i, c| match c {
                    0 => 1.0,
                    _ => x[columns[c - 1]][i],
                }),
                DVector::from_column_slice(y),
            )
        };
        Ok(glm(&design, Family::Binomial)?.deviance)
    };
    let none = deviance(0)?;
    let worth = (0..1usize << drivers)
        .map(|subset| Ok(1.0 - deviance(subset)? / none))
        .collect::<Result<Vec<f64>, StatsError>>()?;
    let complete = |a: usize, b: usize| {
        if a == b {
            return f64::NAN;
        }
        let others = (0..worth.len()).filter(|s| s >> a & 1 == 0 && s >> b & 1 == 0);
        let (mut above, mut all) = (0.0, 0.0);
        for subset in others {
            let (first, second) = (worth[subset | 1 << a], worth[subset | 1 << b]);
            above += match first.total_cmp(&second) {
                std::cmp::Ordering::Greater => 1.0,
                std::cmp::Ordering::Equal => 0.5,
                std::cmp::Ordering::Less => 0.0,
            };
            all += 1.0;
        }
        above / all
    };
    Ok(Dominance {
        total: worth[worth.len() - 1],
        general: shapley(&worth),
        complete: (0..drivers)
            .map(|a| (0..drivers).map(|b| complete(a, b)).collect())
            .collect(),
    })
}
