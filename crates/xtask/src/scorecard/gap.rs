//! How often the interval of a gap between brand and customers holds the truth.

use super::goal::{Goal, Row, Shown, Target};
use super::words;
use stats::share::Counts;
use stats::{Level, gap};
use world::Draw;
use world::trial::gap::{PAIRS, survey};

/// Surveys per pair of shares in each world.
const SURVEYS: usize = 2000;

pub(super) static ROW: Row = Row {
    name: "Perception gap",
    world: "1,000 customers and 300 people of the brand tick a statement; seven pairs of true shares from .02 to .75, 2,000 surveys of each a world; `gap::newcombe`. The naive interval is Wald's for a difference.",
    goals: &[Goal {
        what: "coverage of 95 % intervals, worst of 7 pairs",
        naive: "Wald",
        best: ".949–.955",
        target: Target::Between(0.94, 0.97),
        slack: 0.012,
        digits: 3,
    }],
    measure,
};

fn measure(seed: u64) -> Result<Vec<Shown>, String> {
    let draw = &mut Draw::new(seed, 2);
    let mut shown = Shown::default();
    // The target speaks of shares of 2 % and more.
    for pair in PAIRS.into_iter().filter(|p| p.1 >= 0.02) {
        let truth = pair.0 - pair.1;
        let (mut naive, mut ours) = (0, 0);
        for _ in 0..SURVEYS {
            let (customers, brand) = survey(draw, pair);
            let found = gap::newcombe(&customers, &brand, Level::NINETY_FIVE).map_err(words)?;
            ours += usize::from(found.interval.contains(truth));
            let (value, se) = wald(&customers, &brand);
            naive += usize::from((value - truth).abs() <= 1.959_964 * se);
        }
        shown.naive.push(naive as f64 / SURVEYS as f64);
        shown.ours.push(ours as f64 / SURVEYS as f64);
    }
    Ok(vec![shown])
}

/// The difference and its plain standard error.
fn wald(a: &Counts, b: &Counts) -> (f64, f64) {
    let part = |c: &Counts| {
        let share = c.hits as f64 / c.n() as f64;
        (share, share * (1.0 - share) / c.n() as f64)
    };
    let ((p, v), (q, w)) = (part(a), part(b));
    (p - q, (v + w).sqrt())
}
