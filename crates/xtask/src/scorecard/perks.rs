//! What customers would rather have.

use super::goal::{Goal, Row, Shown, Target, mean};
use super::{kendall, words};
use stats::Level;
use stats::maxdiff::{Task, logit};
use world::trial::maxdiff::{ITEMS, Study, study};

/// Studies of 150 people in each world.
const STUDIES: u64 = 3;

pub(super) static ROW: Row = Row {
    name: "Perks (MaxDiff)",
    world: "150 people whose tastes differ choose the best and the worst of four, ten times, among twelve perks; three studies a world; `maxdiff::logit`. The naive order counts how often a perk was best.",
    goals: &[Goal {
        what: "Kendall's tau with the true utilities",
        naive: "times best",
        best: ".974",
        target: Target::AtLeast(0.95),
        slack: 0.04,
        digits: 3,
    }],
    measure,
};

fn measure(seed: u64) -> Result<Vec<Shown>, String> {
    let (mut naive, mut ours) = (Vec::new(), Vec::new());
    for number in 0..STUDIES {
        let study = study(seed * 1000 + number, 150);
        naive.push(kendall(&times_best(&study), &study.utility));
        let tasks: Vec<Task> = study
            .tasks
            .iter()
            .map(|task| Task {
                respondent: task.person,
                shown: task.shown.to_vec(),
                best: task.best,
                worst: task.worst,
            })
            .collect();
        let found = logit(&tasks, ITEMS, Level::NINETY_FIVE).map_err(words)?;
        let values: Vec<f64> = found.utilities.iter().map(|u| u.value).collect();
        ours.push(kendall(&values, &study.utility));
    }
    Ok(vec![Shown::both(mean(&naive), mean(&ours))])
}

fn times_best(study: &Study) -> Vec<f64> {
    let mut times = vec![0.0; ITEMS];
    for task in &study.tasks {
        times[task.best] += 1.0;
    }
    times
}
