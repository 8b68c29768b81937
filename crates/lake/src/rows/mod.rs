//! Records become columns: the schemas of the lake's tables and how rows are turned into them.
//!
//! Text is `Utf8View`, the layout in which the engine reads Parquet text back, so that hot rows
//! and stored rows have one schema.

use datafusion::arrow::datatypes::{Field, Schema};

mod cells;
pub(crate) mod mentions;
pub(crate) mod signals;
pub(crate) mod verbatims;

pub(crate) use cells::{Cells, text, text_field};

/// A record with the batch it was committed in.
#[derive(Debug, Clone)]
pub(crate) struct Row<T> {
    /// Position of its batch in the stream.
    pub seq: i64,
    /// The record.
    pub record: T,
}

/// The fields with which a table of the lake is appended to: its columns in its order, typed as
/// `core` has them, so that what the reader adds to a schema (field ids) does not travel back.
pub(crate) fn as_written(stored: &Schema, core: &[Field]) -> Vec<Field> {
    let field = |stored: &Field| {
        let ours = core.iter().find(|ours| ours.name() == stored.name());
        ours.cloned()
            .unwrap_or_else(|| Field::new(stored.name(), stored.data_type().clone(), true))
    };
    stored.fields().iter().map(|stored| field(stored)).collect()
}
