//! The model of counts beside statsmodels', and how often it is wrong.

use serde_json::Value;
use stats::random::stream;
use stats::series::count::{Law, Period, Settings, fit};
use stats::series::ears::{Rule, ears};
use stats::{Level, StatsError};

use super::monitored::draw;

#[test]
fn the_model_of_counts_is_that_of_statsmodels() {
    let vectors: Value = serde_json::from_str(include_str!("../../vectors/series.json")).unwrap();
    let case = &vectors["counts"];
    let number = |key: &str| case[key].as_f64().unwrap();
    let history: Vec<Period> = case["count"]
        .as_array()
        .unwrap()
        .iter()
        .zip(case["exposure"].as_array().unwrap())
        .map(|(c, e)| Period {
            count: c.as_u64().unwrap(),
            exposure: e.as_f64().unwrap(),
        })
        .collect();
    let settings = Settings {
        outbreak: None,
        ..Settings::default()
    };
    let model = fit(&history, &settings).unwrap();
    assert!(
        (model.size / number("size") - 1.0).abs() < 1e-5,
        "{}",
        model.size
    );
    let found = model.expect(number("at") as usize, number("at_exposure"));
    assert!(
        (found.mean / number("expected") - 1.0).abs() < 1e-6,
        "{found:?}"
    );
    let variance = 1.0 / found.size - 1.0 / model.size;
    assert!(
        (variance / number("log_variance") - 1.0).abs() < 1e-4,
        "{variance}"
    );
}

#[test]
fn the_p_of_a_new_count_is_below_five_percent_about_as_often() {
    let mut rng = stream(8, 1);
    let (mut low, rounds) = (0, 1500);
    for _ in 0..rounds {
        let mean = |t: usize| 6.0 * (1.0 + 0.25 * (t as f64 * std::f64::consts::TAU / 52.0).sin());
        let weeks: Vec<Period> = (0..79)
            .map(|t| Period {
                count: draw(&mut rng, mean(t), 6.0),
                exposure: 1.0,
            })
            .collect();
        let model = fit(&weeks[..78], &Settings::default()).unwrap();
        let p = model.law(78, 1.0).unwrap().mid_p(weeks[78].count);
        low += u32::from(p < 0.05);
    }
    let share = f64::from(low) / f64::from(rounds);
    println!("mid-p below .05: {share:.3}");
    // Down-weighting takes some true spread for outbreaks.
    assert!((0.03..=0.085).contains(&share), "{share}");
}

#[test]
fn a_past_outbreak_hardly_raises_what_is_expected() {
    let mut weeks: Vec<Period> = (0..40)
        .map(|t| Period {
            count: [3, 5, 4, 4][t % 4],
            exposure: 1.0,
        })
        .collect();
    weeks[20].count = 60;
    weeks[21].count = 70;
    let plain = fit(
        &weeks,
        &Settings {
            outbreak: None,
            ..Settings::default()
        },
    )
    .unwrap();
    let robust = fit(&weeks, &Settings::default()).unwrap();
    assert!(plain.expect(40, 1.0).mean > 6.5);
    assert!(
        robust.expect(40, 1.0).mean < 4.8,
        "{}",
        robust.expect(40, 1.0).mean
    );
}

#[test]
fn what_has_no_answer_says_so() {
    let none = vec![
        Period {
            count: 0,
            exposure: 1.0
        };
        20
    ];
    assert_eq!(fit(&none, &Settings::default()), Err(StatsError::NoEvents));
    assert!(Law::new(0.0, 1.0).is_err() && Law::new(1.0, 0.0).is_err());
    let level = Level::new(0.99).unwrap();
    let error = ears(&[1; 9], Rule::C3, level).unwrap_err().to_string();
    assert!(
        error.contains("9 periods") && error.contains("12"),
        "{error}"
    );
}
