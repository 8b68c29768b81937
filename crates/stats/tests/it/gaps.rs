//! Gaps: statsmodels' and brute-force numbers (`tests/vectors/gap.py`), exact coverage beside
//! `golden/world/bounds_gap_coverage.csv`, and how often all of many intervals hold at once.

use rand::Rng;
use serde_json::Value;
use stats::gap::{
    Gap, Respondent, mee, miettinen_nurminen, newcombe, simultaneous, smallest_detectable,
    weighted, within,
};
use stats::random::stream;
use stats::share::{Counts, wilson};
use stats::{Level, design::Stratum};

use crate::golden_files::golden;

const LEVEL: Level = Level::NINETY_FIVE;

fn counts(yes: u64, n: u64) -> Counts {
    Counts {
        hits: yes,
        others: n - yes,
    }
}

#[test]
fn gaps_are_those_of_the_references() {
    let vectors: Value = serde_json::from_str(include_str!("../vectors/gap.json")).unwrap();
    let mut worst = 0.0f64;
    for case in vectors["cases"].as_array().unwrap() {
        let of = |key: &str| case[key].as_u64().unwrap();
        let first = counts(of("x1"), of("n1"));
        let second = counts(of("x2"), of("n2"));
        type Method = fn(&Counts, &Counts, Level) -> Result<Gap, stats::StatsError>;
        let methods: [(&str, Method, f64); 3] = [
            ("newcombe", newcombe, 1e-9),
            // The brute force ends where the likelihood is flat to rounding.
            ("miettinen_nurminen", miettinen_nurminen, 1e-7),
            ("mee", mee, 1e-7),
        ];
        for (name, method, tolerance) in methods {
            let found = method(&first, &second, LEVEL).unwrap().interval;
            for (end, found) in [found.low, found.high].into_iter().enumerate() {
                let expected = case[name][end].as_f64().unwrap();
                let off = (found - expected).abs();
                worst = worst.max(off);
                assert!(off < tolerance, "{name} {case}: {found} is not {expected}");
            }
        }
    }
    println!("worst {worst:.1e}");
}

/// Chances of 0 to n successes.
fn binomial(n: usize, p: f64) -> Vec<f64> {
    let mut chances = vec![0.0; n + 1];
    let mode = (n as f64 * p) as usize;
    chances[mode] = 1.0;
    let odds = p / (1.0 - p);
    for k in mode..n {
        chances[k + 1] = chances[k] * (n - k) as f64 / (k + 1) as f64 * odds;
    }
    for k in (0..mode).rev() {
        chances[k] = chances[k + 1] * (k + 1) as f64 / (n - k) as f64 / odds;
    }
    let sum: f64 = chances.iter().sum();
    chances.iter().map(|c| c / sum).collect()
}

/// Coverage and mean half width of Newcombe's interval over all samples of 1,000 and 300.
fn exact_coverage(p1: f64, p2: f64) -> (f64, f64) {
    let ends = |n: u64| -> Vec<_> { (0..=n).map(|x| wilson(&counts(x, n), LEVEL)).collect() };
    let (first, second) = (ends(1000), ends(300));
    let (c1, c2) = (binomial(1000, p1), binomial(300, p2));
    let (mut covered, mut width) = (0.0, 0.0);
    for (x1, (w1, chance1)) in first.iter().zip(&c1).enumerate() {
        if *chance1 < 1e-12 {
            continue;
        }
        for (x2, (w2, chance2)) in second.iter().zip(&c2).enumerate() {
            let (a, b) = (x1 as f64 / 1000.0, x2 as f64 / 300.0);
            let low = a - b - (a - w1.low).hypot(w2.high - b);
            let high = a - b + (w1.high - a).hypot(b - w2.low);
            let chance = chance1 * chance2;
            width += chance * (high - low) / 2.0;
            if low <= p1 - p2 && p1 - p2 <= high {
                covered += chance;
            }
        }
    }
    (covered, width)
}

#[test]
fn newcombe_covers_as_the_simulated_world_says() {
    let Some(folder) = golden("world") else {
        return;
    };
    let mut reader = csv::Reader::from_path(folder.join("bounds_gap_coverage.csv")).unwrap();
    for row in reader.records().map(Result::unwrap) {
        let at = |i: usize| row[i].parse::<f64>().unwrap();
        let (covered, width) = exact_coverage(at(0), at(1));
        println!("{} {}: {covered:.4} (simulated {})", at(0), at(1), at(2));
        assert!((covered - at(2)).abs() < 0.005, "{row:?}: {covered}");
        assert!((width - at(4)).abs() < 2e-4, "{row:?}: {width}");
        assert!(
            covered >= 0.94 && (covered <= 0.97 || at(1) < 0.02),
            "{row:?}"
        );
    }
    // The same interval as the crate's.
    let found = newcombe(&counts(740, 1000), &counts(87, 300), LEVEL).unwrap();
    assert!((found.interval.width() / 2.0 - 0.0578).abs() < 2e-4);
}

/// People whose answers to eight items hang together.
fn people(n: usize, shares: &[f64], rng: &mut impl Rng) -> Vec<Respondent> {
    (0..n)
        .map(|_| {
            let mood: f64 = rng.random();
            let agrees = shares.iter().map(|&share| {
                let own: f64 = rng.random();
                Some(if rng.random::<f64>() < 0.4 {
                    mood < share
                } else {
                    own < share
                })
            });
            Respondent {
                agrees: agrees.collect(),
                weight: 1.0,
            }
        })
        .collect()
}

#[test]
fn all_of_eight_intervals_hold_together_about_as_often_as_they_say() {
    let brand = [0.74, 0.7, 0.75, 0.25, 0.1, 0.5, 0.6, 0.3];
    let customers = [0.4, 0.4, 0.4, 0.1, 0.05, 0.5, 0.55, 0.3];
    let runs = 400;
    let (mut together, mut apart) = (0, 0);
    for run in 0..runs {
        let mut rng = stream(8, run);
        let first = people(120, &brand, &mut rng);
        let second = people(80, &customers, &mut rng);
        let found = simultaneous([&first, &second], LEVEL, 120, run).unwrap();
        let holds = |k: usize, gap: &Gap| gap.interval.contains(brand[k] - customers[k]);
        let gaps: Vec<Gap> = found.gaps.into_iter().map(Option::unwrap).collect();
        together += u32::from(gaps.iter().enumerate().all(|(k, gap)| holds(k, gap)));
        apart += u32::from((0..8).all(|k| {
            let yes = |people: &[Respondent]| {
                let yes = people.iter().filter(|p| p.agrees[k] == Some(true)).count();
                counts(yes as u64, people.len() as u64)
            };
            holds(k, &newcombe(&yes(&first), &yes(&second), LEVEL).unwrap())
        }));
    }
    let share = |count: u32| f64::from(count) / runs as f64;
    println!(
        "together {:.3}, one by one {:.3}",
        share(together),
        share(apart)
    );
    assert!(
        share(together) > 0.93 && share(together) < 0.99,
        "{together}"
    );
    assert!(share(apart) < 0.85, "{apart}");
}

#[test]
fn weights_and_clusters_widen_a_gap() {
    let group = |yes: u64, n: u64, weight: fn(u64) -> f64| {
        let mut stratum = Stratum::default();
        for i in 0..n {
            let agrees = f64::from(u8::from((i * 7919) % n < yes));
            stratum.observe(weight(i), agrees).unwrap();
        }
        [stratum]
    };
    let even = |_: u64| 2.0;
    let plain = newcombe(&counts(560, 700), &counts(480, 800), LEVEL).unwrap();
    let same = weighted(&group(560, 700, even), &group(480, 800, even), LEVEL).unwrap();
    assert!((same.value - plain.value).abs() < 1e-12 && same.n == plain.n);
    let ratio = same.interval.width() / plain.interval.width();
    assert!((1.0..1.005).contains(&ratio), "{ratio}");
    let uneven = |i: u64| if i.is_multiple_of(4) { 3.0 } else { 0.5 };
    let wide = weighted(&group(560, 700, uneven), &group(480, 800, uneven), LEVEL).unwrap();
    // Kish: 1.9 times the variance.
    let ratio = wide.interval.width() / plain.interval.width();
    assert!((1.2..1.6).contains(&ratio), "{ratio}");
}

#[test]
fn a_gap_that_is_just_detectable_is_found_with_that_power() {
    let power = Level::new(0.8).unwrap();
    let gap = smallest_detectable([1000.0, 300.0], 0.5, LEVEL, power).unwrap();
    let (c1, c2) = (
        binomial(1000, 0.5 + gap * 0.23),
        binomial(300, 0.5 - gap * 0.77),
    );
    let mut found = 0.0;
    for (x1, chance1) in c1.iter().enumerate().filter(|(_, c)| **c > 1e-9) {
        for (x2, chance2) in c2.iter().enumerate().filter(|(_, c)| **c > 1e-9) {
            let gap = newcombe(&counts(x1 as u64, 1000), &counts(x2 as u64, 300), LEVEL).unwrap();
            if gap.interval.low > 0.0 {
                found += chance1 * chance2;
            }
        }
    }
    assert!((found - 0.8).abs() < 0.01, "{found}");
}

#[test]
fn within_a_group_only_those_who_differ_count() {
    let found = within(40, 10, 150, LEVEL).unwrap();
    assert!((found.gap.value - 0.15).abs() < 1e-12 && found.p < 1e-4);
    assert!(found.gap.interval.low > 0.08 && found.gap.interval.high < 0.22);
    assert!(within(0, 0, 0, LEVEL).is_err());
}
