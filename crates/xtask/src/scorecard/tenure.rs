//! The dip at the anniversary.

use super::goal::{Goal, Row, Shown, Target, mean};
use super::words;
use stats::anniversary::{Answer, Options, contrast};
use world::trial::tenure::{Customer, DIP, MONTHS, customers};

/// Sets of 20,000 customers in each world.
const SETS: u64 = 10;

pub(super) static ROW: Row = Row {
    name: "Anniversary dip",
    world: "20,000 customers asked once each; satisfaction dips by .45 in months 11 to 14, the unhappy leave sooner, most of all at month 12, and later cohorts are less happy; ten sets a world; `anniversary::contrast`. The naive figure is the mean of those months less that of all others.",
    goals: &[
        Goal {
            what: "bias of the dip",
            naive: "months 11–14 less all others",
            best: ".015",
            target: Target::Between(-0.04, 0.04),
            slack: 0.05,
            digits: 3,
        },
        Goal {
            what: "coverage of 95 % intervals",
            naive: "",
            best: ".90",
            target: Target::AtLeast(0.88),
            slack: 0.2,
            digits: 3,
        },
    ],
    measure,
};

fn measure(seed: u64) -> Result<Vec<Shown>, String> {
    let (mut naive, mut ours, mut held) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..SETS {
        let all = customers(seed * 1000 + number, 20_000);
        naive.push(plain(&all) - DIP);
        let answers: Vec<Answer> = all
            .iter()
            .map(|c| Answer {
                score: c.satisfaction,
                tenure: f64::from(c.tenure),
                cohort: Some(f64::from(c.cohort)),
                calendar: None,
                person: None,
            })
            .collect();
        let found = contrast(&answers, &Options::default()).map_err(words)?;
        ours.push(found.value.unwrap_or(f64::NAN) - DIP);
        let holds = found.low <= Some(DIP) && Some(DIP) <= found.high;
        held.push(f64::from(u8::from(holds && found.value.is_some())));
    }
    Ok(vec![
        Shown::both(mean(&naive), mean(&ours)),
        Shown::ours(mean(&held)),
    ])
}

fn plain(all: &[Customer]) -> f64 {
    let of = |inside: bool| {
        let here = all.iter().filter(|c| MONTHS.contains(&c.tenure) == inside);
        mean(&here.map(|c| c.satisfaction).collect::<Vec<_>>())
    };
    of(true) - of(false)
}
