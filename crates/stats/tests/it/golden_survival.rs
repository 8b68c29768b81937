//! Golden 08: curves, tests and Cox models (R 4.2.2, survival 3.5-3). The script that made the
//! numbers stands beside them.

use std::collections::BTreeMap;
use std::path::Path;

use nalgebra::DMatrix;
use serde_json::Value;
use stats::Level;
use stats::cox::{
    Clock, Cohort, Fit, Proportionality, Term, Ties, baseline, by_period, concordance,
    event_quantiles, fit, hazard_ratios, proportionality,
};
use stats::survival::{LifeTable, Spell, discrete_hazard, kaplan_meier, log_rank, restricted_mean};

use crate::golden_files::{Checker, golden, numbers_in};

const EXACT: f64 = 1e-8;
const LEVEL: Level = Level::NINETY_FIVE;

type Row = BTreeMap<String, String>;

fn read(path: &Path) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

fn number(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap()
}

/// A cohort with numbers and groups; of a group every level but `levels[0]` has a column.
fn cohort(rows: &[Row], spells: Vec<Spell>, terms: &[(&str, &[&str])]) -> Cohort {
    let mut columns: Vec<Vec<f64>> = Vec::new();
    let terms = terms.iter().map(|(name, levels)| {
        let kept = levels.get(1..).unwrap_or_default();
        for level in kept {
            columns.push(
                rows.iter()
                    .map(|r| f64::from(r[*name] == **level))
                    .collect(),
            );
        }
        if levels.is_empty() {
            columns.push(rows.iter().map(|r| number(r, name)).collect());
            return Term::number(name);
        }
        Term {
            name: (*name).to_owned(),
            columns: kept.iter().map(|level| format!("{name}{level}")).collect(),
        }
    });
    let terms = terms.collect();
    let x = DMatrix::from_fn(rows.len(), columns.len(), |i, j| columns[j][i]);
    Cohort::new(spells, x, terms)
}

const CONTRACT: (&str, &[&str]) = ("contract", &["Month-to-month", "One year", "Two year"]);
const SENIOR: (&str, &[&str]) = ("senior", &[]);
const MONTHLY: (&str, &[&str]) = ("monthly", &[]);
const INTERNET: (&str, &[&str]) = ("internet", &["No", "DSL", "Fiber optic"]);

fn telco(folder: &Path) -> (Vec<Row>, Vec<Spell>) {
    let rows = read(&folder.join("input_telco.csv"));
    let spells = rows
        .iter()
        .map(|r| Spell::new(number(r, "tenure"), r["churn"] == "1"));
    let spells = spells.collect();
    (rows, spells)
}

#[test]
fn every_number_of_golden_08_is_reproduced() {
    let Some(folder) = golden("08-survival") else {
        return;
    };
    let text = std::fs::read_to_string(folder.join("expected.json")).unwrap();
    let expected: Value = serde_json::from_str(&text).unwrap();
    let (rows, spells) = telco(&folder);
    let mut check = Checker::default();
    curves(&mut check, &expected, &rows, &spells);

    let all = cohort(
        &rows,
        spells.clone(),
        &[CONTRACT, SENIOR, MONTHLY, INTERNET],
    );
    let efron = fit(&all, Ties::Efron).unwrap();
    model(&mut check, &expected["cox_efron"], &all, &efron);
    let breslow = fit(&all, Ties::Breslow).unwrap();
    model(&mut check, &expected["cox_breslow"], &all, &breslow);
    let hazard = baseline(&all, &efron);
    let base = &expected["basehaz_efron"];
    for (t, h) in pairs(base, "t", "H0") {
        let at = hazard
            .iter()
            .rfind(|b| b.time <= t.as_f64().unwrap())
            .unwrap();
        check.number("baseline time", t, at.time, EXACT);
        check.number("baseline hazard", h, at.hazard, EXACT);
    }
    for (key, clock) in [
        ("zph_km", Clock::KaplanMeier),
        ("zph_identity", Clock::Identity),
    ] {
        let found = proportionality(&all, &efron, clock).unwrap();
        proportional(&mut check, &expected[key], &found);
    }

    let mut stratified = cohort(&rows, spells, &[SENIOR, MONTHLY, INTERNET]);
    let levels = CONTRACT.1;
    let of = |r: &Row| levels.iter().position(|l| r["contract"] == **l).unwrap();
    stratified.stratum = Some(rows.iter().map(of).collect());
    stratified.cluster = Some((0..rows.len()).collect());
    let robust = fit(&stratified, Ties::Efron).unwrap();
    let reference = &expected["cox_strat_robust"];
    coefficients(&mut check, reference, &stratified, &robust);
    for j in 0..robust.coef.len() {
        let (model, between) = (robust.cov[(j, j)].sqrt(), robust.sandwich[(j, j)].sqrt());
        check.number("naive se", &reference["naive_se"][j], model, EXACT);
        check.number("robust se", &reference["robust_se"][j], between, EXACT);
    }

    let rows = read(&folder.join("input_lung.csv"));
    let spells = rows
        .iter()
        .map(|r| Spell::new(number(r, "time"), r["status"] == "2"));
    let spells = spells.collect();
    let lung = cohort(
        &rows,
        spells,
        &[("age", &[]), ("sex", &[]), ("ph.ecog", &[])],
    );
    let found = fit(&lung, Ties::Efron).unwrap();
    model(&mut check, &expected["lung"], &lung, &found);
    let drift = proportionality(&lung, &found, Clock::KaplanMeier).unwrap();
    proportional(&mut check, &expected["lung"]["zph"], &drift);

    assert!(check.wrong.is_empty(), "{}", check.wrong.join("\n"));
    assert_eq!(
        check.checked,
        numbers_in(&expected),
        "numbers left unchecked"
    );
    println!("{} numbers, worst {:.1e}", check.checked, check.worst);
}

fn pairs<'a>(value: &'a Value, one: &str, other: &str) -> Vec<(&'a Value, &'a Value)> {
    let list = |key: &str| value[key].as_array().unwrap();
    list(one).iter().zip(list(other)).collect()
}

fn curves(check: &mut Checker, expected: &Value, rows: &[Row], spells: &[Spell]) {
    let table = LifeTable::from_spells(spells).unwrap();
    check.number("n", &expected["n"], table.n() as f64, EXACT);
    check.number("events", &expected["events"], table.events() as f64, EXACT);
    let km = &expected["km"];
    let curve = kaplan_meier(&table, LEVEL);
    for i in 0..km["t"].as_array().unwrap().len() {
        let point = curve.at(km["t"][i].as_f64().unwrap()).unwrap();
        for (key, found) in [
            ("t", point.time),
            ("surv", point.survival),
            ("se", point.se),
            ("lo", point.low),
            ("hi", point.high),
            ("n_risk", point.at_risk as f64),
        ] {
            check.number(key, &km[key][i], found, EXACT);
        }
    }
    let mean = restricted_mean(&table, 60.0, LEVEL);
    check.number(
        "rmst",
        &expected["rmst60"]["value"],
        mean.value.unwrap(),
        EXACT,
    );
    check.number(
        "rmst se",
        &expected["rmst60"]["se"],
        mean.se.unwrap(),
        EXACT,
    );
    assert!(restricted_mean(&table, 73.0, LEVEL).refused.is_some());

    let groups: Vec<LifeTable> = CONTRACT
        .1
        .iter()
        .map(|level| {
            let within = rows
                .iter()
                .zip(spells)
                .filter(|(r, _)| r["contract"] == *level);
            LifeTable::from_spells(&within.map(|(_, s)| *s).collect::<Vec<_>>()).unwrap()
        })
        .collect();
    for (level, group) in CONTRACT.1.iter().zip(&groups) {
        let median = kaplan_meier(group, LEVEL).median();
        let expected = &expected["median_by_contract"][format!("contract={level}")];
        match median.value {
            Some(median) => check.number("median", expected, median, EXACT),
            None => assert_eq!(expected, "NA"),
        }
    }
    let found = log_rank(&groups, 0.0).unwrap();
    let reference = &expected["logrank"];
    check.number("logrank", &reference["chisq"], found.chi2, EXACT);
    check.number("logrank df", &reference["df"], found.df as f64, EXACT);
    for (j, group) in found.groups.iter().enumerate() {
        check.number("observed", &reference["observed"][j], group.observed, EXACT);
        check.number("expected", &reference["expected"][j], group.expected, EXACT);
    }
    let peto = log_rank(&groups, 1.0).unwrap();
    check.number("peto", &expected["peto_rho1"]["chisq"], peto.chi2, EXACT);
    let hazards = discrete_hazard(&table, LEVEL);
    for (hazard, expected) in hazards
        .iter()
        .zip(expected["discrete_hazard"].as_array().unwrap())
    {
        check.number("t", &expected["t"], hazard.time, EXACT);
        check.number("risk", &expected["risk"], hazard.at_risk as f64, EXACT);
        check.number("event", &expected["event"], hazard.events as f64, EXACT);
        check.number("haz", &expected["haz"], hazard.hazard, EXACT);
        // R numbers its rows.
        check.number("row", &expected["_row"], hazard.time, EXACT);
        assert!(hazard.low < hazard.hazard && hazard.hazard < hazard.high);
    }
}

fn coefficients(check: &mut Checker, expected: &Value, cohort: &Cohort, fit: &Fit) {
    for (column, &coef) in cohort.columns().iter().zip(fit.coef.iter()) {
        check.number(column, &expected["coef"][*column], coef, EXACT);
    }
}

fn model(check: &mut Checker, expected: &Value, cohort: &Cohort, fit: &Fit) {
    coefficients(check, expected, cohort, fit);
    for j in 0..fit.coef.len() {
        check.number("se", &expected["se"][j], fit.cov[(j, j)].sqrt(), EXACT);
    }
    let [without, with] = fit.log_likelihood;
    check.number("loglik 0", &expected["loglik"][0], without, EXACT);
    check.number("loglik", &expected["loglik"][1], with, EXACT);
    check.number("lr", &expected["lr"], 2.0 * (with - without), EXACT);
    let order = concordance(cohort, fit).value().unwrap();
    check.number("concordance", &expected["concordance"], order, EXACT);
}

fn proportional(check: &mut Checker, expected: &Value, found: &Proportionality) {
    let terms = found.terms.iter().chain([&found.global]);
    for (term, expected) in terms.zip(expected.as_array().unwrap()) {
        check.number(&term.name, &expected["chisq"], term.chi2, EXACT);
        check.number(&term.name, &expected["df"], term.df as f64, EXACT);
        check.number(&term.name, &expected["p"], term.p, EXACT);
    }
}

#[test]
fn a_contract_whose_effect_drifts_has_no_single_ratio_but_one_per_period() {
    let Some(folder) = golden("08-survival") else {
        return;
    };
    let (rows, spells) = telco(&folder);
    let all = cohort(&rows, spells, &[CONTRACT, SENIOR, MONTHLY, INTERNET]);
    let found = fit(&all, Ties::Efron).unwrap();
    let check = proportionality(&all, &found, Clock::KaplanMeier).unwrap();
    let ratios = hazard_ratios(&all, &found, Some(&check), 0.05, LEVEL).unwrap();
    let blank: Vec<&str> = ratios
        .iter()
        .filter(|r| r.refused.is_some() && r.value.is_none())
        .map(|r| r.term.as_str())
        .collect();
    assert_eq!(
        blank,
        ["contract", "contract", "monthly", "internet", "internet"]
    );
    assert!(ratios[2].value.unwrap() > 0.8 && ratios[2].refused.is_none());
    let cuts = event_quantiles(&all, 3);
    let periods = by_period(&all, Ties::Efron, &cuts).unwrap();
    // In the first months nobody with a contract of two years left.
    assert_eq!(periods[0].nobody, ["contractTwo year"]);
    assert!(periods[2].nobody.is_empty());
    let yearly: Vec<f64> = periods
        .iter()
        .map(|p| p.fit.as_ref().unwrap().coef[0])
        .collect();
    println!("log hazard ratio of a yearly contract after {cuts:?}: {yearly:?}");
    assert!(yearly[0] < yearly[2], "{yearly:?}");
}
