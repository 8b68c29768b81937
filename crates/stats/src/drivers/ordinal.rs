//! Importance of drivers whose answers are ordered boxes and no numbers.

use nalgebra::{DMatrix, SymmetricEigen};
use serde::{Deserialize, Serialize};

use super::polychoric::polychoric;
use super::{MOST_EXACT, genizi, lmg};
use crate::{Level, StatsError};

/// Importance from correlations of opinions rather than of answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ordinal {
    /// Share of the outcome's variance that all drivers explain, 0 to 1.
    pub r2: f64,
    /// Importance of each driver, a share of the outcome's variance: LMG, or Johnson's weights
    /// above [`MOST_EXACT`] drivers.
    pub importance: Vec<f64>,
    /// Fewest people behind one of the correlations.
    pub n: u64,
}

/// The importance of drivers by polychoric correlations: a check of what [`assess`](super::assess())
/// finds with answers as numbers.
///
/// Formula: [`polychoric`] correlations of the outcome and all drivers, each over the people who
/// gave both answers; [`lmg`] or [`genizi`] on their matrix.
/// Arguments: `columns`, the outcome first, then the drivers; one answer a person, as the number
/// of its place on the scale, `None` where there is none. `weights` one a person, 0 or more.
/// Errors: those of [`polychoric`]; [`StatsError::Length`] for columns of different lengths;
/// [`StatsError::NoPopulation`] where the correlations, each over other people, fit no population.
/// Assumptions: those of [`polychoric`]; answers are missing by chance. Who did not meet a
/// touchpoint is left out of its correlations, so this is importance among those who met it.
/// Sources: Olsson 1979, doi:10.1007/BF02296207; those of [`lmg`] and [`genizi`].
///
/// ```
/// use stats::drivers::ordinal;
/// // Four opinions on two drivers, the outcome following the first.
/// let of = |f: fn(usize) -> usize| (0..400).map(|i| Some(f(i))).collect::<Vec<_>>();
/// let columns = [of(|i| (i % 4 + i / 7 % 2) / 2), of(|i| i % 4), of(|i| i / 4 % 3)];
/// let found = ordinal(&columns, &vec![1.0; 400]).unwrap();
/// assert!(found.importance[0] > 10.0 * found.importance[1]);
/// ```
pub fn ordinal(columns: &[Vec<Option<usize>>], weights: &[f64]) -> Result<Ordinal, StatsError> {
    let size = columns.len();
    let mut matrix = DMatrix::identity(size, size);
    let mut fewest = u64::MAX;
    for column in columns {
        super::layout::same("the column", column.len(), weights.len())?;
    }
    for a in 0..size {
        for b in 0..a {
            let (table, n) = crossed(&columns[a], &columns[b], weights);
            fewest = fewest.min(n);
            let found = polychoric(&table, Level::NINETY_FIVE)?;
            matrix[(a, b)] = found.value;
            matrix[(b, a)] = found.value;
        }
    }
    let least = SymmetricEigen::new(matrix.clone()).eigenvalues.min();
    if size < 2 || least <= super::sweep::INDEPENDENT {
        return Err(StatsError::NoPopulation);
    }
    let importance = match size - 1 {
        few if few <= MOST_EXACT => {
            let groups: Vec<Vec<usize>> = (1..size).map(|j| vec![j]).collect();
            lmg(&matrix, &groups, &[])?
        }
        _ => genizi(&matrix),
    };
    Ok(Ordinal {
        r2: importance.iter().sum(),
        importance,
        n: fewest,
    })
}

/// The weighted table of two columns, and how many people are in it.
fn crossed(a: &[Option<usize>], b: &[Option<usize>], weights: &[f64]) -> (Vec<Vec<f64>>, u64) {
    let values = |column: &[Option<usize>]| column.iter().flatten().max().map_or(0, |v| v + 1);
    let mut table = vec![vec![0.0; values(b)]; values(a)];
    let mut n = 0;
    for ((a, b), weight) in a.iter().zip(b).zip(weights) {
        if let (Some(a), Some(b)) = (a, b) {
            table[*a][*b] += weight;
            n += 1;
        }
    }
    (table, n)
}
