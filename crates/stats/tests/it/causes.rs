//! Root causes: numpy's numbers (`tests/vectors/cause.py`), the identity of mix and rate, and how
//! often the planted cell is found in the simulated world.

use serde_json::Value;
use stats::cause::{Cell, Cube, Direction, Due, Period, Rules, Tally, find};
use stats::{Refusal, StatsError};

use crate::draws::Draws;

fn rows(value: f64) -> Tally {
    let mut tally = Tally::default();
    tally.observe(value, 1.0).unwrap();
    tally
}

fn period(after: bool) -> Period {
    if after { Period::After } else { Period::Before }
}

#[test]
fn weighted_contrasts_and_contributions_are_those_of_numpy() {
    let vector: Value = serde_json::from_str(include_str!("../vectors/cause.json")).unwrap();
    let mut cube = Cube::new(3);
    for row in vector["rows"].as_array().unwrap() {
        let n = |i: usize| row[i].as_f64().unwrap();
        let mut tally = Tally::default();
        tally.observe(n(4), n(5)).unwrap();
        let at = [0, 1, 2].map(|d| n(d) as u32);
        cube.push(&at, period(n(3) == 1.0), &tally).unwrap();
    }
    let found = find(&cube, &Rules::default()).unwrap();
    let mut worst = 0.0_f64;
    let mut close = |found: f64, expected: &Value| {
        let expected = expected.as_f64().unwrap();
        let off = (found - expected).abs() / expected.abs().max(1e-3);
        assert!(off <= 1e-9, "{found} is not {expected}");
        worst = worst.max(off);
    };
    close(found.split.delta, &vector["delta"]);
    close(found.split.mix, &vector["mix"]);
    close(found.split.rate, &vector["rate"]);
    let cells = vector["cells"].as_array().unwrap();
    assert_eq!(found.suspects.len(), cells.len());
    for expected in cells {
        let cell = expected["cell"].as_array().unwrap().iter();
        let pair = |p: &Value| {
            (
                p[0].as_u64().unwrap() as usize,
                p[1].as_u64().unwrap() as u32,
            )
        };
        let cell = Cell(cell.map(pair).collect());
        let suspect = found.suspects.iter().find(|s| s.cell == cell).unwrap();
        close(suspect.contrast, &expected["contrast"]);
        close(suspect.z, &expected["z"]);
        close(suspect.p, &expected["p"]);
        close(suspect.q, &expected["q"]);
        close(suspect.mix, &expected["mix"]);
        close(suspect.rate, &expected["rate"]);
        close(suspect.interval.low, &expected["low"]);
        close(suspect.interval.high, &expected["high"]);
    }
    println!("worst relative error {worst:e}");
    assert_eq!(found.suspects[0].cell, Cell(vec![(0, 1), (1, 1)]));
}

/// The world of golden/world/bounds_rc.py: 6 regions, 4 channels, 5 segments; region 1 by channel
/// 2 falls by `drop`, and the low-scoring channel 3 grows from 10 to 16 %.
fn world(draws: &mut Draws, n: usize, drop: f64) -> Cube {
    let mut cube = Cube::new(3);
    for after in [false, true] {
        for _ in 0..n {
            let region = (draws.uniform() * 6.0) as u32;
            let u = draws.uniform();
            let mut channel = [0.45, 0.70, 0.90].iter().filter(|edge| u >= **edge).count() as u32;
            let segment = (draws.uniform() * 5.0) as u32;
            if after && channel == 0 && draws.uniform() < 0.07 {
                channel = 3;
            }
            let hit = region == 1 && channel == 2;
            let mut balance = 0.30;
            balance += if channel == 1 { 0.05 } else { 0.0 };
            balance -= if region == 2 { 0.10 } else { 0.0 };
            balance -= if channel == 3 { 0.08 } else { 0.0 };
            balance += if hit { 0.10 } else { 0.0 };
            balance -= if hit && after { drop } else { 0.0 };
            let detractors = (0.7 - balance) / 2.0;
            let u = draws.uniform();
            let value = match u {
                u if u < detractors + balance => 100.0,
                u if u > 1.0 - detractors => -100.0,
                _ => 0.0,
            };
            let at = [region, channel, segment];
            cube.push(&at, period(after), &rows(value)).unwrap();
        }
    }
    cube
}

/// Of the worlds: planted cell first, among three, kept as a cause; any cause kept, any q of
/// 0.05 or less, a kept cause that shares no rows' values with the planted cell.
fn simulate(worlds: usize, drop: f64) -> [f64; 6] {
    let planted = Cell(vec![(0, 1), (1, 2)]);
    let apart = |cell: &Cell| cell.0.iter().any(|v| v.0 < 2 && !planted.0.contains(v));
    let mut draws = Draws::new(5);
    let mut counts = [0.0; 6];
    for _ in 0..worlds {
        let found = find(&world(&mut draws, 10_000, drop), &Rules::default()).unwrap();
        assert!((found.split.mix + found.split.rate - found.split.delta).abs() < 1e-9);
        let steps: f64 = found.steps.iter().map(|s| s.change).sum();
        assert!((steps - found.split.delta).abs() < 1e-9);
        let first = |n: usize| found.suspects[..n].iter().any(|s| s.cell == planted);
        let causes: Vec<&Cell> = found
            .causes
            .iter()
            .map(|&i| &found.suspects[i].cell)
            .collect();
        let hits = [
            first(1),
            first(3),
            causes.contains(&&planted),
            !causes.is_empty(),
            found.suspects.iter().any(|s| s.q <= 0.05),
            causes.iter().any(|c| apart(c)),
        ];
        for (count, hit) in counts.iter_mut().zip(hits) {
            *count += f64::from(u8::from(hit)) / worlds as f64;
        }
    }
    println!("drop {drop}: first, of three, kept, any kept, any q, astray {counts:.2?}");
    counts
}

#[test]
fn the_planted_cell_is_found_as_often_as_the_contrast_allows() {
    let [first, three, kept, _, _, astray] = simulate(60, 0.30);
    assert!(first >= 0.93 && three >= 0.97, "{first} {three}");
    assert!(kept >= 0.70 && astray <= 0.10, "{kept} {astray}");
    // Over 600 seeds of the reference simulator the contrast itself reaches 0.527 and 0.713 here
    // (its published 0.63 and 0.82 are seeds 0 to 99), less two Monte-Carlo errors of 120 worlds.
    let [first, three, ..] = simulate(120, 0.15);
    assert!(first >= 0.43 && three >= 0.63, "{first} {three}");
}

#[test]
fn where_only_the_mix_shifts_few_cells_are_named() {
    let [_, _, _, kept, named, _] = simulate(100, 0.0);
    // 5 % asked, plus two Monte-Carlo errors of 100 worlds.
    assert!(named <= 0.095, "{named}");
    assert!(kept <= 0.10, "{kept}");
}

/// Two regions that both rise while the whole falls, since the poor one grows.
fn simpson() -> Cube {
    let mut cube = Cube::new(1);
    for (region, after, n, promoters) in [
        (0, false, 800, 480),
        (1, false, 200, 40),
        (0, true, 200, 130),
        (1, true, 800, 200),
    ] {
        let tally = Tally::unweighted(n, 100.0 * promoters as f64, 1e4 * promoters as f64);
        cube.push(&[region], period(after), &tally).unwrap();
    }
    cube
}

#[test]
fn a_fall_of_the_whole_where_every_part_rose_is_said_to_be_mix() {
    let found = find(&simpson(), &Rules::default()).unwrap();
    let along = found.along[0];
    assert!(found.split.delta < -15.0 && along.rate > 0.0);
    assert!(along.reversed && (along.rose, along.fell) == (2, 0));
    assert_eq!(found.steps[0].due, Due::MixOf { dimension: 0 });
    assert!(found.steps[0].change < found.split.delta);
}

#[test]
fn what_the_causes_explain_is_left_with_nothing() {
    let mut draws = Draws::new(8);
    let found = find(&world(&mut draws, 10_000, 0.5), &Rules::default()).unwrap();
    assert_eq!(found.causes, [0]);
    // The region fell only because of the planted cell within it.
    let region = Cell(vec![(0, 1)]);
    let region = found.suspects.iter().find(|s| s.cell == region).unwrap();
    assert!(region.z < -3.0 && region.left.unwrap().abs() < 2.5);
    assert!(found.next.unwrap().q > 0.05);
}

#[test]
fn cubes_merge_to_what_one_pass_gives_and_unfit_rows_are_named() {
    let (mut whole, mut a, mut b) = (Cube::new(1), Cube::new(1), Cube::new(1));
    for i in 0..40_u32 {
        let tally = rows(f64::from(i % 3) * 100.0 - 100.0);
        let part = if i < 13 { &mut a } else { &mut b };
        part.push(&[i % 2], period(i >= 20), &tally).unwrap();
        whole.push(&[i % 2], period(i >= 20), &tally).unwrap();
    }
    b.merge(&a).unwrap();
    assert_eq!(b, whole);
    let error = whole.push(&[1, 2], Period::Before, &rows(0.0));
    assert_eq!(
        error,
        Err(StatsError::Dimensions {
            given: 2,
            needed: 1
        })
    );
    assert!(Tally::default().observe(f64::NAN, 1.0).is_err());
    assert!(Tally::default().observe(1.0, -1.0).is_err());
}

#[test]
fn a_period_without_answers_is_refused_and_a_vanished_cell_is_all_mix() {
    let mut cube = Cube::new(1);
    let many = |mean: f64| Tally::unweighted(50, 50.0 * mean, 50.0 * (mean * mean + 3000.0));
    cube.push(&[0], Period::Before, &many(20.0)).unwrap();
    let refused = find(&cube, &Rules::default());
    assert_eq!(refused, Err(Refusal::TooFew { n: 0, needed: 10 }));
    cube.push(&[1], Period::Before, &many(-40.0)).unwrap();
    cube.push(&[0], Period::After, &many(20.0)).unwrap();
    let found = find(&cube, &Rules::default()).unwrap();
    assert!((found.split.mix - 30.0).abs() < 1e-9 && found.split.rate == 0.0);
    assert!((found.split.unmatched - 0.25).abs() < 1e-12);
    assert!(found.suspects.is_empty() && found.direction == Direction::Rise);
}
