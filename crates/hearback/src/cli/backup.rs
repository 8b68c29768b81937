//! `hearback backup`: rows, catalogue and files, consistent, while the server runs or not.

use super::Global;
use super::door::Door;
use super::failure::{Done, Failure};
use crate::app::App;
use crate::config::Config;
use crate::erase::ERASURE_LOG;
use crate::worker::heads::HEADS;
use serde_json::{Map, json};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

/// Where to copy to.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  hearback backup --data hearback-data /backups/monday")]
pub struct Args {
    /// A folder that does not exist yet
    target: PathBuf,
}

/// The list of what a backup holds, with hashes.
pub const MANIFEST: &str = "backup.json";

/// Backs the data folder up, here or in the server that holds it.
pub(super) async fn run(global: Global, args: Args) -> Result<Done, Failure> {
    let config = global.config(Map::new())?;
    if args.target.exists() {
        return Err(Failure::conflict(
            format!("{} is there already", args.target.display()),
            "name a new folder",
        ));
    }
    let target = std::path::absolute(&args.target)?;
    let files = match Door::open(config).await? {
        Door::Here(app, _folder) => {
            let files = copy(&app, &target).await?;
            app.lake.close().await;
            app.store.close().await;
            files
        }
        Door::Server(server) => {
            let answer = server
                .post("/local/backup", &json!({ "target": target }))
                .await?;
            answer["files"].as_u64().unwrap_or(0)
        }
    };
    if global.json {
        println!("{}", json!({ "target": target, "files": files }));
    } else {
        global.say(&format!("{files} files are in {}", target.display()));
    }
    Ok(Done::Whole)
}

/// The folder of a backup that holds what was in PostgreSQL.
pub const POSTGRES: &str = "postgres";

/// Copies rows, catalogue and files while the lake stands still; how many files there are.
///
/// # Errors
/// An unwritable target, a database or bucket that does not answer.
pub async fn copy(app: &App, target: &Path) -> Result<u64, Failure> {
    app.lake.while_still(copy_still(app, target)).await
}

async fn copy_still(app: &App, target: &Path) -> Result<u64, Failure> {
    let config = &app.config;
    fs::create_dir_all(target.join("lake"))?;
    // The heads before the rows: whatever was written down as committed is then in the copy.
    for name in [HEADS, ERASURE_LOG] {
        if config.data.join(name).exists() {
            fs::copy(config.data.join(name), target.join(name))?;
        }
    }
    match config.postgres_url() {
        Some(url) => store::copy_postgres(url, &target.join(POSTGRES)).await?,
        None => copy_database(&config.sqlite_file(), &target.join("hearback.sqlite")).await?,
    }
    // Beside rows in PostgreSQL there is one only where the lake began with it.
    let catalogue = "lake/catalogue.sqlite";
    if config.data.join(catalogue).exists() {
        copy_database(&config.data.join(catalogue), &target.join(catalogue)).await?;
    }
    app.lake.copy_files(&target.join("lake/files")).await?;
    let files = hashes(target, target)?;
    let manifest = json!({ "version": env!("CARGO_PKG_VERSION"), "files": files });
    fs::write(target.join(MANIFEST), manifest.to_string())?;
    Ok(files.len() as u64)
}

/// A consistent copy of a SQLite file that may be written to meanwhile.
async fn copy_database(from: &Path, to: &Path) -> Result<(), Failure> {
    store::copy_sqlite(from, to)
        .await
        .map_err(|e| Failure::failed(format!("{}: {e}", from.display()), "is this a data folder?"))
}

/// Each file below `root` with its SHA-256.
pub fn hashes(root: &Path, folder: &Path) -> Result<Map<String, serde_json::Value>, Failure> {
    let mut found = Map::new();
    let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        if entry.file_type()?.is_dir() {
            found.extend(hashes(root, &entry.path())?);
        } else if entry.file_name() != MANIFEST {
            let mut hash = Sha256::new();
            std::io::copy(&mut fs::File::open(entry.path())?, &mut hash)?;
            let name = entry
                .path()
                .strip_prefix(root)
                .map(|p| p.display().to_string())
                .unwrap_or_default();
            found.insert(name, json!(store::ledger::hex(&hash.finalize())));
        }
    }
    Ok(found)
}

/// The data folder a configuration names, for messages.
pub fn shown(config: &Config) -> String {
    config.data.display().to_string()
}
