//! Golden 06: R's spc, qcc and surveillance.

use std::path::Path;

use serde_json::Value;
use stats::Level;
use stats::series::arl::{self, Sides};
use stats::series::chart::{self, Counted, Widening};
use stats::series::count::{Law, Period, rate_ratio, reference};
use stats::series::ears::{Rule, ears};
use stats::series::farrington::{Checked, Scale, Settings, check};

use crate::golden_files::{Checker, golden};

fn expected(dir: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(dir.join("expected.json")).unwrap()).unwrap()
}

fn column(dir: &Path, file: &str, name: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_path(dir.join(file)).unwrap();
    let at = reader
        .headers()
        .unwrap()
        .iter()
        .position(|h| h == name)
        .unwrap();
    reader
        .records()
        .map(|r| r.unwrap()[at].to_owned())
        .collect()
}

fn numbers(dir: &Path, file: &str, name: &str) -> Vec<f64> {
    let cells = column(dir, file, name);
    cells.iter().map(|c| c.parse().unwrap()).collect()
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap()
}

fn done(check: &Checker, least: usize) {
    assert!(check.wrong.is_empty(), "{:#?}", check.wrong);
    assert!(check.checked >= least, "{} checked", check.checked);
}

#[test]
fn run_lengths_and_limits_are_those_of_spc() {
    let Some(dir) = golden("06-spc-surveillance") else {
        return;
    };
    let arl_of = &expected(&dir)["arl"];
    let mut all = Checker::default();
    let get = |v: &Value, key: &str| v[key].as_f64().unwrap();
    for case in list(&arl_of["xcusum_crit"]) {
        let found = arl::cusum_limit(get(case, "k"), get(case, "L0"), Sides::Two).unwrap();
        all.number(&case.to_string(), &case["h"], found, 1e-8);
    }
    for case in list(&arl_of["xcusum_arl"]) {
        let (k, h, mu) = (get(case, "k"), get(case, "h"), get(case, "mu"));
        let found = arl::cusum(k, h, mu, Sides::Two).unwrap();
        all.number(&case.to_string(), &case["arl"], found, 1e-8);
        let found = arl::cusum(k, h, mu, Sides::One).unwrap();
        all.number(&case.to_string(), &case["arl_one"], found, 1e-8);
    }
    for case in list(&arl_of["xewma_crit"]) {
        let found = arl::ewma_limit(get(case, "lambda"), get(case, "L0")).unwrap();
        all.number(&case.to_string(), &case["c"], found, 1e-8);
    }
    for case in list(&arl_of["xewma_arl"]) {
        let found = arl::ewma(get(case, "lambda"), get(case, "c"), get(case, "mu")).unwrap();
        all.number(&case.to_string(), &case["arl"], found, 1e-8);
    }
    println!("run lengths: worst relative error {:e}", all.worst);
    done(&all, 20);
}

#[test]
fn charts_of_means_are_those_of_qcc() {
    let Some(dir) = golden("06-spc-surveillance") else {
        return;
    };
    let qcc = &expected(&dir)["qcc"];
    let file = "input_pistonrings.csv";
    let (values, samples) = (
        numbers(&dir, file, "diameter"),
        numbers(&dir, file, "sample"),
    );
    let mut groups = vec![Vec::new(); 40];
    for (value, sample) in values.iter().zip(samples) {
        groups[sample as usize - 1].push(*value);
    }
    let xbar = chart::xbar(&groups[..25]).unwrap();
    let mut all = Checker::default();
    all.number("center", &qcc["center"], xbar.center, 1e-8);
    all.number("sd", &qcc["std_dev"], xbar.sd, 1e-8);
    all.number("low", &qcc["limits"][0], xbar.limits.low, 1e-8);
    all.number("high", &qcc["limits"][1], xbar.limits.high, 1e-8);
    let means: Vec<f64> = groups.iter().map(|g| g.iter().sum::<f64>() / 5.0).collect();
    let outside: Vec<u64> = (1..)
        .zip(&means)
        .filter(|(_, m)| !xbar.limits.contains(**m))
        .map(|(at, _)| at)
        .collect();
    assert_eq!(serde_json::json!(outside), qcc["violations_beyond"]);

    let z: Vec<f64> = means.iter().map(|m| xbar.standardized(*m)).collect();
    let unit = xbar.sd / 5f64.sqrt();
    let smooth = chart::ewma(&z, 0.2, 3.0, Widening::FromStart).unwrap();
    let ewma = &qcc["ewma"];
    for (at, point) in smooth.iter().enumerate() {
        let scaled = |v: f64| xbar.center + unit * v;
        all.number("ewma", &ewma["y"][at], scaled(point.value), 1e-8);
        all.number("ewma low", &ewma["lcl"][at], scaled(-point.limit), 1e-8);
        all.number("ewma high", &ewma["ucl"][at], scaled(point.limit), 1e-8);
    }
    let called = |alarms: Vec<bool>| -> Vec<u64> {
        (1..)
            .zip(alarms)
            .filter(|(_, a)| *a)
            .map(|(at, _)| at)
            .collect()
    };
    let alarms = called(smooth.iter().map(|p| p.alarm).collect());
    assert_eq!(serde_json::json!(alarms), ewma["violations"]);

    let path = chart::cusum(&z, 0.5, 5.0).unwrap();
    let cusum = &qcc["cusum"];
    for (at, point) in path.iter().enumerate() {
        all.number("cusum up", &cusum["pos"][at], point.up, 1e-8);
        all.number("cusum down", &cusum["neg"][at], -point.down, 1e-8);
    }
    let alarms = called(path.iter().map(|p| p.alarm).collect());
    assert_eq!(serde_json::json!(alarms), cusum["viol_up"]);
    println!("charts: worst {:e}", all.worst);
    done(&all, 200);
}

#[test]
fn charts_of_shares_are_those_of_qcc_and_laney() {
    let Some(dir) = golden("06-spc-surveillance") else {
        return;
    };
    let all_expected = expected(&dir);
    let file = "input_orangejuice.csv";
    let trial = column(&dir, file, "trial");
    let rows = numbers(&dir, file, "D")
        .into_iter()
        .zip(numbers(&dir, file, "size"));
    let base: Vec<Counted> = rows
        .zip(&trial)
        .filter(|(_, trial)| *trial == "TRUE")
        .map(|((count, n), _)| Counted {
            count: count as u64,
            n: n as u64,
        })
        .collect();
    let mut all = Checker::default();
    let plain = chart::p_chart(&base).unwrap();
    let p = &all_expected["pchart"];
    all.number("center", &p["center"], plain.center, 1e-8);
    all.number("low", &p["limits"][0], plain.limits(50).low, 1e-8);
    all.number("high", &p["limits"][1], plain.limits(50).high, 1e-8);
    let beyond: Vec<usize> = plain.beyond(&base).iter().map(|at| at + 1).collect();
    assert_eq!(serde_json::json!(beyond), p["beyond"]);
    let wide = chart::laney(&base).unwrap();
    let laney = &all_expected["laney"];
    all.number("sigma_z", &laney["sigma_z"], wide.spread, 1e-8);
    all.number("ucl", &laney["ucl"], wide.limits(50).high, 1e-8);
    all.number("lcl", &laney["lcl"], wide.limits(50).low, 1e-8);
    done(&all, 6);
}

/// Days since 1970-01-01 of a date.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let (y, m) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    365 * y + y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400) + (153 * m + 2) / 5 + day
        - 719_469
}

/// The month and day that lie so many days after the first day of a year's month.
fn date(at: i64) -> (i64, i64, i64) {
    let year = (1970..2100).rfind(|y| days(*y, 1, 1) <= at).unwrap();
    let month = (1..=12).rfind(|m| days(year, *m, 1) <= at).unwrap();
    (year, month, at - days(year, month, 1) + 1)
}

/// The Mondays nearest to the same date of the four years before; the first week begins on
/// 2004-01-05.
fn same_mondays(index: usize) -> Vec<usize> {
    let first = days(2004, 1, 5);
    let (year, month, day) = date(first + 7 * index as i64);
    let week = |back| {
        let off = days(year - back, month, day) - first;
        (off + 3).div_euclid(7) as usize
    };
    (1..=4).map(week).collect()
}

fn farrington(dir: &Path, settings: &Settings) -> Vec<Checked> {
    let counts = numbers(dir, "input_salmNewport.csv", "count");
    let weeks: Vec<Period> = counts
        .iter()
        .map(|c| Period {
            count: *c as u64,
            exposure: 1.0,
        })
        .collect();
    (364..468)
        .map(|t| check(&weeks, t, &same_mondays(t), settings).unwrap())
        .collect()
}

#[test]
fn farringtons_limits_and_alarms_are_those_of_surveillance() {
    let Some(dir) = golden("06-spc-surveillance") else {
        return;
    };
    let all_expected = expected(&dir);
    let flexible = &all_expected["farrington_flexible"];
    let mut all = Checker::default();
    let mut none = 0;
    for (at, found) in farrington(&dir, &Settings::flexible()).iter().enumerate() {
        let upper = &flexible["upper"][at];
        assert_eq!(found.enough, !upper.is_null(), "week {at}");
        if found.enough {
            assert_eq!(upper.as_f64(), Some(found.upper), "week {at}");
            // R's own fit stops at a relative change of the deviance of 1e-8.
            all.number("expected", &flexible["expected"][at], found.expected, 1e-4);
        } else {
            none += 1;
        }
        assert_eq!(
            flexible["alarm"][at].as_u64(),
            Some(u64::from(found.alarm)),
            "week {at}"
        );
    }
    assert!(none > 0);
    done(&all, 80);

    let classic = &all_expected["farrington_classic"];
    let mut all = Checker::default();
    let reference = Settings {
        scale: Scale::WorkingResiduals,
        ..Settings::classic()
    };
    for (at, found) in farrington(&dir, &reference).iter().enumerate() {
        assert_eq!(found.enough, !classic["upper"][at].is_null(), "week {at}");
        if found.enough {
            all.number("upper", &classic["upper"][at], found.upper, 1e-4);
        }
        assert_eq!(
            classic["alarm"][at].as_u64(),
            Some(u64::from(found.alarm)),
            "week {at}"
        );
    }
    done(&all, 80);
    // With Pearson's dispersion the limits move, the alarms do not.
    for (at, found) in farrington(&dir, &Settings::classic()).iter().enumerate() {
        assert_eq!(
            classic["alarm"][at].as_u64(),
            Some(u64::from(found.alarm)),
            "week {at}"
        );
    }
}

#[test]
fn ears_is_that_of_surveillance() {
    let Some(dir) = golden("06-spc-surveillance") else {
        return;
    };
    let counts: Vec<u64> = numbers(&dir, "input_salmNewport.csv", "count")
        .iter()
        .map(|c| *c as u64)
        .collect();
    let all_expected = expected(&dir);
    let level = Level::new(0.999).unwrap();
    let mut all = Checker::default();
    for (rule, name) in [(Rule::C1, "C1"), (Rule::C2, "C2"), (Rule::C3, "C3")] {
        let wanted = &all_expected["ears"][name];
        let found = ears(&counts, rule, level).unwrap();
        let watched = found.iter().filter(|c| (364..468).contains(&c.index));
        for (at, found) in watched.enumerate() {
            all.number(name, &wanted["upper"][at], found.upper, 1e-8);
            assert_eq!(
                wanted["alarm"][at].as_u64(),
                Some(u64::from(found.alarm)),
                "{name} {at}"
            );
        }
    }
    done(&all, 312);
}

#[test]
fn a_poisson_cusum_and_exact_tails_are_those_of_the_golden_numbers() {
    let Some(dir) = golden("06-spc-surveillance") else {
        return;
    };
    let all_expected = expected(&dir);
    let mut all = Checker::default();
    let cusum = &all_expected["poisson_cusum"];
    let k = reference(4.0, 7.0);
    all.number("k", &cusum["k"], k, 1e-8);
    let counts = numbers(&dir, "input_poisson_cusum.csv", "count");
    let path = chart::cusum(&counts, k, 10.0).unwrap();
    for (at, point) in path.iter().enumerate() {
        all.number("C", &cusum["C"][at], point.up, 1e-8);
    }
    let first = path.iter().position(|p| p.up > 10.0).unwrap() as u64 + 1;
    assert_eq!(cusum["first_gt_h10"].as_u64(), Some(first));

    let counts = &all_expected["counts"];
    let get = |v: &Value, key: &str| v[key].as_f64().unwrap();
    for case in list(&counts["pois_upper"]) {
        let (x, law) = (
            get(case, "x") as u64,
            Law::new(get(case, "mu"), f64::INFINITY).unwrap(),
        );
        all.number("poisson", &case["p"], law.upper(x), 1e-10);
        // The golden mid-p adds half a chance to P(X > x).
        all.number("mid-p", &case["midp"], law.mid_p(x), 1e-10);
    }
    for case in list(&counts["nb_upper"]) {
        let law = Law::new(get(case, "mu"), get(case, "size")).unwrap();
        all.number("nb", &case["p"], law.upper(get(case, "x") as u64), 1e-10);
    }
    let test = &counts["poisson_test"]["t"];
    let test = if test.is_object() {
        test
    } else {
        &counts["poisson_test"]
    };
    let of = |at: usize| Period {
        count: test["x"][at].as_u64().unwrap(),
        exposure: test["T"][at].as_f64().unwrap(),
    };
    let found = rate_ratio(of(0), of(1), Level::NINETY_FIVE).unwrap();
    all.number("ratio", &test["rate_ratio"], found.ratio, 1e-8);
    all.number("low", &test["ci"][0], found.interval.low, 1e-8);
    all.number("high", &test["ci"][1], found.interval.high, 1e-8);
    all.number("p", &test["p"], found.p, 1e-8);
    println!("counts: worst {:e}", all.worst);
    done(&all, 120);
}
