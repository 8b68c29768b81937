//! How often the interval of an NPS holds the truth.

use super::goal::{Goal, Row, Shown, Target, mean};
use stats::nps::{Counts, adjusted_wald, tango, wald};
use stats::{Interval, Level};
use world::Draw;
use world::trial::nps::{SHAPES, SIZES, Shape};

/// Up to so many answers every possible sample is counted with its chance.
const EXACT: u64 = 100;
/// Samples per shape and larger size in each world.
const SAMPLES: usize = 2000;
/// Samples for the width.
const WIDTHS: usize = 200;

pub(super) static ROW: Row = Row {
    name: "NPS interval",
    world: "Five populations (balanced, strong, excellent, poor, rare detractors), 10 to 1,000 answers, coverage exact over all possible samples up to 100 answers, from 2,000 samples a world above; `nps::adjusted_wald`. The naive interval is Wald's. Widths are compared over 10 to 300 answers without the rare detractors, as in the reference; there it is narrower than Tango's and still covers.",
    goals: &[
        Goal {
            what: "coverage of 95 % intervals, worst of 35 cells",
            naive: "Wald",
            best: ".937–.969",
            target: Target::Between(0.935, 0.970),
            slack: 0.015,
            digits: 3,
        },
        Goal {
            what: "width over Tango's, worst of 24 cells",
            naive: "Wald",
            best: ".95–1.04",
            target: Target::Between(0.94, 1.06),
            slack: 0.02,
            digits: 3,
        },
    ],
    measure,
};

fn measure(seed: u64) -> Result<Vec<Shown>, String> {
    let draw = &mut Draw::new(seed, 1);
    let (mut covers, mut widths) = (Shown::default(), Shown::default());
    for n in SIZES {
        for shape in SHAPES {
            let tried: Vec<(Counts, f64)> = if n <= EXACT {
                outcomes(&shape, n)
            } else {
                let chance = 1.0 / SAMPLES as f64;
                (0..SAMPLES)
                    .map(|_| (shape.answers(draw, n), chance))
                    .collect()
            };
            covers.naive.push(coverage(&tried, &shape, wald));
            covers.ours.push(coverage(&tried, &shape, adjusted_wald));
            if n <= 300 && shape.name != "rare detractors" {
                let drawn: Vec<Counts> = (0..WIDTHS).map(|_| shape.answers(draw, n)).collect();
                let reference = width(&drawn, tango);
                widths.naive.push(width(&drawn, wald) / reference);
                widths.ours.push(width(&drawn, adjusted_wald) / reference);
            }
        }
    }
    Ok(vec![covers, widths])
}

/// Every sample of `n` answers with its chance.
fn outcomes(shape: &Shape, n: u64) -> Vec<(Counts, f64)> {
    let logs: Vec<f64> = (0..=n)
        .scan(0.0, |sum, k| {
            *sum += (k.max(1) as f64).ln();
            Some(*sum)
        })
        .collect();
    let passives = 1.0 - shape.promoters - shape.detractors;
    let all = (0..=n).flat_map(|p| (0..=n - p).map(move |d| (p, d)));
    all.map(|(p, d)| {
        let rest = n - p - d;
        let ways = logs[n as usize] - logs[p as usize] - logs[d as usize] - logs[rest as usize];
        let counts = Counts {
            promoters: p,
            passives: rest,
            detractors: d,
        };
        let chance = ways
            + p as f64 * shape.promoters.ln()
            + d as f64 * shape.detractors.ln()
            + rest as f64 * passives.ln();
        (counts, chance.exp())
    })
    .collect()
}

/// The chance that the interval holds the truth.
fn coverage(
    tried: &[(Counts, f64)],
    shape: &Shape,
    interval: fn(&Counts, Level) -> Interval,
) -> f64 {
    let truth = shape.truth() / 100.0;
    let held = tried
        .iter()
        .filter(|(counts, _)| interval(counts, Level::NINETY_FIVE).contains(truth));
    held.map(|(_, chance)| chance).sum()
}

fn width(drawn: &[Counts], interval: fn(&Counts, Level) -> Interval) -> f64 {
    let widths = drawn
        .iter()
        .map(|c| interval(c, Level::NINETY_FIVE).width());
    mean(&widths.collect::<Vec<_>>())
}
