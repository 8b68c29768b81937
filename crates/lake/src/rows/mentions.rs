//! The `mentions` table: one row per topic mentioned in a verbatim.

use super::cells::instant;
use super::{Cells, Row, text_field};
use crate::Result;
use datafusion::arrow::array::{ArrayRef, RecordBatch, new_null_array};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use domain::annotation::{Mention, VerbatimRecord};
use std::sync::Arc;

/// The columns, in order: the mention, then the dimensions of its verbatim.
pub(crate) fn core() -> Vec<Field> {
    let mut fields: Vec<Field> = ["signal", "question", "topic"].map(text_field).into();
    fields.push(Field::new("sentiment", DataType::Float64, true));
    fields.extend(["start_at", "end_at", "seq"].map(|n| Field::new(n, DataType::Int64, true)));
    fields.extend(["customer", "post", "provenance", "channel", "location"].map(text_field));
    fields.push(Field::new("occurred_at", instant(), true));
    fields.push(Field::new("occurred_on", DataType::Date32, true));
    fields.push(Field::new("test", DataType::Boolean, true));
    fields.push(text_field("run"));
    fields
}

/// The table's own schema, or the one it has in the lake.
pub(crate) fn schema(existing: Option<&Schema>) -> SchemaRef {
    let fields = existing.map_or_else(core, |stored| super::as_written(stored, &core()));
    Arc::new(Schema::new(fields))
}

/// The mentions of `verbatims` as columns of `schema`.
pub(crate) fn batch(verbatims: &[Row<VerbatimRecord>], schema: &SchemaRef) -> Result<RecordBatch> {
    let rows: Vec<Row<(&VerbatimRecord, &Mention)>> = verbatims
        .iter()
        .flat_map(|row| {
            let mentions = row.record.mentions.iter();
            mentions.map(|mention| Row {
                seq: row.seq,
                record: (&row.record, mention),
            })
        })
        .collect();
    let columns = schema
        .fields()
        .iter()
        .map(|field| {
            column(&rows, field.name())
                .unwrap_or_else(|| new_null_array(field.data_type(), rows.len()))
        })
        .collect();
    Ok(RecordBatch::try_new(Arc::clone(schema), columns)?)
}

fn column(rows: &[Row<(&VerbatimRecord, &Mention)>], name: &str) -> Option<ArrayRef> {
    let cells = Cells(rows);
    // Offsets are of texts in memory, so they fit.
    let offset = |at: usize| i64::try_from(at).unwrap_or(i64::MAX);
    Some(match name {
        "signal" => cells.text(|(v, _)| v.signal.as_str()),
        "question" => cells.text(|(v, _)| &v.question),
        "topic" => cells.text(|(_, m)| &m.topic),
        "sentiment" => cells.number(|(_, m)| Some(m.sentiment)),
        "start_at" => cells.whole(|(_, m)| offset(m.start)),
        "end_at" => cells.whole(|(_, m)| offset(m.end)),
        "seq" => cells.seq(),
        "customer" => cells.maybe_text(|(v, _)| v.customer.as_ref().map(|c| c.as_str())),
        "post" => cells.text(|(v, _)| v.post.as_str()),
        "provenance" => cells.text(|(v, _)| v.provenance.as_str()),
        "channel" => cells.text(|(v, _)| &v.channel),
        "location" => cells.maybe_text(|(v, _)| v.location.as_deref()),
        "occurred_at" => cells.instant(|(v, _)| v.occurred_at),
        "occurred_on" => cells.date(|(v, _)| v.occurred_on),
        "test" => cells.flag(|(v, _)| v.test),
        "run" => cells.text(|(v, _)| &v.run),
        _ => return None,
    })
}
