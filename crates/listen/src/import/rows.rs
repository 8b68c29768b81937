//! The rows of a file, one after the other, whatever it is.

use super::decode::{Counts, Decoded, unpacked};
use super::header::Header;
use super::json_lines::flat;
use super::layout::{Format, Layout};
use super::sheet;
use super::source::Source;
use crate::Result;
use csv::StringRecord;
use serde_json::Value;
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;

/// One row of data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number; the first row after the header is 1.
    pub number: u64,
    /// Its cells as they stand in the file.
    pub cells: StringRecord,
    /// Why it is no row of this table.
    pub flaw: Option<String>,
}

type Text = Decoded<Box<dyn Read + Send>>;

enum Inner {
    Csv(Box<csv::Reader<Text>>),
    Lines(BufReader<Text>, HashMap<String, usize>),
    Signals(BufReader<Text>),
    Sheet(sheet::Rows),
}

/// The rows of a file; reading holds one row in memory.
pub struct Rows {
    source: Arc<Source>,
    inner: Inner,
    counts: Arc<Counts>,
    width: usize,
    number: u64,
}

impl Rows {
    /// The rows of a file that is laid out so.
    pub fn open(source: &Arc<Source>, layout: &Layout) -> Result<Self> {
        let counts = Arc::new(Counts::default());
        let text = || -> Result<Text> {
            let file = unpacked(source.open()?, &counts).map_err(|e| source.failed(e))?;
            Ok(Decoded::new(file, layout.encoding, Arc::clone(&counts)))
        };
        let mut inner = match layout.format {
            Format::Csv => Inner::Csv(Box::new(
                csv::ReaderBuilder::new()
                    .delimiter(layout.delimiter)
                    .has_headers(false)
                    .flexible(true)
                    .buffer_capacity(64 << 10)
                    .from_reader(text()?),
            )),
            Format::JsonLines => Inner::Lines(BufReader::new(text()?), places(&layout.headers)),
            Format::Signals => Inner::Signals(BufReader::new(text()?)),
            Format::Sheet => Inner::Sheet(sheet::Rows::open(source, layout.sheet.as_deref())?),
        };
        for _ in 0..layout.header_rows {
            let mut header = StringRecord::new();
            match &mut inner {
                Inner::Csv(reader) => {
                    reader
                        .read_record(&mut header)
                        .map_err(|e| failed(source, e))?;
                }
                Inner::Sheet(rows) => {
                    rows.next(source)?;
                }
                Inner::Lines(..) | Inner::Signals(_) => {}
            }
        }
        Ok(Self {
            source: Arc::clone(source),
            inner,
            counts,
            width: layout.headers.len(),
            number: 0,
        })
    }

    /// Bytes of the file that were read so far; a workbook is taken as read at once.
    pub fn bytes_read(&self) -> u64 {
        match self.inner {
            Inner::Sheet(_) => self.source.bytes,
            _ => self.counts.read.load(Relaxed),
        }
    }

    /// Characters that the encoding did not have, and bytes of characters beyond ASCII.
    pub(super) fn strange(&self) -> (u64, u64) {
        (
            self.counts.malformed.load(Relaxed),
            self.counts.beyond_ascii.load(Relaxed),
        )
    }

    /// The next row; `None` at the end.
    ///
    /// # Errors
    /// When the file cannot be read on: what is wrong with one row alone is in its `flaw`.
    pub fn next_row(&mut self) -> Result<Option<Row>> {
        self.counts.since_record.store(0, Relaxed);
        let mut flaw = None;
        let cells = match &mut self.inner {
            Inner::Csv(reader) => {
                let mut cells = StringRecord::new();
                if !reader
                    .read_record(&mut cells)
                    .map_err(|e| failed(&self.source, e))?
                {
                    return Ok(None);
                }
                cells
            }
            Inner::Sheet(rows) => {
                let Some(mut cells) = rows.next(&self.source)? else {
                    return Ok(None);
                };
                cells.resize(cells.len().max(self.width), String::new());
                StringRecord::from(cells)
            }
            Inner::Lines(lines, places) => {
                let Some(line) = next_line(lines, &self.source, &self.counts)? else {
                    return Ok(None);
                };
                match serde_json::from_str::<Value>(&line) {
                    Ok(Value::Object(object)) => {
                        let mut cells = vec![String::new(); self.width];
                        for (name, value) in flat(&object) {
                            if let Some(at) = places.get(&name) {
                                cells[*at] = value;
                            }
                        }
                        StringRecord::from(cells)
                    }
                    Ok(_) => {
                        flaw = Some("the line is no JSON object".to_owned());
                        StringRecord::from(vec![line])
                    }
                    Err(error) => {
                        flaw = Some(format!("the line is not JSON: {error}"));
                        StringRecord::from(vec![line])
                    }
                }
            }
            Inner::Signals(lines) => match next_line(lines, &self.source, &self.counts)? {
                Some(line) => StringRecord::from(vec![line]),
                None => return Ok(None),
            },
        };
        self.number += 1;
        if flaw.is_none() {
            flaw = self.misfit(&cells);
        }
        Ok(Some(Row {
            number: self.number,
            cells,
            flaw,
        }))
    }

    /// Why a row of this many cells does not fit the header. A row that lost or won a cell has its
    /// values in wrong columns, which is worse than a missing row.
    fn misfit(&self, cells: &StringRecord) -> Option<String> {
        let extra = cells.iter().skip(self.width).any(|c| !c.trim().is_empty());
        if cells.len() >= self.width && !extra {
            return None;
        }
        Some(format!(
            "the row has {} cells, the header {}: quote cells that hold the delimiter or a line break",
            cells.len(),
            self.width
        ))
    }
}

fn places(headers: &[Header]) -> HashMap<String, usize> {
    headers
        .iter()
        .enumerate()
        .map(|(i, h)| (h.name.clone(), i))
        .collect()
}

/// The next line that is not blank, without its end.
fn next_line(
    lines: &mut BufReader<Text>,
    source: &Source,
    counts: &Counts,
) -> Result<Option<String>> {
    let mut line = String::new();
    loop {
        counts.since_record.store(0, Relaxed);
        line.clear();
        if lines.read_line(&mut line).map_err(|e| source.failed(e))? == 0 {
            return Ok(None);
        }
        if !line.trim().is_empty() {
            line.truncate(line.trim_end_matches(['\n', '\r']).len());
            return Ok(Some(line));
        }
    }
}

fn failed(source: &Source, error: csv::Error) -> crate::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => source.failed(error),
        other => source.wrong(
            "CSV",
            format!("{other:?}"),
            "save it again as CSV with UTF-8",
        ),
    }
}
