//! Golden 11: best-worst counts, maxdiff logit, choices between cards (R 4.2.2, support.BWS,
//! survival, bayesm). The script that made the numbers stands beside them.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use flate2::read::GzDecoder;
use nalgebra::DMatrix;
use serde_json::Value;
use stats::Level;
use stats::choice::{Tasks, conditional_logit};
use stats::maxdiff::{Task, counts, logit};

use crate::golden_files::{Checker, golden, numbers_in};

const EXACT: f64 = 1e-8;
/// The reference takes the weights of its last but one step for these errors: it ended there, and
/// with a smaller `epsilon` it gives ours. At the maximum they differ by up to 1.5e-6.
const ONE_STEP_SHORT: f64 = 2e-6;
/// Against 40 digits at the maximum (`tests/vectors/choice.py`).
const CONVERGED: f64 = 1e-9;
const LEVEL: Level = Level::NINETY_FIVE;

fn read(path: &Path) -> Vec<Vec<usize>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let row = |r: csv::Result<csv::StringRecord>| {
        let r = r.unwrap();
        r.iter().map(|cell| cell.parse().unwrap()).collect()
    };
    reader.records().map(row).collect()
}

/// Items of each set: a list of numbers, or a mark of 2 for each item that is in.
fn sets(folder: &Path, name: &str) -> Vec<Vec<usize>> {
    let rows = read(&folder.join(format!("input_{name}_design.csv")));
    let set = |row: &Vec<usize>| match name {
        "fruit" => row[1..].iter().map(|item| item - 1).collect(),
        _ => (0..row.len() - 1).filter(|i| row[i + 1] == 2).collect(),
    };
    rows.iter().map(set).collect()
}

fn tasks(folder: &Path, name: &str) -> Vec<Task> {
    let sets = sets(folder, name);
    let mut tasks = Vec::new();
    for (respondent, row) in read(&folder.join(format!("input_{name}.csv")))
        .iter()
        .enumerate()
    {
        for (shown, named) in sets.iter().zip(row[1..].chunks(2)) {
            tasks.push(Task {
                respondent,
                shown: shown.clone(),
                best: shown[named[0] - 1],
                worst: shown[named[1] - 1],
            });
        }
    }
    tasks
}

#[test]
fn every_number_of_golden_11_is_reproduced() {
    let Some(folder) = golden("11-maxdiff") else {
        return;
    };
    let text = std::fs::read_to_string(folder.join("expected.json")).unwrap();
    let expected: Value = serde_json::from_str(&text).unwrap();
    let mut check = Checker::default();
    for (name, design) in [("fruit", 2.0), ("mfa", 1.0)] {
        let expected = &expected[name];
        check.number("design", &expected["design_type"], design, EXACT);
        perks(&mut check, expected, &tasks(&folder, name));
    }
    bank(&mut check, &expected["bank_perks_logit"], &folder);
    assert!(check.wrong.is_empty(), "{}", check.wrong.join("\n"));
    assert_eq!(
        check.checked,
        numbers_in(&expected),
        "numbers left unchecked"
    );
    println!("{} numbers, worst {:.1e}", check.checked, check.worst);
}

fn perks(check: &mut Checker, expected: &Value, tasks: &[Task]) {
    let names: Vec<&str> = expected["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|n| n.as_str().unwrap())
        .collect();
    let respondents = tasks.last().unwrap().respondent + 1;
    check.number("n", &expected["n"], respondents as f64, EXACT);
    let found = counts(tasks, names.len(), LEVEL).unwrap();
    let top = found.iter().filter_map(|c| c.ratio).fold(0.0, f64::max);
    for (count, expected) in found.iter().zip(expected["aggregate"].as_array().unwrap()) {
        let ratio = count.ratio.unwrap();
        for (key, found) in [
            ("B", count.best as f64),
            ("W", count.worst as f64),
            ("BW", count.best as f64 - count.worst as f64),
            ("stdBW", count.score.unwrap()),
            ("sqrtBW", ratio),
            ("std.sqrtBW", ratio / top),
        ] {
            check.number(key, &expected[key], found, EXACT);
        }
        assert!(count.low < count.score && count.score < count.high);
    }
    let expected = &expected["clogit_maxdiff"];
    let found = logit(tasks, names.len(), LEVEL).unwrap();
    for (item, name) in names.iter().enumerate() {
        let utility = found.utilities[item];
        check.number(name, &expected["shares"][*name], utility.share, EXACT);
        assert!(utility.share_low < utility.share && utility.share < utility.share_high);
        if item < found.coef.len() {
            check.number(name, &expected["coef"][*name], found.coef[item], EXACT);
            let se = found.cov[(item, item)].sqrt();
            check.number(name, &expected["se"][item], se, EXACT);
        }
    }
    for (at, found) in found.log_likelihood.into_iter().enumerate() {
        check.number("loglik", &expected["loglik"][at], found, EXACT);
    }
}

/// Choices between two cards, as differences of their attributes; the other card is all zeros.
fn bank(check: &mut Checker, expected: &Value, folder: &Path) {
    let file = File::open(folder.join("input_bank.csv.gz")).unwrap();
    let mut text = String::new();
    GzDecoder::new(file).read_to_string(&mut text).unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let names: Vec<String> = reader
        .headers()
        .unwrap()
        .iter()
        .map(str::to_owned)
        .collect();
    let rows: Vec<Vec<f64>> = reader
        .records()
        .map(|r| {
            r.unwrap()
                .iter()
                .map(|cell| cell.parse().unwrap())
                .collect()
        })
        .collect();
    let mut respondents: Vec<usize> = rows.iter().map(|r| r[0] as usize).collect();
    let tasks = Tasks {
        x: DMatrix::from_fn(2 * rows.len(), names.len() - 2, |i, j| {
            if i % 2 == 0 { rows[i / 2][j + 2] } else { 0.0 }
        }),
        sizes: vec![2; rows.len()],
        chosen: rows.iter().map(|r| usize::from(r[1] == 0.0)).collect(),
        cluster: Some(respondents.clone()),
    };
    let found = conditional_logit(&tasks).unwrap();
    respondents.sort_unstable();
    respondents.dedup();
    check.number("choices", &expected["n_choices"], found.n as f64, EXACT);
    check.number(
        "respondents",
        &expected["n_id"],
        respondents.len() as f64,
        EXACT,
    );
    let exact: Value = serde_json::from_str(include_str!("../vectors/choice.json")).unwrap();
    for (j, name) in names[2..].iter().enumerate() {
        let (model, between) = (found.cov[(j, j)].sqrt(), found.sandwich[(j, j)].sqrt());
        check.number(name, &expected["coef"][name], found.coef[j], EXACT);
        check.number(name, &expected["se"][name], model, ONE_STEP_SHORT);
        check.number(
            name,
            &expected["cluster_se_no_smallsample"][name],
            between,
            ONE_STEP_SHORT,
        );
        for (key, ours) in [
            ("coef", found.coef[j]),
            ("se", model),
            ("cluster_se", between),
        ] {
            let converged = exact[key][name].as_f64().unwrap();
            let off = (ours / converged - 1.0).abs();
            assert!(off < CONVERGED, "{key} of {name}: {ours}, not {converged}");
        }
    }
    let deviance = -2.0 * found.log_likelihood[1];
    check.number("deviance", &expected["deviance"], deviance, EXACT);
}
