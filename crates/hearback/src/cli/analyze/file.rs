//! A file as a table.

use crate::analyses::Source;
use crate::cli::failure::Failure;
use crate::cli::input::Input;
use indicatif::ProgressBar;
use sha2::{Digest, Sha256};
use std::path::Path;
use understand::analyze::Table;

/// Reads a .csv or .tsv file, also .gz.
pub fn read(path: &Path) -> Result<Source<'static>, Failure> {
    let input = Input::open(path, &ProgressBar::hidden())?;
    let unreadable = |e: csv::Error| {
        Failure::usage(
            format!("{} does not read: {e}", path.display()),
            "give a CSV file in UTF-8 with as many cells in every row as in its header",
        )
    };
    let mut reader = csv::ReaderBuilder::new()
        // Whatever it is called, a table is meant.
        .delimiter(input.delimiter.unwrap_or(b','))
        .from_reader(input.bytes);
    let names = reader.headers().map_err(unreadable)?.iter();
    let names: Vec<String> = names
        .map(|name| name.trim_start_matches('\u{feff}').trim().to_owned())
        .collect();
    let rows = reader
        .records()
        .map(|row| Ok(row?.iter().map(str::to_owned).collect()))
        .collect::<Result<Vec<Vec<String>>, csv::Error>>()
        .map_err(unreadable)?;
    let bytes = Sha256::digest(std::fs::read(path)?);
    Ok(Source::File {
        table: Table::new(names, rows)?,
        version: format!("sha256 {}", &store::ledger::hex(&bytes)[..12]),
    })
}
