//! The head of the commit chain in a second file, fsynced each second: it survives what the
//! database loses, so that `hearback verify` finds it.

use crate::app::App;
use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Mutex;
use store::hot::{SIGNALS, VERBATIMS};

/// The file of heads: one line `workspace stream seq hash` per second in which anything was committed.
pub const HEADS: &str = "heads.log";

static LAST: Mutex<BTreeMap<(String, &'static str), i64>> = Mutex::new(BTreeMap::new());

/// Appends the heads that moved.
pub(super) async fn append(app: &App) -> bool {
    if let Err(error) = step(app).await {
        tracing::error!(%error, "the heads of the commit chain could not be written");
    }
    false
}

async fn step(app: &App) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let mut lines = String::new();
    for workspace in app.store.workspaces().await? {
        for stream in [SIGNALS, VERBATIMS] {
            let Some(link) = app.store.ledger_head(&workspace.id, stream).await? else {
                continue;
            };
            let mut last = LAST.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
            if last.insert((workspace.id.to_string(), stream), link.seq) != Some(link.seq) {
                lines.push_str(&format!(
                    "{} {stream} {} {}\n",
                    workspace.id, link.seq, link.hash
                ));
            }
        }
    }
    if !lines.is_empty() {
        write(&app.config.data.join(HEADS), &lines)?;
    }
    Ok(())
}

fn write(path: &Path, lines: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().create(true).append(true).open(path)?;
    file.write_all(lines.as_bytes())?;
    file.sync_data()
}

/// The newest head of each stream in the file.
pub fn read(path: &Path) -> io::Result<BTreeMap<(String, String), (i64, String)>> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error),
    };
    let mut heads = BTreeMap::new();
    for line in text.lines() {
        let parts: Vec<&str> = line.split(' ').collect();
        // A torn last line belongs to a second that was not acknowledged by this file yet.
        if let [workspace, stream, seq, hash] = parts[..]
            && hash.len() == 64
            && let Ok(seq) = seq.parse()
        {
            heads.insert(
                (workspace.to_owned(), stream.to_owned()),
                (seq, hash.to_owned()),
            );
        }
    }
    Ok(heads)
}
