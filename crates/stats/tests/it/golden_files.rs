//! Where the golden numbers lie, and a checker that counts what it checked.

use std::path::PathBuf;

use serde_json::Value;
use stats::Interval;

/// The golden folder `name`, or nothing (with a notice) where it is not checked
/// out; with `CI=true` its absence fails the test.
pub fn golden(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/golden")
        .join(name);
    if path.is_dir() {
        return Some(path);
    }
    let ci = std::env::var("CI").is_ok_and(|ci| ci == "true");
    assert!(
        !ci,
        "golden folder {} is missing under CI=true",
        path.display()
    );
    eprintln!("skipped: golden folder {} is not there", path.display());
    None
}

/// How many numbers a JSON document holds.
pub fn numbers_in(value: &Value) -> usize {
    match value {
        Value::Number(_) => 1,
        Value::Array(items) => items.iter().map(numbers_in).sum(),
        Value::Object(fields) => fields.values().map(numbers_in).sum(),
        _ => 0,
    }
}

/// Holds found numbers against expected ones, and counts them.
#[derive(Default)]
pub struct Checker {
    pub checked: usize,
    pub worst: f64,
    pub wrong: Vec<String>,
}

impl Checker {
    /// `found` must lie within `tolerance` (absolute, or relative above 1).
    pub fn number(&mut self, place: &str, expected: &Value, found: f64, tolerance: f64) {
        let Some(expected) = expected.as_f64() else {
            self.wrong.push(format!("{place}: no expected number"));
            return;
        };
        self.checked += 1;
        let off = (found - expected).abs() / expected.abs().max(1.0);
        if tolerance <= 1e-8 {
            self.worst = self.worst.max(off);
        }
        if off.is_nan() || off > tolerance {
            self.wrong
                .push(format!("{place}: found {found}, expected {expected}"));
        }
    }

    /// Both ends, expected under the two names in `keys`.
    pub fn ends(
        &mut self,
        place: &str,
        expected: &Value,
        keys: [&str; 2],
        found: Interval,
        tolerance: f64,
    ) {
        self.number(
            &format!("{place} low"),
            &expected[keys[0]],
            found.low,
            tolerance,
        );
        self.number(
            &format!("{place} high"),
            &expected[keys[1]],
            found.high,
            tolerance,
        );
    }
}
