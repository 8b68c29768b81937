//! Correlation of the opinions behind two ordered answers.

use serde::{Deserialize, Serialize};
use statrs::function::erf::erfc;

use crate::{Interval, Level, StatsError, quantile};

/// Most values of a scale that is taken as ordered boxes; longer ones are as good as numbers.
pub const MOST_VALUES: usize = 11;
/// How near to 1 a correlation may come; beyond, the table says only that it is very great.
const GREATEST: f64 = 0.9999;

/// The correlation of two normal opinions that are seen through boxes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Polychoric {
    /// The correlation, -1 to 1.
    pub value: f64,
    /// Its interval.
    pub interval: Interval,
    /// Confidence of the interval.
    pub level: Level,
    /// People who answered both.
    pub n: f64,
}

/// The polychoric correlation of a table of two ordered answers.
///
/// Formula: each answer is a normal opinion cut into boxes; the cuts are the normal quantiles of
/// the margins, the correlation is the one that makes the table most likely given these. The
/// interval is taken on the scale of `atanh`, from the expected information `n Σ (dπ / dρ)² / π`
/// over the cells, the cuts taken as known.
/// Arguments: people by the value of the first answer (rows) and of the second (columns), values in
/// order; counts may be weighted. Values that nobody chose are passed over.
/// Errors: [`StatsError::Length`] for rows of different lengths; [`StatsError::Weight`] for a
/// negative count; [`StatsError::Boxes`] where either answer took fewer than two values or more
/// than [`MOST_VALUES`]; [`StatsError::Together`] where the answers go together so strictly that
/// no correlation below 1 is likeliest.
/// Assumptions: the opinions are normal together; skewed opinions bias it.
/// Sources: Olsson 1979, doi:10.1007/BF02296207 (in two steps); Drezner and Wesolowsky 1990,
/// doi:10.1080/00949659008811236 (bivariate normal as an integral over the correlation).
///
/// ```
/// use stats::{Level, drivers::polychoric};
/// // Cuts at 0 on both sides: ρ = sin(2π (share of agreement / 2 - 1/4)).
/// let table = [vec![30.0, 20.0], vec![20.0, 30.0]];
/// let found = polychoric(&table, Level::NINETY_FIVE).unwrap();
/// assert!((found.value - (2.0 * std::f64::consts::PI * 0.05).sin()).abs() < 1e-9);
/// ```
pub fn polychoric(table: &[Vec<f64>], level: Level) -> Result<Polychoric, StatsError> {
    let counts = occupied(table)?;
    let n: f64 = counts.iter().flatten().sum();
    let rows: Vec<f64> = counts.iter().map(|row| row.iter().sum()).collect();
    let columns: Vec<f64> = (0..counts[0].len())
        .map(|j| counts.iter().map(|row| row[j]).sum())
        .collect();
    let (rows, columns) = (cuts(&rows, n), cuts(&columns, n));
    let (mut low, mut high, mut rho) = (-GREATEST, GREATEST, 0.0);
    let mut information = 0.0;
    for _ in 0..200 {
        let here = slope(&counts, &rows, &columns, rho);
        information = n * here.1;
        if here.0 > 0.0 {
            low = rho;
        } else {
            high = rho;
        }
        let next = rho + here.0 / information;
        let next = match next > low && next < high {
            true => next,
            false => (low + high) / 2.0,
        };
        let moved = (next - rho).abs();
        rho = next;
        if moved < 1e-13 {
            break;
        }
    }
    if rho.abs() > GREATEST - 1e-6 {
        return Err(StatsError::Together);
    }
    let half = level.z() / information.sqrt() / (1.0 - rho * rho);
    Ok(Polychoric {
        value: rho,
        interval: Interval {
            low: (rho.atanh() - half).tanh(),
            high: (rho.atanh() + half).tanh(),
        },
        level,
        n,
    })
}

/// The rows and columns in which anybody is.
fn occupied(table: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, StatsError> {
    let width = table.first().map_or(0, Vec::len);
    for row in table {
        super::layout::same("the row", row.len(), width)?;
        if let Some(&weight) = row.iter().find(|c| !(c.is_finite() && **c >= 0.0)) {
            return Err(StatsError::Weight { weight });
        }
    }
    let used: Vec<usize> = (0..width)
        .filter(|&j| table.iter().any(|row| row[j] > 0.0))
        .collect();
    let counts: Vec<Vec<f64>> = table
        .iter()
        .filter(|row| row.iter().any(|c| *c > 0.0))
        .map(|row| used.iter().map(|&j| row[j]).collect())
        .collect();
    for values in [counts.len(), used.len()] {
        if !(2..=MOST_VALUES).contains(&values) {
            return Err(StatsError::Boxes { values });
        }
    }
    Ok(counts)
}

/// The ends of the boxes, both infinite ones included.
fn cuts(margin: &[f64], n: f64) -> Vec<f64> {
    let mut below = 0.0;
    let mut cuts = vec![f64::NEG_INFINITY];
    for count in &margin[..margin.len() - 1] {
        below += count;
        cuts.push(quantile::normal(below / n));
    }
    cuts.push(f64::INFINITY);
    cuts
}

/// Slope of the log likelihood, and the information in one person.
fn slope(counts: &[Vec<f64>], rows: &[f64], columns: &[f64], rho: f64) -> (f64, f64) {
    let at = |f: &dyn Fn(f64, f64) -> f64| -> Vec<Vec<f64>> {
        let line = |h: &f64| columns.iter().map(|k| f(*h, *k)).collect();
        rows.iter().map(line).collect()
    };
    let (below, height) = (at(&|h, k| below(h, k, rho)), at(&|h, k| density(h, k, rho)));
    let cell = |of: &[Vec<f64>], i: usize, j: usize| {
        of[i + 1][j + 1] - of[i][j + 1] - of[i + 1][j] + of[i][j]
    };
    let (mut slope, mut information) = (0.0, 0.0);
    for (i, row) in counts.iter().enumerate() {
        for (j, count) in row.iter().enumerate() {
            let chance = cell(&below, i, j).max(1e-14);
            let change = cell(&height, i, j);
            slope += count * change / chance;
            information += change * change / chance;
        }
    }
    (slope, information)
}

/// The density of two standard normals of this correlation, which is also how fast [`below`]
/// grows with it; 0 at infinite ends.
fn density(h: f64, k: f64, rho: f64) -> f64 {
    if !(h.is_finite() && k.is_finite()) {
        return 0.0;
    }
    let left = 1.0 - rho * rho;
    let square = (h * h + k * k - 2.0 * rho * h * k) / left;
    (-square / 2.0).exp() / (2.0 * std::f64::consts::PI * left.sqrt())
}

/// The chance that the first is below `h` and the second below `k`.
fn below(h: f64, k: f64, rho: f64) -> f64 {
    let normal = |x: f64| erfc(-x / std::f64::consts::SQRT_2) / 2.0;
    let apart = normal(h) * normal(k);
    if !(h.is_finite() && k.is_finite()) {
        return apart;
    }
    // Over the angle the integrand is smooth; panels narrow towards the end, where it bends.
    let whole = rho.asin();
    let ends = [0.0, 0.5, 0.8, 0.95, 1.0].map(|share| share * whole);
    let mut sum = 0.0;
    for panel in ends.windows(2) {
        let (middle, half) = ((panel[0] + panel[1]) / 2.0, (panel[1] - panel[0]) / 2.0);
        for (node, weight) in NODES {
            for angle in [middle - half * node, middle + half * node] {
                let (sin, cos) = angle.sin_cos();
                let square = (h * h + k * k - 2.0 * h * k * sin) / (cos * cos);
                sum += weight * half * (-square / 2.0).exp();
            }
        }
    }
    apart + sum / (2.0 * std::f64::consts::PI)
}

/// Nodes and weights of Gauss and Legendre, 16 points; each node stands for both signs.
const NODES: [(f64, f64); 8] = [
    (0.095_012_509_837_637_44, 0.189_450_610_455_068_5),
    (0.281_603_550_779_258_9, 0.182_603_415_044_923_58),
    (0.458_016_777_657_227_37, 0.169_156_519_395_002_54),
    (0.617_876_244_402_643_8, 0.149_595_988_816_576_74),
    (0.755_404_408_355_003, 0.124_628_971_255_533_88),
    (0.865_631_202_387_831_8, 0.095_158_511_682_492_79),
    (0.944_575_023_073_232_6, 0.062_253_523_938_647_89),
    (0.989_400_934_991_649_9, 0.027_152_459_411_754_09),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chance_of_a_quadrant_is_its_closed_form() {
        for rho in [-0.99, -0.5, 0.0, 0.3, 0.9, 0.999] {
            let expected = 0.25 + f64::asin(rho) / (2.0 * std::f64::consts::PI);
            assert!((below(0.0, 0.0, rho) - expected).abs() < 1e-14, "{rho}");
        }
        // Opposite: nobody is below -1 on one and above 1 on the other but as a whole.
        assert!((below(1.0, -1.0, 0.999) - below(f64::INFINITY, -1.0, 0.0)).abs() < 1e-9);
    }

    #[test]
    fn what_says_nothing_of_a_correlation_is_refused_and_its_neighbor_is_not() {
        let level = Level::NINETY_FIVE;
        let one = polychoric(&[vec![5.0, 7.0], vec![0.0, 0.0]], level);
        assert_eq!(one.unwrap_err(), StatsError::Boxes { values: 1 });
        let strict = polychoric(&[vec![50.0, 0.0], vec![0.0, 50.0]], level);
        assert_eq!(strict.unwrap_err(), StatsError::Together);
        let near = polychoric(&[vec![50.0, 1.0], vec![1.0, 50.0]], level).unwrap();
        assert!(near.value > 0.99 && near.interval.high < 1.0);
        assert!(polychoric(&[vec![1.0; 12], vec![2.0; 12]], level).is_err());
        assert!(polychoric(&[vec![1.0, 2.0], vec![2.0]], level).is_err());
        assert!(polychoric(&[vec![1.0, -2.0], vec![2.0, 1.0]], level).is_err());
    }
}
