//! Rust tests: on both engines, the promises apart since they take the longest.

use super::Run;
use crate::error::Error;
use crate::postgres::{Postgres, SERVER};
use crate::{house, shell, tools};

/// Names the Python that has DuckDB and its extensions, for the read-back test.
const DUCKDB: &str = "HEARBACK_DUCKDB_PYTHON";

/// What makes a test a promise: it is in the binary's crate and named so.
const PROMISES: &str = "package(hearback) & test(/(^|::)promise_/)";

pub(super) fn tests(run: &mut Run) -> Result<(), Error> {
    let server = server(run)?;
    let mut command = shell::cargo();
    if tools::has_nextest() {
        command.args(["nextest", "run", "--workspace", "--no-fail-fast", "-E"]);
        command.arg(format!("not ({PROMISES})"));
    } else {
        command.args([
            "test",
            "--workspace",
            "--lib",
            "--bins",
            "--tests",
            "--no-fail-fast",
        ]);
        command.args(["--", "--skip", "promise_"]);
    }
    if let Some(python) = duckdb(run)? {
        command.env(DUCKDB, python);
    }
    run.tests(command.envs(server))
}

pub(super) fn promises(run: &mut Run) -> Result<(), Error> {
    let server = server(run)?;
    let mut command = shell::cargo();
    // The whole workspace, so that features stay as they are and nothing builds again.
    if tools::has_nextest() {
        command.args([
            "nextest",
            "run",
            "--workspace",
            "--no-fail-fast",
            "-E",
            PROMISES,
        ]);
    } else {
        command.args([
            "test",
            "--workspace",
            "--lib",
            "--bins",
            "--tests",
            "--no-fail-fast",
        ]);
        command.args(["--", "promise_"]);
    }
    run.tests(command.envs(server))
}

pub(super) fn doctests(run: &mut Run) -> Result<(), Error> {
    run.tests(shell::cargo().args(["test", "--workspace", "--doc"]))
}

/// The Python with DuckDB: the one that was given, or one that is made here.
fn duckdb(run: &mut Run) -> Result<Option<std::ffi::OsString>, Error> {
    if let Some(given) = std::env::var_os(DUCKDB) {
        return Ok(Some(given));
    }
    let list = run.root.join("crates/lake/tests/duckdb/requirements.txt");
    match tools::python_with(&list, &house::target(&run.root)?.join("duckdb-venv")) {
        Ok(python) => Ok(Some(python.into_os_string())),
        Err(e) if house::in_ci() => Err(e),
        Err(e) => {
            run.skip(format!("reading the lake back with DuckDB: {e}"))?;
            Ok(None)
        }
    }
}

/// The server to test against: the one that was given, or one that is started here.
fn server(run: &mut Run) -> Result<Option<(&'static str, String)>, Error> {
    if let Ok(given) = std::env::var(SERVER) {
        return Ok(Some((SERVER, given)));
    }
    if run.postgres.is_none() {
        match tools::postgres() {
            Ok(bin) => run.postgres = Some(Postgres::start(&bin)?),
            Err(e) if house::in_ci() => return Err(e),
            Err(e) => {
                run.skip(format!("all tests on PostgreSQL: {e}"))?;
                return Ok(None);
            }
        }
    }
    Ok(run
        .postgres
        .as_ref()
        .map(|server| (SERVER, server.url().to_owned())))
}
