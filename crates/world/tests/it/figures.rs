//! Small reference computations, written apart from the crates they judge.

/// Arithmetic mean.
pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Standard deviation over n.
pub fn sd(values: &[f64]) -> f64 {
    let center = mean(values);
    mean(
        &values
            .iter()
            .map(|v| (v - center).powi(2))
            .collect::<Vec<_>>(),
    )
    .sqrt()
}

/// Mean of a figure over the seeds from 0.
pub fn over_seeds(seeds: u64, figure: impl Fn(u64) -> f64) -> f64 {
    mean(&(0..seeds).map(figure).collect::<Vec<_>>())
}

/// Kendall's tau without ties.
pub fn kendall(a: &[f64], b: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..a.len() {
        for j in 0..i {
            sum += ((a[i] - a[j]) * (b[i] - b[j])).signum();
        }
    }
    2.0 * sum / (a.len() * (a.len() - 1)) as f64
}

/// Spearman's rank correlation without ties.
pub fn spearman(a: &[f64], b: &[f64]) -> f64 {
    let rank = |v: &[f64]| -> Vec<f64> {
        v.iter()
            .map(|x| v.iter().filter(|y| *y < x).count() as f64)
            .collect()
    };
    let (a, b) = (rank(a), rank(b));
    let (ma, mb) = (mean(&a), mean(&b));
    let products: Vec<f64> = a.iter().zip(&b).map(|(x, y)| (x - ma) * (y - mb)).collect();
    mean(&products) / (sd(&a) * sd(&b))
}

/// Solves a small linear system by elimination with row exchange.
pub fn solve(mut rows: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let n = right.len();
    for pivot in 0..n {
        let best = (pivot..n)
            .max_by(|&a, &b| rows[a][pivot].abs().total_cmp(&rows[b][pivot].abs()))
            .unwrap();
        rows.swap(pivot, best);
        right.swap(pivot, best);
        let (top, rest) = rows.split_at_mut(pivot + 1);
        let top = &top[pivot];
        for (row, below) in rest.iter_mut().zip(pivot + 1..) {
            let factor = row[pivot] / top[pivot];
            for (x, y) in row.iter_mut().zip(top).skip(pivot) {
                *x -= factor * y;
            }
            right[below] -= factor * right[pivot];
        }
    }
    for pivot in (0..n).rev() {
        let known: f64 = (pivot + 1..n).map(|c| rows[pivot][c] * right[c]).sum();
        right[pivot] = (right[pivot] - known) / rows[pivot][pivot];
    }
    right
}

/// The places of the `count` greatest values.
pub fn top(values: &[f64], count: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[b].total_cmp(&values[a]));
    order.truncate(count);
    order
}

/// Area under the ROC curve by ranks, ties counted half.
pub fn auc(score: &[f64], hit: &[bool]) -> f64 {
    let (mut above, mut pairs) = (0.0, 0.0);
    for (s, _) in score.iter().zip(hit).filter(|x| *x.1) {
        for (t, _) in score.iter().zip(hit).filter(|x| !*x.1) {
            pairs += 1.0;
            above += if s > t {
                1.0
            } else if s == t {
                0.5
            } else {
                0.0
            };
        }
    }
    above / pairs
}
