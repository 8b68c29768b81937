//! What it takes to be there: time to start, memory at rest, size on disk.

use super::figures::table;
use super::process::Server;
use super::{Bench, figures};
use crate::clock::Stopwatch;
use crate::error::Error;
use std::thread;
use std::time::Duration;

/// Starts that are measured, of an empty and of a used folder each.
const STARTS: usize = 5;

/// The section of the report.
pub(super) fn section(bench: &Bench) -> Result<String, Error> {
    bench.say("start-up and rest");
    let (mut fresh, mut again, mut rest) = (Vec::new(), Vec::new(), 0);
    for _ in 0..STARTS {
        let folder = bench.folder("start")?;
        fresh.push(start(bench, &folder)?.0);
        let (seconds, server) = start(bench, &folder)?;
        again.push(seconds);
        if rest == 0 {
            thread::sleep(Duration::from_secs(5));
            rest = server.memory().now;
        }
        drop(server);
        bench.clear(&folder)?;
    }
    let size = std::fs::metadata(&bench.hearback).map_err(Error::file(&bench.hearback))?;
    let rows = [
        (
            "`hearback serve` until `/healthz` answers 200, new folder",
            median(fresh),
        ),
        ("the same, folder that was used before", median(again)),
        (
            "resident memory after 5 s at rest",
            figures::mebibytes(rest),
        ),
        ("size of the binary", figures::mebibytes(size.len() / 1_024)),
    ];
    let rows = rows.map(|(what, value)| vec![what.to_owned(), value]);
    Ok(format!(
        "## Start and rest\n\nTimes are medians of {STARTS}.\n\n{}",
        table(&["what", ""], &rows)
    ))
}

fn start(bench: &Bench, folder: &std::path::Path) -> Result<(f64, Server), Error> {
    let watch = Stopwatch::start();
    let server = Server::hearback(&bench.hearback, folder)?;
    let mut wire = server.wire()?;
    while watch.seconds() < 60.0 {
        if matches!(wire.get("/healthz"), Ok((200, _))) {
            return Ok((watch.seconds(), server));
        }
        thread::sleep(Duration::from_millis(2));
    }
    Err(Error::Failed(
        "the server was not healthy within a minute".into(),
    ))
}

fn median(seconds: Vec<f64>) -> String {
    let mut micros: Vec<u32> = seconds.iter().map(|s| (s * 1e6) as u32).collect();
    figures::millis(figures::percentile(&mut micros, 0.5))
}
