//! What published tables give away.

use super::goal::{Goal, Row, Shown, Target, mean};
use super::words;
use stats::privacy::{Cells, Guard, Shown as Number, audit, suppress};
use world::trial::privacy::{DIMENSIONS, Person, people, table};

/// Fewest people that a published number may stand for.
const K: u64 = 5;
/// People in each world.
const PEOPLE: usize = 600;

pub(super) static ROW: Row = Row {
    name: "Disclosure control",
    world: "600 people unevenly over six stores, five segments and three months; four tables with their totals are published (one a month and one over all), and 84 filters over stores, segments and months one after the other; k = 5; `privacy::suppress` judged by `privacy::audit` (linear programming over all margins), `privacy::Guard`. The naive publisher hides cells below k and shows the totals, and shows every filter of k people or more.",
    goals: &[
        Goal {
            what: "tables that give a hidden number away",
            naive: "hide cells, show totals",
            best: "0",
            target: Target::AtMost(0.0),
            slack: 0.0,
            digits: 2,
        },
        Goal {
            what: "pairs of filters that differ by fewer than k people",
            naive: "every filter of k or more",
            best: "0",
            target: Target::AtMost(0.0),
            slack: 0.0,
            digits: 1,
        },
    ],
    measure,
};

fn measure(seed: u64) -> Result<Vec<Shown>, String> {
    let all = people(seed, PEOPLE);
    let (cells, _) = Cells::crossed(&DIMENSIONS[..2]);
    let (mut naive, mut ours) = (Vec::new(), Vec::new());
    for month in [None, Some(0), Some(1), Some(2)] {
        let counts: Vec<u64> = table(&all, month).concat();
        let numbers = cells.count(&counts);
        let unsafe_of = |shows: &dyn Fn(usize) -> bool| {
            let number = |at: usize| shows(at).then_some(numbers[at] as f64);
            let published: Vec<Option<f64>> = (0..numbers.len()).map(number).collect();
            let found = audit(&cells, &published, K).map_err(words)?;
            Ok::<_, String>(f64::from(u8::from(!found.safe)))
        };
        naive.push(unsafe_of(&|at| !(1..K).contains(&numbers[at]))?);
        let (shown, _) = suppress(&cells, &counts, K).map_err(words)?;
        ours.push(unsafe_of(&|at| shown[at] == Number::Shown)?);
    }
    let filters = filters(&all);
    let mut guard = Guard::new(K);
    let guarded: Vec<&Vec<usize>> = filters
        .iter()
        .filter(|rows| guard.publish(rows.iter().copied()).is_ok())
        .collect();
    let plain: Vec<&Vec<usize>> = filters.iter().filter(|f| f.len() as u64 >= K).collect();
    Ok(vec![
        Shown::both(mean(&naive), mean(&ours)),
        Shown::both(leaks(&plain), leaks(&guarded)),
    ])
}

/// People of each filter that an analyst may ask for: everybody, each store, each segment, each
/// store without a segment, each with and without the last month.
fn filters(all: &[Person]) -> Vec<Vec<usize>> {
    let mut asked = Vec::new();
    for months in [3, 2] {
        for store in std::iter::once(None).chain((0..DIMENSIONS[0]).map(Some)) {
            for without in std::iter::once(None).chain((0..DIMENSIONS[1]).map(Some)) {
                let holds = |p: &Person| {
                    p.month < months
                        && store.is_none_or(|s| p.store == s)
                        && without.is_none_or(|s| p.segment != s)
                };
                let rows = all.iter().enumerate().filter(|(_, p)| holds(p));
                asked.push(rows.map(|(row, _)| row).collect());
            }
        }
    }
    asked
}

/// Pairs of published filters, one inside the other or not, whose difference is a handful.
fn leaks(published: &[&Vec<usize>]) -> f64 {
    let mut found = 0;
    for (at, a) in published.iter().enumerate() {
        for b in &published[..at] {
            let only = |a: &[usize], b: &[usize]| {
                a.iter().filter(|row| b.binary_search(row).is_err()).count() as u64
            };
            let few = |n: u64| (1..K).contains(&n);
            found += usize::from(few(only(a, b)) || few(only(b, a)));
        }
    }
    found as f64
}
