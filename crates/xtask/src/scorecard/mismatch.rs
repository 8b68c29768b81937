//! Scores that contradict the words.

use super::goal::{Goal, Row, Shown, Target};
use super::words;
use stats::Level;
use stats::mismatch::{Confusion, Pairs, Tone, contradicts, fit};
use world::trial::mismatch::{Answer, answers};

/// Answers in each world.
const ANSWERS: usize = 20_000;

pub(super) static ROW: Row = Row {
    name: "Score against words",
    world: "20,000 answers, 3 % of them the wrong way round, read by a classifier that is right in 90 %; `mismatch::contradicts` and `mismatch::fit`. The naive flag is raised wherever the group of the score and the tone of the words differ.",
    goals: &[
        Goal {
            what: "flags that are right",
            naive: "group and tone differ",
            best: ".52",
            target: Target::AtLeast(0.48),
            slack: 0.05,
            digits: 3,
        },
        Goal {
            what: "swapped answers flagged",
            naive: "group and tone differ",
            best: ".90",
            target: Target::AtLeast(0.87),
            slack: 0.05,
            digits: 3,
        },
        Goal {
            what: "error of the precision we state",
            naive: "",
            best: "0",
            target: Target::Between(-0.05, 0.05),
            slack: 0.05,
            digits: 3,
        },
    ],
    measure,
};

fn measure(seed: u64) -> Result<Vec<Shown>, String> {
    let all = answers(seed, ANSWERS, 0.03, 0.9);
    let naive = rates(&all, |a| {
        let group = match a.score {
            9.. => 1,
            7..=8 => 0,
            _ => -1,
        };
        group != a.read
    });
    let tone = |a: &Answer| Tone::of_score(f64::from(a.score)).unwrap_or(Tone::Neutral);
    let ours = rates(&all, |a| contradicts(tone(a), read(a)));
    let mut pairs = Pairs::default();
    for answer in &all {
        pairs.observe(tone(answer), read(answer));
    }
    let reader = Confusion::of_accuracy(0.9).map_err(words)?;
    let stated = fit(&pairs, reader, None, Level::NINETY_FIVE).map_err(words)?;
    let stated = stated.precision.unwrap_or(f64::NAN);
    Ok(vec![
        Shown::both(naive.0, ours.0),
        Shown::both(naive.1, ours.1),
        Shown::ours(stated - ours.0),
    ])
}

fn read(answer: &Answer) -> Tone {
    match answer.read {
        -1 => Tone::Negative,
        0 => Tone::Neutral,
        _ => Tone::Positive,
    }
}

/// Precision and recall of a flag.
fn rates(all: &[Answer], flag: impl Fn(&Answer) -> bool) -> (f64, f64) {
    let flagged: Vec<&Answer> = all.iter().filter(|a| flag(a)).collect();
    let hits = flagged.iter().filter(|a| a.is_swapped()).count() as f64;
    let swapped = all.iter().filter(|a| a.is_swapped()).count() as f64;
    (hits / flagged.len().max(1) as f64, hits / swapped)
}
