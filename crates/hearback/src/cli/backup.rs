//! `hearback backup`: rows, catalogue and files, consistent, while the server runs or not.

use super::Global;
use super::failure::{Done, Failure};
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

pub async fn run(global: Global, args: Args) -> Result<Done, Failure> {
    let config = global.config(Map::new())?;
    if args.target.exists() {
        return Err(Failure::conflict(
            format!("{} is there already", args.target.display()),
            "name a new folder",
        ));
    }
    if config.database_url.is_some() {
        return Err(Failure::usage(
            "rows in PostgreSQL are backed up with pg_dump",
            "run pg_dump, then copy the data folder's lake while no server writes",
        ));
    }
    fs::create_dir_all(args.target.join("lake"))?;
    // Rows first: what they hold and the lake does not is still hot in them; what the lake gets
    // afterwards is in them as well, and a restore's flush passes over batches that are in.
    copy_database(
        &config.data.join("hearback.sqlite"),
        &args.target.join("hearback.sqlite"),
    )
    .await?;
    copy_database(
        &config.data.join("lake/catalogue.sqlite"),
        &args.target.join("lake/catalogue.sqlite"),
    )
    .await?;
    copy_tree(
        &config.data.join("lake/files"),
        &args.target.join("lake/files"),
    )?;
    for name in [HEADS, ERASURE_LOG] {
        if config.data.join(name).exists() {
            fs::copy(config.data.join(name), args.target.join(name))?;
        }
    }
    let files = hashes(&args.target, &args.target)?;
    let manifest = json!({ "version": env!("CARGO_PKG_VERSION"), "files": files });
    fs::write(args.target.join(MANIFEST), manifest.to_string())?;
    if global.json {
        println!("{}", json!({ "target": args.target, "files": files.len() }))
    } else {
        global.say(&format!(
            "{} files are in {}",
            files.len(),
            args.target.display()
        ))
    }
    Ok(Done::Whole)
}

/// A consistent copy of a SQLite file that may be written to meanwhile.
async fn copy_database(from: &Path, to: &Path) -> Result<(), Failure> {
    store::copy_sqlite(from, to)
        .await
        .map_err(|e| Failure::failed(format!("{}: {e}", from.display()), "is this a data folder?"))
}

fn copy_tree(from: &Path, to: &Path) -> Result<(), Failure> {
    fs::create_dir_all(to)?;
    if !from.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_tree(&entry.path(), &target)?;
        } else if let Err(error) = fs::copy(entry.path(), &target) {
            // A file that compaction removed meanwhile is not named by the catalogue's copy either,
            // because files outlive the snapshots that name them.
            if error.kind() != std::io::ErrorKind::NotFound {
                return Err(error.into());
            }
        }
    }
    Ok(())
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
