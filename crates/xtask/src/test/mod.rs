//! `cargo xtask test`: everything that CI checks, in order, up to the first failure.
//!
//! The last line it prints stands alone and reads `N passed, N failed`: tests summed over all
//! runners, with every check that is no test runner counted as one.

mod rust;
mod steps;
mod web;

use crate::clock::Stopwatch;
use crate::error::Error;
use crate::postgres::Postgres;
use crate::tally::{self, Tally};
use crate::{house, shell};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// One named check.
struct Step {
    name: &'static str,
    about: &'static str,
    run: fn(&mut Run) -> Result<(), Error>,
}

/// What the steps share: where they work, what they counted, the server they started.
struct Run {
    root: PathBuf,
    tally: Tally,
    skipped: Vec<String>,
    postgres: Option<Postgres>,
}

const STEPS: [Step; 9] = [
    Step {
        name: "fmt",
        about: "formatting of the Rust code",
        run: steps::fmt,
    },
    Step {
        name: "tidy",
        about: "the rules of the house that no compiler knows",
        run: steps::tidy,
    },
    // Before anything is compiled: the binary embeds what is built here.
    Step {
        name: "web",
        about: "type-check, lint, unit tests and build of the web app",
        run: web::unit,
    },
    Step {
        name: "clippy",
        about: "clippy on every target, warnings are errors",
        run: steps::clippy,
    },
    Step {
        name: "rust",
        about: "Rust tests on SQLite and PostgreSQL",
        run: rust::tests,
    },
    Step {
        name: "doctests",
        about: "the examples in the documentation",
        run: rust::doctests,
    },
    Step {
        name: "openapi",
        about: "the API's snapshot and types match the code",
        run: steps::openapi,
    },
    Step {
        name: "e2e",
        about: "browser tests in Chromium against the real binary",
        run: web::browser,
    },
    Step {
        name: "promises",
        about: "the promise tests: kills, erasure, isolation",
        run: rust::promises,
    },
];

/// Prints the steps.
pub(crate) fn list() -> ExitCode {
    for step in &STEPS {
        println!("{:10} {}", step.name, step.about);
    }
    ExitCode::SUCCESS
}

/// Runs the steps, or only those named.
pub(crate) fn run(root: &Path, only: &[String]) -> Result<ExitCode, Error> {
    let steps = chosen(only)?;
    let mut run = Run {
        root: root.to_path_buf(),
        tally: Tally::default(),
        skipped: Vec::new(),
        postgres: None,
    };
    let whole = Stopwatch::start();
    let mut failure = None;
    for (number, step) in steps.iter().enumerate() {
        println!(
            "\n== {}/{} {}: {}",
            number + 1,
            steps.len(),
            step.name,
            step.about
        );
        let watch = Stopwatch::start();
        let done = (step.run)(&mut run);
        println!(
            "== {} {} in {}",
            step.name,
            if done.is_ok() { "passed" } else { "failed" },
            watch.read()
        );
        if let Err(e) = done {
            failure = Some((step.name, e));
            break;
        }
    }
    // Stopped before the last words, so that nothing is printed after them.
    run.postgres = None;
    println!("\n{} in all", whole.read());
    for skipped in &run.skipped {
        println!("skipped: {skipped}");
    }
    if let Some((name, e)) = &failure {
        println!("step '{name}' failed: {e}");
        println!("run it alone by 'cargo xtask test --only {name}'");
    }
    println!("{}", last_line(run.tally, failure.is_some()));
    Ok(if failure.is_some() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn chosen(only: &[String]) -> Result<Vec<&'static Step>, Error> {
    let known = |name: &String| STEPS.iter().any(|step| step.name == name);
    if let Some(unknown) = only.iter().find(|name| !known(name)) {
        let names: Vec<_> = STEPS.iter().map(|step| step.name).collect();
        return Err(Error::Missing(format!(
            "there is no step '{unknown}': choose from {}",
            names.join(", ")
        )));
    }
    Ok(STEPS
        .iter()
        .filter(|step| only.is_empty() || only.iter().any(|name| name == step.name))
        .collect())
}

fn last_line(tally: Tally, failed: bool) -> String {
    format!(
        "{} passed, {} failed",
        tally.passed,
        tally.failed.max(u64::from(failed))
    )
}

impl Run {
    /// Runs a check that counts as one.
    fn check(&mut self, command: &mut Command) -> Result<(), Error> {
        println!("$ {}", shell::words(command));
        let done = shell::run(command.current_dir_or(&self.root));
        self.count(&done);
        done
    }

    /// Counts a check that is no program of its own.
    fn count(&mut self, done: &Result<(), Error>) {
        self.tally.add(match done {
            Ok(()) => Tally {
                passed: 1,
                ..Tally::default()
            },
            Err(_) => Tally {
                failed: 1,
                ..Tally::default()
            },
        });
    }

    /// Runs a test runner and adds up what it says; saying nothing is a failure too.
    fn tests(&mut self, command: &mut Command) -> Result<(), Error> {
        let words = shell::words(command);
        println!("$ {words}");
        let (fine, said) = shell::tee(command.current_dir_or(&self.root))?;
        let mut told = tally::read(&said);
        if !fine && told.failed == 0 {
            told.failed = 1;
        }
        self.tally.add(told);
        if !fine {
            return Err(Error::Failed(format!("'{words}' failed")));
        }
        if told.passed == 0 {
            return Err(Error::Failed(format!(
                "'{words}' ran no test that I can count"
            )));
        }
        if told.skipped > 0 {
            self.skip(format!("{} tests of '{words}'", told.skipped))?;
        }
        Ok(())
    }

    /// Notes something that was left out; under CI that is a failure.
    fn skip(&mut self, what: String) -> Result<(), Error> {
        if house::in_ci() {
            return Err(Error::Failed(format!("skipped under CI=true: {what}")));
        }
        println!("skipped: {what}");
        self.skipped.push(what);
        Ok(())
    }
}

/// A folder for commands that name none.
trait InFolder {
    fn current_dir_or(&mut self, folder: &Path) -> &mut Self;
}

impl InFolder for Command {
    fn current_dir_or(&mut self, folder: &Path) -> &mut Self {
        if self.get_current_dir().is_none() {
            self.current_dir(folder);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run() -> Run {
        Run {
            root: ".".into(),
            tally: Tally::default(),
            skipped: Vec::new(),
            postgres: None,
        }
    }

    #[test]
    fn steps_are_chosen_by_name_and_keep_their_order() {
        let names = |only: &[&str]| -> Vec<&str> {
            let only: Vec<String> = only.iter().map(|name| (*name).to_owned()).collect();
            chosen(&only)
                .unwrap()
                .iter()
                .map(|step| step.name)
                .collect()
        };
        assert_eq!(names(&["clippy", "fmt"]), ["fmt", "clippy"]);
        assert_eq!(names(&[]).len(), STEPS.len());
        let told = chosen(&["tests".into()]).err().unwrap().to_string();
        assert!(
            told.contains("'tests'") && told.contains("promises"),
            "{told}"
        );
    }

    #[test]
    fn the_last_line_never_hides_a_failure() {
        let told = Tally {
            passed: 12,
            failed: 0,
            skipped: 3,
        };
        assert_eq!(last_line(told, false), "12 passed, 0 failed");
        assert_eq!(last_line(told, true), "12 passed, 1 failed");
    }

    #[test]
    fn a_runner_that_counts_nothing_or_fails_is_a_failure() {
        let mut run = run();
        let sh = |script: &str| {
            let mut command = shell::program("sh");
            command.args(["-c", script]);
            command
        };
        assert!(run.tests(&mut sh("echo all good")).is_err());
        assert!(run.tests(&mut sh("echo '# pass 2'; exit 1")).is_err());
        assert!(run.tests(&mut sh("echo '# pass 3'")).is_ok());
        assert_eq!((run.tally.passed, run.tally.failed), (5, 1));
        assert!(run.check(&mut sh("exit 1")).is_err());
        assert_eq!((run.tally.passed, run.tally.failed), (5, 2));
    }

    #[test]
    fn a_skip_is_noted_or_under_ci_a_failure() {
        let mut run = run();
        let done = run.skip("PostgreSQL".into());
        assert_eq!(done.is_err(), house::in_ci());
        assert_eq!(run.skipped.is_empty(), house::in_ci());
    }
}
