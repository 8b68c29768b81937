//! Polychoric correlations: lavaan's and psych's numbers (`tests/vectors/polychoric.R`), and
//! importance where answers are boxes.

use serde_json::Value;
use stats::Level;
use stats::drivers::{ordinal, polychoric};

use crate::draws::Draws;

#[test]
fn polychoric_correlations_are_those_of_lavaan_and_psych() {
    let vectors: Value = serde_json::from_str(include_str!("../vectors/polychoric.json")).unwrap();
    let cases = vectors["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 6);
    for case in cases {
        let row = |row: &Value| -> Vec<f64> {
            let row = row.as_array().unwrap().iter();
            row.map(|count| count.as_f64().unwrap()).collect()
        };
        let table: Vec<Vec<f64>> = case["counts"].as_array().unwrap().iter().map(row).collect();
        let found = polychoric(&table, Level::NINETY_FIVE).unwrap();
        // Both end their search at about these distances from the maximum.
        for (key, within) in [("lavaan", 1e-5), ("psych", 5e-5)] {
            let off = (found.value - case[key].as_f64().unwrap()).abs();
            assert!(off < within, "{key}: {found:?}, {}", case[key]);
        }
        assert!(found.interval.low < found.value && found.value < found.interval.high);
    }
}

/// Two standard normals of this correlation.
fn pair(draws: &mut Draws, rho: f64) -> (f64, f64) {
    let radius = (-2.0 * draws.uniform().max(1e-300).ln()).sqrt();
    let (sin, cos) = (2.0 * std::f64::consts::PI * draws.uniform()).sin_cos();
    let (x, y) = (radius * cos, radius * sin);
    (x, rho * x + (1.0 - rho * rho).sqrt() * y)
}

#[test]
fn intervals_hold_the_correlation_behind_the_boxes_as_often_as_they_say() {
    const WORLDS: u32 = 300;
    let mut draws = Draws::new(21);
    for rho in [0.2, 0.7] {
        let mut held = 0;
        for _ in 0..WORLDS {
            let mut table = vec![vec![0.0; 4]; 3];
            for _ in 0..400 {
                let (x, y) = pair(&mut draws, rho);
                let row = [-0.5, 0.8].iter().filter(|cut| x > **cut).count();
                let column = [-1.0, 0.0, 1.2].iter().filter(|cut| y > **cut).count();
                table[row][column] += 1.0;
            }
            let found = polychoric(&table, Level::NINETY_FIVE).unwrap();
            held += u32::from(found.interval.contains(rho));
        }
        let share = f64::from(held) / f64::from(WORLDS);
        println!("correlation {rho}: {share:.3} of intervals hold it");
        // 95 % asked, three Monte-Carlo errors of 300 worlds either way.
        assert!((share - 0.95).abs() < 0.038, "{rho}: {share}");
    }
}

#[test]
fn boxes_with_most_people_at_the_top_hide_importance_that_opinions_show() {
    let mut draws = Draws::new(22);
    let mut columns = vec![Vec::new(); 3];
    for _ in 0..20_000 {
        let (a, noise) = pair(&mut draws, 0.0);
        let (b, _) = pair(&mut draws, 0.0);
        // Both matter alike; the second is asked so that nine in ten tick its top box.
        let outcome = 0.5 * a + 0.5 * b + 0.5_f64.sqrt() * noise;
        let boxes = |x: f64, cuts: [f64; 2]| Some(cuts.iter().filter(|cut| x > **cut).count());
        columns[0].push(boxes(outcome, [-0.5, 0.5]));
        columns[1].push(boxes(a, [-0.5, 0.5]));
        columns[2].push(boxes(b, [-2.0, -1.28]));
    }
    let found = ordinal(&columns, &vec![1.0; 20_000]).unwrap();
    for importance in &found.importance {
        assert!((importance - 0.25).abs() < 0.03, "{found:?}");
    }
    assert_eq!(found.n, 20_000);
    // One column twice fits no population of its own.
    columns[2] = columns[1].clone();
    assert!(ordinal(&columns, &vec![1.0; 20_000]).is_err());
}
