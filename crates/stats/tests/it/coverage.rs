//! Simulated coverage: an interval must hold the truth as often as it says.
//!
//! Shapes and bounds are those of golden/world; 20,000 samples a cell leave a
//! Monte-Carlo error of 0.0015.

use stats::change::{Question, between};
use stats::{Interval, Level, Rules, nps};

use crate::draws::Draws;

const SAMPLES: u32 = 20_000;

/// Promoters and detractors of the world's five shapes.
const SHAPES: [(&str, f64, f64); 5] = [
    ("balanced", 0.45, 0.25),
    ("strong", 0.70, 0.08),
    ("excellent", 0.88, 0.02),
    ("poor", 0.20, 0.55),
    ("rare detractors", 0.30, 0.02),
];

fn coverage(
    draws: &mut Draws,
    n: u64,
    (promoters, detractors): (f64, f64),
    interval: impl Fn(&nps::Counts) -> Interval,
) -> (f64, f64) {
    let (mut held, mut width) = (0_u32, 0.0);
    for _ in 0..SAMPLES {
        let found = interval(&draws.answers(n, promoters, detractors));
        held += u32::from(found.contains(promoters - detractors));
        width += found.width();
    }
    (
        f64::from(held) / f64::from(SAMPLES),
        width / f64::from(SAMPLES),
    )
}

#[test]
fn adjusted_wald_holds_the_truth_as_often_as_it_says_in_every_shape() {
    let mut draws = Draws::new(1);
    for n in [10, 20, 50, 100, 300] {
        for (name, promoters, detractors) in SHAPES {
            let (held, _) = coverage(&mut draws, n, (promoters, detractors), |counts| {
                nps::adjusted_wald(counts, Level::NINETY_FIVE)
            });
            // Target .935 to .970 plus three Monte-Carlo errors at its edges.
            assert!((0.932..=0.973).contains(&held), "{name}, n {n}: {held}");
        }
    }
}

#[test]
fn tango_holds_the_truth_and_adjusted_wald_is_about_as_wide() {
    let mut draws = Draws::new(2);
    for (name, promoters, detractors) in SHAPES {
        let shape = (promoters, detractors);
        let (held, tango) = coverage(&mut draws, 100, shape, |counts| {
            nps::tango(counts, Level::NINETY_FIVE)
        });
        assert!((0.935..=0.970).contains(&held), "{name}: {held}");
        let (_, adjusted) = coverage(&mut draws, 100, shape, |counts| {
            nps::adjusted_wald(counts, Level::NINETY_FIVE)
        });
        let ratio = adjusted / tango;
        assert!((0.94..=1.06).contains(&ratio), "{name}: {ratio}");
    }
}

#[test]
fn wald_falls_short_with_ten_answers_so_the_simulation_can_tell() {
    let mut draws = Draws::new(3);
    let (held, _) = coverage(&mut draws, 10, (0.88, 0.02), |counts| {
        nps::wald(counts, Level::NINETY_FIVE)
    });
    assert!(held < 0.75, "{held}");
}

#[test]
fn the_change_between_two_periods_holds_the_truth_as_often_as_it_says() {
    let mut draws = Draws::new(4);
    let rules = Rules::default();
    for (n1, n2) in [(20, 20), (30, 150), (200, 100)] {
        for (before, after) in [(0, 0), (0, 1), (2, 2), (3, 0), (4, 4), (2, 3)] {
            let ((name, p1, d1), (_, p2, d2)) = (SHAPES[before], SHAPES[after]);
            let truth = 100.0 * ((p2 - d2) - (p1 - d1));
            let mut held = 0;
            for _ in 0..SAMPLES {
                let first = nps::estimate(&draws.answers(n1, p1, d1), &rules);
                let second = nps::estimate(&draws.answers(n2, p2, d2), &rules);
                let change = between(&first, &second, &Question::default()).unwrap();
                held += u32::from(change.low <= Some(truth) && Some(truth) <= change.high);
            }
            let held = f64::from(held) / f64::from(SAMPLES);
            // Near the ceiling in both periods it errs on the wide side.
            assert!(
                (0.935..=0.997).contains(&held),
                "{name}, n {n1} and {n2}: {held}"
            );
        }
    }
}
