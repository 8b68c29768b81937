//! The numbers of the world are those of `golden/world`.

use std::path::PathBuf;

use serde_json::Value;
use world::Size;
use world::brand::panel;
use world::brand::place::COUNTRIES;
use world::touchpoint::TOUCHPOINTS;
use world::trial::drivers;

/// A file of `golden/world`; none where the folder beside the repository is absent.
fn file(name: &str) -> Option<Value> {
    let shared = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    if !shared.is_dir() {
        assert!(
            std::env::var("CI").as_deref() != Ok("true"),
            "the shared folder is missing: put it beside the repository"
        );
        return None;
    }
    let text = std::fs::read_to_string(shared.join("golden/world").join(name)).unwrap();
    Some(serde_json::from_str(&text).unwrap())
}

#[test]
fn the_world_has_the_parameters_of_the_specification() {
    let Some(params) = file("params.json") else {
        return;
    };
    let number = |value: &Value| value.as_f64().unwrap();
    let full = Size::full();
    assert_eq!(number(&params["customers"]), full.customers as f64);
    assert_eq!(number(&params["stores"]), full.stores as f64);
    assert_eq!(number(&params["months"]), f64::from(full.months));
    for (touchpoint, expected) in TOUCHPOINTS
        .iter()
        .zip(params["touchpoints"].as_array().unwrap())
    {
        assert_eq!(touchpoint.id, expected["id"]);
        assert_eq!(
            touchpoint.penalty,
            number(&expected["penalty"]),
            "{}",
            touchpoint.id
        );
        assert_eq!(
            touchpoint.reward,
            number(&expected["reward"]),
            "{}",
            touchpoint.id
        );
        assert_eq!(
            touchpoint.encounter,
            number(&expected["encounter"]),
            "{}",
            touchpoint.id
        );
        let class = serde_json::to_value(touchpoint.class).unwrap();
        assert_eq!(class, expected["class"], "{}", touchpoint.id);
    }
    for country in COUNTRIES {
        let expected = &params["countries"][country.code];
        assert_eq!(country.share, number(&expected["share"]));
        assert_eq!(country.regions.len() as f64, number(&expected["regions"]));
        assert_eq!(country.style.stretch, number(&expected["style_stretch"]));
        assert_eq!(country.style.shift, number(&expected["style_shift"]));
    }
    for item in panel::ITEMS {
        let expected = number(&params["brand_panel"]["true_gaps_pp"][item.id]);
        let gap = 100.0 * (item.customers - item.brand);
        assert!((gap - expected).abs() < 1e-9, "{}", item.id);
    }
}

#[test]
fn the_stated_importance_and_opportunity_are_those_of_the_reference() {
    let Some(truth) = file("drivers_truth.json") else {
        return;
    };
    for (k, touchpoint) in TOUCHPOINTS.iter().enumerate() {
        let near = |name: &str, ours: f64| {
            let expected = truth[name][k].as_f64().unwrap();
            assert!((ours - expected).abs() < 6e-5, "{} {name}", touchpoint.id);
        };
        near("true_lmg", drivers::IMPORTANCE[k]);
        near("true_opportunity", drivers::OPPORTUNITY[k]);
    }
}
