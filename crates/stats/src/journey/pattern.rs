//! Customers who met the same moments in the same way, counted together.

use std::collections::BTreeMap;

use nalgebra::{DMatrix, DVector};

use super::Visit;
use crate::StatsError;
use crate::regress::{Derivatives, newton};

/// Variance of the log odds ratios' prior is 1 / RIDGE: it keeps a moment finite that nobody
/// survived, and moves nothing else.
const RIDGE: f64 = 0.02;

/// Distinct rows of the design with their counts of lost and kept.
pub(super) struct Patterns {
    /// The columns that are 1; first the intercept, then failures, exposures that differ, segments.
    rows: Vec<Vec<usize>>,
    columns: usize,
    /// Pattern of each customer, twice, plus one if lost.
    pub cell: Vec<usize>,
}

impl Patterns {
    pub fn new(visits: &[Visit], moments: usize) -> Self {
        let mut index = BTreeMap::<(&[Option<bool>], usize), usize>::new();
        let mut keys = Vec::new();
        let mut cell = Vec::with_capacity(visits.len());
        for visit in visits {
            let key = (visit.failed.as_slice(), visit.segment);
            let at = *index.entry(key).or_insert_with(|| {
                keys.push(key);
                keys.len() - 1
            });
            cell.push(2 * at + usize::from(visit.lost));
        }
        let differs = |k: &usize| {
            let met = keys
                .iter()
                .filter(|(failed, _)| failed[*k].is_some())
                .count();
            met > 0 && met < keys.len()
        };
        let exposures: Vec<usize> = (0..moments).filter(differs).collect();
        let segments = keys.iter().map(|k| k.1).max().unwrap_or(0);
        let columns = 1 + moments + exposures.len() + segments;
        let row = |(failed, segment): &(&[Option<bool>], usize)| {
            let mut row = vec![0];
            row.extend(
                (0..moments)
                    .filter(|&k| failed[k] == Some(true))
                    .map(|k| 1 + k),
            );
            let met = exposures.iter().enumerate();
            let met = met.filter(|&(_, &k)| failed[k].is_some());
            row.extend(met.map(|(at, _)| 1 + moments + at));
            if *segment > 0 {
                row.push(moments + exposures.len() + segment);
            }
            row
        };
        Patterns {
            rows: keys.iter().map(row).collect(),
            columns,
            cell,
        }
    }

    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Counts of kept and lost by pattern, each cell `times` of its customers.
    pub fn counts(&self, times: impl Fn(usize) -> f64) -> Vec<[f64; 2]> {
        let mut counts = vec![[0.0; 2]; self.rows.len()];
        for (customer, &cell) in self.cell.iter().enumerate() {
            counts[cell / 2][cell % 2] += times(customer);
        }
        counts
    }

    /// Log odds of loss with their covariance, by penalized likelihood from `start`.
    pub fn fit(
        &self,
        counts: &[[f64; 2]],
        start: DVector<f64>,
    ) -> Result<(DVector<f64>, DMatrix<f64>), StatsError> {
        let columns = self.columns();
        let found = newton(start, |coef| {
            let mut here = Derivatives {
                value: 0.0,
                gradient: DVector::zeros(columns),
                information: DMatrix::zeros(columns, columns),
            };
            for (row, &[kept, lost]) in self.rows.iter().zip(counts) {
                let n = kept + lost;
                if n == 0.0 {
                    continue;
                }
                let eta: f64 = row.iter().map(|&j| coef[j]).sum();
                let p = logistic(eta);
                here.value += lost * eta - n * softplus(eta);
                for &j in row {
                    here.gradient[j] += lost - n * p;
                    for &k in row {
                        here.information[(k, j)] += n * p * (1.0 - p);
                    }
                }
            }
            for j in 1..columns {
                here.value -= RIDGE * coef[j] * coef[j] / 2.0;
                here.gradient[j] -= RIDGE * coef[j];
                here.information[(j, j)] += RIDGE;
            }
            here
        })?;
        Ok((found.coef, found.cov))
    }

    /// Loss that each moment's failures add: mean chance of loss less that without them.
    pub fn recoverable(
        &self,
        counts: &[[f64; 2]],
        coef: &DVector<f64>,
        moments: usize,
    ) -> Vec<f64> {
        let mut saved = vec![0.0; moments];
        let mut all = 0.0;
        for (row, &[kept, lost]) in self.rows.iter().zip(counts) {
            let n = kept + lost;
            all += n;
            if n == 0.0 {
                continue;
            }
            let eta: f64 = row.iter().map(|&j| coef[j]).sum();
            for &j in row.iter().filter(|j| (1..=moments).contains(*j)) {
                saved[j - 1] += n * (logistic(eta) - logistic(eta - coef[j]));
            }
        }
        saved.iter().map(|s| s / all).collect()
    }
}

fn logistic(eta: f64) -> f64 {
    1.0 / (1.0 + (-eta).exp())
}

/// `ln(1 + exp(eta))` without overflow.
fn softplus(eta: f64) -> f64 {
    eta.max(0.0) + (-eta.abs()).exp().ln_1p()
}
