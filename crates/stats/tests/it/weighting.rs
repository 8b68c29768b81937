//! Golden 03: raking, GREG, post-stratification, calibrated errors (R 4.2.2: survey, anesrake);
//! and the bounds of the simulated nonresponse.

use nalgebra::{DMatrix, DVector};
use serde_json::Value;
use stats::weight::{
    Distance, Drawn, Margin, Raking, calibrate, indicators, kish, mean, post_stratify, rake,
    sensitivity,
};
use stats::{Interval, Level};

use crate::draws::Draws;
use crate::golden_files::{Checker, golden, numbers_in};

/// Relative, as golden/README.md asks; the checker's own is relative above 1.
const CLOSE: f64 = 1e-6;

/// The columns of a file, by name.
struct File(csv::StringRecord, Vec<csv::StringRecord>);

impl File {
    fn read(path: &std::path::Path) -> Self {
        let mut reader = csv::Reader::from_path(path).unwrap();
        let header = reader.headers().unwrap().clone();
        File(header, reader.records().map(Result::unwrap).collect())
    }

    fn cells(&self, name: &str) -> Vec<&str> {
        let at = self.0.iter().position(|h| h == name).unwrap();
        self.1.iter().map(|r| &r[at]).collect()
    }

    fn numbers(&self, name: &str) -> Vec<f64> {
        let cells = self.cells(name);
        cells.iter().map(|c| c.parse().unwrap()).collect()
    }

    fn margin(&self, name: &str, targets: &Value) -> Margin {
        let targets = targets[name].as_object().unwrap();
        let place = |cell: &&str| targets.keys().position(|k| k == cell).unwrap();
        Margin {
            of: self.cells(name).iter().map(place).collect(),
            target: targets.values().map(|v| v.as_f64().unwrap()).collect(),
        }
    }
}

fn json(path: &std::path::Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn every_number_of_golden_03_is_reproduced() {
    let Some(folder) = golden("03-raking") else {
        return;
    };
    let expected = json(&folder.join("expected.json"));
    let targets = json(&folder.join("targets.json"));
    let file = File::read(&folder.join("input_apisrs.csv"));
    let margins: Vec<Margin> = ["stype", "sch.wide", "comp.imp"]
        .iter()
        .map(|name| file.margin(name, &targets))
        .collect();
    let mut check = Checker::default();
    schools(&mut check, &expected, &file, &margins);
    capped(&mut check, &expected["anesrake"], &folder);
    assert!(check.wrong.is_empty(), "{}", check.wrong.join("\n"));
    // Not ours to find: the population's mean, how far apart two routines of the reference are,
    // its targets, its cap and its rounds.
    let given = numbers_in(&expected["anesrake"]["targets"]) + 4;
    assert_eq!(check.checked + given, numbers_in(&expected));
    println!("{} numbers", check.checked);
}

fn schools(check: &mut Checker, expected: &Value, file: &File, margins: &[Margin]) {
    let (y, base) = (file.numbers("api00"), file.numbers("pw"));
    let rows = y.len();
    let y: Vec<Option<f64>> = y.into_iter().map(Some).collect();
    let frame = file.numbers("fpc")[0] as u64;
    let whole = frame as f64;
    let alone = Drawn::default();
    let drawn = Drawn {
        frame: Some(vec![frame]),
        ..Drawn::default()
    };
    let weights_are = |check: &mut Checker, place: &str, expected: &Value, found: &[f64]| {
        for (row, (found, expected)) in found.iter().zip(expected.as_array().unwrap()).enumerate() {
            check.number(&format!("{place} {row}"), expected, *found, CLOSE);
        }
    };

    let none = DMatrix::zeros(rows, 0);
    let raw = mean(&y, &base, &base, &none, &alone).unwrap();
    let place = &expected["unweighted"];
    check.number("raw mean", &place["mean"], raw.mean, 1e-8);
    check.number("raw se", &place["se"], raw.se, 1e-8);

    let free = Raking {
        cap: None,
        ..Raking::default()
    };
    let raked = rake(&base, margins, whole, &free).unwrap();
    assert!(raked.met, "{}", raked.gap);
    let x = indicators(margins, rows).unwrap();
    let place = &expected["rake"];
    let found = mean(&y, &raked.weights, &base, &x, &alone).unwrap();
    let framed = mean(&y, &raked.weights, &base, &x, &drawn).unwrap();
    let cost = kish(&raked.weights).unwrap();
    for (key, found) in [
        ("mean", found.mean),
        ("se", found.se),
        ("se_with_fpc", framed.se),
        ("sum_w", raked.weights.iter().sum()),
        ("kish_deff", cost.design_effect),
        ("neff", cost.n_effective),
    ] {
        check.number(&format!("rake {key}"), &place[key], found, CLOSE);
    }
    weights_are(check, "rake", &place["weights"], &raked.weights);

    let mut totals = DVector::zeros(x.ncols());
    totals[0] = whole;
    let above = margins.iter().flat_map(|m| m.target[1..].iter().copied());
    above.enumerate().for_each(|(i, t)| totals[i + 1] = t);
    for (key, distance) in [
        ("calibrate_raking", Distance::Raking),
        ("greg_linear", Distance::Linear),
    ] {
        let w = calibrate(&base, &x, &totals, distance).unwrap();
        let found = mean(&y, &w, &base, &x, &alone).unwrap();
        let place = &expected[key];
        check.number(&format!("{key} mean"), &place["mean"], found.mean, 1e-8);
        check.number(&format!("{key} se"), &place["se"], found.se, 1e-8);
        if distance == Distance::Linear {
            weights_are(check, key, &place["weights"], &w);
        } else {
            let apart = w.iter().zip(&raked.weights);
            assert!(apart.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max) < 1e-7);
        }
    }

    let w = post_stratify(&base, &margins[0], whole).unwrap();
    let x = indicators(&margins[..1], rows).unwrap();
    let found = mean(&y, &w, &base, &x, &alone).unwrap();
    let place = &expected["poststratify_stype"];
    check.number("post-stratified mean", &place["mean"], found.mean, 1e-8);
    check.number("post-stratified se", &place["se"], found.se, 1e-8);
}

fn capped(check: &mut Checker, expected: &Value, folder: &std::path::Path) {
    let file = File::read(&folder.join("input_anes04.csv"));
    let margins: Vec<Margin> = ["married", "agecat", "sex"]
        .iter()
        .map(|name| file.margin(name, &expected["targets"]))
        .collect();
    let rows = file.1.len();
    let raking = Raking {
        cap: expected["cap"].as_f64(),
        ..Raking::default()
    };
    let raked = rake(&vec![1.0; rows], &margins, rows as f64, &raking).unwrap();
    assert!(raked.met && raked.capped == 0);
    for (row, weight) in expected["weights"].as_array().unwrap().iter().enumerate() {
        check.number(&format!("capped {row}"), weight, raked.weights[row], CLOSE);
    }
    let cost = kish(&raked.weights).unwrap().design_effect;
    check.number("capped deff", &expected["deff"], cost, CLOSE);
}

/// A standard normal draw (Box and Muller).
fn normal(draws: &mut Draws) -> f64 {
    let (u, v) = (draws.uniform().max(1e-300), draws.uniform());
    (-2.0 * u.ln()).sqrt() * (2.0 * std::f64::consts::PI * v).cos()
}

/// The world of golden/world: 40,000 customers of four ages, response by age, or by age and
/// satisfaction. Gives the true score and each respondent's age and standing.
fn nonresponse(seed: u64, by_outcome: bool) -> (f64, Vec<usize>, Vec<Option<f64>>) {
    let mut draws = Draws::new(seed);
    let (mut truth, mut ages, mut answers) = (0.0, Vec::new(), Vec::new());
    const N: usize = 40_000;
    for _ in 0..N {
        let u = draws.uniform();
        let age = [0.25, 0.55, 0.80].iter().filter(|c| u >= **c).count();
        let satisfied = normal(&mut draws) + [-0.3, -0.1, 0.1, 0.3][age];
        let score = (7.4 + 2.0 * satisfied).round_ties_even().clamp(0.0, 10.0);
        let standing = f64::from(u8::from(score >= 9.0)) - f64::from(u8::from(score <= 6.0));
        truth += standing / N as f64;
        let mut logit = -2.4 + [-0.6, -0.2, 0.2, 0.8][age];
        if by_outcome {
            logit += 0.35 * satisfied.abs() - 0.25 * satisfied;
        }
        if draws.uniform() < 1.0 / (1.0 + f64::exp(-logit)) {
            ages.push(age);
            answers.push(Some(standing));
        }
    }
    (truth, ages, answers)
}

/// Raw and raked error in points, and the raked score with its interval.
fn errors(seed: u64, by_outcome: bool) -> (f64, f64, f64, bool, bool) {
    let (truth, of, answers) = nonresponse(seed, by_outcome);
    let rows = of.len();
    let margin = [Margin {
        of,
        target: vec![0.25, 0.30, 0.25, 0.20],
    }];
    let base = vec![1.0; rows];
    let raked = rake(&base, &margin, rows as f64, &Raking::default()).unwrap();
    let x = indicators(&margin, rows).unwrap();
    let found = mean(&answers, &raked.weights, &base, &x, &Drawn::default()).unwrap();
    let raw = answers.iter().flatten().sum::<f64>() / rows as f64;
    let interval = found.interval_t(Level::NINETY_FIVE);
    let rate = rows as f64 / 40_000.0;
    // Half a standard deviation of the answers: a medium difference.
    let spread = answers
        .iter()
        .flatten()
        .map(|v| (v - raw).powi(2))
        .sum::<f64>();
    let delta = 0.5 * (spread / rows as f64).sqrt();
    let band = sensitivity((found.mean, interval), raw, delta, Some(rate)).unwrap();
    let reach = Interval {
        low: band.low,
        high: band.high,
    };
    (
        100.0 * (raw - truth),
        100.0 * (found.mean - truth),
        truth,
        interval.contains(truth),
        reach.contains(truth),
    )
}

#[test]
fn raking_mends_response_by_age_and_the_band_holds_what_it_cannot_mend() {
    let (mut raw, mut raked, mut bad, mut covered, mut held) = (0.0, 0.0, 0.0, 0, 0);
    const WORLDS: u64 = 40;
    for seed in 0..WORLDS {
        let by_age = errors(seed, false);
        raw += by_age.0 / WORLDS as f64;
        raked += by_age.1 / WORLDS as f64;
        covered += u64::from(by_age.3);
        let by_outcome = errors(1000 + seed, true);
        bad += by_outcome.1 / WORLDS as f64;
        held += u64::from(by_outcome.4);
    }
    println!("MAR {raw:+.2} -> {raked:+.2}, covered {covered}; MNAR raked {bad:+.2}, held {held}");
    assert!((raw - 6.7).abs() < 0.8, "{raw}");
    assert!(raked.abs() <= 0.5, "{raked}");
    assert!(covered >= 34, "{covered}");
    assert!((bad + 17.3).abs() < 1.0, "{bad}");
    assert_eq!(held, WORLDS);
}
