//! Bursts and paired readers: scipy's and statsmodels' numbers (`tests/vectors/burst.py`), and
//! how often a list of bursts is wrong.

use serde_json::Value;
use stats::StatsError;
use stats::burst::{NoTest, Series, Window, judge, judge_within, test, upper_tail};
use stats::paired;

use crate::draws::Draws;

fn vectors() -> Value {
    serde_json::from_str(include_str!("../vectors/burst.json")).unwrap()
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap()
}

fn close(found: f64, expected: &Value, what: &str) {
    close_to(found, expected, 1e-8, what);
}

fn close_to(found: f64, expected: &Value, within: f64, what: &str) {
    let expected = expected.as_f64().unwrap();
    let off = (found - expected).abs() / expected.abs().max(1e-300);
    assert!(
        off <= within || (found - expected).abs() < 1e-14,
        "{what}: {found} is not {expected}"
    );
}

fn window(value: &Value) -> Window {
    let at = |i: usize| value[i].as_u64().unwrap();
    Window {
        count: at(0),
        exposure: at(1),
    }
}

#[test]
fn tails_are_those_of_scipy_far_out_and_for_large_counts() {
    let vectors = vectors();
    let tails = list(&vectors["tails"]);
    assert!(tails.len() > 40);
    for tail in tails {
        let number = |key: &str| tail[key].as_f64().unwrap();
        let count = tail["count"].as_u64().unwrap();
        let found = upper_tail(count, number("mean"), number("size"));
        close(found, &tail["tail"], &tail.to_string());
    }
}

#[test]
fn a_family_has_the_dispersion_and_the_p_values_of_the_reference() {
    for family in list(&vectors()["families"]) {
        let series: Vec<Series> = list(&family["series"])
            .iter()
            .map(|windows| {
                let (newest, history) = list(windows).split_last().unwrap();
                Series {
                    newest: window(newest),
                    history: history.iter().map(window).collect(),
                }
            })
            .collect();
        for (i, burst) in judge(&series, 0.1).unwrap().iter().enumerate() {
            let what = format!("series {i}");
            close_to(burst.dispersion, &family["dispersion"][i], 1e-6, &what);
            close_to(burst.p.unwrap(), &family["p"][i], 1e-6, &what);
            close_to(burst.q.unwrap(), &family["q"][i], 1e-6, &what);
            assert_eq!(burst.bursting, i == 1, "{what}");
        }
    }
}

#[test]
fn without_dispersion_it_is_the_exact_conditional_test() {
    for case in list(&vectors()["conditional"]) {
        let series = Series {
            newest: window(&case["newest"]),
            history: list(&case["history"]).iter().map(window).collect(),
        };
        let found = test(&series, 0.0).unwrap();
        assert_eq!(found.dispersion, 0.0);
        close(found.p.unwrap(), &case["p"], &case.to_string());
    }
}

#[test]
fn paired_readers_have_the_p_values_of_scipy_and_statsmodels() {
    for case in list(&vectors()["paired"]) {
        let count = |key: &str| case[key].as_u64().unwrap();
        let found = paired::exact(count("won"), count("lost"));
        close(found.p_better, &case["p_better"], &case.to_string());
        close(found.p_differ, &case["p_differ"], &case.to_string());
    }
}

#[test]
fn what_cannot_be_tested_says_why_and_does_not_count_in_the_family() {
    let week = |count, exposure| Window { count, exposure };
    let short = Series {
        newest: week(9, 100),
        history: vec![week(1, 100), week(0, 0), week(1, 100), week(2, 100)],
    };
    let silent = Series {
        newest: week(0, 0),
        history: vec![week(1, 100); 6],
    };
    let risen = Series {
        newest: week(12, 100),
        history: vec![week(1, 100); 6],
    };
    let found = judge(&[short, silent, risen], 0.1).unwrap();
    assert_eq!(
        found[0].why,
        Some(NoTest::ShortHistory {
            windows: 3,
            needed: 4
        })
    );
    assert_eq!(found[1].why, Some(NoTest::NothingHeard));
    assert_eq!(
        (found[0].p, found[1].q, found[1].likely),
        (None, None, None)
    );
    assert_eq!(found[2].q, found[2].p);
    assert!(found[2].bursting && found[2].likely.unwrap().high < 12.0);
    assert!(matches!(judge(&[], 10.0), Err(StatsError::Level { .. })));
    assert!(test(&Series::default(), f64::NAN).is_err());
}

/// A count with this mean and dispersion, by inversion.
fn count(draws: &mut Draws, mean: f64, dispersion: f64) -> u64 {
    let u = draws.uniform();
    // A size this great is Poisson in all but name.
    let size = 1.0 / dispersion.max(1e-6);
    let chance = mean / (size + mean);
    let mut term = (-size * (mean / size).ln_1p()).exp();
    let (mut below, mut at) = (term, 0.0);
    while u > below && at < 1e4 {
        term *= chance * (at + size) / (at + 1.0);
        at += 1.0;
        below += term;
    }
    at as u64
}

/// Candidates with rates of 0.1 % to 5 %, the first `risen` of which grow fourfold; those heard
/// less than 5 times in all are never looked at, as in the product.
fn family(draws: &mut Draws, size: usize, risen: usize, spread: f64) -> (Vec<Series>, usize) {
    let exposures: Vec<u64> = (0..9)
        .map(|_| 80 + (draws.uniform() * 300.0) as u64)
        .collect();
    let (mut kept, mut real) = (Vec::new(), 0);
    for i in 0..size {
        let rate = 0.001 * 50_f64.powf(draws.uniform());
        let mut windows = exposures.iter().enumerate().map(|(at, &exposure)| Window {
            count: {
                let rise = if at == 0 && i < risen { 4.0 } else { 1.0 };
                count(draws, rise * rate * exposure as f64, spread)
            },
            exposure,
        });
        let newest = windows.next().unwrap();
        let history: Vec<Window> = windows.collect();
        if newest.count + history.iter().map(|w| w.count).sum::<u64>() >= 5 {
            kept.push(Series { newest, history });
            real += usize::from(i < risen);
        }
    }
    (kept, real)
}

#[test]
fn where_nothing_rises_few_lists_name_a_burst_even_when_counts_come_in_clumps() {
    const LISTS: u32 = 400;
    for spread in [0.0, 0.15, 0.5] {
        let mut draws = Draws::new(11);
        let (mut wrong, mut naive) = (0, 0);
        for _ in 0..LISTS {
            let (family, _) = family(&mut draws, 80, 0, spread);
            let found = judge(&family, 0.10).unwrap();
            wrong += u32::from(found.iter().any(|b| b.bursting));
            naive += u32::from(found.iter().any(|b| b.p < Some(0.05)));
        }
        let share = f64::from(wrong) / f64::from(LISTS);
        println!("dispersion {spread}: {share:.3} of lists name a burst");
        // 10 % asked, plus three Monte-Carlo errors of 400 lists.
        assert!(share <= 0.145, "dispersion {spread}: {share}");
        assert!(naive > LISTS / 2, "the simulation must be able to tell");
    }
}

#[test]
fn of_the_bursts_named_few_are_false_and_most_large_ones_are_found() {
    const LISTS: usize = 100;
    for (spread, least_found) in [(0.0, 0.50), (0.15, 0.30)] {
        let mut draws = Draws::new(12);
        let (mut false_share, mut found_share) = (0.0, 0.0);
        for _ in 0..LISTS {
            let (family, real) = family(&mut draws, 80, 10, spread);
            let found = judge(&family, 0.10).unwrap();
            let hits = found[..real].iter().filter(|b| b.bursting).count() as f64;
            let wrong = found[real..].iter().filter(|b| b.bursting).count() as f64;
            false_share += wrong / (hits + wrong).max(1.0) / LISTS as f64;
            found_share += hits / real.max(1) as f64 / LISTS as f64;
        }
        println!("dispersion {spread}: false {false_share:.3}, found {found_share:.3}");
        assert!(false_share <= 0.12, "dispersion {spread}: {false_share}");
        assert!(
            found_share >= least_found,
            "dispersion {spread}: {found_share}"
        );
    }
}

#[test]
fn a_budget_of_false_bursts_holds_whatever_the_candidates_spread_like() {
    const LISTS: u32 = 60;
    // All Poisson, all alike, and candidates that spread unlike each other.
    for (spread, unlike) in [(0.0, 0.0), (0.15, 0.0), (0.5, 0.0), (0.15, 1.0)] {
        let mut draws = Draws::new(13);
        let mut named = 0;
        for _ in 0..LISTS {
            let list: Vec<Series> = (0..150)
                .map(|_| {
                    let mean = 0.2 * 200_f64.powf(draws.uniform());
                    // Uniform on the log scale, within a factor of e² either way.
                    let own = spread * (2.0 * unlike * (2.0 * draws.uniform() - 1.0)).exp();
                    let mut window = || Window {
                        count: count(&mut draws, mean, own),
                        exposure: 200,
                    };
                    Series {
                        newest: window(),
                        history: (0..12).map(|_| window()).collect(),
                    }
                })
                .collect();
            let found = judge_within(&list, 0.5).unwrap();
            named += found.iter().filter(|b| b.bursting).count();
        }
        let mean = named as f64 / f64::from(LISTS);
        println!("dispersion {spread}, unlike {unlike}: {mean:.2} false bursts a list");
        // Half a burst asked, plus three Monte-Carlo errors of 60 lists.
        assert!(
            mean <= 0.5 + 3.0 * (0.5 / f64::from(LISTS)).sqrt(),
            "{spread} {unlike}: {mean}"
        );
    }
    assert!(judge_within(&[], 0.0).is_err());
}
