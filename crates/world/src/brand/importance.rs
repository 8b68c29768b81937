//! The true importance of touchpoints, computed apart from the analyses that it judges.

use crate::touchpoint::COUNT;

/// Covariances of the touchpoints' contributions (places 0 to 11) and the outcome (12).
pub(super) struct Covariance {
    n: f64,
    mean: [f64; COUNT + 1],
    sum: [[f64; COUNT + 1]; COUNT + 1],
}

impl Covariance {
    pub(super) fn new() -> Self {
        Covariance {
            n: 0.0,
            mean: [0.0; COUNT + 1],
            sum: [[0.0; COUNT + 1]; COUNT + 1],
        }
    }

    /// Counts one row (Welford).
    pub(super) fn observe(&mut self, row: &[f64; COUNT + 1]) {
        self.n += 1.0;
        let before: [f64; COUNT + 1] = std::array::from_fn(|i| row[i] - self.mean[i]);
        for (mean, apart) in self.mean.iter_mut().zip(before) {
            *mean += apart / self.n;
        }
        for (sums, apart) in self.sum.iter_mut().zip(before) {
            for (sum, (x, mean)) in sums.iter_mut().zip(row.iter().zip(self.mean)) {
                *sum += apart * (x - mean);
            }
        }
    }

    /// Each touchpoint's share of the explained variance, averaged over all orders in which
    /// touchpoints may come in (Lindeman, Merenda and Gold 1980); the shares add up to 1.
    pub(super) fn importance(&self) -> [f64; COUNT] {
        let explained: Vec<f64> = (0..1_usize << COUNT)
            .map(|set| self.explained(set))
            .collect();
        let mut weight = [1.0 / COUNT as f64; COUNT];
        for size in 1..COUNT {
            weight[size] = weight[size - 1] * size as f64 / (COUNT - size) as f64;
        }
        let share: [f64; COUNT] = std::array::from_fn(|k| {
            let without = (0..1_usize << COUNT).filter(|set| set & (1 << k) == 0);
            without
                .map(|set| {
                    weight[set.count_ones() as usize] * (explained[set | 1 << k] - explained[set])
                })
                .sum()
        });
        let whole: f64 = share.iter().sum();
        share.map(|s| if whole > 0.0 { s / whole } else { 0.0 })
    }

    /// Variance of the outcome that a set of touchpoints explains, by elimination.
    fn explained(&self, set: usize) -> f64 {
        let inside: Vec<usize> = (0..COUNT).filter(|k| set & (1 << k) != 0).collect();
        let mut rows: Vec<Vec<f64>> = inside
            .iter()
            .map(|&i| {
                let mut row: Vec<f64> = inside.iter().map(|&j| self.sum[i][j]).collect();
                row.push(self.sum[i][COUNT]);
                row
            })
            .collect();
        let width = inside.len();
        let mut found = 0.0;
        for pivot in 0..width {
            let (top, rest) = rows.split_at_mut(pivot + 1);
            let top = &top[pivot];
            if top[pivot] <= 1e-9 * self.sum[inside[pivot]][inside[pivot]] {
                continue;
            }
            // What this touchpoint explains beyond those before it.
            found += top[width] * top[width] / top[pivot];
            for row in rest {
                let factor = row[pivot] / top[pivot];
                for column in pivot..=width {
                    row[column] -= factor * top[column];
                }
            }
        }
        found
    }
}
