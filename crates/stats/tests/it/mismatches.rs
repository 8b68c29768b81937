//! Contradictions of score and words, in the world of golden/world/bounds_misc.py.

use stats::mismatch::{Confusion, Pairs, Tone, contradicts, fit, reversed};
use stats::{Level, StatsError};

use crate::draws::Draws;

const TONES: [Tone; 3] = [Tone::Negative, Tone::Neutral, Tone::Positive];

/// What is meant, the score's tone and the tone that is read: 3 % of the scores are swapped.
fn pairs(draws: &mut Draws, n: usize, accuracy: f64) -> Vec<[Tone; 3]> {
    let one = |_| {
        let meant = match draws.uniform() {
            u if u < 0.20 => Tone::Negative,
            u if u < 0.45 => Tone::Neutral,
            _ => Tone::Positive,
        };
        let swapped = draws.uniform() < 0.03;
        let score = if swapped { meant.opposite() } else { meant };
        let right = draws.uniform() < accuracy;
        let u = draws.uniform();
        let read = match meant {
            _ if right => meant,
            Tone::Neutral if u < 0.5 => Tone::Negative,
            Tone::Neutral => Tone::Positive,
            _ if u < 0.75 => Tone::Neutral,
            _ => meant.opposite(),
        };
        [meant, score, read]
    };
    (0..n).map(one).collect()
}

#[test]
fn flags_are_as_right_as_prevalence_and_reader_allow_and_say_so() {
    let mut draws = Draws::new(31);
    for (accuracy, least_precision, least_recall) in [(0.9, 0.48, 0.87), (0.95, 0.63, 0.92)] {
        let all = pairs(&mut draws, 40_000, accuracy);
        let mut counted = Pairs::default();
        all.iter()
            .for_each(|[_, score, read]| counted.observe(*score, *read));
        let reader = Confusion::of_accuracy(accuracy).unwrap();
        let found = fit(&counted, reader, None, Level::default()).unwrap();
        let real = |p: &&[Tone; 3]| contradicts(p[1], p[0]);
        let flagged: Vec<&[Tone; 3]> = all.iter().filter(|p| contradicts(p[1], p[2])).collect();
        let hits = flagged.iter().copied().filter(real).count() as f64;
        let precision = hits / flagged.len() as f64;
        let recall = hits / all.iter().filter(real).count() as f64;
        println!("reader {accuracy}: precision {precision:.3}, recall {recall:.3}");
        assert!(precision >= least_precision && recall >= least_recall);
        assert!((found.precision.unwrap() - precision).abs() < 0.03);
        assert!((found.recall.unwrap() - recall).abs() < 0.03);
        // The chance that is given holds on each side by itself.
        for score in [Tone::Negative, Tone::Positive] {
            let side: Vec<_> = flagged.iter().filter(|p| p[1] == score).collect();
            let hits = side.iter().filter(|p| p[0] == score.opposite()).count() as f64;
            let given = found.posterior(score, score.opposite()).unwrap();
            let share = hits / side.len() as f64;
            println!("  {score:?}: said {given:.3}, is {share:.3}");
            assert!((given - share).abs() < 0.06);
        }
        assert!(found.low.interval.contains(0.0165 / (0.0165 + 0.194)));
        assert!(found.high.interval.contains(0.006 / (0.006 + 0.5335)));
    }
}

#[test]
fn a_known_prevalence_takes_the_place_of_the_fitted_one() {
    let counted = Pairs([[100, 10, 5], [3, 30, 3], [8, 20, 300]]);
    let reader = Confusion::of_accuracy(0.9).unwrap();
    let at = |prevalence| fit(&counted, reader, Some(prevalence), Level::default()).unwrap();
    let chance = |p| at(p).posterior(Tone::Positive, Tone::Negative);
    assert!(chance(0.001).unwrap_or(0.0) < chance(0.05).unwrap_or(0.0) + 1e-12);
    let shares = at(0.05).low.shares;
    assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    let error = fit(&counted, reader, Some(3.0), Level::default());
    assert_eq!(error.unwrap_err(), StatsError::Level { level: 3.0 });
    assert!(Confusion::of_accuracy(1.0).is_err());
}

#[test]
fn people_who_read_the_scale_the_other_way_round_are_told_from_the_rest() {
    let mut draws = Draws::new(32);
    let mut counted = Pairs::default();
    let usual = pairs(&mut draws, 20_000, 0.9);
    usual.iter().for_each(|p| counted.observe(p[1], p[2]));
    let reader = Confusion::of_accuracy(0.9).unwrap();
    let found = fit(&counted, reader, None, Level::default()).unwrap();
    let (mut wrong, mut right) = (0, 0);
    for person in usual[..5_000].chunks(5) {
        for round in [false, true] {
            let mut own = Pairs::default();
            for p in person {
                own.observe(if round { p[1].opposite() } else { p[1] }, p[2]);
            }
            let told = reversed(&own, &found, 0.01).unwrap();
            assert_eq!(
                told.n,
                person.iter().filter(|p| p[1] != Tone::Neutral).count() as u64
            );
            right += u32::from(round && told.reversed);
            wrong += u32::from(!round && told.reversed);
        }
    }
    println!("reversed found {right} of 1000, usual taken for reversed {wrong}");
    assert!(right >= 700 && wrong <= 5, "{right} {wrong}");
}

#[test]
fn an_empty_side_says_nothing() {
    let reader = Confusion::of_accuracy(0.9).unwrap();
    let found = fit(&Pairs::default(), reader, None, Level::default()).unwrap();
    assert_eq!(
        (found.precision, found.recall, found.low.n),
        (None, None, 0)
    );
    assert!(found.low.interval.width() > 0.99);
    assert_eq!(found.posterior(Tone::Neutral, Tone::Negative), None);
    assert_eq!(Tone::of_score(2.0).unwrap(), TONES[0]);
    assert_eq!(Tone::of_score(8.0).unwrap(), TONES[1]);
    assert!(Tone::of_score(11.0).is_err());
}
