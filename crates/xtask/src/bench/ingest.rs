//! Durable intake against a handler that only parses.

use super::figures::{grouped, mebibytes, millis, percent, table};
use super::load::{Fared, Load, drive};
use super::process::Server;
use super::{Bench, disk};
use crate::error::Error;
use crate::shell;
use std::fmt::Write;

/// One load that both servers get.
struct Round {
    name: &'static str,
    connections: usize,
    signals: usize,
    /// The share of the bare handler that is aimed at.
    aim: f64,
}

const ROUNDS: [Round; 3] = [
    Round {
        name: "single JSON, 64 connections",
        connections: 64,
        signals: 1,
        aim: 0.25,
    },
    Round {
        name: "single JSON, 1,024 connections",
        connections: 1_024,
        signals: 1,
        aim: 0.40,
    },
    Round {
        name: "JSON Lines by 1,000, 8 connections",
        connections: 8,
        signals: 1_000,
        aim: 0.40,
    },
];

/// The section of the report.
pub(super) fn section(bench: &Bench) -> Result<String, Error> {
    let mut ratios = Vec::new();
    let mut raw = Vec::new();
    for (at, round) in ROUNDS.iter().enumerate() {
        bench.say(&format!("intake: {}", round.name));
        let data = bench.folder(&format!("intake-{at}"))?;
        let sync = disk::sync(&data, 3.0)?;
        let bare = Server::start(&mut shell::program(&bench.bare))?;
        let mut parsed = drive(&load(bench, round, &bare, 0));
        let bare_memory = bare.memory();
        drop(bare);
        let ours = Server::hearback(&bench.hearback, &data)?;
        let mut kept = drive(&load(bench, round, &ours, 1));
        let memory = ours.memory();
        drop(ours);
        let (mine, theirs) = (kept.rate(), parsed.rate());
        let share = if theirs > 0.0 { mine / theirs } else { 0.0 };
        ratios.push(vec![
            round.name.to_owned(),
            percent(mine, theirs),
            format!("≥ {:.0} %", 100.0 * round.aim),
            if share >= round.aim { "met" } else { "short" }.to_owned(),
            millis(sync.p50),
            millis(sync.p99),
        ]);
        raw.push(row(round, "hearback", &mut kept, memory.now, memory.peak));
        raw.push(row(
            round,
            "bare",
            &mut parsed,
            bare_memory.now,
            bare_memory.peak,
        ));
        bench.clear(&data)?;
    }
    let mut out = String::from("## Durable intake\n\n");
    let _ = writeln!(
        out,
        "Share of the bare handler's rate with the same client, {:.0} s each after {:.0} s of warm-up; fsync: append of 4 KiB with `fdatasync` in the same folder, before the load.\n",
        bench.run_s, bench.warm_s
    );
    out += &table(
        &["load", "share of bare", "aim", "", "fsync p50", "fsync p99"],
        &ratios,
    );
    out += &table(
        &[
            "load",
            "server",
            "acks/s",
            "signals/s",
            "p50",
            "p99",
            "RSS",
            "peak RSS",
            "refused",
            "failed",
        ],
        &raw,
    );
    Ok(out)
}

fn load<'a>(bench: &Bench, round: &Round, server: &'a Server, number: u64) -> Load<'a> {
    Load {
        at: server.at,
        bearer: &server.bearer,
        connections: round.connections,
        signals: round.signals,
        warm_s: bench.warm_s,
        run_s: bench.run_s,
        round: number,
    }
}

fn row(round: &Round, server: &str, fared: &mut Fared, now: u64, peak: u64) -> Vec<String> {
    if let Some(said) = &fared.said {
        println!("  the first refusal or failure of {server}: {said}");
    }
    vec![
        round.name.to_owned(),
        server.to_owned(),
        grouped(fared.rate()),
        grouped(fared.rate() * round.signals as f64),
        millis(fared.latency(0.5)),
        millis(fared.latency(0.99)),
        mebibytes(now),
        mebibytes(peak),
        fared.refused.to_string(),
        fared.failed.to_string(),
    ]
}
