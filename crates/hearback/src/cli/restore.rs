//! `hearback restore`: a backup comes back, erased people do not.

use super::Global;
use super::backup::{MANIFEST, POSTGRES, hashes, shown};
use super::failure::{Done, Failure};
use crate::app::{App, lake_options};
use crate::erase::{ERASURE_LOG, erase_customer};
use crate::folder::Folder;
use crate::http::actor::local_admin;
use domain::WorkspaceId;
use lake::Lake;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use store::Store;

/// What to bring back.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  hearback restore /backups/monday --data new-folder --erasures hearback-data/erasures.log\n\nGive the newest erasures.log you have: people who were erased after the backup are erased again."
)]
pub struct Args {
    /// A folder that hearback backup made
    source: PathBuf,
    /// The newest erasure log; the one in the backup is applied in any case
    #[arg(long)]
    erasures: Option<PathBuf>,
}

pub async fn run(global: Global, args: Args) -> Result<Done, Failure> {
    let config = global.config(Map::new())?;
    if config.data.join("hearback.sqlite").exists() {
        return Err(Failure::conflict(
            format!("{} holds data already", shown(&config)),
            "name an empty folder with --data",
        ));
    }
    check(&args.source)?;
    let rows = args.source.join(POSTGRES);
    match (rows.exists(), config.database_url.is_some()) {
        (true, _) if config.postgres_url().is_none() => {
            return Err(Failure::usage(
                "the rows of this backup were in PostgreSQL",
                "name an empty database with --database-url",
            ));
        }
        (false, true) => {
            return Err(Failure::usage(
                "the rows of this backup were in SQLite",
                "restore it without --database-url",
            ));
        }
        _ => {}
    }
    let folder = Folder::lock(&config.data)
        .map_err(|e| Failure::conflict(e.to_string(), "name an empty folder with --data"))?;
    copy(&args.source, &config.data, "")?;
    if rows.exists() {
        // Makes the tables.
        let made = Store::open(store::Options::new(config.database_url())).await?;
        made.close().await;
    }
    let options = lake_options(&config)
        .map_err(|e| Failure::failed(e.to_string(), "see docs/reference/configuration.md"))?;
    Lake::bring_files(&options, &args.source.join("lake/files")).await?;
    if rows.exists() {
        store::fill_postgres(&config.database_url(), &rows).await?;
    }
    Lake::adopt_files(&options).await?;
    let mut logs = vec![args.source.join(ERASURE_LOG)];
    logs.extend(args.erasures);
    let app = App::open(config, false).await?;
    let again = erase_again(&app, &logs).await?;
    let signals: i64 = app
        .lake
        .stats(&app.default_workspace)
        .await?
        .iter()
        .filter(|t| t.table == "signals")
        .map(|t| t.rows - t.deleted)
        .sum();
    app.lake.close().await;
    app.store.close().await;
    drop(folder);
    if global.json {
        println!(
            "{}",
            json!({ "signals_in_lake": signals, "erased_again": again })
        );
    } else {
        global.say(&format!("restored; {again} people were erased again"));
    }
    Ok(Done::Whole)
}

fn check(source: &Path) -> Result<(), Failure> {
    let text = fs::read_to_string(source.join(MANIFEST)).map_err(|e| {
        Failure::missing(
            format!("{} is no backup: {e}", source.display()),
            "name a folder that hearback backup made",
        )
    })?;
    let manifest: Value = serde_json::from_str(&text)
        .map_err(|e| Failure::failed(e.to_string(), "the backup is damaged: use another"))?;
    let found = hashes(source, source)?;
    for (name, hash) in manifest["files"].as_object().into_iter().flatten() {
        if found.get(name) != Some(hash) {
            return Err(Failure::failed(
                format!("{name} differs from what was backed up"),
                "the backup is damaged: use another",
            ));
        }
    }
    Ok(())
}

/// Copies what lies in the data folder itself; the lake's files and PostgreSQL's rows go elsewhere.
fn copy(from: &Path, to: &Path, place: &str) -> Result<(), Failure> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let place = format!("{place}/{}", entry.file_name().to_string_lossy());
        if ["/lake/files", "/postgres", "/backup.json"].contains(&place.as_str()) {
            continue;
        }
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target, &place)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// Erases everyone whom the logs name; how many were there.
async fn erase_again(app: &App, logs: &[PathBuf]) -> Result<usize, Failure> {
    let mut tombstones: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for log in logs.iter().filter(|l| l.exists()) {
        for line in fs::read_to_string(log)?.lines() {
            if let Some((workspace, hash)) = line.split_once(' ') {
                tombstones
                    .entry(workspace.to_owned())
                    .or_default()
                    .push(hash.to_owned());
            }
        }
    }
    let mut again = 0;
    for (workspace, hashes) in tombstones {
        let workspace = WorkspaceId::new(workspace);
        for customer in app.store.customers_matching(&workspace, &hashes).await? {
            let actor = local_admin(&workspace);
            erase_customer(app, &actor, &customer).await.map_err(|r| {
                Failure::failed(
                    format!("an erasure could not be repeated ({})", r.status()),
                    "run hearback restore again into an empty folder",
                )
            })?;
            again += 1;
        }
        let mut tx = app.store.begin().await?;
        tx.add_tombstones(&workspace, &hashes, crate::clock::now())
            .await?;
        tx.commit().await?;
    }
    Ok(again)
}
