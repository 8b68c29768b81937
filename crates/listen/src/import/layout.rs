//! How a file is laid out: what must be known to read its rows.

use super::decode::{Counts, decode_all, encoding_of, unpacked};
use super::delimiter::delimiter_of;
use super::header::{Header, Top};
use super::{json_lines, sheet, source::Source};
use crate::Result;
use encoding_rs::Encoding;
use std::io::Read;
use std::sync::Arc;

/// Bytes that are looked at to tell what a file is.
const HEAD: usize = 1 << 20;

/// What sort of file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Cells with a delimiter: CSV, TSV, semicolons, pipes.
    Csv,
    /// A workbook: xlsx, xlsb, xls or ods; its first sheet that has rows.
    Sheet,
    /// One flat JSON object per line.
    JsonLines,
    /// One signal per line, as `POST /api/v1/signals` takes them.
    Signals,
}

/// How a file is laid out.
#[derive(Debug, Clone)]
pub struct Layout {
    /// What sort of file it is.
    pub format: Format,
    /// Between cells, for [`Format::Csv`].
    pub delimiter: u8,
    /// How characters are stored.
    pub encoding: &'static Encoding,
    /// Rows at the top that are no data.
    pub header_rows: usize,
    /// The sheet, for [`Format::Sheet`].
    pub sheet: Option<String>,
    /// The columns.
    pub headers: Vec<Header>,
}

impl Layout {
    /// Looks at the beginning of a file; `file` fixes what is known already.
    pub(super) fn of(source: &Source, file: &super::File) -> Result<Self> {
        let (head, cut) = head(source)?;
        if head.is_empty() {
            return Err(source.wrong(
                "a table",
                "it is empty",
                "give a file with a header and rows",
            ));
        }
        if file.format.unwrap_or(Format::Sheet) == Format::Sheet && sheet::is_one(&head) {
            let (sheet, rows) = sheet::top(source, file.sheet.as_deref())?;
            return Ok(Self::of_top(Format::Sheet, &rows, file).in_sheet(sheet));
        }
        let encoding = match &file.encoding {
            Some(label) => Encoding::for_label(label.trim().as_bytes()).ok_or_else(|| {
                crate::Error::Mapping(format!(
                    "there is no encoding '{label}': use utf-8, utf-16le, windows-1252 or another WHATWG label"
                ))
            })?,
            None => encoding_of(&head),
        };
        let text = decode_all(&head, encoding);
        let start = text.trim_start();
        let json = match file.format {
            Some(format) => matches!(format, Format::JsonLines | Format::Signals),
            None => start.starts_with('{'),
        };
        if json {
            let (format, headers) = json_lines::columns(source, encoding)?;
            return Ok(Self {
                format: file.format.unwrap_or(format),
                delimiter: b',',
                encoding,
                header_rows: 0,
                sheet: None,
                headers,
            });
        }
        if start.starts_with("[{") || start.starts_with("[\n") {
            return Err(source.wrong(
                "JSON Lines",
                "it is one JSON list",
                "save one object per line (jq -c '.[]' does that)",
            ));
        }
        if text.contains('\0') {
            return Err(source.wrong(
                "a table",
                "it holds NUL characters",
                "give CSV, TSV, Excel, OpenDocument, JSON Lines, or one of them as .gz",
            ));
        }
        let delimiter = match file.delimiter {
            Some(c) if c.is_ascii() => c as u8,
            Some(c) => {
                return Err(crate::Error::Mapping(format!(
                    "the delimiter '{c}' is no ASCII character: use ',', ';', '|' or a tab"
                )));
            }
            None => delimiter_of(&text, cut),
        };
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let rows: Vec<Vec<String>> = reader
            .records()
            .take(3)
            .filter_map(std::result::Result::ok)
            .map(|r| r.iter().map(str::to_owned).collect())
            .collect();
        let mut layout = Self::of_top(Format::Csv, &rows, file);
        layout.delimiter = delimiter;
        layout.encoding = encoding;
        Ok(layout)
    }

    fn of_top(format: Format, rows: &[Vec<String>], file: &super::File) -> Self {
        let top = match file.header_rows {
            Some(1) => Top::Plain,
            Some(2) => Top::QualtricsLegacy,
            Some(3) => Top::Qualtrics,
            _ => Top::of(rows),
        };
        Self {
            format,
            delimiter: b',',
            encoding: encoding_rs::UTF_8,
            header_rows: top.rows(),
            sheet: None,
            headers: top.headers(rows),
        }
    }

    fn in_sheet(mut self, sheet: String) -> Self {
        self.sheet = Some(sheet);
        self
    }
}

/// The first bytes of a file, unpacked; and whether there are more.
fn head(source: &Source) -> Result<(Vec<u8>, bool)> {
    let counts = Arc::new(Counts::default());
    let file = unpacked(source.open()?, &counts).map_err(|e| source.failed(e))?;
    let mut head = Vec::new();
    file.take(HEAD as u64)
        .read_to_end(&mut head)
        .map_err(|e| source.failed(e))?;
    let cut = head.len() == HEAD;
    Ok((head, cut))
}
