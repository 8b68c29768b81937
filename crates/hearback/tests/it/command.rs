//! The binary, run to its end.

use serde_json::Value;
use std::process::Command;

/// How a command ended.
pub struct Ended {
    pub code: i32,
    pub text: String,
    pub errors: String,
}

impl Ended {
    /// Its output as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text)
            .unwrap_or_else(|e| panic!("no JSON ({e}): {} {}", self.text, self.errors))
    }
}

/// Runs the binary to its end.
pub fn hearback(arguments: &[&str]) -> Ended {
    let output = Command::new(env!("CARGO_BIN_EXE_hearback"))
        .args(arguments)
        .output()
        .expect("the binary runs");
    Ended {
        code: output.status.code().expect("no signal ended it"),
        text: String::from_utf8(output.stdout).expect("UTF-8"),
        errors: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}
