//! Least squares by Householder reflections, which names the column that depends on others.

use nalgebra::{DMatrix, DVector};

use crate::StatsError;

/// Part of a column's length that must be left beside the columns before it.
const INDEPENDENT: f64 = 1e-9;

/// Solution of least squares, and `(XᵀX)⁻¹`.
pub(super) struct Solved {
    pub coef: DVector<f64>,
    pub inverse: DMatrix<f64>,
}

/// Solves `min |x b - y|²`.
pub(super) fn solve(x: DMatrix<f64>, mut y: DVector<f64>) -> Result<Solved, StatsError> {
    let columns = x.ncols();
    let lengths: Vec<f64> = x.column_iter().map(|c| c.norm()).collect();
    let qr = x.qr();
    let r = qr.r();
    for (column, length) in lengths.iter().enumerate() {
        let left = r[(column, column)].abs();
        if left.is_nan() || left <= INDEPENDENT * length {
            return Err(StatsError::RankDeficient { column });
        }
    }
    qr.q_tr_mul(&mut y);
    let top = y.rows(0, columns).into_owned();
    let singular = || StatsError::RankDeficient { column: 0 };
    let coef = r.solve_upper_triangular(&top).ok_or_else(singular)?;
    let root = r
        .solve_upper_triangular(&DMatrix::identity(columns, columns))
        .ok_or_else(singular)?;
    Ok(Solved {
        coef,
        inverse: &root * root.transpose(),
    })
}

/// Inverse of a symmetric positive definite matrix, or the first column that depends on those
/// before it.
pub(crate) fn inverse(matrix: &DMatrix<f64>) -> Result<DMatrix<f64>, usize> {
    let size = matrix.nrows();
    let mut lower = DMatrix::<f64>::zeros(size, size);
    for j in 0..size {
        let taken: f64 = (0..j).map(|k| lower[(j, k)].powi(2)).sum();
        let left = matrix[(j, j)] - taken;
        if left.is_nan() || left <= 1e-13 * matrix[(j, j)].abs() {
            return Err(j);
        }
        let root = left.sqrt();
        lower[(j, j)] = root;
        for i in j + 1..size {
            let taken: f64 = (0..j).map(|k| lower[(i, k)] * lower[(j, k)]).sum();
            lower[(i, j)] = (matrix[(i, j)] - taken) / root;
        }
    }
    let root = lower
        .solve_lower_triangular(&DMatrix::identity(size, size))
        .ok_or(0usize)?;
    Ok(root.transpose() * root)
}
