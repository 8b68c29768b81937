//! What weights mend, and what they cannot.

use super::goal::{Goal, Row, Shown, Target, mean};
use super::words;
use stats::weight::{Drawn, Margin, Raking, indicators, rake, sensitivity};
use stats::{Interval, weight};
use world::trial::raking::{AGES, Person, population};

/// Populations in each world.
const POPULATIONS: u64 = 10;
const PEOPLE: usize = 40_000;

/// A shift of those who did not answer that nobody would rule out, in points: about half a
/// standard deviation of the standings.
const SHIFT: f64 = 40.0;

pub(super) static ROW: Row = Row {
    name: "Weighting",
    world: "40,000 people of four age groups, about 9 % of whom answer, ten populations a world; answering hangs on age alone (MAR) or on satisfaction too (MNAR); `weight::rake` to the ages, with `weight::sensitivity`. The naive score is unweighted. Where satisfaction decides, no weight mends it: the band must hold the truth and say that it cannot be told.",
    goals: &[
        Goal {
            what: "MAR: error of the score, points",
            naive: "unweighted",
            best: "-0.1",
            target: Target::Between(-0.5, 0.5),
            slack: 1.5,
            digits: 2,
        },
        Goal {
            what: "MAR: coverage of 95 % intervals",
            naive: "unweighted",
            best: ".95",
            target: Target::AtLeast(0.90),
            slack: 0.2,
            digits: 2,
        },
        Goal {
            what: "MNAR: truth inside the nonresponse band",
            naive: "sampling interval only",
            best: "not identifiable: flag",
            target: Target::AtLeast(1.0),
            slack: 0.0,
            digits: 2,
        },
    ],
    measure,
};

fn measure(seed: u64) -> Result<Vec<Shown>, String> {
    let mut found = Vec::new();
    for number in 0..POPULATIONS {
        let all = population(seed * 1000 + number, PEOPLE);
        let truth = mean(&all.iter().map(standing).collect::<Vec<_>>());
        let age = score(&all, |p| p.answers_by_age)?;
        let mood = score(&all, |p| p.answers_by_mood)?;
        found.push((truth, age, mood));
    }
    let of = |pick: &dyn Fn(&(f64, Score, Score)) -> f64| {
        mean(&found.iter().map(pick).collect::<Vec<_>>())
    };
    let holds = |interval: Interval, truth: f64| f64::from(u8::from(interval.contains(truth)));
    Ok(vec![
        Shown::both(
            of(&|(truth, age, _)| age.raw - truth),
            of(&|(truth, age, _)| age.value - truth),
        ),
        Shown::both(
            of(&|(truth, age, _)| holds(age.plain, *truth)),
            of(&|(truth, age, _)| holds(age.sampling, *truth)),
        ),
        Shown::both(
            of(&|(truth, _, mood)| holds(mood.sampling, *truth)),
            of(&|(truth, _, mood)| holds(mood.band, *truth)),
        ),
    ])
}

/// A score in points with what is said of its error.
struct Score {
    raw: f64,
    plain: Interval,
    value: f64,
    sampling: Interval,
    band: Interval,
}

fn standing(person: &Person) -> f64 {
    match person.ltr {
        9.. => 100.0,
        7..=8 => 0.0,
        _ => -100.0,
    }
}

fn score(all: &[Person], answers: fn(&Person) -> bool) -> Result<Score, String> {
    let heard: Vec<&Person> = all.iter().filter(|p| answers(p)).collect();
    let margin = Margin {
        of: heard.iter().map(|p| p.age).collect(),
        target: AGES.to_vec(),
    };
    let base = vec![1.0; heard.len()];
    let n = heard.len() as f64;
    let raked = rake(&base, std::slice::from_ref(&margin), n, &Raking::default()).map_err(words)?;
    let x = indicators(&[margin], heard.len()).map_err(words)?;
    let values: Vec<f64> = heard.iter().map(|p| standing(p)).collect();
    let asked: Vec<Option<f64>> = values.iter().copied().map(Some).collect();
    let found =
        weight::mean(&asked, &raked.weights, &base, &x, &Drawn::default()).map_err(words)?;
    let around = |center: f64, se: f64| Interval {
        low: center - 1.96 * se,
        high: center + 1.96 * se,
    };
    let raw = mean(&values);
    let sampling = around(found.mean, found.se);
    let rate = n / all.len() as f64;
    let band = sensitivity((found.mean, sampling), raw, SHIFT, Some(rate)).map_err(words)?;
    Ok(Score {
        raw,
        plain: around(raw, super::goal::sd(&values) / n.sqrt()),
        value: found.mean,
        sampling,
        band: Interval {
            low: band.low,
            high: band.high,
        },
    })
}
