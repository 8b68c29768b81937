//! The rejects file: which rows were refused, why, and what they were.

use super::header::Header;
use csv::StringRecord;
use std::io::{self, Write};

/// Opens the rejects file: told the path of an earlier run to go on with, gives path and writer.
pub(super) type Open<'a> = dyn FnMut(Option<&str>) -> io::Result<(String, Box<dyn Write + Send + Sync>)>
    + Send
    + Sync
    + 'a;

/// The rejects file; it is made when the first row is refused.
pub(super) struct Rejects {
    /// Its path, once it is there.
    pub(super) path: Option<String>,
    writer: Option<csv::Writer<Box<dyn Write + Send + Sync>>>,
    header: Vec<String>,
    goes_on: bool,
}

impl Rejects {
    /// Rejects of a table with these columns; `before` is the file of the run that is resumed.
    pub(super) fn new(headers: &[Header], before: Option<String>) -> Self {
        let mut header = vec!["rejected_row".to_owned(), "rejected_reason".to_owned()];
        header.extend(headers.iter().map(|h| safe(&h.name).into_owned()));
        Self {
            goes_on: before.is_some(),
            path: before,
            writer: None,
            header,
        }
    }

    /// Adds a row.
    pub(super) fn add(
        &mut self,
        open: &mut Open<'_>,
        row: u64,
        reason: &str,
        cells: &StringRecord,
    ) -> io::Result<()> {
        if self.writer.is_none() {
            let (path, file) = open(self.path.as_deref())?;
            self.path = Some(path);
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(file);
            if !self.goes_on {
                writer
                    .write_record(&self.header)
                    .map_err(io::Error::other)?;
            }
            self.writer = Some(writer);
        }
        let Some(writer) = &mut self.writer else {
            return Ok(());
        };
        writer
            .write_field(row.to_string())
            .map_err(io::Error::other)?;
        writer
            .write_field(safe(reason).as_ref())
            .map_err(io::Error::other)?;
        for cell in cells {
            writer
                .write_field(safe(cell).as_ref())
                .map_err(io::Error::other)?;
        }
        writer.write_record(None::<&[u8]>).map_err(io::Error::other)
    }

    /// Writes out what is buffered.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        match &mut self.writer {
            Some(writer) => writer.flush(),
            None => Ok(()),
        }
    }
}

/// A cell that no spreadsheet takes for a formula; numbers stay what they are.
fn safe(cell: &str) -> std::borrow::Cow<'_, str> {
    if is_formula(cell) && super::profile::number(cell).is_none() {
        return format!("'{cell}").into();
    }
    cell.into()
}

/// The same cell without the mark that [`safe`] put before it.
pub(super) fn unmarked(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest) && super::profile::number(rest).is_none() => rest,
        _ => cell,
    }
}

fn is_formula(cell: &str) -> bool {
    let first = cell.trim_start_matches(' ').chars().next();
    matches!(
        first,
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠')
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_marked_and_numbers_and_words_are_not() {
        assert_eq!(safe("=1+1"), "'=1+1");
        assert_eq!(safe("-5"), "-5");
        assert_eq!(safe("- not good"), "'- not good");
        assert_eq!(safe("good"), "good");
        assert_eq!(unmarked("'=1+1"), "=1+1");
        assert_eq!(unmarked("'tis fine"), "'tis fine");
        assert_eq!(unmarked(&safe("- not good")), "- not good");
    }
}
