//! Alarms on what is talked about, in many places.

use super::goal::{Goal, Row, Shown, Target};
use super::words;
use stats::series::count::{self, Period};
use stats::series::monitor::{Budget, Limits, Settings, monitor, shape};
use world::trial::alerts::{FIRST, LASTS, STORES, Stream, TOPICS, WEEKS, streams};

pub(super) static ROW: Row = Row {
    name: "Alerts",
    world: "240 stores with 12 topics, 104 weeks of negative binomial counts with a season; a tenth of the streams rise 2.5- or 4-fold for four weeks; 60 weeks are history, 44 are watched; `series::monitor` with a budget of half a false alarm per store and year, season and spread learned on the history alone. The naive rule is +50 % on the week before.",
    goals: &[
        Goal {
            what: "false alarms per store and year",
            naive: "+50 % on last week",
            best: ".42",
            target: Target::AtMost(0.5),
            slack: 0.2,
            digits: 2,
        },
        Goal {
            what: "the same, beside another naive rule",
            naive: "z > 2 on 8 weeks",
            best: ".42",
            target: Target::AtMost(0.5),
            slack: 0.2,
            digits: 2,
        },
        Goal {
            what: "rises found",
            naive: "+50 % on last week",
            best: ".71",
            target: Target::AtLeast(0.66),
            slack: 0.08,
            digits: 3,
        },
        Goal {
            what: "fourfold rises found, streams of 3 a week or more",
            naive: "+50 % on last week",
            best: ".95",
            target: Target::AtLeast(0.90),
            slack: 0.08,
            digits: 3,
        },
        Goal {
            what: "delay, weeks",
            naive: "+50 % on last week",
            best: "1.4",
            target: Target::AtMost(1.6),
            slack: 0.3,
            digits: 2,
        },
    ],
    measure,
};

fn measure(seed: u64) -> Result<Vec<Shown>, String> {
    let all = streams(seed, STORES);
    let jump = Record::of(
        &all,
        &naive(&all, |counts, week| {
            counts[week] as f64 > 1.5 * (counts[week - 1] as f64).max(1.0)
        }),
    );
    let unusual = Record::of(
        &all,
        &naive(&all, |counts, week| {
            let past: Vec<f64> = counts[week - 8..week].iter().map(|&c| c as f64).collect();
            (counts[week] as f64 - super::goal::mean(&past)) / (super::goal::sd(&past) + 1e-9) > 2.0
        }),
    );
    let ours = Record::of(&all, &watched(&all)?);
    Ok(vec![
        Shown::both(jump.wrong, ours.wrong),
        Shown::both(unusual.wrong, ours.wrong),
        Shown::both(jump.found, ours.found),
        Shown::both(jump.fourfold, ours.fourfold),
        Shown::both(jump.delay, ours.delay),
    ])
}

/// Alarms by stream and week.
type Alarms = Vec<[bool; WEEKS]>;

fn naive(all: &[Stream], alarms: impl Fn(&[u64], usize) -> bool) -> Alarms {
    all.iter()
        .map(|s| std::array::from_fn(|week| week >= FIRST && alarms(&s.counts, week)))
        .collect()
}

fn watched(all: &[Stream]) -> Result<Alarms, String> {
    let period = |&count: &u64| Period {
        count,
        exposure: 1.0,
    };
    let history: Vec<Vec<Period>> = all
        .iter()
        .map(|s| s.counts[..FIRST].iter().map(period).collect())
        .collect();
    let shape = shape(&history, &count::Settings::default(), WEEKS - FIRST).map_err(words)?;
    let budget = Budget {
        false_alarms: 0.5,
        periods: 52.0,
        streams: TOPICS as f64,
    };
    let limits = Limits::new(&shape, 2.5, budget.run_length().map_err(words)?).map_err(words)?;
    let settings = Settings {
        start: FIRST,
        ..Settings::default()
    };
    all.iter()
        .map(|s| {
            let counts: Vec<Period> = s.counts.iter().map(period).collect();
            let path = monitor(&counts, &shape, &limits, &settings).map_err(words)?;
            let mut alarms = [false; WEEKS];
            for week in path {
                alarms[week.index] = week.alarm;
            }
            Ok(alarms)
        })
        .collect()
}

/// What a rule did.
struct Record {
    /// False alarms per store and year.
    wrong: f64,
    found: f64,
    fourfold: f64,
    delay: f64,
}

impl Record {
    fn of(all: &[Stream], alarms: &Alarms) -> Self {
        let (mut wrong, mut delays) = (0, Vec::new());
        let (mut events, mut great, mut great_found) = (0, 0, 0);
        for (stream, alarms) in all.iter().zip(alarms) {
            wrong += (FIRST..WEEKS)
                .filter(|&w| alarms[w] && !stream.risen(w))
                .count();
            let Some(rise) = stream.rise else { continue };
            let first = (0..LASTS).find(|week| alarms[rise.week + week]);
            delays.extend(first.map(|week| week as f64));
            events += 1;
            if rise.factor == 4.0 && stream.mean >= 3.0 {
                great += 1;
                great_found += usize::from(first.is_some());
            }
        }
        let years = (WEEKS - FIRST) as f64 / 52.0;
        Record {
            wrong: wrong as f64 / (STORES as f64 * years),
            found: delays.len() as f64 / f64::from(events.max(1)),
            fourfold: great_found as f64 / f64::from(great.max(1)),
            delay: super::goal::mean(&delays),
        }
    }
}
