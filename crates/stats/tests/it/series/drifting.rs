//! Charts of scores with an estimated baseline: how often they call in vain, and how soon rightly.

use rand::Rng;
use stats::random::stream;
use stats::series::arl::{Sides, cusum_limit, ewma_limit};
use stats::series::chart::{Sample, Widening, baseline, cusum, ewma};

use super::monitored::normal;

const BASE: usize = 52;
const YEAR: usize = 52;
/// In control both charts are planned to call once in so many weeks.
const RUN: f64 = 208.0;

/// Weeks of 5 to 60 answers from 1 to 5 around 4, the level of a week drawn around that.
fn weeks(rng: &mut impl Rng, between: f64, shift: f64) -> Vec<Sample> {
    let week = |t: usize| {
        let level = 4.0 + between * normal(rng) + if t < BASE { 0.0 } else { shift };
        let n = rng.random_range(5..60);
        let answers: Vec<f64> = (0..n)
            .map(|_| (level + normal(rng)).round().clamp(1.0, 5.0))
            .collect();
        Sample::of(&answers)
    };
    (0..BASE + YEAR).map(week).collect()
}

/// Share of stores that call within a year, by CUSUM and by EWMA, and the CUSUM's mean delay.
fn called(between: f64, shift: f64) -> (f64, f64, f64) {
    let mut rng = stream(21, (between * 100.0) as u64);
    let (h, c) = (
        cusum_limit(0.5, RUN, Sides::Two).unwrap(),
        ewma_limit(0.2, RUN).unwrap(),
    );
    let (mut by_cusum, mut by_ewma, mut delay) = (0.0, 0.0, 0.0);
    let stores = 600;
    for _ in 0..stores {
        let weeks = weeks(&mut rng, between, shift);
        let usual = baseline(&weeks[..BASE]).unwrap();
        let z: Vec<f64> = weeks[BASE..]
            .iter()
            .map(|w| usual.standardized(w))
            .collect();
        if let Some(first) = cusum(&z, 0.5, h).unwrap().iter().position(|p| p.alarm) {
            by_cusum += 1.0;
            delay += first as f64 + 1.0;
        }
        let smooth = ewma(&z, 0.2, c, Widening::Fixed).unwrap();
        by_ewma += f64::from(u8::from(smooth.iter().any(|p| p.alarm)));
    }
    let n = f64::from(stores);
    (by_cusum / n, by_ewma / n, delay / by_cusum)
}

#[test]
fn a_year_in_control_calls_about_as_often_as_planned() {
    // 1 - e^(-52/208) = .22 with a known baseline; an estimated one costs some more.
    for between in [0.0, 0.15] {
        let (by_cusum, by_ewma, _) = called(between, 0.0);
        println!("between {between}: CUSUM {by_cusum:.3}, EWMA {by_ewma:.3}, planned .221");
        assert!((0.12..=0.36).contains(&by_cusum), "{by_cusum}");
        assert!((0.12..=0.36).contains(&by_ewma), "{by_ewma}");
    }
}

#[test]
fn a_slip_of_a_third_of_a_point_is_found_within_weeks() {
    let (by_cusum, by_ewma, delay) = called(0.1, -0.35);
    println!("slip: CUSUM {by_cusum:.3}, EWMA {by_ewma:.3}, delay {delay:.1} weeks");
    assert!(
        by_cusum > 0.98 && by_ewma > 0.98 && delay < 8.0,
        "{by_cusum} {by_ewma} {delay}"
    );
}
