//! Files that commands read row by row, without a data folder.

use super::failure::Failure;
use std::fs::File;
use std::io::{Read, stdin};
use std::path::Path;

/// A file's bytes, and what its name says of them.
pub struct Input {
    /// The bytes, unpacked.
    pub bytes: Box<dyn Read>,
    /// The cells' delimiter; none where the rows are JSON Lines.
    pub delimiter: Option<u8>,
}

impl Input {
    /// Opens a .csv, .tsv, .txt or .jsonl file, also .gz; `-` is JSON Lines on standard input.
    ///
    /// # Errors
    /// The file cannot be opened.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        if path.as_os_str() == "-" {
            return Ok(Self {
                bytes: Box::new(stdin()),
                delimiter: None,
            });
        }
        let file = File::open(path).map_err(|e| {
            Failure::missing(
                format!("cannot read {}: {e}", path.display()),
                "check the path",
            )
        })?;
        let name = path.to_string_lossy().to_lowercase();
        let (name, bytes): (&str, Box<dyn Read>) = match name.strip_suffix(".gz") {
            Some(bare) => (bare, Box::new(flate2::read::MultiGzDecoder::new(file))),
            None => (&name, Box::new(file)),
        };
        let delimiter = match name.rsplit_once('.') {
            Some((_, "csv" | "txt")) => Some(b','),
            Some((_, "tsv")) => Some(b'\t'),
            _ => None,
        };
        Ok(Self { bytes, delimiter })
    }
}
