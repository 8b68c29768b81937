//! The `verbatims` table: one row per annotated verbatim.

use super::cells::{instant, list_field, number_lists, text_lists};
use super::{Cells, Row, text_field};
use crate::Result;
use datafusion::arrow::array::{ArrayRef, RecordBatch, new_null_array};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use domain::annotation::VerbatimRecord;
use std::sync::Arc;

/// The columns, in order.
pub(crate) fn core() -> Vec<Field> {
    let mut fields = vec![text_field("signal"), text_field("question")];
    fields.push(Field::new("seq", DataType::Int64, true));
    fields.extend(
        [
            "text",
            "customer",
            "post",
            "provenance",
            "channel",
            "location",
        ]
        .map(text_field),
    );
    fields.push(Field::new("occurred_at", instant(), true));
    fields.push(Field::new("occurred_on", DataType::Date32, true));
    fields.push(Field::new("test", DataType::Boolean, true));
    fields.extend(["run", "language", "sentiment_label"].map(text_field));
    fields.extend(["sentiment", "confidence"].map(|n| Field::new(n, DataType::Float64, true)));
    // Names and their confidences are lists side by side: `array_has(intents, 'praise')`.
    for (names, confidences) in [
        ("emotions", "emotion_confidences"),
        ("intents", "intent_confidences"),
    ] {
        fields.push(list_field(names, DataType::Utf8View));
        fields.push(list_field(confidences, DataType::Float64));
    }
    fields
}

/// The verbatims as columns of `schema`.
pub(crate) fn batch(rows: &[Row<VerbatimRecord>], schema: &SchemaRef) -> Result<RecordBatch> {
    let columns = schema
        .fields()
        .iter()
        .map(|field| {
            column(rows, field.name())
                .unwrap_or_else(|| new_null_array(field.data_type(), rows.len()))
        })
        .collect();
    Ok(RecordBatch::try_new(Arc::clone(schema), columns)?)
}

/// The table's own schema, or the one it has in the lake.
pub(crate) fn schema(existing: Option<&Schema>) -> SchemaRef {
    let fields = existing.map_or_else(core, |stored| super::as_written(stored, &core()));
    Arc::new(Schema::new(fields))
}

fn column(rows: &[Row<VerbatimRecord>], name: &str) -> Option<ArrayRef> {
    let cells = Cells(rows);
    Some(match name {
        "signal" => cells.text(|v| v.signal.as_str()),
        "question" => cells.text(|v| &v.question),
        "seq" => cells.seq(),
        "text" => cells.text(|v| &v.text),
        "customer" => cells.maybe_text(|v| v.customer.as_ref().map(|c| c.as_str())),
        "post" => cells.text(|v| v.post.as_str()),
        "provenance" => cells.text(|v| v.provenance.as_str()),
        "channel" => cells.text(|v| &v.channel),
        "location" => cells.maybe_text(|v| v.location.as_deref()),
        "occurred_at" => cells.instant(|v| v.occurred_at),
        "occurred_on" => cells.date(|v| v.occurred_on),
        "test" => cells.flag(|v| v.test),
        "run" => cells.text(|v| &v.run),
        "language" => cells.text(|v| &v.language),
        "sentiment_label" => cells.text(|v| &v.sentiment_label),
        "sentiment" => cells.number(|v| Some(v.sentiment)),
        "confidence" => cells.number(|v| Some(v.confidence)),
        "emotions" => names(rows, |v| &v.emotions),
        "emotion_confidences" => confidences(rows, |v| &v.emotions),
        "intents" => names(rows, |v| &v.intents),
        "intent_confidences" => confidences(rows, |v| &v.intents),
        _ => return None,
    })
}

type Named = Vec<(String, f64)>;

fn names(rows: &[Row<VerbatimRecord>], of: impl Fn(&VerbatimRecord) -> &Named) -> ArrayRef {
    text_lists(
        rows.iter()
            .map(|row| of(&row.record).iter().map(|(name, _)| name.as_str())),
    )
}

fn confidences(rows: &[Row<VerbatimRecord>], of: impl Fn(&VerbatimRecord) -> &Named) -> ArrayRef {
    number_lists(
        rows.iter()
            .map(|row| of(&row.record).iter().map(|(_, confidence)| *confidence)),
    )
}
