//! What drives satisfaction: importance, and what mending would bring.

use super::goal::{Goal, Row, Shown, Target, mean};
use super::{spearman, words};
use stats::drivers::{Answer, Assessed, Layout, Sample, assess};
use world::touchpoint::COUNT;
use world::trial::drivers::{IMPORTANCE, OPPORTUNITY as GAINS, Survey, clear_pairs, survey};

/// Surveys of each size in each world.
const SURVEYS: u64 = 3;

pub(super) static ROW: Row = Row {
    name: "Drivers",
    world: "Twelve touchpoints with unequal penalty and reward, one halo, each met by 12 to 100 % of the visits, so that 99.9 % of the rows have gaps; three surveys of 1,000 and of 3,000 a world; `drivers::assess` (LMG, encounter-coded). The naive importance is the squared correlation over those who answered.",
    goals: &[
        Goal {
            what: "Spearman with the true importance, n 1,000",
            naive: "squared correlation",
            best: ".949",
            target: Target::AtLeast(0.93),
            slack: 0.05,
            digits: 3,
        },
        Goal {
            what: "Spearman, n 3,000",
            naive: "squared correlation",
            best: ".957",
            target: Target::AtLeast(0.94),
            slack: 0.05,
            digits: 3,
        },
        Goal {
            what: "mean absolute error of the share, n 1,000",
            naive: "squared correlation",
            best: ".010",
            target: Target::AtMost(0.012),
            slack: 0.004,
            digits: 4,
        },
        Goal {
            what: "mean absolute error, n 3,000",
            naive: "squared correlation",
            best: ".007",
            target: Target::AtMost(0.009),
            slack: 0.003,
            digits: 4,
        },
        Goal {
            what: "greatest driver named, n 1,000",
            naive: "squared correlation",
            best: "1.00",
            target: Target::AtLeast(0.95),
            slack: 0.2,
            digits: 3,
        },
        Goal {
            what: "pairs at least .03 apart in order, n 1,000",
            naive: "squared correlation",
            best: ".996",
            target: Target::AtLeast(0.985),
            slack: 0.02,
            digits: 3,
        },
    ],
    measure: importance,
};

pub(super) static OPPORTUNITY: Row = Row {
    name: "Opportunity",
    world: "The same surveys; what satisfaction would gain if nobody fell short at a touchpoint, by `drivers::assess` with a slope of its own below the mean. The naive order is that of the lowest mean score.",
    goals: &[
        Goal {
            what: "Spearman with the true gain, n 1,000",
            naive: "lowest mean score",
            best: ".913",
            target: Target::AtLeast(0.89),
            slack: 0.06,
            digits: 3,
        },
        Goal {
            what: "Spearman, n 3,000",
            naive: "lowest mean score",
            best: ".953",
            target: Target::AtLeast(0.93),
            slack: 0.05,
            digits: 3,
        },
    ],
    measure: opportunity,
};

fn surveys(seed: u64, n: usize) -> Result<Vec<(Survey, Assessed)>, String> {
    (0..SURVEYS)
        .map(|number| {
            let survey = survey(seed * 1000 + number, n);
            let found = assessed(&survey)?;
            Ok((survey, found))
        })
        .collect()
}

fn assessed(survey: &Survey) -> Result<Assessed, String> {
    let met = |k: usize| -> Vec<f64> {
        survey
            .scores
            .iter()
            .filter_map(|s| s[k])
            .map(f64::from)
            .collect()
    };
    let layout = Layout {
        references: (0..COUNT).map(|k| mean(&met(k))).collect(),
        split: true,
        controls: 0,
    };
    let mut sample = Sample::new(layout.clone());
    for (row, (scores, &outcome)) in survey.scores.iter().zip(&survey.outcome).enumerate() {
        let answers = scores.map(|score| match score {
            Some(score) => Answer::Score(f64::from(score)),
            None => Answer::NotEncountered,
        });
        sample
            .push(f64::from(outcome), &answers, &[], 1.0, row)
            .map_err(words)?;
    }
    let moments = sample.moments().map_err(words)?;
    assess(&moments, &layout, None).map_err(words)
}

fn importance(seed: u64) -> Result<Vec<Shown>, String> {
    let (small, large) = (surveys(seed, 1000)?, surveys(seed, 3000)?);
    // Of all surveys of one size: a figure of the naive shares and of ours.
    let figure = |list: &[(Survey, Assessed)], figure: fn(&[f64]) -> f64| {
        let naive = list
            .iter()
            .map(|(survey, _)| figure(&shares(&correlations(survey))));
        let ours = list
            .iter()
            .map(|(_, found)| figure(&shares(found.lmg.as_deref().unwrap_or(&[]))));
        Shown::both(
            mean(&naive.collect::<Vec<_>>()),
            mean(&ours.collect::<Vec<_>>()),
        )
    };
    let rank = |v: &[f64]| spearman(v, &IMPORTANCE);
    let error = |v: &[f64]| {
        mean(
            &v.iter()
                .zip(IMPORTANCE)
                .map(|(a, b)| (a - b).abs())
                .collect::<Vec<_>>(),
        )
    };
    // Staff attitude is truly the greatest.
    let first = |v: &[f64]| f64::from(u8::from(v.iter().all(|x| *x <= v[0])));
    let pairs = |v: &[f64]| super::share(&clear_pairs(), |&(a, b)| v[a] > v[b]);
    Ok(vec![
        figure(&small, rank),
        figure(&large, rank),
        figure(&small, error),
        figure(&large, error),
        figure(&small, first),
        figure(&small, pairs),
    ])
}

fn opportunity(seed: u64) -> Result<Vec<Shown>, String> {
    let figure = |list: &[(Survey, Assessed)]| {
        let lowest =
            |found: &Assessed| -> Vec<f64> { found.performance.iter().map(|p| -p).collect() };
        let naive = list
            .iter()
            .map(|(_, found)| spearman(&lowest(found), &GAINS));
        let ours = list
            .iter()
            .map(|(_, found)| spearman(&found.opportunity, &GAINS));
        Shown::both(
            mean(&naive.collect::<Vec<_>>()),
            mean(&ours.collect::<Vec<_>>()),
        )
    };
    Ok(vec![
        figure(&surveys(seed, 1000)?),
        figure(&surveys(seed, 3000)?),
    ])
}

fn shares(values: &[f64]) -> Vec<f64> {
    let sum: f64 = values.iter().sum();
    values.iter().map(|v| v / sum).collect()
}

/// Squared correlation of each touchpoint's score and the outcome, over those who gave one.
fn correlations(survey: &Survey) -> Vec<f64> {
    (0..COUNT)
        .map(|k| {
            let both = survey.scores.iter().zip(&survey.outcome);
            let (x, y): (Vec<f64>, Vec<f64>) = both
                .filter_map(|(s, &y)| s[k].map(|x| (f64::from(x), f64::from(y))))
                .unzip();
            let (mx, my) = (mean(&x), mean(&y));
            let (mut xy, mut xx, mut yy) = (0.0, 0.0, 0.0);
            for (x, y) in x.iter().zip(&y) {
                xy += (x - mx) * (y - my);
                xx += (x - mx).powi(2);
                yy += (y - my).powi(2);
            }
            xy * xy / (xx * yy)
        })
        .collect()
}
