//! Linear equations whose columns may hang together.

use nalgebra::{DMatrix, DVector};

/// The shortest solution of `A b = c` for a symmetric `A` without negative eigenvalues.
///
/// Margins may repeat each other (a region and its country), so `A` may lack rank: directions
/// with almost no weight beside the largest are left at 0. Columns are first brought to one scale.
pub(super) fn symmetric(a: &DMatrix<f64>, c: &DVector<f64>) -> DVector<f64> {
    let scale = a.diagonal().map(|d| if d > 0.0 { d.sqrt() } else { 1.0 });
    let even = DMatrix::from_fn(a.nrows(), a.ncols(), |i, j| {
        a[(i, j)] / (scale[i] * scale[j])
    });
    let eigen = even.symmetric_eigen();
    let largest = eigen.eigenvalues.iter().copied().fold(0.0, f64::max);
    let mut inner = eigen.eigenvectors.transpose() * c.component_div(&scale);
    for (value, lambda) in inner.iter_mut().zip(eigen.eigenvalues.iter()) {
        *value = if *lambda > 1e-11 * largest {
            *value / lambda
        } else {
            0.0
        };
    }
    (eigen.eigenvectors * inner).component_div(&scale)
}

/// `X' diag(w) X`.
pub(super) fn cross(x: &DMatrix<f64>, w: &[f64]) -> DMatrix<f64> {
    let k = x.ncols();
    let mut a = DMatrix::zeros(k, k);
    for (row, &weight) in w.iter().enumerate() {
        // Indicator columns are mostly 0: only the cells that count are visited.
        let held: Vec<(usize, f64)> = (0..k)
            .map(|j| (j, x[(row, j)]))
            .filter(|(_, v)| *v != 0.0)
            .collect();
        for &(i, left) in &held {
            for &(j, right) in &held {
                a[(i, j)] += weight * left * right;
            }
        }
    }
    a
}
