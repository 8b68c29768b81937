//! A look into a zip archive's directory, so that a bomb is refused before it is opened.

use super::source::Bytes;
use std::io::{self, SeekFrom};

/// Unpacked bytes that a workbook may claim.
const MOST: u64 = 1 << 30;
/// Entries that a workbook may have.
const ENTRIES: usize = 10_000;

/// What a zip archive holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Book {
    /// Office Open XML.
    Xlsx,
    /// Its binary sister.
    Xlsb,
    /// OpenDocument.
    Ods,
}

/// Tells what an archive holds; refuses one that says it unpacks to more than 1 GiB or has too many entries.
///
/// Source: PKWARE APPNOTE 4.3.12 and 4.3.16; sizes in the central directory may lie, so that the
/// reader still stops at its own limits.
pub(super) fn look(file: &mut dyn Bytes) -> io::Result<Book> {
    let size = file.seek(SeekFrom::End(0))?;
    let tail = size.min(66_000);
    file.seek(SeekFrom::End(-(tail as i64)))?;
    let mut end = vec![0; tail as usize];
    file.read_exact(&mut end)?;
    let Some(at) = end.windows(4).rposition(|w| w == b"PK\x05\x06") else {
        return Err(io::Error::other(
            "it is a damaged zip archive: save it again",
        ));
    };
    let word = |bytes: &[u8], at: usize, n: usize| {
        bytes.get(at..at + n).map_or(0, |b| {
            b.iter()
                .rev()
                .fold(0u64, |sum, byte| sum << 8 | u64::from(*byte))
        })
    };
    let (length, start) = (word(&end, at + 12, 4), word(&end, at + 16, 4));
    if length > 64 << 20 || start > size {
        return Err(io::Error::other(
            "its directory is too large: save it again as xlsx",
        ));
    }
    file.seek(SeekFrom::Start(start))?;
    let mut directory = vec![0; length.min(size - start) as usize];
    file.read_exact(&mut directory)?;
    file.seek(SeekFrom::Start(0))?;
    let (mut at, mut total, mut entries) = (0, 0u64, 0);
    let mut book = None;
    while directory.get(at..at + 4) == Some(b"PK\x01\x02") {
        total = total.saturating_add(word(&directory, at + 24, 4));
        entries += 1;
        let name = word(&directory, at + 28, 2) as usize;
        match directory.get(at + 46..at + 46 + name) {
            Some(b"xl/workbook.xml") => book = Some(Book::Xlsx),
            Some(b"xl/workbook.bin") => book = Some(Book::Xlsb),
            Some(b"content.xml") => book = Some(Book::Ods),
            _ => {}
        }
        let extra = (28..34)
            .step_by(2)
            .map(|o| word(&directory, at + o, 2))
            .sum::<u64>();
        at += 46 + extra as usize;
    }
    if total > MOST || entries > ENTRIES {
        return Err(io::Error::other(
            "it unpacks to more than 1 GiB: save the sheet as CSV and import that",
        ));
    }
    book.ok_or_else(|| {
        io::Error::other(
            "it is a zip archive without a workbook: unpack it and import what is inside",
        )
    })
}
