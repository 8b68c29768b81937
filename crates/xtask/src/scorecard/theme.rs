//! Something new that people begin to talk about.

use super::goal::{Goal, Row, Shown, Target, mean};
use super::words;
use stats::burst::{Series, Window, judge_within};
use world::trial::theme::{COMMENTS, NEW, Weeks, weeks};

/// Themes in each world, watched for two weeks each.
const THEMES: u64 = 5;
const WATCHED: usize = 2;
/// False terms a week that are put up with.
const BUDGET: f64 = 0.5;
/// Fewest comments that hold a term before it is named.
const SUPPORT: u64 = 5;

pub(super) static ROW: Row = Row {
    name: "Emerging theme",
    world: "3,000 terms in 800 comments a week, 12 weeks of history; one theme rises from .05 % to 1 % of the comments; five themes a world; `burst::judge_within` with a budget of half a false term a week, at least 5 comments. The naive rule names what has doubled. The best achievable is that of the reference on 300 worlds (its first 60 gave .97, and the target comes from them): it takes each term's rate from its history as if it were known. Whoever knows every rate and the dispersion finds .91 at a false share of 10 %.",
    goals: &[
        Goal {
            what: "theme named in its first week",
            naive: "doubled, at least 5",
            best: ".88 ± .02",
            target: Target::AtLeast(0.93),
            slack: 0.6,
            digits: 3,
        },
        Goal {
            what: "false terms a week",
            naive: "doubled, at least 5",
            best: ".33–.48",
            target: Target::AtMost(0.6),
            slack: 0.6,
            digits: 2,
        },
    ],
    measure,
};

fn measure(seed: u64) -> Result<Vec<Shown>, String> {
    let (mut naive, mut ours) = (Vec::new(), Vec::new());
    for number in 0..THEMES {
        let all = weeks(seed * 1000 + number, 0.01, WATCHED);
        naive.push(record(|week| Ok(doubled(&all, week)))?);
        ours.push(record(|week| bursting(&all, week))?);
    }
    let of = |list: &[(f64, f64)], pick: fn(&(f64, f64)) -> f64| {
        mean(&list.iter().map(pick).collect::<Vec<_>>())
    };
    Ok(vec![
        Shown::both(of(&naive, |r| r.0), of(&ours, |r| r.0)),
        Shown::both(of(&naive, |r| r.1), of(&ours, |r| r.1)),
    ])
}

/// Whether the theme is named in its first week, and false terms a week.
fn record(named: impl Fn(usize) -> Result<Vec<bool>, String>) -> Result<(f64, f64), String> {
    let (mut first, mut wrong) = (false, 0);
    for week in 0..WATCHED {
        let named = named(week)?;
        first |= week == 0 && named[..NEW].contains(&true);
        wrong += named[NEW..].iter().filter(|n| **n).count();
    }
    Ok((f64::from(u8::from(first)), wrong as f64 / WATCHED as f64))
}

fn doubled(all: &Weeks, week: usize) -> Vec<bool> {
    all.history
        .iter()
        .zip(&all.since)
        .map(|(history, since)| {
            let usual = history.iter().sum::<u64>() as f64 / history.len() as f64;
            since[week] >= SUPPORT && since[week] as f64 >= 2.0 * usual
        })
        .collect()
}

fn bursting(all: &Weeks, week: usize) -> Result<Vec<bool>, String> {
    let window = |&count: &u64| Window {
        count,
        exposure: COMMENTS,
    };
    let family: Vec<Series> = all
        .history
        .iter()
        .zip(&all.since)
        .map(|(history, since)| Series {
            newest: window(&since[week]),
            history: history.iter().map(window).collect(),
        })
        .collect();
    let found = judge_within(&family, BUDGET).map_err(words)?;
    Ok(found
        .iter()
        .map(|b| b.bursting && b.newest.count >= SUPPORT)
        .collect())
}
