//! Many connections that send one request after another, and how they fared.

use super::body::Body;
use super::figures::percentile;
use super::wire::Wire;
use crate::clock::Stopwatch;
use std::net::SocketAddr;
use std::sync::Barrier;
use std::thread;
use std::time::Duration;

/// How long a client waits for an answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// A client thread needs little.
const STACK_BYTES: usize = 256 * 1024;

/// What is sent, by how many, for how long.
pub(super) struct Load<'a> {
    pub(super) at: SocketAddr,
    pub(super) bearer: &'a str,
    pub(super) connections: usize,
    /// Signals per request; one goes as JSON, more as JSON Lines.
    pub(super) signals: usize,
    /// Not counted.
    pub(super) warm_s: f64,
    /// Counted.
    pub(super) run_s: f64,
    /// Makes the ids of this load differ from all others in the same data folder.
    pub(super) round: u64,
}

/// How a load fared.
#[derive(Default)]
pub(super) struct Fared {
    /// Latency of each acknowledged request, in microseconds.
    micros: Vec<u32>,
    /// Answered with another status than 202.
    pub(super) refused: u64,
    /// Not answered.
    pub(super) failed: u64,
    /// What a refusal said, if there was one.
    pub(super) said: Option<String>,
    run_s: f64,
}

impl Fared {
    /// Acknowledged requests per second.
    pub(super) fn rate(&self) -> f64 {
        self.micros.len() as f64 / self.run_s
    }

    /// A percentile of the latency, in microseconds.
    pub(super) fn latency(&mut self, share: f64) -> Option<u32> {
        percentile(&mut self.micros, share)
    }
}

/// Runs a load to its end.
pub(super) fn drive(load: &Load<'_>) -> Fared {
    let start = Barrier::new(load.connections);
    let mut all = Fared {
        run_s: load.run_s,
        ..Fared::default()
    };
    thread::scope(|scope| {
        let start = &start;
        let clients: Vec<_> = (0..load.connections)
            .map(|client| {
                thread::Builder::new()
                    .stack_size(STACK_BYTES)
                    .spawn_scoped(scope, move || one(load, client, start))
            })
            .collect();
        for client in clients {
            match client.map(thread::ScopedJoinHandle::join) {
                Ok(Ok(fared)) => {
                    all.micros.extend(fared.micros);
                    all.refused += fared.refused;
                    all.failed += fared.failed;
                    all.said = all.said.take().or(fared.said);
                }
                _ => all.failed += 1,
            }
        }
    });
    all
}

fn one(load: &Load<'_>, client: usize, start: &Barrier) -> Fared {
    let mut fared = Fared::default();
    let mut body = Body::of(load.signals);
    let mut wire = Wire::connect(load.at, load.bearer, PATIENCE);
    start.wait();
    let watch = Stopwatch::start();
    // 100 rounds of 10,000 clients of a million signals each have ids of their own.
    let mut next = (load.round * 10_000 + client as u64) * 1_000_000;
    while watch.seconds() < load.warm_s + load.run_s {
        let Ok(line) = &mut wire else {
            fared.failed += 1;
            thread::sleep(Duration::from_millis(50));
            wire = Wire::connect(load.at, load.bearer, PATIENCE);
            continue;
        };
        body.stamp(next);
        next += load.signals as u64;
        let asked = watch.seconds();
        let answer = line.post("/api/v1/signals", body.kind(), body.bytes());
        let told = watch.seconds();
        let counts = told >= load.warm_s && told < load.warm_s + load.run_s;
        match answer {
            Ok((202, _)) if counts => fared.micros.push(((told - asked) * 1e6) as u32),
            Ok((202, _)) => {}
            Ok((status, text)) => {
                fared.refused += 1;
                let text = String::from_utf8_lossy(&text).into_owned();
                fared.said.get_or_insert(format!("{status}: {text}"));
                thread::sleep(Duration::from_millis(50));
            }
            Err(e) => {
                fared.said.get_or_insert(e.to_string());
                fared.failed += 1;
                wire = Wire::connect(load.at, load.bearer, PATIENCE);
            }
        }
    }
    fared
}
