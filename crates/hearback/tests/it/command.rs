//! The binary, run to its end.

use serde_json::Value;
use std::path::PathBuf;
use std::process::Command;
use testkit::Engine;

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

/// Where a Hearback under test keeps what it has.
#[derive(Clone)]
pub struct Home {
    pub data: PathBuf,
    /// The database, unless it is the file in the folder.
    pub url: Option<String>,
    /// What else the program finds in its environment.
    pub env: Vec<(&'static str, String)>,
}

impl Home {
    /// One over a folder and, on PostgreSQL, a database.
    pub fn new(data: PathBuf, engine: &Engine) -> Self {
        let url = engine.is_postgres().then(|| engine.url().to_owned());
        let env = Vec::new();
        Self { data, url, env }
    }

    /// Runs a command there, its answer in JSON.
    pub fn run(&self, arguments: &[&str]) -> Ended {
        let mut all = arguments.to_vec();
        all.extend(["--json", "--data", self.data.to_str().expect("UTF-8")]);
        if let Some(url) = &self.url {
            all.extend(["--database-url", url]);
        }
        let env = self.env.iter().map(|(name, value)| (*name, value.as_str()));
        run(&all, env)
    }
}

/// Runs the binary to its end.
pub fn hearback(arguments: &[&str]) -> Ended {
    run(arguments, [])
}

fn run<'a>(arguments: &[&str], env: impl IntoIterator<Item = (&'a str, &'a str)>) -> Ended {
    let output = Command::new(env!("CARGO_BIN_EXE_hearback"))
        .args(arguments)
        .envs(env)
        .output()
        .expect("the binary runs");
    Ended {
        code: output.status.code().expect("no signal ended it"),
        text: String::from_utf8(output.stdout).expect("UTF-8"),
        errors: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}
