//! Which parameter of which group is which entry of the vector that is searched.

use nalgebra::{DMatrix, DVector};
use serde::{Deserialize, Serialize};

/// What is held equal in all groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Equal {
    /// Only the form: one factor behind the same items (configural).
    Configural,
    /// Loadings too (metric): a step means the same, so effects can be compared.
    Metric,
    /// Intercepts too (scalar): equal opinion gives equal answers, so means can be compared.
    Scalar,
}

impl Equal {
    /// The step's name as people read it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Equal::Configural => "configural",
            Equal::Metric => "metric",
            Equal::Scalar => "scalar",
        }
    }
}

/// Where a group's parameters stand. Own order of one group with p items: loadings of items 2 to
/// p, error variances, factor variance, intercepts, factor mean.
pub(super) struct Layout {
    pub items: usize,
    /// Parameters to search for.
    pub count: usize,
    /// Place of each own parameter of each group; none where it is fixed (a factor mean of 0).
    pub of: Vec<Vec<Option<usize>>>,
}

impl Layout {
    pub fn new(items: usize, groups: usize, equal: Equal, free: &[usize]) -> Self {
        let mut count = 0;
        let mut of: Vec<Vec<Option<usize>>> = Vec::with_capacity(groups);
        for group in 0..groups {
            let mut own = Vec::with_capacity(3 * items + 1);
            let mut place = |shared: bool, at: usize| {
                if let Some(first) = of.first().filter(|_| shared) {
                    return first[at];
                }
                count += 1;
                Some(count - 1)
            };
            for _ in 1..items {
                own.push(place(equal >= Equal::Metric, own.len()));
            }
            for _ in 0..=items {
                own.push(place(false, own.len()));
            }
            for item in 0..items {
                let shared = equal == Equal::Scalar && !free.contains(&item);
                own.push(place(shared, own.len()));
            }
            let moves = equal == Equal::Scalar && group > 0;
            own.push(if moves { place(false, own.len()) } else { None });
            of.push(own);
        }
        Layout { items, count, of }
    }

    /// The parameters of one group.
    pub fn group(&self, group: usize, values: &DVector<f64>) -> Own {
        let p = self.items;
        let at = |i: usize| self.of[group][i].map_or(0.0, |place| values[place]);
        Own {
            loading: DVector::from_fn(p, |i, _| if i == 0 { 1.0 } else { at(i - 1) }),
            error: DVector::from_fn(p, |i, _| at(p - 1 + i)),
            variance: at(2 * p - 1),
            intercept: DVector::from_fn(p, |i, _| at(2 * p + i)),
            mean: at(3 * p),
        }
    }
}

/// The parameters of one group.
pub(super) struct Own {
    pub loading: DVector<f64>,
    pub error: DVector<f64>,
    pub variance: f64,
    pub intercept: DVector<f64>,
    pub mean: f64,
}

impl Own {
    /// Covariances the model implies.
    pub fn cov(&self) -> DMatrix<f64> {
        let mut cov = &self.loading * self.loading.transpose() * self.variance;
        for (i, error) in self.error.iter().enumerate() {
            cov[(i, i)] += error;
        }
        cov
    }

    /// Item means the model implies.
    pub fn means(&self) -> DVector<f64> {
        &self.intercept + &self.loading * self.mean
    }

    /// How covariances and means move with each own parameter, in the layout's order.
    pub fn slopes(&self) -> Vec<(DMatrix<f64>, DVector<f64>)> {
        let p = self.loading.len();
        let none = || (DMatrix::zeros(p, p), DVector::zeros(p));
        let mut slopes = Vec::with_capacity(3 * p + 1);
        for i in 1..p {
            let (mut cov, mut mean) = none();
            for j in 0..p {
                cov[(i, j)] += self.variance * self.loading[j];
                cov[(j, i)] += self.variance * self.loading[j];
            }
            mean[i] = self.mean;
            slopes.push((cov, mean));
        }
        for i in 0..p {
            let (mut cov, mean) = none();
            cov[(i, i)] = 1.0;
            slopes.push((cov, mean));
        }
        slopes.push((&self.loading * self.loading.transpose(), DVector::zeros(p)));
        for i in 0..p {
            let (cov, mut mean) = none();
            mean[i] = 1.0;
            slopes.push((cov, mean));
        }
        slopes.push((DMatrix::zeros(p, p), self.loading.clone()));
        slopes
    }
}
