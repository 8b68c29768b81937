//! `hearback verify`: nothing acknowledged was lost, or exactly what was.

use super::Global;
use super::door::Door;
use super::failure::{Done, Failure};
use crate::app::App;
use crate::worker::heads;
use domain::WorkspaceId;
use serde::Serialize;
use serde_json::{Map, json};
use std::collections::BTreeMap;
use store::hot::{SIGNALS, VERBATIMS};

/// Checks the commit chain against rows and lake.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// What one stream's check found.
#[derive(Debug, Serialize)]
pub struct Checked {
    workspace: String,
    stream: &'static str,
    batches: i64,
    rows: i64,
    erased: i64,
    faults: Vec<String>,
}

pub async fn run(global: Global, _: Args) -> Result<Done, Failure> {
    let config = global.config(Map::new())?;
    let Door::Here(app, _folder) = Door::open(config).await? else {
        return Err(Failure::conflict(
            "a server holds the data folder",
            "stop it to verify, or verify a backup",
        ));
    };
    let checked = check(&app).await?;
    let sound = checked.iter().all(|c| c.faults.is_empty());
    if global.json {
        println!("{}", json!({ "sound": sound, "streams": checked }));
    } else {
        for c in &checked {
            println!(
                "{} {}: {} batches, {} rows, {} erased, {} faults",
                c.workspace,
                c.stream,
                c.batches,
                c.rows,
                c.erased,
                c.faults.len()
            );
            for fault in &c.faults {
                println!("  {fault}");
            }
        }
    }
    Ok(if sound { Done::Whole } else { Done::Found })
}

/// Checks every stream of every workspace.
pub async fn check(app: &App) -> Result<Vec<Checked>, Failure> {
    let heads = heads::read(&app.config.data.join(heads::HEADS))?;
    let mut all = Vec::new();
    for workspace in app.store.workspaces().await? {
        for stream in [SIGNALS, VERBATIMS] {
            all.push(check_stream(app, &workspace.id, stream, &heads).await?);
        }
    }
    Ok(all)
}

async fn check_stream(
    app: &App,
    workspace: &WorkspaceId,
    stream: &'static str,
    heads: &BTreeMap<(String, String), (i64, String)>,
) -> Result<Checked, Failure> {
    let (signals, verbatims) = app.lake.watermarks(workspace).await?;
    let watermark = if stream == SIGNALS {
        signals
    } else {
        verbatims
    };
    let found: BTreeMap<i64, u64> = app
        .lake
        .counts_by_batch(workspace, stream)
        .await?
        .into_iter()
        .collect();
    let mut checked = Checked {
        workspace: workspace.to_string(),
        stream,
        batches: 0,
        rows: 0,
        erased: 0,
        faults: Vec::new(),
    };
    let mut expected = 1;
    let head = heads.get(&(workspace.to_string(), stream.to_owned()));
    loop {
        let links = app
            .store
            .ledger_after(workspace, stream, expected - 1, 5_000)
            .await?;
        if links.is_empty() {
            break;
        }
        for link in links {
            if link.seq != expected {
                checked.faults.push(format!(
                    "batches {expected} to {} are gone from the ledger",
                    link.seq - 1
                ));
            }
            expected = link.seq + 1;
            let there = found
                .get(&link.seq)
                .map_or(0, |n| i64::try_from(*n).unwrap_or(i64::MAX));
            let owed = link.n - link.erased;
            if there != owed {
                let place = if link.seq <= watermark {
                    "lake"
                } else {
                    "hot rows"
                };
                checked.faults.push(format!(
                    "batch {}: {owed} rows were acknowledged, {there} are in the {place}",
                    link.seq
                ));
            }
            if head.is_some_and(|(seq, hash)| *seq == link.seq && *hash != link.hash) {
                checked.faults.push(format!(
                    "batch {}: its hash differs from the head that was written down",
                    link.seq
                ));
            }
            checked.batches += 1;
            checked.rows += there;
            checked.erased += link.erased;
        }
    }
    if let Some((seq, _)) = head
        && *seq >= expected
    {
        checked.faults.push(format!(
            "batches {expected} to {seq} were acknowledged and are gone"
        ));
    }
    Ok(checked)
}
