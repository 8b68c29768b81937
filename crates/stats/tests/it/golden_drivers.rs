//! Golden 04: drivers (R 4.2.2: relaimpo, iopsych, domir, lavaan). The script that made the
//! numbers stands beside them.

use std::path::Path;

use nalgebra::{DMatrix, DVector};
use serde_json::Value;
use stats::drivers::{
    self, Answer, Covariance, Layout, Patterns, Replicates, Sample, asymmetry, lmg, logit_dominance,
};
use stats::regress::{Design, wls};
use stats::{Interval, Level, StatsError};

use crate::golden_files::{Checker, golden, numbers_in};

const EXACT: f64 = 1e-8;

type Columns = Vec<Vec<Option<f64>>>;

/// Columns of a file, by name.
fn columns(path: &Path, names: &[&str]) -> Columns {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let header = reader.headers().unwrap().clone();
    let at: Vec<usize> = names
        .iter()
        .map(|n| header.iter().position(|h| h == *n).unwrap())
        .collect();
    let mut columns = vec![Vec::new(); names.len()];
    for row in reader.records().map(Result::unwrap) {
        for (column, &at) in columns.iter_mut().zip(&at) {
            column.push(row[at].parse().ok());
        }
    }
    columns
}

fn patterns(columns: &Columns, weight: Option<&[f64]>) -> Patterns {
    let mut patterns = Patterns::new(columns.len());
    for i in 0..columns[0].len() {
        let row: Vec<Option<f64>> = columns.iter().map(|c| c[i]).collect();
        patterns.push(&row, weight.map_or(1.0, |w| w[i])).unwrap();
    }
    patterns
}

fn alone(drivers: usize) -> Vec<Vec<usize>> {
    (1..=drivers).map(|j| vec![j]).collect()
}

fn names(value: &Value) -> Vec<&str> {
    let items = value.as_array().unwrap();
    items.iter().map(|v| v.as_str().unwrap()).collect()
}

/// One value a name.
fn each(check: &mut Checker, place: &str, expected: &Value, names: &[&str], found: &[f64]) {
    each_to(check, place, expected, names, found, EXACT);
}

fn each_to(
    check: &mut Checker,
    place: &str,
    expected: &Value,
    names: &[&str],
    found: &[f64],
    tolerance: f64,
) {
    assert_eq!(names.len(), found.len());
    for (name, &found) in names.iter().zip(found) {
        check.number(
            &format!("{place} {name}"),
            &expected[*name],
            found,
            tolerance,
        );
    }
}

#[test]
fn every_number_of_golden_04_is_reproduced() {
    let Some(folder) = golden("04-drivers") else {
        return;
    };
    let text = std::fs::read_to_string(folder.join("expected.json")).unwrap();
    let expected: Value = serde_json::from_str(&text).unwrap();
    let mut check = Checker::default();
    mobi(&mut check, &expected, &folder.join("input_mobi.csv"));
    prca(
        &mut check,
        &expected["prca"],
        &folder.join("input_mobi.csv"),
    );
    sfo(
        &mut check,
        &expected["sfo"],
        &folder.join("input_sfo2018.csv"),
    );
    assert!(check.wrong.is_empty(), "{}", check.wrong.join("\n"));
    // Two tolerances and the bootstrap's samples and seed are no results.
    assert_eq!(check.checked + 4, numbers_in(&expected), "unchecked");
    println!("{} numbers, worst {:.1e}", check.checked, check.worst);
}

fn mobi(check: &mut Checker, expected: &Value, path: &Path) {
    let x = names(&expected["x"]);
    let all: Vec<&str> = std::iter::once(expected["y"].as_str().unwrap())
        .chain(x.iter().copied())
        .collect();
    let columns = columns(path, &all);
    let moments = patterns(&columns, None).listwise().unwrap();
    let cov = &moments.cov;
    check.number("n", &expected["n"], moments.n as f64, EXACT);

    let values: Vec<Vec<f64>> = columns
        .iter()
        .map(|c| c.iter().map(|v| v.unwrap()).collect())
        .collect();
    let n = values[0].len();
    let design = Design::new(
        DMatrix::from_fn(n, 10, |i, j| if j == 0 { 1.0 } else { values[j][i] }),
        DVector::from(values[0].clone()),
    );
    let fit = wls(&design).unwrap();
    let with: Vec<&str> = std::iter::once("(Intercept)")
        .chain(x.iter().copied())
        .collect();
    let se: Vec<f64> = (0..10).map(|j| fit.se(j)).collect();
    each(
        check,
        "beta",
        &expected["ols"]["beta"],
        &with,
        fit.coef.as_slice(),
    );
    each(check, "se", &expected["ols"]["se"], &with, &se);

    let found = lmg(cov, &alone(9), &[]).unwrap();
    let r2: f64 = found.iter().sum();
    check.number("r2", &expected["r2"], r2, EXACT);
    let share: Vec<f64> = found.iter().map(|f| f / r2).collect();
    each(check, "lmg", &expected["lmg"], &x, &found);
    each(check, "share", &expected["lmg_share"], &x, &share);
    each(check, "first", &expected["first"], &x, &drivers::first(cov));
    each(check, "last", &expected["last"], &x, &drivers::last(cov));
    each(
        check,
        "betasq",
        &expected["betasq"],
        &x,
        &drivers::betasq(cov),
    );
    each(check, "pratt", &expected["pratt"], &x, &drivers::pratt(cov));
    each(check, "car", &expected["car"], &x, &drivers::car(cov));
    each(check, "vif", &expected["vif"], &x, &drivers::vif(cov));
    let genizi = drivers::genizi(cov);
    each(check, "genizi", &expected["genizi"], &x, &genizi);
    each(
        check,
        "johnson",
        &expected["johnson_relwt"]["eps"],
        &x,
        &genizi,
    );

    // The same by respondent, and its intervals.
    let layout = Layout {
        references: moments.mean.iter().skip(1).copied().collect(),
        split: true,
        controls: 0,
    };
    let mut sample = Sample::new(layout);
    for i in 0..n {
        let answers: Vec<Answer> = values[1..].iter().map(|c| Answer::Score(c[i])).collect();
        sample.push(values[0][i], &answers, &[], 1.0, i).unwrap();
    }
    let assessed = drivers::assess(&sample.moments().unwrap(), sample.layout(), None).unwrap();
    for (a, b) in assessed.lmg.unwrap().iter().zip(&found) {
        assert!((a - b).abs() < 1e-9);
    }
    for (a, b) in assessed.johnson.iter().zip(&genizi) {
        assert!((a - b).abs() < 1e-9);
    }
    let boot = &expected["lmg_share_boot95"];
    let tolerance = boot["tolerance"].as_f64().unwrap();
    let replicates = drivers::resample(&sample, None, 2000, 42).unwrap();
    assert_eq!(replicates.failed, 0);
    let ends: Vec<Interval> = replicates
        .share
        .iter()
        .map(|list| Replicates::interval(list, Level::NINETY_FIVE))
        .collect();
    let low: Vec<f64> = ends.iter().map(|i| i.low).collect();
    let high: Vec<f64> = ends.iter().map(|i| i.high).collect();
    each_to(check, "boot low", &boot["lower"], &x, &low, tolerance);
    each_to(check, "boot high", &boot["upper"], &x, &high, tolerance);
}

fn prca(check: &mut Checker, expected: &Value, path: &Path) {
    let attributes = names(&expected["attrs"]);
    let all: Vec<&str> = std::iter::once("CUSA1")
        .chain(attributes.iter().copied())
        .collect();
    let columns = columns(path, &all);
    let cuts = (6.0, 9.0);
    check.number("low cut", &expected["low_cut"], cuts.0, EXACT);
    check.number("high cut", &expected["high_cut"], cuts.1, EXACT);
    let value = |j: usize, i: usize| columns[j][i].unwrap();
    let n = columns[0].len();
    let indicator = |j: usize, i: usize| {
        let score = value(1 + j / 2, i);
        f64::from(u8::from(if j.is_multiple_of(2) {
            score <= cuts.0
        } else {
            score >= cuts.1
        }))
    };
    let outcome: Vec<f64> = (0..n).map(|i| value(0, i)).collect();
    let x = DMatrix::from_fn(n, 9, |i, j| if j == 0 { 1.0 } else { indicator(j - 1, i) });
    let fit = wls(&Design::new(x, DVector::from(outcome.clone()))).unwrap();
    let answers: Vec<Vec<Answer>> = (0..n)
        .map(|i| (1..5).map(|j| Answer::Score(value(j, i))).collect())
        .collect();
    let level = Level::NINETY_FIVE;
    let found = asymmetry(&outcome, &answers, &[cuts; 4], None, None, level).unwrap();
    check.number(
        "intercept",
        &expected["coef"]["(Intercept)"],
        fit.coef[0],
        EXACT,
    );
    check.number(
        "intercept se",
        &expected["se"]["(Intercept)"],
        fit.se(0),
        EXACT,
    );
    for (j, name) in attributes.iter().enumerate() {
        let effects = [found[j].penalty, found[j].reward];
        for (part, suffix) in ["lo", "hi"].into_iter().enumerate() {
            let key = format!("{name}_{suffix}");
            let effect = effects[part].unwrap().value;
            check.number(&key, &expected["coef"][&key], effect, EXACT);
            let se = fit.se(1 + 2 * j + part);
            check.number(&key, &expected["se"][&key], se, EXACT);
        }
    }
    let mean = outcome.iter().sum::<f64>() / n as f64;
    let total: f64 = outcome.iter().map(|y| (y - mean).powi(2)).sum();
    check.number("r2", &expected["r2"], 1.0 - fit.deviance / total, EXACT);
}

fn sfo(check: &mut Checker, expected: &Value, path: &Path) {
    let x = [
        "q7_art",
        "q7_food",
        "q7_store",
        "q7_sign",
        "q7_walkway",
        "q7_screens",
        "q7_wifi",
        "q9_boarding",
        "q9_restroom",
    ];
    let all: Vec<&str> = std::iter::once("q7_all").chain(x).collect();
    let columns = columns(path, &all);
    let weight: Vec<f64> = self::columns(path, &["weight"])[0]
        .iter()
        .map(|w| w.unwrap())
        .collect();
    let n = columns[0].len();
    let rows = patterns(&columns, None);
    check.number("sfo n", &expected["n"], n as f64, EXACT);
    let missing: Vec<f64> = columns[1..]
        .iter()
        .map(|c| c.iter().filter(|v| v.is_none()).count() as f64 / n as f64)
        .collect();
    each(check, "missing", &expected["missing_rate"], &x, &missing);

    let mut importance = |place: &str, cov: &DMatrix<f64>, tolerance: f64| {
        let expected = &expected[place];
        let found = lmg(cov, &alone(9), &[]).unwrap();
        check.number(place, &expected["r2"], found.iter().sum(), tolerance);
        each_to(check, place, &expected["lmg"], &x, &found, tolerance);
        if expected.get("genizi").is_some() {
            let found = drivers::genizi(cov);
            each_to(check, place, &expected["genizi"], &x, &found, tolerance);
        }
    };
    let complete = rows.listwise().unwrap();
    importance("complete_case", &complete.cov, EXACT);
    let weighted = patterns(&columns, Some(&weight)).listwise().unwrap();
    importance("weighted_complete_case", &weighted.cov, EXACT);
    let pairwise = rows.pairwise().unwrap();
    importance("pairwise", &pairwise, EXACT);
    let likeliest = rows.expectation_maximization(None, 1e-9).unwrap();
    importance("fiml", &likeliest.cov, 1e-4);
    check.number("complete", &expected["complete"], complete.n as f64, EXACT);
    let cor = DMatrix::from_fn(10, 10, |i, j| {
        pairwise[(i, j)] / (pairwise[(i, i)] * pairwise[(j, j)]).sqrt()
    });
    let least = cor.symmetric_eigenvalues().min();
    check.number("eigen", &expected["pairwise"]["min_eigen"], least, EXACT);
    let mut worst = 0.0f64;
    for i in 0..10 {
        for j in 0..10 {
            let cov = &expected["fiml"]["cov"][i][j];
            check.number("fiml cov", cov, likeliest.cov[(i, j)], 1e-4);
            worst = worst.max((cov.as_f64().unwrap() - likeliest.cov[(i, j)]).abs());
        }
    }
    println!("FIML covariances, worst {worst:.1e}");

    let whole: Vec<usize> = (0..n)
        .filter(|&i| columns.iter().all(|c| c[i].is_some()))
        .collect();
    let promoter = &self::columns(path, &["promoter"])[0];
    let of = |column: &[Option<f64>]| -> Vec<f64> {
        whole.iter().map(|&i| column[i].unwrap()).collect()
    };
    let x_six: Vec<Vec<f64>> = columns[1..7].iter().map(|c| of(c)).collect();
    let y = of(promoter);
    let groups: Vec<Vec<usize>> = (0..6).map(|j| vec![j]).collect();
    let found = logit_dominance(&x_six, &groups, &y, None).unwrap();
    let expected = &expected["dominance_logit_mcfadden"];
    check.number("dominance n", &expected["n"], whole.len() as f64, EXACT);
    assert!((found.total - found.general.iter().sum::<f64>()).abs() < 1e-12);
    each(
        check,
        "dominance",
        &expected["general"],
        &x[..6],
        &found.general,
    );
    for i in 0..6 {
        for j in (0..6).filter(|&j| j != i) {
            let complete = &expected["complete"][i][j];
            check.number("complete dominance", complete, found.complete[i][j], EXACT);
        }
    }
}

#[test]
fn sums_of_parts_are_the_sums_of_the_whole() {
    let rows: Vec<[f64; 3]> = (0..60)
        .map(|i| [f64::from(i % 7), f64::from(i % 5), f64::from(i * i % 11)])
        .collect();
    let of = |rows: &[[f64; 3]]| {
        let mut sums = Covariance::new(3);
        for (i, row) in rows.iter().enumerate() {
            sums.push(row, 1.0 + (i % 3) as f64).unwrap();
        }
        sums
    };
    let mut merged = of(&rows[30..]);
    merged.merge(&of(&rows[..30])).unwrap();
    assert_eq!(merged, of(&rows));
    let short = of(&rows).push(&[1.0], 1.0);
    assert!(matches!(short, Err(StatsError::Length { .. })));
}
