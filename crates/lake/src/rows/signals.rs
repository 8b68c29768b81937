//! The `signals` table: one row per signal, a column per question and per attribute.

use super::cells::{instant, list_field, pair_lists, pairs_field};
use super::{Cells, Row, text, text_field};
use crate::Result;
use datafusion::arrow::array::{
    ArrayRef, Float64Builder, Int64Builder, ListBuilder, RecordBatch, StringViewBuilder,
    StructBuilder, new_null_array,
};
use datafusion::arrow::datatypes::{DataType, Field, Fields, Schema, SchemaRef};
use domain::{Answer, Missing, Signal, name::key_of};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Before a question's column.
pub(crate) const QUESTION: &str = "q_";
/// Before an attribute's column.
pub(crate) const ATTRIBUTE: &str = "a_";

/// The columns that every signal has, in order.
pub(crate) fn core() -> Vec<Field> {
    let mut fields = vec![
        text_field("id"),
        Field::new("seq", DataType::Int64, true),
        Field::new("rev", DataType::Int64, true),
    ];
    fields.extend(["post", "external_id", "provenance", "channel", "touchpoint"].map(text_field));
    fields.extend(["location", "customer", "language"].map(text_field));
    fields.extend(["occurred_at", "received_at"].map(|name| Field::new(name, instant(), true)));
    fields.push(Field::new("occurred_on", DataType::Date32, true));
    fields.extend(["purpose", "basis", "notice"].map(text_field));
    fields.push(Field::new("test", DataType::Boolean, true));
    fields.push(Field::new("weight", DataType::Float64, true));
    fields.extend(["stratum", "cluster", "follow_up"].map(text_field));
    fields.push(list_field("answers", DataType::Struct(answer_fields())));
    fields.push(pairs_field("attributes"));
    fields
}

fn answer_fields() -> Fields {
    Fields::from(vec![
        text_field("question"),
        Field::new("version", DataType::Int64, true),
        Field::new("value", DataType::Float64, true),
        text_field("choice"),
        text_field("text"),
        text_field("missing"),
    ])
}

/// The schema of a table that has `existing` and meets `rows`: new questions with a number and new
/// attributes get a column each, in the order met, until `cap` such columns are there. What is
/// beyond the cap lives only in `answers` and `attributes`.
pub(crate) fn widened(existing: Option<&Schema>, rows: &[Row<Signal>], cap: usize) -> SchemaRef {
    let mut fields: Vec<Field> = match existing {
        Some(schema) => super::as_written(schema, &core()),
        None => core(),
    };
    let mut known: HashSet<String> = fields.iter().map(|f| f.name().clone()).collect();
    let mut wide = known.iter().filter(|name| is_wide(name)).count();
    let mut add = |prefix: &str, key: &str, kind: DataType| {
        // A key as met stands in for itself, so that the common case allocates once per key.
        let name = format!("{prefix}{}", key_of(key));
        if wide < cap && !known.contains(&name) {
            wide += 1;
            known.insert(name.clone());
            fields.push(Field::new(name, kind, true));
        }
    };
    let mut met: HashSet<(&str, &str)> = HashSet::new();
    for Row { record, .. } in rows {
        for answer in record.answers.iter().filter(|a| a.value.is_some()) {
            if met.insert((QUESTION, &answer.question)) {
                add(QUESTION, &answer.question, DataType::Float64);
            }
        }
        for key in record.attributes.keys() {
            if met.insert((ATTRIBUTE, key)) {
                add(ATTRIBUTE, key, DataType::Utf8View);
            }
        }
    }
    Arc::new(Schema::new(fields))
}

/// Whether a column stands for a question or an attribute.
pub(crate) fn is_wide(name: &str) -> bool {
    name.starts_with(QUESTION) || name.starts_with(ATTRIBUTE)
}

/// The signals as columns of `schema`.
pub(crate) fn batch(rows: &[Row<Signal>], schema: &SchemaRef) -> Result<RecordBatch> {
    let mut wide = Wide::of(rows, schema);
    let columns: Vec<ArrayRef> = schema
        .fields()
        .iter()
        .map(|field| {
            wide.take(field.name())
                .or_else(|| core_column(rows, field.name()))
                .unwrap_or_else(|| new_null_array(field.data_type(), rows.len()))
        })
        .collect();
    let options =
        datafusion::arrow::array::RecordBatchOptions::new().with_row_count(Some(rows.len()));
    Ok(RecordBatch::try_new_with_options(
        Arc::clone(schema),
        columns,
        &options,
    )?)
}

fn core_column(rows: &[Row<Signal>], name: &str) -> Option<ArrayRef> {
    let cells = Cells(rows);
    Some(match name {
        "id" => cells.text(|s| s.id.as_str()),
        "seq" => cells.seq(),
        "rev" => cells.whole(|s| s.rev),
        "post" => cells.text(|s| s.post.as_str()),
        "external_id" => cells.text(|s| &s.external_id),
        "provenance" => cells.text(|s| s.provenance.as_str()),
        "channel" => cells.text(|s| &s.channel),
        "touchpoint" => cells.maybe_text(|s| s.touchpoint.as_deref()),
        "location" => cells.maybe_text(|s| s.location.as_deref()),
        "customer" => cells.maybe_text(|s| s.customer.as_ref().map(|c| c.as_str())),
        "language" => cells.maybe_text(|s| s.language.as_deref()),
        "occurred_at" => cells.instant(|s| s.occurred_at),
        "received_at" => cells.instant(|s| s.received_at),
        "occurred_on" => cells.date(|s| s.occurred_on),
        "purpose" => cells.text(|s| &s.consent.purpose),
        "basis" => cells.text(|s| &s.consent.basis),
        "notice" => cells.maybe_text(|s| s.consent.notice.as_deref()),
        "test" => cells.flag(|s| s.test),
        "weight" => cells.number(|s| s.weight),
        "stratum" => cells.maybe_text(|s| s.stratum.as_deref()),
        "cluster" => cells.maybe_text(|s| s.cluster.as_deref()),
        "follow_up" => cells.maybe_text(|s| s.follow_up.as_deref()),
        "answers" => answers(rows),
        "attributes" => pair_lists(rows.iter().map(|row| {
            let attributes = row.record.attributes.iter();
            attributes.map(|(key, value)| (key.as_str(), value.as_str()))
        })),
        _ => return None,
    })
}

fn answers(rows: &[Row<Signal>]) -> ArrayRef {
    let mut lists = ListBuilder::new(StructBuilder::from_fields(answer_fields(), 0))
        .with_field(Field::new("item", DataType::Struct(answer_fields()), true));
    for row in rows {
        for answer in &row.record.answers {
            append_answer(lists.values(), answer);
        }
        lists.append(true);
    }
    Arc::new(lists.finish())
}

fn append_answer(cells: &mut StructBuilder, answer: &Answer) {
    let missing = answer.missing.map(missing_word);
    let texts = [
        (0, Some(answer.question.as_str())),
        (3, answer.choice.as_deref()),
        (4, answer.text.as_deref()),
        (5, missing),
    ];
    for (at, value) in texts {
        if let Some(cell) = cells.field_builder::<StringViewBuilder>(at) {
            cell.append_option(value);
        }
    }
    if let Some(cell) = cells.field_builder::<Int64Builder>(1) {
        cell.append_value(answer.version);
    }
    if let Some(cell) = cells.field_builder::<Float64Builder>(2) {
        cell.append_option(answer.value);
    }
    cells.append(true);
}

fn missing_word(missing: Missing) -> &'static str {
    match missing {
        Missing::Blank => "blank",
        Missing::NotShown => "not_shown",
        Missing::NotEncountered => "not_encountered",
        Missing::Refused => "refused",
        Missing::OutOfRange => "out_of_range",
    }
}

/// The columns of questions and attributes, filled in one pass over the rows.
#[derive(Default)]
struct Wide<'a> {
    numbers: HashMap<String, Vec<Option<f64>>>,
    texts: HashMap<String, Vec<Option<&'a str>>>,
}

impl<'a> Wide<'a> {
    fn of(rows: &'a [Row<Signal>], schema: &Schema) -> Self {
        let mut wide = Self::default();
        for field in schema.fields() {
            let name = field.name().clone();
            if name.starts_with(QUESTION) {
                wide.numbers.insert(name, vec![None; rows.len()]);
            } else if name.starts_with(ATTRIBUTE) {
                wide.texts.insert(name, vec![None; rows.len()]);
            }
        }
        let mut names: HashMap<(&str, &str), String> = HashMap::new();
        for (at, row) in rows.iter().enumerate() {
            for answer in &row.record.answers {
                let Some(value) = answer.value else { continue };
                let name = names
                    .entry((QUESTION, &answer.question))
                    .or_insert_with(|| format!("{QUESTION}{}", key_of(&answer.question)));
                if let Some(column) = wide.numbers.get_mut(name) {
                    // The first answer to a question counts.
                    column[at].get_or_insert(value);
                }
            }
            for (key, value) in &row.record.attributes {
                let name = names
                    .entry((ATTRIBUTE, key))
                    .or_insert_with(|| format!("{ATTRIBUTE}{}", key_of(key)));
                if let Some(column) = wide.texts.get_mut(name) {
                    column[at].get_or_insert(value);
                }
            }
        }
        wide
    }

    fn take(&mut self, name: &str) -> Option<ArrayRef> {
        if let Some(values) = self.numbers.remove(name) {
            let values: datafusion::arrow::array::Float64Array = values.into_iter().collect();
            return Some(Arc::new(values));
        }
        self.texts
            .remove(name)
            .map(|values| text(values.into_iter()))
    }
}
