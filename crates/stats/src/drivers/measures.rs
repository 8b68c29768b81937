//! Measures of importance that need one matrix, and collinearity.
//!
//! All take `cov`, the covariance of columns with the outcome in column 0, and give one value a
//! column from 1 on. None fails: a column that depends on others, or does not vary, gives 0.

use nalgebra::{DMatrix, DVector, SymmetricEigen};

use super::sweep::{INDEPENDENT, sweep};

/// Squared correlation with the outcome: what a driver explains when it comes first.
///
/// Source: Grömping 2006, doi:10.18637/jss.v017.i01.
#[must_use]
pub fn first(cov: &DMatrix<f64>) -> Vec<f64> {
    let (r, _) = correlations(cov);
    r.iter().map(|r| r * r).collect()
}

/// What a driver adds to R² when it comes last: `b² / (vᵢᵢ s²)` with `v` the inverse covariance.
///
/// Source: Grömping 2006, doi:10.18637/jss.v017.i01.
#[must_use]
pub fn last(cov: &DMatrix<f64>) -> Vec<f64> {
    let swept = sweep(cov, &all(cov));
    let added = |(b, v): (&f64, &f64)| {
        if *v > 0.0 {
            b * b / (v * cov[(0, 0)])
        } else {
            0.0
        }
    };
    swept.coef.iter().zip(&swept.inverse).map(added).collect()
}

/// Squared standardized coefficients.
///
/// Source: Grömping 2006, doi:10.18637/jss.v017.i01.
#[must_use]
pub fn betasq(cov: &DMatrix<f64>) -> Vec<f64> {
    standardized(cov).iter().map(|b| b * b).collect()
}

/// Standardized coefficient times correlation; sums to R², but can be negative.
///
/// Source: Pratt 1987, Dividing the indivisible.
#[must_use]
pub fn pratt(cov: &DMatrix<f64>) -> Vec<f64> {
    let (r, _) = correlations(cov);
    let b = standardized(cov);
    b.iter().zip(r.iter()).map(|(b, r)| b * r).collect()
}

/// Genizi's decomposition, which is Johnson's relative weights; sums to R².
///
/// Formula: with `A` the symmetric root of the drivers' correlation matrix and `b = A⁻¹ r` the
/// coefficients on the nearest orthogonal variables, `Σ_k a²_jk b²_k`. The two authors' formulas
/// are equal.
/// Arguments: the module's `cov`. Errors: none.
/// Assumptions: linear effects. For the columns of one driver add their values.
/// Sources: Genizi 1993, Statistica Sinica 3:407; Johnson 2000,
/// doi:10.1207/S15327906MBR3501_1.
///
/// ```
/// use nalgebra::DMatrix;
/// let cov = DMatrix::from_row_slice(3, 3, &[1.0, 0.6, 0.3, 0.6, 1.0, 0.0, 0.3, 0.0, 1.0]);
/// let found = stats::drivers::genizi(&cov);
/// assert!((found[0] - 0.36).abs() < 1e-12 && (found[1] - 0.09).abs() < 1e-12);
/// ```
#[must_use]
pub fn genizi(cov: &DMatrix<f64>) -> Vec<f64> {
    let (r, matrix) = correlations(cov);
    let roots = Roots::of(matrix);
    let (root, b) = (roots.root(), roots.inverse_times(&r));
    let weights = root.component_mul(&root) * b.component_mul(&b);
    weights.iter().copied().collect()
}

/// Squared correlation-adjusted marginal correlations: `(R^{-1/2} r)²`; sums to R².
///
/// Source: Zuber and Strimmer 2011, doi:10.2202/1544-6115.1730.
#[must_use]
pub fn car(cov: &DMatrix<f64>) -> Vec<f64> {
    let (r, matrix) = correlations(cov);
    let turned = Roots::of(matrix).inverse_times(&r);
    turned.iter().map(|c| c * c).collect()
}

/// Variance inflation: by how much the variance of a coefficient is multiplied because the
/// driver moves with the others; infinite where it depends on them.
///
/// Formula: `1 / (1 - R²)` of the driver on the others. Customary alarm: 5 or 10.
/// Source: Marquardt 1970, doi:10.1080/00401706.1970.10488699.
#[must_use]
pub fn vif(cov: &DMatrix<f64>) -> Vec<f64> {
    let swept = sweep(cov, &all(cov));
    (0..swept.coef.len())
        .map(|k| match swept.passed.contains(&k) {
            true => f64::INFINITY,
            false => swept.inverse[k] * cov[(k + 1, k + 1)],
        })
        .collect()
}

fn all(cov: &DMatrix<f64>) -> Vec<usize> {
    (1..cov.nrows()).collect()
}

fn standardized(cov: &DMatrix<f64>) -> Vec<f64> {
    let coef = sweep(cov, &all(cov)).coef;
    let scale = |(k, b): (usize, f64)| b * (cov[(k + 1, k + 1)] / cov[(0, 0)]).sqrt();
    coef.into_iter().enumerate().map(scale).collect()
}

/// Correlations of columns with the outcome, and with each other.
fn correlations(cov: &DMatrix<f64>) -> (DVector<f64>, DMatrix<f64>) {
    let size = cov.nrows() - 1;
    let of = |i: usize, j: usize| {
        let scale = (cov[(i, i)] * cov[(j, j)]).sqrt();
        if scale > 0.0 {
            cov[(i, j)] / scale
        } else {
            0.0
        }
    };
    let mut matrix = DMatrix::zeros(size, size);
    for j in 0..size {
        for i in j..size {
            matrix[(i, j)] = of(i + 1, j + 1);
            matrix[(j, i)] = matrix[(i, j)];
        }
    }
    (DVector::from_fn(size, |i, _| of(i + 1, 0)), matrix)
}

/// The symmetric root of a correlation matrix and its (generalized) inverse.
struct Roots {
    vectors: DMatrix<f64>,
    /// Square roots of the eigenvalues, 0 for those that are none but by rounding.
    roots: DVector<f64>,
}

impl Roots {
    fn of(matrix: DMatrix<f64>) -> Self {
        let eigen = SymmetricEigen::new(matrix);
        let least = INDEPENDENT * eigen.eigenvalues.amax();
        Roots {
            roots: eigen
                .eigenvalues
                .map(|v| if v > least { v.sqrt() } else { 0.0 }),
            vectors: eigen.eigenvectors,
        }
    }

    fn root(&self) -> DMatrix<f64> {
        let mut scaled = self.vectors.clone();
        for (mut column, root) in scaled.column_iter_mut().zip(&self.roots) {
            column *= *root;
        }
        scaled * self.vectors.transpose()
    }

    fn inverse_times(&self, r: &DVector<f64>) -> DVector<f64> {
        let mut along = self.vectors.tr_mul(r);
        for (value, root) in along.iter_mut().zip(&self.roots) {
            *value = if *root > 0.0 { *value / root } else { 0.0 };
        }
        &self.vectors * along
    }
}
