//! Sison and Glaz's intervals for all shares of a set at once.

use statrs::function::gamma::ln_gamma;

use crate::{Interval, Level};

/// Sison and Glaz's simultaneous intervals: one width for all shares.
///
/// Formula: the chance that every count stays within c of what was seen is
/// that of independent Poisson counts truncated to x ± c, given that they add
/// up to n, by a four-moment Edgeworth expansion. With c the last whole number
/// whose chance is below the level and γ how far (0 to 1) the level lies on the
/// way to c + 1, each share p has `p - c/n` to `p + (c + 2γ)/n`, clipped to 0
/// to 1.
/// Arguments: counts of each category; result as shares 0 to 1, in the same
/// order. Errors: none; without answers, or where even c = n falls short of the
/// level, each interval is 0 to 1.
/// Assumptions: independent answers, each in one category; at its best with
/// seven or more shares of like size.
/// Source: Sison and Glaz 1995, doi:10.1080/01621459.1995.10476521.
///
/// ```text
/// [5, 3, 2]: 0.3 .. 0.875, 0.1 .. 0.675, 0 .. 0.575
/// ```
#[must_use]
pub fn sison_glaz(counts: &[u64], level: Level) -> Vec<Interval> {
    let n: u64 = counts.iter().sum();
    let reach = reach(counts, n, level.share());
    let one = |&x: &u64| match reach {
        Some((down, up)) => {
            let (x, n) = (x as f64, n as f64);
            Interval {
                low: (x - down) / n,
                high: (x + up) / n,
            }
            .clipped(0.0, 1.0)
        }
        None => Interval {
            low: 0.0,
            high: 1.0,
        },
    };
    counts.iter().map(one).collect()
}

/// How far, in answers, the intervals reach down and up.
fn reach(counts: &[u64], n: u64, level: f64) -> Option<(f64, f64)> {
    let mut cells: Vec<Truncated> = counts.iter().map(|&x| Truncated::new(x)).collect();
    let mut before = 0.0;
    for c in 1..=n {
        cells.iter_mut().for_each(|cell| cell.widen(c));
        let chance = chance(&cells, n);
        // A run below the level must end above it: the expansion is not
        // monotone for tiny samples, so the last value below is remembered.
        if before < level && chance > level {
            let part = (level - before) / (chance - before);
            let down = (c - 1) as f64;
            return Some((down, down + 2.0 * part));
        }
        before = chance;
    }
    None
}

/// A Poisson count with mean x, cut to x - c ..= x + c.
///
/// Sums of weight times deviation^r (r = 0 to 4), weights relative to that of
/// x itself, so that widening by one adds two terms and nothing cancels.
struct Truncated {
    mean: f64,
    below: f64,
    above: f64,
    sums: [f64; 5],
}

impl Truncated {
    fn new(x: u64) -> Self {
        Truncated {
            mean: x as f64,
            below: 1.0,
            above: 1.0,
            sums: [1.0, 0.0, 0.0, 0.0, 0.0],
        }
    }

    /// Takes in the counts c below and c above the mean.
    fn widen(&mut self, c: u64) {
        let c = c as f64;
        self.above *= self.mean / (self.mean + c);
        self.below *= ((self.mean - c + 1.0) / self.mean.max(1.0)).max(0.0);
        for (r, sum) in self.sums.iter_mut().enumerate() {
            let power = c.powi(r as i32);
            let sign = if r % 2 == 0 { 1.0 } else { -1.0 };
            *sum += self.above * power + sign * self.below * power;
        }
    }

    /// Mean, variance, third and fourth central moments.
    fn moments(&self) -> [f64; 4] {
        let [s0, s1, s2, s3, s4] = self.sums;
        let (d, a2, a3, a4) = (s1 / s0, s2 / s0, s3 / s0, s4 / s0);
        [
            self.mean + d,
            a2 - d * d,
            a3 - 3.0 * d * a2 + 2.0 * d.powi(3),
            a4 - 4.0 * d * a3 + 6.0 * d * d * a2 - 3.0 * d.powi(4),
        ]
    }
}

/// Chance that all counts stay in their ranges, given that they add up to `n`.
fn chance(cells: &[Truncated], n: u64) -> f64 {
    let (mut mean, mut variance, mut third, mut excess) = (0.0, 0.0, 0.0, 0.0);
    let mut log_inside = 0.0;
    for cell in cells {
        let [m1, m2, m3, m4] = cell.moments();
        mean += m1;
        variance += m2;
        third += m3;
        excess += m4 - 3.0 * m2 * m2;
        log_inside += cell.sums[0].ln() + log_peak(cell.mean);
    }
    let z = (n as f64 - mean) / variance.sqrt();
    let (skew, kurt) = (third / variance.powf(1.5), excess / variance.powi(2));
    let (z2, z3, z4, z6) = (z * z, z.powi(3), z.powi(4), z.powi(6));
    let edgeworth = 1.0
        + skew * (z3 - 3.0 * z) / 6.0
        + kurt * (z4 - 6.0 * z2 + 3.0) / 24.0
        + skew * skew * (z6 - 15.0 * z4 + 45.0 * z2 - 15.0) / 72.0;
    let density = edgeworth * (-z2 / 2.0).exp() / (std::f64::consts::TAU * variance).sqrt();
    (log_inside - log_peak(n as f64)).exp() * density
}

/// Logarithm of a Poisson count's chance to equal its whole mean `x`.
///
/// Stirling's series from 16 on, where subtracting large logarithms would cost
/// digits that its five terms do not.
fn log_peak(x: f64) -> f64 {
    if x == 0.0 {
        return 0.0;
    }
    if x < 16.0 {
        return x * x.ln() - x - ln_gamma(x + 1.0);
    }
    let x2 = x * x;
    let tail = 1.0 / 1680.0 - 1.0 / (1188.0 * x2);
    let series = (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - tail / x2) / x2) / x2) / x;
    -0.5 * (std::f64::consts::TAU * x).ln() - series
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_peak_chance_agrees_on_both_sides_of_its_seam() {
        for x in [16.0_f64, 20.0, 100.0] {
            let direct = x * x.ln() - x - ln_gamma(x + 1.0);
            assert!((log_peak(x) - direct).abs() < 1e-12, "{x}");
        }
    }

    #[test]
    fn a_million_answers_are_narrow_and_none_are_anything() {
        let found = sison_glaz(&[500_000, 300_000, 200_000], Level::NINETY_FIVE);
        assert!(found[0].contains(0.5) && found[0].width() < 0.003);
        assert_eq!(
            sison_glaz(&[0, 0], Level::NINETY_FIVE)[1],
            Interval {
                low: 0.0,
                high: 1.0
            }
        );
        assert!(sison_glaz(&[], Level::NINETY_FIVE).is_empty());
    }
}
