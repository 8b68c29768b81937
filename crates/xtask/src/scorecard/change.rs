//! What moved among 400 segments.

use super::goal::{Goal, Row, Shown, Target, mean};
use super::words;
use stats::change::{Change, Family, Question, Verdict, between, judge};
use stats::{Rules, nps};
use world::trial::change::{MOVED, Segment, segments};

/// Dashboards in each world.
const DASHBOARDS: u64 = 5;

pub(super) static ROW: Row = Row {
    name: "Change of many segments",
    world: "400 segments in two periods, 40 of which fell by 20 points, 600 answers a period; five dashboards a world; `change::between` and `change::judge` at q = .10. The naive method tests each segment at p < .05. The last figure has 150 answers and true falls of 10 points: there most falls cannot be seen, and none may be called the same.",
    goals: &[
        Goal {
            what: "false among the changes shown",
            naive: "each at p < .05",
            best: "q = .10 (.092)",
            target: Target::AtMost(0.11),
            slack: 0.05,
            digits: 3,
        },
        Goal {
            what: "true changes shown",
            naive: "each at p < .05",
            best: ".956",
            target: Target::AtLeast(0.93),
            slack: 0.04,
            digits: 3,
        },
        Goal {
            what: "unseen falls called \"the same\" (n 150, 10 points)",
            naive: "not significant = flat",
            best: "0",
            target: Target::AtMost(0.0),
            slack: 0.01,
            digits: 3,
        },
    ],
    measure,
};

fn measure(seed: u64) -> Result<Vec<Shown>, String> {
    let (mut naive, mut ours) = (Vec::new(), Vec::new());
    for dashboard in 0..DASHBOARDS {
        let all = segments(seed * 1000 + dashboard, 600, 20.0);
        let changes = changes(&all, &Question::default())?;
        naive.push(rates(&all, &changes, |c| c.p.is_some_and(|p| p < 0.05)));
        let judged = judge(&changes, Family::DASHBOARD).map_err(words)?;
        ours.push(rates(&all, &judged, moved));
    }
    let of = |list: &[(f64, f64)], pick: fn(&(f64, f64)) -> f64| {
        mean(&list.iter().map(pick).collect::<Vec<_>>())
    };
    let small = segments(seed * 1000 + 999, 150, 10.0);
    let question = Question {
        margin: Some(5.0),
        ..Question::default()
    };
    let found = changes(&small, &question)?;
    let judged = judge(&found, Family::DASHBOARD).map_err(words)?;
    let flat = super::share(&judged[..MOVED], |c| c.verdict == Verdict::Same);
    let silent = super::share(&found[..MOVED], |c| c.p.is_some_and(|p| p >= 0.05));
    Ok(vec![
        Shown::both(of(&naive, |r| r.0), of(&ours, |r| r.0)),
        Shown::both(of(&naive, |r| r.1), of(&ours, |r| r.1)),
        Shown::both(silent, flat),
    ])
}

fn changes(all: &[Segment], question: &Question) -> Result<Vec<Change>, String> {
    let rules = Rules::default();
    all.iter()
        .map(|segment| {
            let before = nps::estimate(&segment.before, &rules);
            let after = nps::estimate(&segment.after, &rules);
            between(&before, &after, question).map_err(words)
        })
        .collect()
}

fn moved(change: &Change) -> bool {
    matches!(change.verdict, Verdict::Up | Verdict::Down)
}

/// The share of false ones among those named, and the share of true ones that are named.
fn rates(all: &[Segment], changes: &[Change], named: fn(&Change) -> bool) -> (f64, f64) {
    let named: Vec<&Segment> = all
        .iter()
        .zip(changes)
        .filter_map(|(segment, change)| named(change).then_some(segment))
        .collect();
    let hits = named.iter().filter(|s| s.moved).count() as f64;
    let wrong = named.len() as f64 - hits;
    (wrong / (named.len() as f64).max(1.0), hits / MOVED as f64)
}
