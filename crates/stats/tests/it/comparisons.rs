//! Verdicts: what is said, what is not said, and how often it is wrong.

use stats::change::{Change, Family, Overlap, Question, Verdict, Why, between, judge};
use stats::{Estimate, Level, Refusal, Rules, StatsError, Unit, mean, nps, share};

use crate::draws::Draws;

fn score(promoters: u64, passives: u64, detractors: u64) -> Estimate {
    let counts = nps::Counts {
        promoters,
        passives,
        detractors,
    };
    nps::estimate(&counts, &Rules::default())
}

fn asked(before: &Estimate, after: &Estimate, margin: Option<f64>) -> Change {
    between(
        before,
        after,
        &Question {
            margin,
            ..Question::default()
        },
    )
    .unwrap()
}

#[test]
fn a_large_change_among_many_answers_is_likely_real() {
    let (low, high) = (score(400, 300, 300), score(440, 300, 260));
    let change = asked(&low, &high, Some(3.0));
    assert_eq!(
        (change.verdict, change.words().as_str()),
        (Verdict::Up, "up 8, likely real")
    );
    let change = asked(&high, &low, Some(3.0));
    assert_eq!(change.words(), "down 8, likely real");
    assert!(change.p < Some(0.05) && change.high < Some(0.0));
}

#[test]
fn a_small_sample_says_what_it_could_have_seen_instead_of_flat() {
    let change = asked(&score(40, 30, 30), &score(44, 30, 26), Some(3.0));
    assert_eq!(change.verdict, Verdict::CannotTell);
    // (1.96 + 0.84) √(2 × 0.69 / 103) is 0.324.
    assert_eq!(change.words(), "cannot tell; you could have seen 32 points");
}

#[test]
fn the_same_is_only_said_within_a_margin_that_was_named() {
    let (before, after) = (score(40_000, 30_000, 30_000), score(40_020, 30_000, 29_980));
    let change = asked(&before, &after, Some(3.0));
    assert_eq!(change.verdict, Verdict::Same);
    assert_eq!(
        change.words(),
        "about the same; any change is below 3 points"
    );
    assert_eq!(asked(&before, &after, None).verdict, Verdict::CannotTell);
    assert_eq!(
        asked(&before, &after, Some(0.1)).verdict,
        Verdict::CannotTell
    );
    for margin in [0.0, -3.0, f64::NAN] {
        let question = Question {
            margin: Some(margin),
            ..Question::default()
        };
        assert!(matches!(
            between(&before, &after, &question),
            Err(StatsError::Margin { .. })
        ));
    }
}

#[test]
fn periods_that_cannot_be_compared_are_refused_with_the_reason() {
    let (few, many) = (score(2, 2, 3), score(40, 30, 30));
    let change = asked(&few, &many, None);
    assert_eq!(
        change.why,
        Some(Why::Before {
            refusal: Refusal::TooFew { n: 7, needed: 10 }
        })
    );
    assert_eq!((change.value, change.p, change.n_before), (None, None, 7));
    assert!(
        change.words().starts_with("cannot tell; before: 7 answers"),
        "{}",
        change.words()
    );
    assert!(matches!(
        asked(&many, &few, None).why,
        Some(Why::After { .. })
    ));

    let percent = share::estimate(
        &share::Counts {
            hits: 50,
            others: 50,
        },
        &Rules::default(),
    );
    assert_eq!(asked(&many, &percent, None).why, Some(Why::UnitsDiffer));

    let rules = Rules {
        level: Level::new(0.9).unwrap(),
        ..Rules::default()
    };
    let counts = nps::Counts {
        promoters: 40,
        passives: 30,
        detractors: 30,
    };
    let ninety = nps::estimate(&counts, &rules);
    assert_eq!(asked(&many, &ninety, None).why, Some(Why::LevelsDiffer));

    let question = Question {
        overlap: Overlap::Unknown,
        ..Question::default()
    };
    let change = between(&many, &many, &question).unwrap();
    assert_eq!(
        (change.why, change.verdict),
        (Some(Why::OverlapUnknown), Verdict::CannotTell)
    );
}

#[test]
fn a_panel_sees_more_than_two_separate_samples() {
    let (before, after) = (score(90, 60, 50), score(110, 50, 40));
    let separate = asked(&before, &after, None);
    let overlap = Overlap::panel(200, 200, 200, 0.7).unwrap();
    let panel = between(
        &before,
        &after,
        &Question {
            overlap,
            ..Question::default()
        },
    )
    .unwrap();
    assert_eq!(separate.verdict, Verdict::CannotTell);
    assert_eq!(panel.verdict, Verdict::Up);
    assert!(panel.could_have_seen < separate.could_have_seen);
    assert_eq!(Overlap::panel(0, 5, 5, 0.7), Ok(Overlap::None));
    assert!(matches!(
        Overlap::panel(6, 5, 9, 0.7),
        Err(StatsError::Shared { .. })
    ));
    assert!(matches!(
        Overlap::panel(5, 5, 9, 7.0),
        Err(StatsError::Correlation { .. })
    ));
}

#[test]
fn a_mean_on_its_scale_is_compared_in_its_own_unit() {
    let effort = |sum| {
        let moments = mean::Moments {
            n: 400,
            sum,
            sum_sq: sum * sum / 400.0 + 800.0,
        };
        mean::estimate(&moments, &Rules::default())
    };
    let change = asked(&effort(2000.0), &effort(2200.0), None);
    assert_eq!(
        (change.unit, change.words().as_str()),
        (Unit::Scale, "up 0.5, likely real")
    );
}

#[test]
fn a_family_takes_back_what_chance_alone_would_show() {
    let flat = asked(&score(40, 30, 30), &score(44, 30, 26), None);
    let slight = asked(&score(400, 300, 300), &score(440, 300, 260), None);
    let strong = asked(&score(400, 300, 300), &score(500, 300, 200), None);
    let refused = asked(&score(1, 1, 1), &score(500, 300, 200), None);
    let mut changes = vec![flat; 20];
    changes.extend([refused, slight, strong]);

    let judged = judge(&changes, Family::DASHBOARD).unwrap();
    let verdicts = |c: &[Change]| [c[20].verdict, c[21].verdict, c[22].verdict];
    use Verdict::{CannotTell, Up};
    assert_eq!(verdicts(&changes), [CannotTell, Up, Up]);
    assert_eq!(verdicts(&judged), [CannotTell, CannotTell, Up]);
    assert_eq!((judged[20].q, judged[20].why), (None, refused.why));
    // 22 comparisons count, the refused one does not; the strongest comes first.
    let q = judged[22].q.unwrap();
    assert!((q - 22.0 * strong.p.unwrap()).abs() < 1e-12);
    let worse = judge(&changes, Family::BenjaminiYekutieli { q: 0.1 }).unwrap();
    assert!(worse[22].q > judged[22].q);
    assert_eq!(judge(&changes, Family::NAMED).unwrap()[22].verdict, Up);
    assert!(matches!(
        judge(&changes, Family::Holm { alpha: 5.0 }),
        Err(StatsError::Level { .. })
    ));
    assert_eq!(judge(&[], Family::NAMED), Ok(vec![]));
}

#[test]
fn of_four_hundred_segments_few_changes_shown_are_false_and_most_real_ones_are_found() {
    const WORLDS: u64 = 20;
    const SEGMENTS: u64 = 400;
    const SHIFTED: u64 = 40;
    const ANSWERS: u64 = 600;
    let (mut false_share, mut found_share, mut naive_share) = (0.0, 0.0, 0.0);
    for world in 0..WORLDS {
        let mut draws = Draws::new(1000 + world);
        let changes: Vec<Change> = (0..SEGMENTS)
            .map(|segment| {
                // A shift of 20 points: 10 % of answers from detractor to promoter.
                let (p, d) = if segment < SHIFTED {
                    (0.55, 0.15)
                } else {
                    (0.45, 0.25)
                };
                let rules = Rules::default();
                let before = nps::estimate(&draws.answers(ANSWERS, 0.45, 0.25), &rules);
                let after = nps::estimate(&draws.answers(ANSWERS, p, d), &rules);
                between(&before, &after, &Question::default()).unwrap()
            })
            .collect();
        let moved = |changes: &[Change]| {
            let shown = |c: &&Change| matches!(c.verdict, Verdict::Up | Verdict::Down);
            let real = changes[..SHIFTED as usize].iter().filter(shown).count() as f64;
            let chance = changes[SHIFTED as usize..].iter().filter(shown).count() as f64;
            (real, chance)
        };
        let (real, chance) = moved(&judge(&changes, Family::DASHBOARD).unwrap());
        false_share += chance / (real + chance).max(1.0) / WORLDS as f64;
        found_share += real / SHIFTED as f64 / WORLDS as f64;
        let (real, chance) = moved(&changes);
        naive_share += chance / (real + chance).max(1.0) / WORLDS as f64;
    }
    println!("false {false_share:.3}, found {found_share:.3}, naive false {naive_share:.3}");
    assert!(false_share <= 0.11, "{false_share}");
    assert!(found_share >= 0.93, "{found_share}");
    assert!(
        naive_share >= 0.25,
        "the simulation must be able to tell: {naive_share}"
    );
}
