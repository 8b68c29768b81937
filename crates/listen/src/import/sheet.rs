//! Workbooks: xlsx, xlsb, xls, ods. A thread of its own reads them row by row.

use super::source::{Bytes, Source};
use super::zip::{Book, look};
use crate::Result;
use calamine::{Data, DataRef, DataType, Ods, Reader, Xls, Xlsb, Xlsx};
use std::io::{BufReader, Read};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// Rows on their way between the threads.
const ON_THE_WAY: usize = 512;
/// Bytes of a workbook; its texts are held in memory while it is read.
const MOST_BYTES: u64 = 200 << 20;

type Line = std::result::Result<Vec<String>, String>;
type File = BufReader<Box<dyn Bytes>>;

/// Whether a file that begins so is a workbook: a zip archive, or the older compound file.
pub(super) fn is_one(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0])
}

/// The rows of a sheet; the last item is `None` when all rows came.
pub(super) struct Rows {
    lines: Receiver<Option<Line>>,
    ended: bool,
    /// The sheet that is read.
    pub(super) name: String,
}

impl Rows {
    /// Opens a sheet by name, or the first that is not empty.
    pub(super) fn open(source: &Source, sheet: Option<&str>) -> Result<Self> {
        if source.bytes > MOST_BYTES {
            return Err(source.wrong(
                "a workbook",
                format!("it has {} bytes", source.bytes),
                "save the sheet as CSV and import that: CSV may have any size",
            ));
        }
        let mut file = source.open()?;
        let mut magic = [0; 4];
        file.read_exact(&mut magic).map_err(|e| source.failed(e))?;
        let book = if magic == *b"PK\x03\x04" {
            Some(look(&mut *file).map_err(|e| source.failed(e))?)
        } else {
            None
        };
        file.rewind().map_err(|e| source.failed(e))?;
        let sheet = sheet.map(str::to_owned);
        let (send, lines) = sync_channel(ON_THE_WAY);
        let (tell, told) = sync_channel(1);
        std::thread::spawn(move || {
            // Who reads may be gone already; then nobody wants to know.
            let line = match read(file, book, sheet.as_deref(), &tell, &send) {
                Ok(()) => None,
                Err(reason) => Some(Err(reason)),
            };
            let _ = send.send(line);
        });
        let name = told.recv().unwrap_or_default();
        Ok(Self {
            lines,
            ended: false,
            name,
        })
    }

    /// The next row; `None` at the end.
    pub(super) fn next(&mut self, source: &Source) -> Result<Option<Vec<String>>> {
        if self.ended {
            return Ok(None);
        }
        match self.lines.recv() {
            Ok(Some(Ok(row))) => Ok(Some(row)),
            Ok(Some(Err(reason))) => Err(source.wrong(
                "a workbook",
                reason,
                "open it, save it as xlsx or CSV, and import that",
            )),
            Ok(None) => {
                self.ended = true;
                Ok(None)
            }
            Err(_) => Err(crate::Error::Stopped(source.name.clone())),
        }
    }
}

/// The name of the sheet and its first three rows.
pub(super) fn top(source: &Source, sheet: Option<&str>) -> Result<(String, Vec<Vec<String>>)> {
    let mut rows = Rows::open(source, sheet)?;
    let mut top = Vec::new();
    while top.len() < 3 {
        let Some(row) = rows.next(source)? else { break };
        top.push(row);
    }
    if top.is_empty() {
        return Err(source.wrong(
            "a workbook",
            "its sheets are empty",
            "give a workbook with a header and rows",
        ));
    }
    Ok((rows.name, top))
}

fn read(
    file: Box<dyn Bytes>,
    book: Option<Book>,
    sheet: Option<&str>,
    tell: &SyncSender<String>,
    send: &SyncSender<Option<Line>>,
) -> std::result::Result<(), String> {
    let file = BufReader::new(file);
    match book {
        None => whole(Xls::new(file).map_err(words)?, sheet, tell, send),
        Some(Book::Xlsx) => xlsx(&mut Xlsx::new(file).map_err(words)?, sheet, tell, send),
        Some(Book::Xlsb) => whole(Xlsb::new(file).map_err(words)?, sheet, tell, send),
        Some(Book::Ods) => whole(Ods::new(file).map_err(words)?, sheet, tell, send),
    }
}

/// Streams an xlsx sheet: only its texts are held in memory.
fn xlsx(
    book: &mut Xlsx<File>,
    sheet: Option<&str>,
    tell: &SyncSender<String>,
    send: &SyncSender<Option<Line>>,
) -> std::result::Result<(), String> {
    for name in names(book.sheet_names(), sheet)? {
        let mut cells = book.worksheet_cells_reader(&name).map_err(words)?;
        let mut row: Option<(u32, Vec<String>)> = None;
        let mut told = false;
        while let Some(cell) = cells.next_cell().map_err(words)? {
            let (at, column) = cell.get_position();
            let text = cell_ref(cell.get_value());
            if text.is_empty() {
                continue;
            }
            if !told {
                let _ = tell.send(name.clone());
                told = true;
            }
            if row.as_ref().is_some_and(|(r, _)| *r != at)
                && let Some((_, done)) = row.take()
                && send.send(Some(Ok(done))).is_err()
            {
                return Ok(());
            }
            let (_, cells) = row.get_or_insert_with(|| (at, Vec::new()));
            let column = column as usize;
            if column > 16_384 {
                return Err(format!("row {} has a cell in column {column}", at + 1));
            }
            cells.resize(cells.len().max(column + 1), String::new());
            cells[column] = text;
        }
        if let Some((_, done)) = row {
            let _ = send.send(Some(Ok(done)));
        }
        if told {
            return Ok(());
        }
    }
    Ok(())
}

/// Reads a sheet of the other formats, which are held in memory as a whole.
fn whole<R: Reader<File>>(
    mut book: R,
    sheet: Option<&str>,
    tell: &SyncSender<String>,
    send: &SyncSender<Option<Line>>,
) -> std::result::Result<(), String>
where
    R::Error: std::fmt::Display,
{
    for name in names(book.sheet_names(), sheet)? {
        let range = book.worksheet_range(&name).map_err(words)?;
        if range.is_empty() {
            continue;
        }
        let _ = tell.send(name);
        for row in range.rows() {
            let cells: Vec<String> = row.iter().map(cell).collect();
            if cells.iter().all(String::is_empty) {
                continue;
            }
            if send.send(Some(Ok(cells))).is_err() {
                break;
            }
        }
        return Ok(());
    }
    Ok(())
}

fn names(all: Vec<String>, wanted: Option<&str>) -> std::result::Result<Vec<String>, String> {
    match wanted {
        None => Ok(all),
        Some(name) if all.iter().any(|n| n == name) => Ok(vec![name.to_owned()]),
        Some(name) => Err(format!("it has no sheet '{name}', only {}", all.join(", "))),
    }
}

fn words(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn cell_ref(value: &DataRef<'_>) -> String {
    match value {
        DataRef::SharedString(text) => (*text).to_owned(),
        other => cell(&other.clone().into()),
    }
}

/// A cell as the text that a CSV would hold.
fn cell(value: &Data) -> String {
    match value {
        Data::Empty | Data::Error(_) => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Bool(flag) => flag.to_string(),
        Data::DateTime(at) if at.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
        }
        other => other.as_f64().map_or_else(String::new, |n| n.to_string()),
    }
}
