//! A file as a table.

use crate::cli::failure::Failure;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use understand::analyze::Table;

/// Reads a .csv or .tsv file, also .gz.
pub fn read(path: &Path) -> Result<Table, Failure> {
    let file = File::open(path).map_err(|e| {
        Failure::missing(
            format!("cannot read {}: {e}", path.display()),
            "check the path",
        )
    })?;
    let name = path.to_string_lossy().to_lowercase();
    let (bare, input): (&str, Box<dyn Read>) = match name.strip_suffix(".gz") {
        Some(bare) => (bare, Box::new(flate2::read::MultiGzDecoder::new(file))),
        None => (name.as_str(), Box::new(file)),
    };
    let unreadable = |e: csv::Error| {
        Failure::usage(
            format!("{} does not read: {e}", path.display()),
            "give a CSV file in UTF-8 with as many cells in every row as in its header",
        )
    };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(if bare.ends_with(".tsv") { b'\t' } else { b',' })
        .from_reader(input);
    let names = reader.headers().map_err(unreadable)?.iter();
    let names: Vec<String> = names
        .map(|name| name.trim_start_matches('\u{feff}').trim().to_owned())
        .collect();
    let rows = reader
        .records()
        .map(|row| Ok(row?.iter().map(str::to_owned).collect()))
        .collect::<Result<Vec<Vec<String>>, csv::Error>>()
        .map_err(unreadable)?;
    Ok(Table::new(names, rows)?)
}
