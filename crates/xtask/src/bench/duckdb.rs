//! The same Parquet files, asked by DuckDB.

use super::Bench;
use crate::error::Error;
use crate::{house, shell, tools};
use serde::Deserialize;
use serde_json::{Value, json};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;

/// The schema of the first workspace.
const SCHEMA: &str = "ws_default";

/// What DuckDB said.
#[derive(Deserialize)]
pub(super) struct Told {
    pub(super) version: String,
    pub(super) answers: Vec<Answer>,
}

/// One query's rows and shortest time.
#[derive(Deserialize)]
pub(super) struct Answer {
    pub(super) rows: Vec<Vec<Value>>,
    pub(super) seconds: f64,
}

/// A Python that has DuckDB.
pub(super) fn python(bench: &Bench) -> Result<PathBuf, Error> {
    let list = bench.root.join("crates/lake/tests/duckdb/requirements.txt");
    tools::python_with(&list, &house::target(&bench.root)?.join("duckdb-venv"))
}

/// Asks each query `times` times.
pub(super) fn ask(
    bench: &Bench,
    python: &Path,
    home: &Path,
    queries: &[String],
    times: u32,
) -> Result<Told, Error> {
    let mut command = shell::program(python);
    command
        .arg(bench.root.join("bench/lake/with_duckdb.py"))
        .arg(home.join("lake/catalogue.sqlite"))
        .args([SCHEMA, &times.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let mut child = command
        .spawn()
        .map_err(|e| Error::Start(shell::words(&command), e))?;
    if let Some(mut pipe) = child.stdin.take() {
        // Where this fails, the script has ended and its status says so below.
        let _ = pipe.write_all(json!(queries).to_string().as_bytes());
    }
    let ended = child
        .wait_with_output()
        .map_err(|e| Error::Start(shell::words(&command), e))?;
    if !ended.status.success() {
        return Err(Error::Failed(format!(
            "'{}' failed ({})",
            shell::words(&command),
            ended.status
        )));
    }
    serde_json::from_slice(&ended.stdout)
        .map_err(|e| Error::Failed(format!("with_duckdb.py printed no JSON: {e}")))
}

/// Signals and mentions in Parquet; zero of a table that is not there yet.
pub(super) fn counts(bench: &Bench, python: &Path, home: &Path) -> Result<(u64, u64), Error> {
    let one = |table: &str| -> Result<u64, Error> {
        let there = format!(
            "select count(*) from duckdb_tables() where database_name = 'lake' and schema_name = '{SCHEMA}' and table_name = '{table}'"
        );
        let count = format!("select count(*) from {{s}}.{table} where not test");
        if number(&ask(bench, python, home, &[there], 1)?) == 0 {
            return Ok(0);
        }
        Ok(number(&ask(bench, python, home, &[count], 1)?))
    };
    Ok((one("signals")?, one("mentions")?))
}

fn number(told: &Told) -> u64 {
    let first = told.answers.first().and_then(|a| a.rows.first()?.first());
    first.and_then(Value::as_u64).unwrap_or(0)
}
