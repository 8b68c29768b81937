//! How often the interval of an NPS holds the truth.

use super::goal::{Goal, Row, Shown, Target, mean};
use stats::nps::{Counts, adjusted_wald, tango, wald};
use stats::{Interval, Level};
use world::Draw;
use world::trial::nps::{SHAPES, SIZES, Shape};

/// Samples per shape and size in each world.
const SAMPLES: usize = 2000;

pub(super) static ROW: Row = Row {
    name: "NPS interval",
    world: "Five populations (balanced, strong, excellent, poor, rare detractors), 10 to 1,000 answers, 2,000 samples of each a world; `nps::adjusted_wald`. The naive interval is Wald's.",
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
            what: "width over Tango's, worst of 35 cells",
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
            let drawn: Vec<Counts> = (0..SAMPLES).map(|_| shape.answers(draw, n)).collect();
            covers.naive.push(tried(&drawn, &shape, wald).0);
            covers.ours.push(tried(&drawn, &shape, adjusted_wald).0);
            // Tango's search takes time, and widths hardly vary.
            let few = &drawn[..SAMPLES / 10];
            let reference = tried(few, &shape, tango).1;
            widths.naive.push(tried(few, &shape, wald).1 / reference);
            widths
                .ours
                .push(tried(few, &shape, adjusted_wald).1 / reference);
        }
    }
    Ok(vec![covers, widths])
}

/// Share of intervals that hold the truth, and their mean width.
fn tried(drawn: &[Counts], shape: &Shape, interval: fn(&Counts, Level) -> Interval) -> (f64, f64) {
    let truth = shape.truth() / 100.0;
    let found: Vec<Interval> = drawn
        .iter()
        .map(|c| interval(c, Level::NINETY_FIVE))
        .collect();
    let widths: Vec<f64> = found.iter().map(|i| i.width()).collect();
    (super::share(&found, |i| i.contains(truth)), mean(&widths))
}
