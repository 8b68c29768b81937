//! Response quality: numpy's numbers (`tests/vectors/quality.py`), and how many careless
//! respondents are found in the simulated world.

use serde_json::Value;
use stats::quality::{
    Answers, Quality, Rules, Signal, copies, even_odd, irv, judge, longstring, mahalanobis,
    psychsyn, speed, synonyms,
};

use crate::draws::Draws;

fn columns(rows: &[Vec<Option<f64>>]) -> Vec<Vec<Option<f64>>> {
    (0..rows[0].len())
        .map(|item| rows.iter().map(|row| row[item]).collect())
        .collect()
}

#[test]
fn indices_are_those_of_numpy_with_answers_missing() {
    let vector: Value = serde_json::from_str(include_str!("../vectors/quality.json")).unwrap();
    let expected = vector["rows"].as_array().unwrap();
    let list = |v: &Value| -> Vec<Option<f64>> {
        v.as_array().unwrap().iter().map(Value::as_f64).collect()
    };
    let rows: Vec<Vec<Option<f64>>> = expected.iter().map(|r| list(&r["answers"])).collect();
    let columns = columns(&rows);
    let items: Vec<&[Option<f64>]> = columns.iter().map(Vec::as_slice).collect();
    let pairs = synonyms(&items, 0.6);
    let expected_pairs: Vec<(usize, usize)> =
        serde_json::from_value(vector["pairs"].clone()).unwrap();
    assert_eq!(pairs, expected_pairs);
    let scales: Vec<Vec<usize>> = serde_json::from_value(vector["scales"].clone()).unwrap();
    let distances = mahalanobis(&items);
    let seconds: Vec<Option<f64>> = expected.iter().map(|r| r["seconds"].as_f64()).collect();
    let speeds = speed(&seconds, &vec![0; rows.len()]);
    let mut worst = 0.0_f64;
    for (i, (row, expected)) in rows.iter().zip(expected).enumerate() {
        let mut close = |key: &str, found: Option<f64>| match (found, expected[key].as_f64()) {
            (Some(found), Some(number)) => {
                let off = (found - number).abs() / number.abs().max(1e-3);
                assert!(off < 1e-9, "row {i} {key}: {found} is not {number}");
                worst = worst.max(off);
            }
            (found, number) => assert_eq!(found, number, "row {i} {key}"),
        };
        close("longstring", Some(longstring(row) as f64));
        close("irv", irv(row));
        close("mahalanobis", distances[i].map(|d| d.squared));
        close("p", distances[i].map(|d| d.p));
        close("psychsyn", psychsyn(row, &pairs));
        close("even_odd", even_odd(row, &scales));
        close("speed", speeds[i]);
    }
    println!("worst relative error {worst:e}");
}

/// A standard normal draw.
fn normal(draws: &mut Draws) -> f64 {
    let (u, v) = (1.0 - draws.uniform(), draws.uniform());
    (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos()
}

/// The world of golden/world/bounds_misc.py: 14 items from 1 to 5, and of each hundred (where
/// `careless`) 5 straight-liners, 3 who answer at random and 2 bots.
fn world(draws: &mut Draws, n: usize, careless: bool) -> (Vec<Vec<Option<f64>>>, Vec<Option<f64>>) {
    let mut rows = Vec::new();
    let mut seconds = Vec::new();
    for i in 0..n {
        let kind = if careless { i % 100 } else { 99 };
        let factor = normal(draws);
        let line = match draws.uniform() {
            u if u < 0.05 => 1.0,
            u if u < 0.30 => 3.0,
            u if u < 0.60 => 4.0,
            _ => 5.0,
        };
        let mut answer = || match kind {
            0..5 if draws.uniform() >= 0.04 => line,
            0..5 if draws.uniform() < 0.5 => f64::max(line - 1.0, 1.0),
            0..5 => f64::min(line + 1.0, 5.0),
            5..8 => 1.0 + (draws.uniform() * 5.0).floor(),
            8..10 => 3.0 + (draws.uniform() * 3.0).floor(),
            _ => (3.7 + 0.7 * factor + 0.7 * normal(draws))
                .round()
                .clamp(1.0, 5.0),
        };
        rows.push((0..14).map(|_| Some(answer())).collect());
        let usual = (95_f64.ln() + 0.35 * normal(draws)).exp();
        seconds.push(Some(match kind {
            0..5 => 0.55 * usual,
            5..8 => 0.6 * usual,
            8..10 => (18_f64.ln() + 0.3 * normal(draws)).exp(),
            _ => usual,
        }));
    }
    (rows, seconds)
}

fn judged(rows: &[Vec<Option<f64>>], seconds: &[Option<f64>]) -> Vec<Quality> {
    let columns = columns(rows);
    let items: Vec<&[Option<f64>]> = columns.iter().map(Vec::as_slice).collect();
    let answers = Answers {
        items: &items,
        seconds,
        ..Answers::default()
    };
    judge(&answers, &Rules::default())
}

#[test]
fn most_careless_are_found_and_few_careful_are_flagged() {
    const WORLDS: usize = 8;
    let mut draws = Draws::new(21);
    let [mut area, mut recall, mut flagged, mut wrong] = [0.0; 4];
    for _ in 0..WORLDS {
        let (rows, seconds) = world(&mut draws, 3_000, true);
        let found = judged(&rows, &seconds);
        let split = |careless: bool| -> Vec<&Quality> {
            let all = found.iter().enumerate();
            all.filter(|(i, _)| (i % 100 < 10) == careless)
                .map(|(_, q)| q)
                .collect()
        };
        let (bad, good) = (split(true), split(false));
        let mut scores: Vec<f64> = good.iter().map(|q| q.score).collect();
        scores.sort_by(f64::total_cmp);
        let cut = scores[scores.len() * 98 / 100];
        let share = |of: &[&Quality], is: &dyn Fn(&Quality) -> bool| {
            of.iter().filter(|q| is(q)).count() as f64 / of.len() as f64 / WORLDS as f64
        };
        let below = |q: &&Quality| scores.partition_point(|s| *s < q.score) as f64;
        area += bad.iter().map(below).sum::<f64>() / (bad.len() * good.len() * WORLDS) as f64;
        recall += share(&bad, &|q| q.score > cut);
        flagged += share(&bad, &|q| q.flag);
        wrong += share(&good, &|q| q.flag);
    }
    println!("area {area:.3}, at 2 % false {recall:.3}; flags {flagged:.3}, false {wrong:.4}");
    assert!(area >= 0.975 && recall >= 0.87, "{area} {recall}");
    assert!(flagged >= 0.70 && wrong <= 0.02, "{flagged} {wrong}");
}

#[test]
fn where_all_are_careful_hardly_anyone_is_flagged() {
    let mut draws = Draws::new(22);
    let (rows, seconds) = world(&mut draws, 6_000, false);
    for seconds in [&seconds[..], &[]] {
        let flags = judged(&rows, seconds).iter().filter(|q| q.flag).count();
        println!("flagged {flags} of 6000");
        assert!(flags <= 150, "{flags}");
    }
}

#[test]
fn a_straight_line_at_the_end_of_the_scale_is_one_signal_and_in_the_middle_two() {
    let mut draws = Draws::new(23);
    let (mut rows, _) = world(&mut draws, 400, false);
    rows[0] = vec![Some(5.0); 14];
    rows[1] = vec![Some(3.0); 14];
    let found = judged(&rows, &[]);
    assert_eq!(found[0].signals, [Signal::Longstring]);
    assert!(!found[0].flag && found[1].flag);
    assert!(found[1].signals.contains(&Signal::LowIrv));
}

#[test]
fn copied_words_and_a_trap_are_two_signals_whatever_the_answers() {
    let mut draws = Draws::new(24);
    let (rows, _) = world(&mut draws, 60, false);
    let columns = columns(&rows);
    let items: Vec<&[Option<f64>]> = columns.iter().map(Vec::as_slice).collect();
    let own: Vec<String> = (0..60)
        .map(|i| {
            format!(
                "visit number {i} went {} and that is all {}",
                i * 7919,
                i * 104_729
            )
        })
        .collect();
    let mut texts: Vec<Option<&str>> = own.iter().map(|t| Some(t.as_str())).collect();
    texts[7] = Some("Best shop ever, buy here, five stars from me and mine!");
    texts[9] = Some("best shop ever - buy here, FIVE stars from me and mine");
    let trapped: Vec<bool> = (0..60).map(|i| i == 9).collect();
    let answers = Answers {
        items: &items,
        texts: &texts,
        trapped: &trapped,
        ..Answers::default()
    };
    let found = judge(&answers, &Rules::default());
    assert_eq!(found[9].copy.unwrap().first, 7);
    assert!(found[9].flag && found[9].signals.ends_with(&[Signal::Copy, Signal::Trap]));
    assert!(found[8].copy.is_none());
}

#[test]
fn short_words_are_nobodys_copy_and_blank_columns_are_no_evidence() {
    let same = [Some("all good"), Some("all good"), None];
    assert_eq!(copies(&same, 0.8), [None; 3]);
    let repeated = [Some(1.0), Some(2.0), Some(4.0), None];
    let found = mahalanobis(&[&repeated, &repeated]);
    assert_eq!(found, [None; 4]);
    assert_eq!(speed(&[Some(5.0), Some(0.0), None], &[0, 0, 0]), [None; 3]);
    assert!(judge(&Answers::default(), &Rules::default()).is_empty());
}
