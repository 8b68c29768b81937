//! The scanner of the erasure test: bytes of a person in files.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What is known of the person, each word nowhere else.
pub const CANARIES: [&str; 8] = [
    "zqperson",
    "zqsurname",
    "zqwords",
    "zqattribute",
    "zqnumber",
    "zqreply",
    "zqnote",
    "zqhot",
];

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)
        .expect("a folder")
        .map(|e| e.expect("an entry").path())
    {
        if entry.is_dir() {
            found.extend(files(&entry))
        } else {
            found.push(entry)
        }
    }
    found
}

/// The canaries in the bytes of files, or in a text.
pub fn found_in(bytes: &[u8]) -> BTreeSet<&'static str> {
    let lower = bytes.to_ascii_lowercase();
    CANARIES
        .into_iter()
        .filter(|c| lower.windows(c.len()).any(|w| w == c.as_bytes()))
        .collect()
}

pub fn found_below(folder: &Path) -> Vec<(PathBuf, BTreeSet<&'static str>)> {
    let read = files(folder)
        .into_iter()
        .map(|f| (f.clone(), found_in(&bytes_of(&f))));
    read.filter(|(_, found)| !found.is_empty()).collect()
}

/// A file's bytes, read by another process: closing a database's file here would take away the locks
/// that this process holds on it (POSIX), and a backup beside it would then clear its log.
fn bytes_of(file: &Path) -> Vec<u8> {
    let read = std::process::Command::new("cat").arg(file).output();
    read.expect("cat runs").stdout
}

pub fn parquet(folder: &Path) -> BTreeSet<PathBuf> {
    files(folder)
        .into_iter()
        .filter(|f| f.extension().is_some_and(|e| e == "parquet"))
        .collect()
}
