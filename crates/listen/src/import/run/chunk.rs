//! Rows read and shaped off the async threads, a chunk at a time.

use crate::Result;
use crate::import::layout::Layout;
use crate::import::occurrence::Occurrences;
use crate::import::rows::Rows;
use crate::import::shape::{Refusal, Shape};
use crate::import::source::Source;
use crate::receive::{Draft, content_hash};
use csv::StringRecord;
use std::sync::Arc;

/// Rows of a chunk.
const ROWS: usize = 2_000;
/// Bytes of a chunk's cells; long rows make shorter chunks.
const BYTES: usize = 8 << 20;

/// A row on its way: its draft with its content hash, or why it is refused.
pub(super) struct Item {
    pub(super) number: u64,
    pub(super) cells: StringRecord,
    pub(super) draft: std::result::Result<(Draft, String), Refusal>,
}

/// Some rows, and how far the file was read.
pub(super) struct Chunk {
    pub(super) items: Vec<Item>,
    pub(super) bytes_read: u64,
}

/// A file that is being read.
pub(super) struct Reading {
    rows: Rows,
    shape: Arc<Shape>,
    occurrences: Occurrences,
    skip: u64,
}

impl Reading {
    /// Opens a file; the first `skip` rows are read but not given.
    pub(super) fn open(
        source: &Arc<Source>,
        layout: &Layout,
        shape: Arc<Shape>,
        skip: u64,
    ) -> Result<Self> {
        Ok(Self {
            rows: Rows::open(source, layout)?,
            shape,
            occurrences: Occurrences::default(),
            skip,
        })
    }

    /// The next rows; none at the end.
    pub(super) fn chunk(mut self) -> Result<(Self, Chunk)> {
        let mut items = Vec::with_capacity(ROWS);
        let mut bytes = 0;
        while items.len() < ROWS && bytes < BYTES {
            let Some(row) = self.rows.next_row()? else {
                break;
            };
            let draft = self.shape.draft(&row, &mut self.occurrences);
            if row.number <= self.skip {
                continue;
            }
            bytes += row.cells.as_slice().len();
            items.push(Item {
                number: row.number,
                cells: row.cells,
                draft: draft.map(|draft| {
                    let hash = content_hash(&draft);
                    (draft, hash)
                }),
            });
        }
        let bytes_read = self.rows.bytes_read();
        Ok((self, Chunk { items, bytes_read }))
    }
}
