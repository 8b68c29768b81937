//! Stores in order.

use super::goal::{Goal, Row, Shown, Target, mean};
use super::words;
use stats::mean::Moments;
use stats::ranking::{Options, means};
use world::trial::rank::{Store, stores};

/// Chains of 240 stores in each world.
const CHAINS: u64 = 5;

pub(super) static ROW: Row = Row {
    name: "Store ranking",
    world: "240 stores with 4 to about 150 answers, 30 on average, whose true scores differ by 6 points; five chains a world; `ranking::means`. The naive value is each store's own mean.",
    goals: &[
        Goal {
            what: "root mean square error, shares",
            naive: "own mean",
            best: ".057",
            target: Target::AtMost(0.062),
            slack: 0.004,
            digits: 4,
        },
        Goal {
            what: "coverage of the 95 % bands",
            naive: "",
            best: ".95",
            target: Target::Between(0.92, 0.98),
            slack: 0.03,
            digits: 3,
        },
    ],
    measure,
};

fn measure(seed: u64) -> Result<Vec<Shown>, String> {
    let (mut naive, mut ours, mut held) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..CHAINS {
        let all = stores(seed * 1000 + number);
        let moments: Vec<Moments> = all.iter().map(moments).collect();
        let options = Options {
            draws: 100,
            seed,
            ..Options::default()
        };
        let found = means(&moments, &options).map_err(words)?;
        let error = |value: &dyn Fn(usize) -> f64| {
            let squares = all.iter().enumerate();
            let squares = squares.map(|(at, store)| ((value(at) - store.truth) / 100.0).powi(2));
            mean(&squares.collect::<Vec<_>>()).sqrt()
        };
        naive.push(error(&|at| moments[at].sum / moments[at].n as f64));
        ours.push(error(&|at| {
            found.places.get(at).map_or(f64::NAN, |p| p.value)
        }));
        let both: Vec<_> = found.places.iter().zip(&all).collect();
        held.push(super::share(&both, |(p, s)| {
            (p.low..=p.high).contains(&s.truth)
        }));
    }
    Ok(vec![
        Shown::both(mean(&naive), mean(&ours)),
        Shown::ours(mean(&held)),
    ])
}

/// A store's answers in points.
fn moments(store: &Store) -> Moments {
    let (up, down) = (
        store.answers.promoters as f64,
        store.answers.detractors as f64,
    );
    Moments {
        n: store.answers.n(),
        sum: 100.0 * (up - down),
        sum_sq: 10_000.0 * (up + down),
    }
}
