//! Golden 01: NPS, CSAT and shares, weighted NPS, change (R 4.2.2: NPS,
//! PropCIs, binom, DescTools, survey). The script that made the numbers stands
//! beside them. Scores there are on the -1 to 1 scale.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use stats::change::{
    Difference, benjamini_hochberg, benjamini_yekutieli, from_standard_errors, holm,
};
use stats::design::{Cluster, Linearized, Stratum, linearize};
use stats::{Interval, Level, Rules, nps, share};

use crate::golden_files::{Checker, golden, numbers_in};

const EXACT: f64 = 1e-8;
/// The reference stops bisecting at 1e-7.
const TANGO: f64 = 1e-6;
const LEVEL: Level = Level::NINETY_FIVE;
const LO_HI: [&str; 2] = ["lo", "hi"];

struct Row {
    year: u32,
    strata: String,
    area: String,
    weight: f64,
    score: f64,
}

#[test]
fn every_number_of_golden_01_is_reproduced() {
    let Some(folder) = golden("01-nps-ci") else {
        return;
    };
    let text = std::fs::read_to_string(folder.join("expected.json")).unwrap();
    let expected: Value = serde_json::from_str(&text).unwrap();
    let mut reader = csv::Reader::from_path(folder.join("input.csv")).unwrap();
    let rows: Vec<Row> = reader.records().map(|r| row(&r.unwrap())).collect();

    let mut check = Checker::default();
    for year in [2017, 2018] {
        unweighted(
            &mut check,
            &expected[format!("unweighted_{year}")],
            &counts(&rows, year),
        );
    }
    for case in expected["small_n"].as_array().unwrap() {
        let count = |key: &str| case[key].as_u64().unwrap();
        let counts = nps::Counts {
            promoters: count("promoters"),
            passives: count("passives"),
            detractors: count("detractors"),
        };
        unweighted(&mut check, case, &counts);
    }
    let mut areas = BTreeMap::<String, Vec<Linearized>>::new();
    let years = [2017, 2018].map(|year| {
        let rows: Vec<&Row> = rows.iter().filter(|r| r.year == year).collect();
        weighted(
            &mut check,
            &expected["weighted"][year.to_string()],
            &rows,
            &mut areas,
        )
    });
    change(&mut check, &expected, &years, &areas);
    frame(&mut check, &expected["fpc_n120_N400"], &rows);

    assert!(check.wrong.is_empty(), "{}", check.wrong.join("\n"));
    assert_eq!(
        check.checked,
        numbers_in(&expected),
        "numbers left unchecked"
    );
    println!("{} numbers, worst {:.1e}", check.checked, check.worst);
}

#[test]
fn the_headlines_of_2018_are_raw_31_and_weighted_35() {
    let Some(folder) = golden("01-nps-ci") else {
        return;
    };
    let mut reader = csv::Reader::from_path(folder.join("input.csv")).unwrap();
    let rows: Vec<Row> = reader.records().map(|r| row(&r.unwrap())).collect();
    let raw = nps::estimate(&counts(&rows, 2018), &Rules::default());
    assert_eq!(tenths([raw.value, raw.low, raw.high]), [31.0, 28.1, 33.8]);
    let mut stratum = Stratum::default();
    for row in rows.iter().filter(|r| r.year == 2018) {
        let value = nps::standing_value(row.score).unwrap();
        stratum.observe(row.weight, value).unwrap();
    }
    let e = nps::estimate_weighted(&[stratum], &Rules::default()).unwrap();
    assert_eq!(tenths([e.value, e.low, e.high]), [35.1, 32.0, 38.2]);
    assert_eq!((e.n, e.n_effective.round()), (2650, 2134.0));
}

fn tenths(numbers: [Option<f64>; 3]) -> [f64; 3] {
    numbers.map(|x| (x.unwrap() * 10.0).round() / 10.0)
}

fn row(record: &csv::StringRecord) -> Row {
    Row {
        year: record[0].parse().unwrap(),
        strata: record[2].to_owned(),
        area: record[3].to_owned(),
        weight: record[4].parse().unwrap(),
        score: record[5].parse().unwrap(),
    }
}

fn counts(rows: &[Row], year: u32) -> nps::Counts {
    let mut counts = nps::Counts::default();
    for row in rows.iter().filter(|r| r.year == year) {
        counts.observe(row.score).unwrap();
    }
    counts
}

/// One unweighted sample by every interval.
fn unweighted(check: &mut Checker, expected: &Value, counts: &nps::Counts) {
    let at = format!("{counts:?}");
    let n = counts.n();
    let all = [counts.promoters, counts.passives, counts.detractors];
    for (key, found) in ["promoters", "passives", "detractors"].iter().zip(all) {
        check.number(&format!("{at} {key}"), &expected[*key], found as f64, EXACT);
    }
    check.number(&format!("{at} n"), &expected["n"], n as f64, EXACT);

    let rules = Rules {
        min_n: 1,
        ..Rules::default()
    };
    let score = nps::estimate(counts, &rules).value.unwrap() / 100.0;
    let variance = counts.variance().unwrap();
    let se = (variance / n as f64).sqrt();
    for (key, found) in [("nps", score), ("var", variance), ("se", se)] {
        check.number(&format!("{at} {key}"), &expected[key], found, EXACT);
        for twin in [format!("nps_pkg_{key}"), format!("{key}_pkg")] {
            if !expected[&twin].is_null() {
                check.number(&format!("{at} {twin}"), &expected[&twin], found, EXACT);
            }
        }
    }
    let wald = nps::wald(counts, LEVEL);
    check.ends(&format!("{at} wald"), &expected["wald"], LO_HI, wald, EXACT);
    for (key, found) in [
        ("adj_wald_3T", nps::adjusted_wald(counts, LEVEL)),
        ("adj_wald_4U", nps::adjusted_wald_uniform(counts, LEVEL)),
    ] {
        let center = f64::midpoint(found.low, found.high);
        check.number(&format!("{at} {key}"), &expected[key]["est"], center, EXACT);
        check.ends(&format!("{at} {key}"), &expected[key], LO_HI, found, EXACT);
    }
    let found = nps::agresti_min(counts, LEVEL);
    check.ends(
        &format!("{at} agresti-min"),
        &expected["agresti_min_mp"],
        LO_HI,
        found,
        EXACT,
    );
    let found = nps::tango(counts, LEVEL);
    check.ends(
        &format!("{at} tango"),
        &expected["score_tango"],
        LO_HI,
        found,
        TANGO,
    );
    shares(check, &at, expected, all);
}

type ShareInterval = fn(&share::Counts, Level) -> Interval;

/// The shares of one sample, one by one and all at once.
fn shares(check: &mut Checker, at: &str, expected: &Value, counts: [u64; 3]) {
    let n: u64 = counts.iter().sum();
    let of = |hits| share::Counts {
        hits,
        others: n - hits,
    };
    let (promoters, detractors) = (of(counts[0]), of(counts[2]));
    let single: [(&str, ShareInterval, share::Counts); 5] = [
        ("wilson_promoter", share::wilson, promoters),
        ("wilson_detractor", share::wilson, detractors),
        ("agresti_coull_promoter", share::agresti_coull, promoters),
        ("jeffreys_promoter", share::jeffreys, promoters),
        ("clopper_promoter", share::clopper_pearson, promoters),
    ];
    for (key, interval, counts) in single {
        // The reference lets Agresti-Coull leave the scale; ours ends with it.
        let ends = LO_HI.map(|end| expected[key][end].as_f64().unwrap().clamp(0.0, 1.0));
        let clipped = json!({"lo": ends[0], "hi": ends[1]});
        check.ends(
            &format!("{at} {key}"),
            &clipped,
            LO_HI,
            interval(&counts, LEVEL),
            EXACT,
        );
    }
    for (key, found) in [
        ("goodman", share::goodman(&counts, LEVEL)),
        ("sisonglaz", share::sison_glaz(&counts, LEVEL)),
    ] {
        for (i, (&x, interval)) in counts.iter().zip(found).enumerate() {
            let (place, expected) = (format!("{at} {key} {i}"), &expected[key][i]);
            check.number(&place, &expected["est"], x as f64 / n as f64, EXACT);
            check.ends(&place, expected, ["lwr.ci", "upr.ci"], interval, EXACT);
        }
    }
}

/// One year of the weighted survey; leaves each area's score in `areas`.
fn weighted(
    check: &mut Checker,
    expected: &Value,
    rows: &[&Row],
    areas: &mut BTreeMap<String, Vec<Linearized>>,
) -> Linearized {
    let mut whole = Stratum::default();
    let mut strata = BTreeMap::<&str, Stratum>::new();
    for row in rows {
        let value = nps::standing_value(row.score).unwrap();
        whole.observe(row.weight, value).unwrap();
        let stratum = strata.entry(&row.strata).or_default();
        stratum.observe(row.weight, value).unwrap();
    }
    let simple = linearize(&[whole]).unwrap();
    let strata: Vec<Stratum> = strata.into_values().collect();
    let stratified = linearize(&strata).unwrap();
    for (key, found) in [
        ("n", simple.n as f64),
        ("sum_w", simple.weight),
        ("kish_neff", simple.n_effective),
        ("nps", simple.mean),
        ("se", simple.se),
        ("deff", simple.design_effect.unwrap()),
        ("se_stratified", stratified.se),
    ] {
        check.number(&format!("weighted {key}"), &expected[key], found, EXACT);
    }
    for (key, found) in [
        ("ci_t", simple.interval_t(LEVEL)),
        ("ci_z", simple.interval_z(LEVEL)),
        ("ci_t_stratified", stratified.interval_t(LEVEL)),
    ] {
        check.ends(
            &format!("weighted {key}"),
            &expected[key],
            LO_HI,
            found,
            EXACT,
        );
    }
    for area in expected["by_barea"].as_object().unwrap().values() {
        let name = area["barea"].as_str().unwrap();
        let mut domain = Stratum::default();
        for row in rows {
            if row.area == name {
                let value = nps::standing_value(row.score).unwrap();
                domain.observe(row.weight, value).unwrap();
            } else {
                domain.add(&Cluster::default());
            }
        }
        let found = linearize(&[domain]).unwrap();
        check.number(&format!("area {name} nps"), &area["nps"], found.mean, EXACT);
        check.number(&format!("area {name} se"), &area["se"], found.se, EXACT);
        areas.entry(name.to_owned()).or_default().push(found);
    }
    simple
}

/// The change between the years, whole and by area, with its families.
fn change(
    check: &mut Checker,
    expected: &Value,
    years: &[Linearized; 2],
    areas: &BTreeMap<String, Vec<Linearized>>,
) {
    let moved = |pair: &[Linearized]| -> Difference {
        let side = |l: &Linearized| (l.mean, l.se);
        from_standard_errors(side(&pair[0]), side(&pair[1]), 0.0, LEVEL).unwrap()
    };
    let (found, whole) = (moved(years), &expected["change_2018_minus_2017"]);
    for (key, found) in [
        ("diff", found.value),
        ("se", found.se),
        ("z", found.z),
        ("p", found.p),
    ] {
        check.number(&format!("change {key}"), &whole[key], found, EXACT);
    }
    check.ends("change", whole, LO_HI, found.interval, EXACT);

    let by_area = expected["change_by_barea"].as_array().unwrap();
    let found: Vec<Difference> = by_area
        .iter()
        .map(|e| moved(&areas[e["barea"].as_str().unwrap()]))
        .collect();
    let p: Vec<f64> = found.iter().map(|d| d.p).collect();
    let adjusted = [
        ("bh", benjamini_hochberg(&p).unwrap()),
        ("holm", holm(&p).unwrap()),
        ("by", benjamini_yekutieli(&p).unwrap()),
    ];
    for (i, expected) in by_area.iter().enumerate() {
        let place = format!("change of area {i}");
        check.number(&place, &expected["diff"], found[i].value, EXACT);
        check.number(&place, &expected["se"], found[i].se, EXACT);
        check.number(&place, &expected["p"], found[i].p, EXACT);
        for (key, values) in &adjusted {
            check.number(&format!("{place} {key}"), &expected[*key], values[i], EXACT);
        }
    }
}

/// The first 120 respondents of 2018 as a sample from 400 accounts.
fn frame(check: &mut Checker, expected: &Value, rows: &[Row]) {
    let mut stratum = Stratum::default();
    for row in rows.iter().filter(|r| r.year == 2018).take(120) {
        stratum
            .observe(1.0, nps::standing_value(row.score).unwrap())
            .unwrap();
    }
    let open = linearize(&[stratum]).unwrap();
    let known = linearize(&[Stratum {
        frame: Some(400),
        ..stratum
    }])
    .unwrap();
    check.number("frame nps", &expected["nps"], known.mean, EXACT);
    check.number("frame se", &expected["se_fpc"], known.se, EXACT);
    check.number("no frame se", &expected["se_nofpc"], open.se, EXACT);
}
