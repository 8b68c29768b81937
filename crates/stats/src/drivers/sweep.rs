//! Regression on a covariance matrix, column by column, passing over columns that depend on others.

use nalgebra::DMatrix;

/// Part of a column's variance that must be left beside the other columns.
pub(super) const INDEPENDENT: f64 = 1e-9;

/// Coefficients of column 0 on others.
pub(super) struct Swept {
    /// One a column asked for; 0 for those passed over.
    pub coef: Vec<f64>,
    /// Share of the variance of column 0 that is explained.
    pub r2: f64,
    /// Which of the columns asked for were passed over.
    pub passed: Vec<usize>,
    /// Diagonal of the inverse covariance of the columns; 0 for those passed over.
    pub inverse: Vec<f64>,
}

/// Sweeps the columns of `cov` one after another.
///
/// Source: Goodnight 1979, doi:10.1080/00031305.1979.10482685.
pub(super) fn sweep(cov: &DMatrix<f64>, columns: &[usize]) -> Swept {
    let size = columns.len() + 1;
    let at = |i: usize| if i == 0 { 0 } else { columns[i - 1] };
    let mut a = DMatrix::from_fn(size, size, |i, j| cov[(at(i), at(j))]);
    let total = a[(0, 0)];
    let mut swept = vec![false; size];
    for k in 1..size {
        let pivot = a[(k, k)];
        if pivot.is_nan() || pivot <= INDEPENDENT * cov[(at(k), at(k))] {
            continue;
        }
        swept[k] = true;
        let row: Vec<f64> = (0..size).map(|j| a[(k, j)]).collect();
        for j in 0..size {
            if j == k {
                continue;
            }
            let factor = row[j] / pivot;
            for i in 0..size {
                if i != k {
                    // Swept columns enter with the opposite sign, which keeps `a` symmetric.
                    a[(i, j)] -= row[i] * factor;
                }
            }
        }
        for j in 0..size {
            a[(k, j)] = row[j] / pivot;
            a[(j, k)] = row[j] / pivot;
        }
        a[(k, k)] = -1.0 / pivot;
    }
    let of = |f: &dyn Fn(usize) -> f64| -> Vec<f64> {
        (1..size)
            .map(|k| if swept[k] { f(k) } else { 0.0 })
            .collect()
    };
    Swept {
        coef: of(&|k| a[(0, k)]),
        inverse: of(&|k| -a[(k, k)]),
        r2: if total > 0.0 {
            1.0 - a[(0, 0)] / total
        } else {
            0.0
        },
        passed: (1..size).filter(|&k| !swept[k]).map(|k| k - 1).collect(),
    }
}
