//! Which moments of a journey cost customers.

use super::goal::{Goal, Row, Shown, Target, mean};
use super::{kendall, shared_top, words};
use stats::journey::{LossOptions, Visit, recoverable_loss};
use world::trial::moments::{COUNT, Journeys, journeys};

/// Sets of 8,000 journeys in each world.
const SETS: u64 = 3;

pub(super) static ROW: Row = Row {
    name: "Moments that matter",
    world: "8,000 journeys over nine touchpoints that differ in reach, failures and harm, the last ones counting more than the model knows; three sets a world; `journey::recoverable_loss`. The naive order is that of the failure rate (the lowest score).",
    goals: &[
        Goal {
            what: "of the three costliest, found",
            naive: "lowest score",
            best: ".958",
            target: Target::AtLeast(0.92),
            slack: 0.1,
            digits: 3,
        },
        Goal {
            what: "Kendall's tau with the true loss",
            naive: "lowest score",
            best: ".806",
            target: Target::AtLeast(0.75),
            slack: 0.12,
            digits: 3,
        },
    ],
    measure,
};

fn measure(seed: u64) -> Result<Vec<Shown>, String> {
    let mut found: Vec<[f64; 4]> = Vec::new();
    for number in 0..SETS {
        let all = journeys(seed * 1000 + number, 8000);
        let naive = failure_rates(&all);
        let ours = losses(&all)?;
        found.push([
            shared_top(&naive, &all.loss, 3),
            shared_top(&ours, &all.loss, 3),
            kendall(&naive, &all.loss),
            kendall(&ours, &all.loss),
        ]);
    }
    let of = |k: usize| mean(&found.iter().map(|f| f[k]).collect::<Vec<_>>());
    Ok(vec![Shown::both(of(0), of(1)), Shown::both(of(2), of(3))])
}

fn failure_rates(all: &Journeys) -> Vec<f64> {
    (0..COUNT)
        .map(|k| {
            let met = all.met.iter().filter(|m| m[k]).count() as f64;
            all.failed.iter().filter(|f| f[k]).count() as f64 / met
        })
        .collect()
}

fn losses(all: &Journeys) -> Result<Vec<f64>, String> {
    let visits: Vec<Visit> = all
        .met
        .iter()
        .zip(&all.failed)
        .zip(&all.left)
        .map(|((met, failed), &lost)| Visit {
            failed: (0..COUNT).map(|k| met[k].then_some(failed[k])).collect(),
            segment: 0,
            lost,
        })
        .collect();
    let options = LossOptions {
        replicates: 0,
        ..LossOptions::default()
    };
    let found = recoverable_loss(&visits, &options).map_err(words)?;
    let loss = |m: &stats::journey::Moment| m.recoverable.unwrap_or(0.0);
    Ok(found.iter().map(loss).collect())
}
