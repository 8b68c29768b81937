//! Tenure and places: scipy's numbers (`tests/vectors/tenure.py`), and how often intervals hold
//! the truth in worlds where it is known.

use rand::Rng;
use rand_distr::{Distribution, Normal, StandardNormal};
use serde_json::Value;
use stats::anniversary::{Answer, Options, contrast};
use stats::cox::{Clock, Cohort, Term, Ties, fit, hazard_ratios, proportionality};
use stats::mean::Moments;
use stats::random::stream;
use stats::share::Counts;
use stats::survival::{LifeTable, Spell, at_boundary, cumulative_incidence, kaplan_meier};
use stats::{Level, StatsError, ranking};

const LEVEL: Level = Level::NINETY_FIVE;

fn vectors() -> Value {
    serde_json::from_str(include_str!("../vectors/tenure.json")).unwrap()
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap()
}

#[test]
fn the_hazard_at_a_boundary_has_the_exact_interval_and_p_of_scipy() {
    for case in list(&vectors()["boundaries"]) {
        let count = |key: &str| case[key].as_u64().unwrap();
        // One period before the boundary holds all of the neighbors' risk.
        let (d, n, e, m) = (count("d"), count("n"), count("e"), count("m"));
        let table = LifeTable::from_counts([(11.0, e, m - e - n), (12.0, d, n - d)]).unwrap();
        let found = at_boundary(&table, 12.0, 3.0, LEVEL);
        assert_eq!((found.at.at_risk, found.around.at_risk), (n, m));
        for (found, key) in [(found.p, "p"), (found.low, "low"), (found.high, "high")] {
            match case[key].as_f64() {
                Some(expected) => {
                    let off = (found.unwrap() - expected).abs() / expected.abs().max(1.0);
                    assert!(off < 1e-9, "{key}: {found:?} is not {expected}");
                }
                None => assert_eq!(found, None, "{key}"),
            }
        }
    }
}

/// R's survival on patients who progress or die first (`tests/vectors/competing.R`).
#[test]
fn shares_by_reason_and_their_errors_are_those_of_r() {
    let vectors: Value = serde_json::from_str(include_str!("../vectors/competing.json")).unwrap();
    // Time, of each reason and censored.
    let rows: Vec<(f64, [u64; 3])> = list(&vectors["counts"])
        .iter()
        .map(|row| {
            let count = |at: usize| row[at].as_u64().unwrap();
            (row[0].as_f64().unwrap(), [count(1), count(2), count(3)])
        })
        .collect();
    let table = |reason: usize| {
        let row =
            |&(time, of): &(f64, [u64; 3])| (time, of[reason], of.iter().sum::<u64>() - of[reason]);
        LifeTable::from_counts(rows.iter().map(row)).unwrap()
    };
    let found = cumulative_incidence(&[table(0), table(1)], LEVEL).unwrap();
    let mut checked = 0;
    for (of, name) in found.iter().zip(["pcm", "death"]) {
        for (at, time) in list(&vectors["at"]).iter().enumerate() {
            let point = of.at(time.as_f64().unwrap()).unwrap();
            let expected = |key: &str| vectors[key][at].as_f64().unwrap();
            assert!(
                (point.incidence - expected(name)).abs() < 1e-12,
                "{point:?}"
            );
            let se = expected(&format!("{name}_se"));
            assert!((point.se - se).abs() < 1e-10, "{point:?}: {se}");
            assert!(point.low <= point.incidence && point.incidence < point.high);
            checked += 1;
        }
    }
    assert_eq!((checked, found[0].n), (20, 1384));
    // Who died cannot progress: one less Kaplan-Meier overstates it.
    let alone = kaplan_meier(&table(0), LEVEL);
    let naive = 1.0 - alone.at(300.0).unwrap().survival;
    assert!(
        naive > 1.5 * found[0].at(300.0).unwrap().incidence,
        "{naive}"
    );
}

#[test]
fn intervals_of_shares_by_reason_hold_the_truth_as_often_as_they_say() {
    const WORLDS: u64 = 400;
    let mut held = [0, 0];
    for seed in 0..WORLDS {
        let mut rng = stream(seed, 77);
        // Two constant hazards, .05 and .03, and censoring at .02, in 250 spells.
        let spells: Vec<(f64, usize)> = (0..250)
            .map(|_| {
                let mut wait = |rate: f64| -rng.random::<f64>().max(1e-300).ln() / rate;
                let ends = [wait(0.05), wait(0.03), wait(0.02)];
                let first = (0..3).min_by(|a, b| ends[*a].total_cmp(&ends[*b])).unwrap();
                (ends[first], first)
            })
            .collect();
        let table = |reason: usize| {
            let spells: Vec<Spell> = spells
                .iter()
                .map(|&(time, first)| Spell::new(time, first == reason))
                .collect();
            LifeTable::from_spells(&spells).unwrap()
        };
        let found = cumulative_incidence(&[table(0), table(1)], LEVEL).unwrap();
        for (reason, share) in [0.05, 0.03].into_iter().enumerate() {
            let truth = share / 0.08 * (1.0 - (-0.08_f64 * 12.0).exp());
            let point = found[reason].at(12.0).unwrap();
            held[reason] += u64::from(point.low <= truth && truth <= point.high);
        }
    }
    for held in held {
        // 95 % asked, three Monte-Carlo errors of 400 worlds either way.
        let share = held as f64 / WORLDS as f64;
        assert!((share - 0.95).abs() <= 0.033, "{share}");
    }
}

#[test]
fn shrunken_places_are_those_of_a_fine_grid_in_two_dimensions() {
    let vectors = vectors();
    let numbers =
        |value: &Value| -> Vec<f64> { list(value).iter().map(|v| v.as_f64().unwrap()).collect() };
    let of = &vectors["places"];
    let (n, sum, sum_sq) = (
        numbers(&of["n"]),
        numbers(&of["sum"]),
        numbers(&of["sum_sq"]),
    );
    let moments = |i: usize| Moments {
        n: n[i] as u64,
        sum: sum[i],
        sum_sq: sum_sq[i],
    };
    let places: Vec<Moments> = (0..n.len()).map(moments).collect();
    let found = ranking::means(&places, &ranking::Options::default()).unwrap();
    let (value, se) = (numbers(&of["value"]), numbers(&of["se"]));
    for (i, place) in found.places.iter().enumerate() {
        assert!(
            (place.value - value[i]).abs() < 2e-3,
            "{i}: {place:?} {}",
            value[i]
        );
        let found = (place.high - place.low) / 2.0 / 1.959964;
        assert!((found / se[i] - 1.0).abs() < 5e-3, "{i}: {found} {}", se[i]);
    }
    let of = &vectors["shares"];
    let hits = numbers(&of["hits"]);
    let counts = |i: usize| Counts {
        hits: hits[i] as u64,
        others: (n[i] - hits[i]) as u64,
    };
    let places: Vec<Counts> = (0..n.len()).map(counts).collect();
    let found = ranking::shares(&places, &ranking::Options::default()).unwrap();
    for (place, value) in found.places.iter().zip(numbers(&of["value"])) {
        assert!((place.value - value).abs() < 1e-3, "{place:?} {value}");
        assert!(place.low < place.value && place.value < place.high);
    }
    let few = ranking::shares(&places[..4], &ranking::Options::default()).unwrap();
    assert!(few.refused.is_some() && few.places.is_empty());
}

/// The world of methods.md section 5: customers leave by frailty and at month 12, later cohorts
/// are less happy, and months 11 to 14 cost .45.
fn answers(seed: u64) -> Vec<Answer> {
    let mut rng = stream(seed, 0);
    let answer = |_| {
        let frailty = 0.5 * rng.sample::<f64, _>(StandardNormal);
        let stays = |month: u32, rng: &mut rand_chacha::ChaCha8Rng| {
            let base = match month {
                12 => 0.02 * 2.8,
                1..4 => 0.02 * 1.3,
                _ => 0.02,
            };
            rng.random::<f64>() >= base * (-0.9 * frailty).exp()
        };
        let left = (1..=36)
            .find(|&month| !stays(month, &mut rng))
            .unwrap_or(36);
        let tenure = rng.random_range(1..=left);
        let cohort = f64::from(rng.random_range(0..24_u32));
        let dip = if (11..=14).contains(&tenure) {
            -0.45
        } else {
            0.0
        };
        let noise: f64 = rng.sample(StandardNormal);
        Answer {
            score: 7.6 + frailty + dip - 0.02 * cohort + 1.2 * noise,
            tenure: f64::from(tenure),
            cohort: Some(cohort),
            calendar: None,
            person: None,
        }
    };
    (0..20_000).map(answer).collect()
}

#[test]
fn the_dip_at_the_anniversary_is_found_although_the_unhappy_leave() {
    const WORLDS: u64 = 60;
    let (mut sum, mut raw, mut held, mut slope) = (0.0, 0.0, 0.0, 0.0);
    for seed in 0..WORLDS {
        let found = contrast(&answers(seed), &Options::default()).unwrap();
        sum += found.value.unwrap() / WORLDS as f64;
        raw += found.raw.unwrap() / WORLDS as f64;
        slope += found.cross_section.unwrap() / WORLDS as f64;
        let holds = found.low.unwrap() < -0.45 && -0.45 < found.high.unwrap();
        held += f64::from(holds) / WORLDS as f64;
    }
    println!("dip {sum:.3} (true -0.45), covered {held:.2}; raw {raw:.3}, slope {slope:.4}");
    assert!((sum + 0.45).abs() <= 0.04, "{sum}");
    assert!(held >= 0.88, "{held}");
    assert!(
        slope > 0.0,
        "survivorship hides it in the cross-section: {slope}"
    );
}

#[test]
fn persons_who_answer_again_narrow_the_contrast_and_calendar_lines_are_left_out() {
    let mut rng = stream(5, 0);
    let mut answers = Vec::new();
    for person in 0..800 {
        let own = 1.5 * rng.sample::<f64, _>(StandardNormal);
        let joined: usize = rng.random_range(0..6);
        for tenure in [8, 10, 12, 13, 16_u32] {
            let dip = if (11..=14).contains(&tenure) {
                -0.3
            } else {
                0.0
            };
            let noise = 0.5 * rng.sample::<f64, _>(StandardNormal);
            answers.push(Answer {
                score: 7.0 + own + dip + noise,
                tenure: f64::from(tenure),
                cohort: Some(joined as f64),
                calendar: Some(joined + tenure as usize),
                person: Some(person),
            });
        }
    }
    let found = contrast(&answers, &Options::default()).unwrap();
    let share = found.between_persons.unwrap();
    assert!((share - 0.9).abs() < 0.03, "{share}");
    assert_eq!(found.dropped.len(), 1, "{:?}", found.dropped);
    let (value, low, high) = (
        found.value.unwrap(),
        found.low.unwrap(),
        found.high.unwrap(),
    );
    assert!(low < -0.3 && -0.3 < high, "{value} {low} {high}");
    for answer in &mut answers {
        answer.person = None;
    }
    let strangers = contrast(&answers, &Options::default()).unwrap();
    assert!(strangers.high.unwrap() - strangers.low.unwrap() > 2.0 * (high - low));
    let few = contrast(&answers[..40], &Options::default()).unwrap();
    assert!(few.refused.is_some() && few.value.is_none());
    let backward = Options {
        from: 15.0,
        ..Options::default()
    };
    assert!(matches!(
        contrast(&answers, &backward),
        Err(StatsError::Window { .. })
    ));
}

#[test]
fn curves_and_hazard_ratios_hold_the_truth_about_as_often_as_they_say() {
    const WORLDS: u64 = 300;
    let (mut curve, mut ratio, mut drifts) = (0, 0, 0);
    for seed in 0..WORLDS {
        let mut rng = stream(seed, 1);
        let mut rows = Vec::new();
        for i in 0..200 {
            let x = f64::from(i % 2);
            let hazard = 0.1 * (0.7 * x).exp();
            let leaves = -(1.0 - rng.random::<f64>()).ln() / hazard;
            let censored = 30.0 * rng.random::<f64>();
            rows.push((Spell::new(leaves.min(censored), leaves < censored), x));
        }
        let one: Vec<Spell> = rows.iter().filter(|r| r.1 == 0.0).map(|r| r.0).collect();
        let table = LifeTable::from_spells(&one).unwrap();
        let point = *kaplan_meier(&table, LEVEL).at(10.0).unwrap();
        curve += u64::from(point.low < (-1.0_f64).exp() && (-1.0_f64).exp() < point.high);
        let x = nalgebra::DMatrix::from_iterator(rows.len(), 1, rows.iter().map(|r| r.1));
        let spells = rows.iter().map(|r| r.0).collect();
        let cohort = Cohort::new(spells, x, vec![Term::number("contract")]);
        let found = fit(&cohort, Ties::Efron).unwrap();
        let check = proportionality(&cohort, &found, Clock::KaplanMeier).unwrap();
        let ratios = hazard_ratios(&cohort, &found, Some(&check), 0.05, LEVEL).unwrap();
        drifts += u64::from(ratios[0].refused.is_some());
        let ratios = hazard_ratios(&cohort, &found, None, 0.05, LEVEL).unwrap();
        let truth = Some(0.7_f64.exp());
        ratio += u64::from(ratios[0].low < truth && truth < ratios[0].high);
    }
    let share = |count: u64| count as f64 / WORLDS as f64;
    let (curve, ratio, drifts) = (share(curve), share(ratio), share(drifts));
    println!("covered: curve {curve:.3}, hazard ratio {ratio:.3}; refused in vain {drifts:.3}");
    assert!((0.91..=0.985).contains(&curve) && (0.91..=0.985).contains(&ratio));
    assert!(drifts <= 0.09, "{drifts}");
}

#[test]
fn shrunken_places_err_by_a_third_of_what_raw_ones_do() {
    const WORLDS: u64 = 40;
    const PLACES: usize = 240;
    let [mut raw, mut shrunken, mut held, mut worst, mut promised] = [0.0; 5];
    let normal = Normal::new(0.35, 0.06).unwrap();
    for seed in 0..WORLDS {
        let mut rng = stream(seed, 2);
        let mut truth = Vec::new();
        let mut places = Vec::new();
        for _ in 0..PLACES {
            let score: f64 = normal.sample(&mut rng);
            // About 30 answers, from 4 to far more: two geometric counts.
            let count = |rng: &mut rand_chacha::ChaCha8Rng| {
                (rng.random::<f64>().ln() / (30.0_f64 / 32.0).ln()).floor()
            };
            let n = (count(&mut rng) + count(&mut rng)).max(4.0) as u64;
            let (promoters, detractors) = (0.375 + score / 2.0, 0.375 - score / 2.0);
            let mut moments = Moments::default();
            for _ in 0..n {
                let u: f64 = rng.random();
                let standing = if u < promoters {
                    1.0
                } else if u < promoters + detractors {
                    -1.0
                } else {
                    0.0
                };
                moments.observe(standing).unwrap();
            }
            truth.push(score);
            places.push(moments);
        }
        let options = ranking::Options {
            draws: 400,
            ..ranking::Options::default()
        };
        let found = ranking::means(&places, &options).unwrap();
        let mut order: Vec<usize> = (0..PLACES).collect();
        order.sort_by(|&a, &b| truth[a].total_cmp(&truth[b]));
        let each = 1.0 / (WORLDS as f64 * PLACES as f64);
        for (i, place) in found.places.iter().enumerate() {
            raw += each * (place.raw.unwrap() - truth[i]).powi(2);
            shrunken += each * (place.value - truth[i]).powi(2);
            held += each * f64::from(place.low < truth[i] && truth[i] < place.high);
            if place.p_worst > 0.3 {
                promised += place.p_worst;
                worst += f64::from(order[..PLACES / 10].contains(&i));
            }
        }
    }
    let (raw, shrunken) = (raw.sqrt(), shrunken.sqrt());
    println!(
        "rmse raw {raw:.3}, shrunken {shrunken:.4}, covered {held:.3}; worst tenth: {promised:.0} promised, {worst} found"
    );
    assert!(raw > 0.17 && shrunken <= 0.062, "{raw} {shrunken}");
    assert!((0.92..=0.97).contains(&held), "{held}");
    assert!((worst / promised - 1.0).abs() < 0.25);
}
