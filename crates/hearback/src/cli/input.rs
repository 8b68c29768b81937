//! Files that commands read row by row, without a data folder.

use super::Global;
use super::failure::Failure;
use indicatif::{ProgressBar, ProgressStyle};
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
    /// Opens a .csv, .tsv, .txt or .jsonl file, also .gz; `-` is JSON Lines on standard input. The
    /// bar follows the bytes of a file.
    ///
    /// # Errors
    /// The file cannot be opened.
    pub fn open(path: &Path, bar: &ProgressBar) -> Result<Self, Failure> {
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
        if let Ok(told) = file.metadata() {
            bar.set_length(told.len());
        }
        let file = bar.wrap_read(file);
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

/// A bar of bytes with a message and the time that is left; hidden where nobody wants one.
pub fn bar(global: &Global) -> ProgressBar {
    if global.quiet {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:30} {percent:>3} %  {msg}  {eta} left")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(0).with_style(style)
}
