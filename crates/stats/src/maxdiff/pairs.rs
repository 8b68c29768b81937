//! The chance of a best-worst pair, and its derivatives in the utilities of all perks.

use nalgebra::{DMatrix, DVector};

use super::Task;

/// Adds one task to gradient and information; gives its log-likelihood.
///
/// `P(b, w) = exp(v_b - v_w) / Σ_{i ≠ j} exp(v_i - v_j)` over the perks shown.
pub(super) fn add(
    task: &Task,
    utilities: &DVector<f64>,
    gradient: &mut DVector<f64>,
    information: &mut DMatrix<f64>,
) -> f64 {
    let shown = &task.shown;
    let up: Vec<f64> = shown.iter().map(|&i| utilities[i].exp()).collect();
    let down: Vec<f64> = shown.iter().map(|&i| (-utilities[i]).exp()).collect();
    let (ups, downs) = (up.iter().sum::<f64>(), down.iter().sum::<f64>());
    // Each perk against itself gives 1.
    let all = ups * downs - shown.len() as f64;
    let best = |i: usize| up[i] * (downs - down[i]) / all;
    let worst = |i: usize| down[i] * (ups - up[i]) / all;
    for (i, &item) in shown.iter().enumerate() {
        let mean = best(i) - worst(i);
        gradient[item] -= mean;
        information[(item, item)] += best(i) + worst(i);
        for (j, &other) in shown.iter().enumerate() {
            let both = if i == j {
                0.0
            } else {
                (up[i] * down[j] + up[j] * down[i]) / all
            };
            information[(item, other)] -= both + mean * (best(j) - worst(j));
        }
    }
    gradient[task.best] += 1.0;
    gradient[task.worst] -= 1.0;
    utilities[task.best] - utilities[task.worst] - all.ln()
}
