//! Closed-form intervals for the NPS, on the -1 to 1 scale.

use crate::nps::Counts;
use crate::{Interval, Level};

/// The uncorrected normal interval.
///
/// Formula: `e ± z √(v / n)` with `e = P - D`, `v = P + D - e²`.
/// Arguments: counts of answers; the result is on the -1 to 1 scale and may
/// reach beyond it.
/// Errors: none; without answers the interval is -1 to 1.
/// Assumptions: many independent answers. With 10 answers it covers the truth
/// only 72 to 91 times in 100, and it has no width when all answers agree: use
/// it to compare with others' numbers, not to decide.
/// Source: Rocks 2016, doi:10.1080/00031305.2016.1198279.
///
/// ```text
/// (5, 3, 2): 0.3 ± 1.96 √(0.61 / 10) = -0.18 .. 0.78
/// ```
#[must_use]
pub fn wald(counts: &Counts, level: Level) -> Interval {
    match (counts.balance(), counts.variance()) {
        (Some(balance), Some(variance)) => {
            let half = level.z() * (variance / counts.n() as f64).sqrt();
            Interval::around(balance, half)
        }
        _ => Interval {
            low: -1.0,
            high: 1.0,
        },
    }
}

/// The adjusted Wald interval AW(3,T), the product's default.
///
/// Formula: add 0.75 promoters, 1.5 passives and 0.75 detractors, then
/// `e ± z √(v / (n + 3))` from the adjusted shares.
/// Arguments: counts of answers; the result is on the -1 to 1 scale and, with
/// few answers, may reach beyond it (headlines clip it).
/// Errors: none.
/// Assumptions: independent answers; coverage 93.7 to 96.7 % from 10 answers on
/// over five shapes of answers (golden/world).
/// Source: Rocks 2016, doi:10.1080/00031305.2016.1198279.
///
/// ```text
/// (5, 3, 2): -0.191 .. 0.652, centered on 3 / 13
/// ```
#[must_use]
pub fn adjusted_wald(counts: &Counts, level: Level) -> Interval {
    of_counts(counts, [0.75, 1.5, 0.75], level)
}

/// The adjusted Wald interval with 4 answers spread evenly, AW(4,U).
///
/// Formula: as [`adjusted_wald`], adding 4/3 to each of the three counts.
/// Arguments, errors and assumptions: as [`adjusted_wald`]; it leans harder to
/// the middle, so it is the poorer where passives abound.
/// Source: Rocks 2016, doi:10.1080/00031305.2016.1198279.
///
/// ```text
/// (5, 3, 2): -0.206 .. 0.635, centered on 3 / 14
/// ```
#[must_use]
pub fn adjusted_wald_uniform(counts: &Counts, level: Level) -> Interval {
    of_counts(counts, [4.0 / 3.0; 3], level)
}

/// The Agresti-Min interval for a difference of matched proportions.
///
/// Formula: add half an answer to each cell of the matched-pairs table (so 0.5
/// promoters, 0.5 detractors, 1 passive), then Wald over n + 2, clipped to -1
/// to 1.
/// Arguments: counts of answers. Errors: none.
/// Assumptions: as [`adjusted_wald`].
/// Source: Agresti and Min 2005, doi:10.1002/sim.1781.
///
/// ```text
/// (5, 3, 2): -0.190 .. 0.690, centered on 3 / 12
/// ```
#[must_use]
pub fn agresti_min(counts: &Counts, level: Level) -> Interval {
    of_counts(counts, [0.5, 1.0, 0.5], level).clipped(-1.0, 1.0)
}

fn of_counts(counts: &Counts, pseudo: [f64; 3], level: Level) -> Interval {
    let (p, d) = (counts.promoters as f64, counts.detractors as f64);
    adjusted(p, d, counts.n() as f64, pseudo, level)
}

/// Wald after adding `pseudo` promoters, passives and detractors.
pub(super) fn adjusted(
    promoters: f64,
    detractors: f64,
    n: f64,
    pseudo: [f64; 3],
    level: Level,
) -> Interval {
    let m = n + pseudo.iter().sum::<f64>();
    let p = (promoters + pseudo[0]) / m;
    let d = (detractors + pseudo[2]) / m;
    let e = p - d;
    Interval::around(e, level.z() * ((p + d - e * e) / m).sqrt())
}
