//! Who did not read the questions.

use super::goal::{Goal, Row, Shown, Target};
use stats::quality::{Answers, Rules, judge};
use world::trial::careless::{Care, ITEMS, respondents};

/// Respondents in each world.
const RESPONDENTS: usize = 3000;

pub(super) static ROW: Row = Row {
    name: "Careless answers",
    world: "3,000 respondents to 14 items, 5 % straightliners, 3 % at random, 2 % machines; `quality::judge` on answers and seconds. The naive detector looks at the time alone.",
    goals: &[
        Goal {
            what: "area under the ROC curve",
            naive: "time alone",
            best: ".991",
            target: Target::AtLeast(0.975),
            slack: 0.015,
            digits: 3,
        },
        Goal {
            what: "found at 2 % false",
            naive: "time alone",
            best: ".913",
            target: Target::AtLeast(0.87),
            slack: 0.06,
            digits: 3,
        },
        Goal {
            what: "careful ones flagged",
            naive: "",
            best: "",
            target: Target::AtMost(0.02),
            slack: 0.01,
            digits: 3,
        },
    ],
    measure,
};

fn measure(seed: u64) -> Result<Vec<Shown>, String> {
    let all = respondents(seed, RESPONDENTS);
    let columns: Vec<Vec<Option<f64>>> = (0..ITEMS)
        .map(|item| all.iter().map(|r| Some(f64::from(r.items[item]))).collect())
        .collect();
    let items: Vec<&[Option<f64>]> = columns.iter().map(Vec::as_slice).collect();
    let seconds: Vec<Option<f64>> = all.iter().map(|r| Some(r.seconds)).collect();
    let answers = Answers {
        items: &items,
        seconds: &seconds,
        ..Answers::default()
    };
    let found = judge(&answers, &Rules::default());
    let bad: Vec<bool> = all.iter().map(|r| r.care != Care::Attentive).collect();
    let time: Vec<f64> = all.iter().map(|r| -r.seconds).collect();
    let ours: Vec<f64> = found.iter().map(|q| q.score).collect();
    let careful: Vec<bool> = found
        .iter()
        .zip(&bad)
        .filter_map(|(q, bad)| (!bad).then_some(q.flag))
        .collect();
    let (a, b) = (curve(&time, &bad), curve(&ours, &bad));
    Ok(vec![
        Shown::both(a.0, b.0),
        Shown::both(a.1, b.1),
        Shown::ours(super::share(&careful, |flag| *flag)),
    ])
}

/// Area under the curve, and the share of the bad above what 2 % of the good exceed.
fn curve(score: &[f64], bad: &[bool]) -> (f64, f64) {
    let of = |wanted: bool| -> Vec<f64> {
        let both = score.iter().zip(bad);
        let mut list: Vec<f64> = both.filter(|x| *x.1 == wanted).map(|x| *x.0).collect();
        list.sort_by(f64::total_cmp);
        list
    };
    let (good, bad) = (of(false), of(true));
    let mut above = 0.0;
    for x in &bad {
        let below = good.partition_point(|g| g < x) as f64;
        let same = good.partition_point(|g| g <= x) as f64 - below;
        above += below + same / 2.0;
    }
    let cut = good[(0.98 * (good.len() - 1) as f64).ceil() as usize];
    (
        above / (good.len() * bad.len()) as f64,
        super::share(&bad, |x| *x > cut),
    )
}
