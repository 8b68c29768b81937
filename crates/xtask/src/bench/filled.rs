//! A data folder with many signals, all of them read and in Parquet.

use super::figures::grouped;
use super::process::Server;
use super::watched::measured;
use super::{Bench, data, duckdb};
use crate::clock::Stopwatch;
use crate::error::Error;
use crate::shell;
use std::path::Path;
use std::thread;
use std::time::Duration;

/// Rows of one file.
const PART: u64 = 1_000_000;
/// No new part is begun after this.
const FILL_S: f64 = 2_400.0;
/// The longest wait for comments to be read and rows to be flushed.
const SETTLE_S: f64 = 1_800.0;

/// A server with its signals.
pub(super) struct Filled {
    pub(super) server: Server,
    /// How many signals were imported; fewer than wanted where time ran out.
    pub(super) signals: u64,
    /// Whether all of it was in Parquet when the wait ended.
    pub(super) settled: bool,
    /// From the first row sent to the last one flushed.
    pub(super) seconds: f64,
}

/// Imports part after part into a running server and waits until nothing is left to do.
pub(super) fn fill(bench: &Bench, folder: &Path, python: &Path) -> Result<Filled, Error> {
    let comments = data::comments(&bench.root)?;
    let (home, map) = (folder.join("data"), folder.join("map.toml"));
    std::fs::create_dir_all(&home).map_err(Error::file(&home))?;
    std::fs::write(&map, data::MAP).map_err(Error::file(&map))?;
    let server = Server::hearback(&bench.hearback, &home)?;
    let (watch, mut signals) = (Stopwatch::start(), 0);
    while signals < bench.signals && watch.seconds() < FILL_S {
        let upto = (signals + PART).min(bench.signals);
        let file = folder.join("part.csv");
        data::csv_rows(&file, signals..upto, &comments)?;
        let mut command = shell::program(&bench.hearback);
        command.args(["import", "--json", "--quiet", "--post", "bench", "--map"]);
        command.arg(&map).arg("--data").arg(&home).arg(&file);
        let ended = measured(&mut command)?;
        signals = upto;
        bench.say(&format!(
            "  {} signals are in; the last file took {:.0} s",
            grouped(signals as f64),
            ended.seconds
        ));
    }
    let settled = settle(bench, &server, &home, python, signals)?;
    Ok(Filled {
        server,
        signals,
        settled,
        seconds: watch.seconds(),
    })
}

/// Waits until no job is open, all signals are in Parquet and the mentions are as many on both
/// sides.
fn settle(
    bench: &Bench,
    server: &Server,
    home: &Path,
    python: &Path,
    signals: u64,
) -> Result<bool, Error> {
    bench.say("  waiting until all comments are read and all rows are in Parquet");
    let watch = Stopwatch::start();
    while watch.seconds() < SETTLE_S {
        thread::sleep(Duration::from_secs(3));
        let (_, text) = server
            .wire()?
            .get("/metrics")
            .map_err(|e| Error::Failed(format!("the server does not tell its metrics: {e}")))?;
        if open_jobs(&String::from_utf8_lossy(&text)) > 0 {
            continue;
        }
        // Until a table's first commit DuckDB cannot read its statistics and refuses.
        let Ok(flushed) = duckdb::counts(bench, python, home) else {
            continue;
        };
        let (_, mentions) =
            super::queries::ask(&mut server.wire()?, "select count(*) from mentions")?;
        let mentions = mentions.first().and_then(|row| row.first()?.as_u64());
        if flushed.0 >= signals && Some(flushed.1) == mentions {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The sum of the gauges of open jobs.
fn open_jobs(metrics: &str) -> u64 {
    let lines = metrics
        .lines()
        .filter(|line| line.starts_with("hearback_jobs_open"));
    lines
        .filter_map(|line| line.rsplit(' ').next()?.parse::<u64>().ok())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::open_jobs;

    #[test]
    fn open_jobs_of_all_kinds_add_up() {
        let told = "# TYPE hearback_jobs_open gauge\nhearback_jobs_open{kind=\"a\"} 2\nhearback_jobs_open{kind=\"b\"} 3\nhearback_ingest_room 8192\n";
        assert_eq!(open_jobs(told), 5);
        assert_eq!(open_jobs(""), 0);
    }
}
