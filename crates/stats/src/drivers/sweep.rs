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

/// Coefficients of column 0 on others and the share of its variance that they explain: what
/// [`sweep`] gives, without the inverse, at a sixth of its operations.
///
/// Gaussian elimination of the lower triangle, column after column; a column that [`sweep`] would
/// pass over is passed over. Agrees with it up to rounding.
pub(super) fn regress(cov: &DMatrix<f64>, columns: &[usize]) -> (Vec<f64>, f64) {
    let size = columns.len();
    let at = |i: usize| if i == size { 0 } else { columns[i] };
    // Rows of the lower triangle, the outcome last; factors take the place of what they removed.
    let mut rows: Vec<f64> = Vec::with_capacity((size + 1) * (size + 2) / 2);
    for i in 0..=size {
        let column = cov.column(at(i));
        rows.extend((0..=i).map(|j| column[at(j)]));
    }
    let start = |i: usize| i * (i + 1) / 2;
    let total = rows[start(size) + size];
    let mut passed = vec![false; size];
    let mut left = vec![0.0; size + 1];
    for k in 0..size {
        let pivot = rows[start(k) + k];
        if pivot.is_nan() || pivot <= INDEPENDENT * cov[(at(k), at(k))] {
            passed[k] = true;
            continue;
        }
        for i in k + 1..=size {
            left[i] = rows[start(i) + k];
        }
        for i in k + 1..=size {
            let factor = left[i] / pivot;
            let row = &mut rows[start(i) + k..=start(i) + i];
            row[0] = factor;
            for (to, value) in row[1..].iter_mut().zip(&left[k + 1..=i]) {
                *to -= factor * value;
            }
        }
    }
    let mut coef = rows[start(size)..start(size) + size].to_vec();
    for k in (0..size).rev() {
        if passed[k] {
            coef[k] = 0.0;
            continue;
        }
        let own = coef[k];
        for (to, factor) in coef[..k].iter_mut().zip(&rows[start(k)..]) {
            *to -= own * factor;
        }
    }
    let r2 = match total > 0.0 {
        true => 1.0 - rows[start(size) + size] / total,
        false => 0.0,
    };
    (coef, r2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elimination_and_sweep_agree_and_pass_over_the_same_columns() {
        // Column 3 is the sum of columns 1 and 2, column 5 does not vary.
        let base = DMatrix::from_fn(40, 5, |i, j| ((i * (j + 3) * 37 + j * i * i) % 23) as f64);
        let mut rows = base.clone().insert_column(3, 0.0).insert_column(5, 2.0);
        for i in 0..40 {
            rows[(i, 3)] = rows[(i, 1)] + rows[(i, 2)];
        }
        let mean = rows.row_mean();
        let centered = DMatrix::from_fn(40, 7, |i, j| rows[(i, j)] - mean[j]);
        let cov = centered.transpose() * centered / 39.0;
        let columns = [1, 2, 3, 4, 5, 6];
        let (coef, r2) = regress(&cov, &columns);
        let swept = sweep(&cov, &columns);
        assert_eq!(swept.passed, [2, 4]);
        assert!((r2 - swept.r2).abs() < 1e-12);
        for (a, b) in coef.iter().zip(&swept.coef) {
            assert!((a - b).abs() < 1e-12, "{a} {b}");
        }
        assert_eq!((coef[2], coef[4]), (0.0, 0.0));
    }
}
