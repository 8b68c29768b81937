//! Regressions and bootstrap intervals against statsmodels and scipy (`tests/vectors/regress.py`).

use nalgebra::{DMatrix, DVector};
use serde_json::Value;
use stats::regress::{Design, Family, Fit, glm, multinomial, ordinal, penalized, wls};
use stats::{Interval, Level, StatsError, bootstrap};

fn vectors() -> Value {
    serde_json::from_str(include_str!("../vectors/regress.json")).unwrap()
}

fn list(value: &Value) -> Vec<f64> {
    let items = value.as_array().unwrap();
    items
        .iter()
        .flat_map(|v| v.as_f64().map_or_else(|| list(v), |n| vec![n]))
        .collect()
}

/// Row by row, as in the vectors.
fn flat(matrix: &DMatrix<f64>) -> Vec<f64> {
    matrix.transpose().iter().copied().collect()
}

fn close(found: &[f64], expected: &Value, tolerance: f64, what: &str) {
    let expected = expected
        .as_f64()
        .map_or_else(|| list(expected), |n| vec![n]);
    assert_eq!(found.len(), expected.len(), "{what}");
    for (found, expected) in found.iter().zip(expected) {
        let off = (found - expected).abs() / expected.abs().max(1.0);
        assert!(off <= tolerance, "{what}: {found} is not {expected}");
    }
}

fn design(vectors: &Value, y: &str) -> Design {
    let x = list(&vectors["x"]);
    let y = list(&vectors["y"][y]);
    Design::new(DMatrix::from_row_slice(y.len(), 3, &x), DVector::from(y))
}

fn with_all(vectors: &Value, y: &str) -> Design {
    let clusters = list(&vectors["cluster"]);
    Design {
        weight: Some(DVector::from(list(&vectors["weight"]))),
        offset: Some(DVector::from(list(&vectors["offset"]))),
        cluster: Some(clusters.iter().map(|&c| c as usize).collect()),
        ..design(vectors, y)
    }
}

#[test]
fn least_squares_and_the_families_are_those_of_statsmodels() {
    let vectors = vectors();
    let theta = vectors["theta"].as_f64().unwrap();
    let fits: [(&str, &str, Family); 5] = [
        ("wls", "gaussian", Family::Gaussian),
        ("binomial", "binomial", Family::Binomial),
        ("poisson", "count", Family::Poisson),
        ("quasi_poisson", "count", Family::QuasiPoisson),
        (
            "negative_binomial",
            "count",
            Family::NegativeBinomial { theta },
        ),
    ];
    for (name, y, family) in fits {
        let expected = &vectors[name];
        let design = with_all(&vectors, y);
        let fit = |design: &Design| -> Fit {
            if family == Family::Gaussian {
                wls(design).unwrap()
            } else {
                glm(design, family).unwrap()
            }
        };
        let by_cluster = fit(&design);
        let by_row = fit(&Design {
            cluster: None,
            ..design
        });
        let check = |found: &[f64], key: &str| {
            close(found, &expected[key], 1e-9, &format!("{name} {key}"));
        };
        check(by_row.coef.as_slice(), "coef");
        check(&flat(&by_row.cov), "cov");
        check(&flat(&by_row.sandwich), "hc1");
        check(&flat(&by_cluster.sandwich), "clustered");
        check(&[by_row.log_likelihood], "log_likelihood");
        check(&[by_row.dispersion], "scale");
        if expected.get("deviance").is_some() {
            check(&[by_row.deviance], "deviance");
        }
    }
}

#[test]
fn a_ridge_shrinks_as_the_normal_equations_say() {
    let vectors = vectors();
    let penalty = DVector::from(list(&vectors["penalty"]));
    for (name, y, family) in [
        ("ridge", "gaussian", Family::Gaussian),
        ("ridge_logit", "binomial", Family::Binomial),
    ] {
        let fit = penalized(&design(&vectors, y), family, Some(&penalty)).unwrap();
        close(fit.coef.as_slice(), &vectors[name]["coef"], 1e-9, name);
        assert!(fit.df_residual > 57.0 && fit.df_residual < 59.0);
    }
}

#[test]
fn ordered_and_unordered_choices_are_those_of_statsmodels() {
    let vectors = vectors();
    let design = design(&vectors, "category");
    let expected = &vectors["multinomial"];
    let fit = multinomial(&design).unwrap();
    close(&flat(&fit.coef), &expected["coef"], 1e-8, "multinomial");
    close(&flat(&fit.cov), &expected["cov"], 1e-8, "multinomial cov");
    let found = [fit.log_likelihood];
    close(&found, &expected["log_likelihood"], 1e-9, "log-likelihood");

    let expected = &vectors["ordinal"];
    let fit = ordinal(&Design {
        x: design.x.columns(1, 2).into_owned(),
        ..design
    })
    .unwrap();
    // The reference searches on transformed thresholds and differentiates numerically.
    close(fit.coef.as_slice(), &expected["coef"], 1e-6, "ordinal");
    close(
        fit.thresholds.as_slice(),
        &expected["thresholds"],
        1e-6,
        "thresholds",
    );
    let found = [fit.log_likelihood];
    close(&found, &expected["log_likelihood"], 1e-9, "log-likelihood");
    let se: Vec<f64> = (0..2).map(|j| fit.cov[(j, j)].sqrt()).collect();
    close(&se, &expected["se"], 1e-4, "ordinal se");
}

#[test]
fn a_column_that_repeats_others_is_named() {
    let x = DMatrix::from_row_slice(
        5,
        3,
        &[
            1.0, 2.0, 3.0, 1.0, 0.0, 1.0, 1.0, 5.0, 6.0, 1.0, 1.0, 2.0, 1.0, 7.0, 8.0,
        ],
    );
    let design = Design::new(x, DVector::from(vec![1.0, 0.0, 1.0, 0.0, 1.0]));
    let expected = Err(StatsError::RankDeficient { column: 2 });
    assert_eq!(wls(&design).map(|_| ()), expected);
    assert_eq!(glm(&design, Family::Poisson).map(|_| ()), expected);
}

#[test]
fn a_column_that_tells_the_outcome_apart_is_named() {
    let told = |x: DMatrix<f64>, y: &[f64], family| {
        glm(&Design::new(x, DVector::from_column_slice(y)), family).map(|f| f.coef)
    };
    let yes = [0.0, 0.0, 0.0, 1.0, 1.0, 1.0];
    // All 1 above 3; then a column under which all are 1, while others vary.
    let whole = DMatrix::from_row_slice(
        6,
        2,
        &[1.0, 1.0, 1.0, 2.0, 1.0, 3.0, 1.0, 4.0, 1.0, 5.0, 1.0, 6.0],
    );
    assert_eq!(
        told(whole.clone(), &yes, Family::Binomial),
        Err(StatsError::Separated { column: 1 })
    );
    let part = DMatrix::from_row_slice(
        6,
        3,
        &[
            1.0, 1.0, 0.0, 1.0, 4.0, 0.0, 1.0, 3.0, 0.0, 1.0, 2.0, 0.0, 1.0, 5.0, 1.0, 1.0, 6.0,
            1.0,
        ],
    );
    assert_eq!(
        told(part.clone(), &yes, Family::Binomial),
        Err(StatsError::Separated { column: 2 })
    );
    let none = [3.0, 1.0, 2.0, 1.0, 0.0, 0.0];
    assert_eq!(
        told(part, &none, Family::Poisson),
        Err(StatsError::Separated { column: 2 })
    );
    // A penalty gives the coefficient an end.
    let design = Design::new(whole.clone(), DVector::from_column_slice(&yes));
    let fit = penalized(
        &design,
        Family::Binomial,
        Some(&DVector::from(vec![0.0, 1.0])),
    )
    .unwrap();
    assert!(fit.coef[1] > 0.0 && fit.coef[1] < 5.0);
    let design = Design::new(whole.columns(1, 1).into_owned(), design.y);
    assert_eq!(
        ordinal(&design).map(|_| ()),
        Err(StatsError::Separated { column: 0 })
    );
}

#[test]
fn a_row_of_weight_0_does_not_count_and_a_wrong_length_is_named() {
    let vectors = vectors();
    let mut all = design(&vectors, "binomial");
    let fit = glm(&all, Family::Binomial).unwrap();
    let rows = all.x.nrows();
    all.x = all.x.insert_row(rows, 9.0);
    all.y = all.y.push(1.0);
    all.weight = Some(DVector::repeat(rows, 1.0).push(0.0));
    let with = glm(&all, Family::Binomial).unwrap();
    assert_eq!(with.n, fit.n);
    assert!((with.coef - fit.coef).amax() < 1e-12);
    assert!((with.sandwich - fit.sandwich).amax() < 1e-12);
    all.y = DVector::from(vec![1.0]);
    let error = wls(&all).unwrap_err().to_string();
    assert!(error.contains("1 values of outcome"), "{error}");
    let few = Design::new(
        DMatrix::from_row_slice(2, 2, &[1.0, 2.0, 1.0, 3.0]),
        DVector::from(vec![1.0, 2.0]),
    );
    let rows = StatsError::Rows {
        rows: 2,
        columns: 2,
    };
    assert_eq!(wls(&few).map(|_| ()), Err(rows));
}

#[test]
fn bootstrap_intervals_are_those_of_numpy() {
    let vectors = vectors();
    let expected = &vectors["bootstrap"];
    let values = list(&expected["values"]);
    let mut replicates = list(&expected["replicates"]);
    let n = values.len() as f64;
    let sum: f64 = values.iter().sum();
    let jackknife: Vec<f64> = values.iter().map(|v| (sum - v) / (n - 1.0)).collect();
    let ends = |i: Interval| [i.low, i.high];
    let level = Level::NINETY_FIVE;
    let found = bootstrap::percentile(&mut replicates, level);
    close(&ends(found), &expected["percentile"], 1e-12, "percentile");
    let found = bootstrap::bca(sum / n, &mut replicates, &jackknife, level);
    close(&ends(found), &expected["bca"], 1e-9, "bca");
}
