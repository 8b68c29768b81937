//! What a fitted regression says.

use nalgebra::{DMatrix, DVector};

use crate::{Interval, Level, quantile};

/// A fitted regression.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// Coefficients, one a column of the design.
    pub coef: DVector<f64>,
    /// Their model-based covariance.
    pub cov: DMatrix<f64>,
    /// Their sandwich covariance: HC1, or by cluster where the design has clusters.
    pub sandwich: DMatrix<f64>,
    /// Expected outcome of each row.
    pub fitted: DVector<f64>,
    /// Deviance; for a Gaussian the weighted sum of squared residuals.
    pub deviance: f64,
    /// Dispersion: residual variance (Gaussian), Pearson's (quasi-Poisson), else 1.
    pub dispersion: f64,
    /// Rows that count less columns.
    pub df_residual: f64,
    /// Rows that count (weight above 0).
    pub n: u64,
    /// Log-likelihood; that of a Poisson for quasi-Poisson.
    pub log_likelihood: f64,
}

impl Fit {
    /// Model-based standard error of the coefficient of column `j`.
    #[must_use]
    pub fn se(&self, j: usize) -> f64 {
        self.cov[(j, j)].max(0.0).sqrt()
    }

    /// Sandwich standard error of the coefficient of column `j`.
    #[must_use]
    pub fn robust_se(&self, j: usize) -> f64 {
        self.sandwich[(j, j)].max(0.0).sqrt()
    }

    /// Interval of the coefficient of column `j` from the sandwich, with Student's t and the
    /// residual degrees of freedom.
    #[must_use]
    pub fn interval(&self, j: usize, level: Level) -> Interval {
        let t = quantile::student_t(0.5 + level.share() / 2.0, self.df_residual);
        Interval::around(self.coef[j], t * self.robust_se(j))
    }
}
