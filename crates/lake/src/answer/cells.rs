//! Reading an answer's cells.

use columns::{Error, Result, ValueCount};
use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, Float64Array, Int32Array, Int64Array, ListArray, RecordBatch,
    StringViewArray, StructArray,
};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::DataType;
use datafusion::arrow::util::display::{ArrayFormatter, FormatOptions};
use std::collections::BTreeMap;

fn engine(error: impl std::fmt::Display) -> Error {
    Error::Engine(error.to_string())
}

/// A column of an answer.
pub(crate) fn column<'a>(answer: &'a RecordBatch, name: &str) -> Result<&'a ArrayRef> {
    answer
        .column_by_name(name)
        .ok_or_else(|| Error::Engine(format!("the answer has no column '{name}'")))
}

/// A column as whole numbers; instants come as unix microseconds.
pub(crate) fn whole(answer: &RecordBatch, name: &str) -> Result<Int64Array> {
    let column = cast(column(answer, name)?, &DataType::Int64).map_err(engine)?;
    Ok(column.as_primitive().clone())
}

/// A column of dates, as days since 1970.
pub(crate) fn days(answer: &RecordBatch, name: &str) -> Result<Int32Array> {
    let column = cast(column(answer, name)?, &DataType::Date32).map_err(engine)?;
    let column = cast(&column, &DataType::Int32).map_err(engine)?;
    Ok(column.as_primitive().clone())
}

/// A column as numbers.
pub(crate) fn numbers(answer: &RecordBatch, name: &str) -> Result<Float64Array> {
    let column = cast(column(answer, name)?, &DataType::Float64).map_err(engine)?;
    Ok(column.as_primitive().clone())
}

/// A column as text.
pub(crate) fn texts(answer: &RecordBatch, name: &str) -> Result<StringViewArray> {
    let column = cast(column(answer, name)?, &DataType::Utf8View).map_err(engine)?;
    Ok(column.as_string_view().clone())
}

/// A cell of a text column.
pub(crate) fn text(column: &StringViewArray, row: usize) -> Option<String> {
    column.is_valid(row).then(|| column.value(row).to_owned())
}

/// A group's value as people read it: `9`, not `9.0`.
pub(crate) fn group_text(column: &ArrayRef, row: usize) -> Result<Option<String>> {
    if column.is_null(row) {
        return Ok(None);
    }
    if *column.data_type() == DataType::Float64 {
        let value: &Float64Array = column.as_primitive();
        return Ok(Some(value.value(row).to_string()));
    }
    let format = FormatOptions::default();
    let formatter = ArrayFormatter::try_new(column, &format).map_err(engine)?;
    Ok(Some(formatter.value(row).to_string()))
}

/// The first column's values with the second's counts.
pub(crate) fn value_counts(answer: &RecordBatch) -> Result<Vec<ValueCount>> {
    let n = whole(answer, answer.schema().field(1).name())?;
    (0..answer.num_rows())
        .map(|row| {
            Ok(ValueCount {
                value: group_text(answer.column(0), row)?,
                n: n.value(row).unsigned_abs(),
            })
        })
        .collect()
}

/// The structs in one row of a list column.
fn structs(column: &ArrayRef, row: usize) -> Option<StructArray> {
    let lists: &ListArray = column.as_list_opt()?;
    if lists.is_null(row) {
        return None;
    }
    lists.value(row).as_struct_opt().cloned()
}

fn field_texts(items: &StructArray, name: &str) -> Option<StringViewArray> {
    let column = cast(items.column_by_name(name)?, &DataType::Utf8View).ok()?;
    Some(column.as_string_view().clone())
}

/// The attributes in one row of `attributes`.
pub(crate) fn attributes(column: &ArrayRef, row: usize) -> BTreeMap<String, String> {
    let read = || {
        let items = structs(column, row)?;
        let (keys, values) = (field_texts(&items, "key")?, field_texts(&items, "value")?);
        let pairs = keys.iter().zip(values.iter());
        Some(
            pairs
                .filter_map(|(key, value)| Some((key?.to_owned(), value?.to_owned())))
                .collect(),
        )
    };
    read().unwrap_or_default()
}

/// The numbers in one row of `answers`, by question.
pub(crate) fn scores(column: &ArrayRef, row: usize) -> BTreeMap<String, f64> {
    let read = || {
        let items = structs(column, row)?;
        let questions = field_texts(&items, "question")?;
        let values: &Float64Array = items.column_by_name("value")?.as_primitive_opt()?;
        let pairs = questions.iter().zip(values.iter());
        Some(
            pairs
                .filter_map(|(question, value)| Some((question?.to_owned(), value?)))
                .collect(),
        )
    };
    read().unwrap_or_default()
}

/// The words in one row of `answers`, with their questions, in order.
pub(crate) fn words(column: &ArrayRef, row: usize) -> Vec<(String, String)> {
    let read = || {
        let items = structs(column, row)?;
        let (questions, texts) = (
            field_texts(&items, "question")?,
            field_texts(&items, "text")?,
        );
        let pairs = questions.iter().zip(texts.iter());
        Some(
            pairs
                .filter_map(|(question, text)| Some((question?.to_owned(), text?.to_owned())))
                .collect(),
        )
    };
    read().unwrap_or_default()
}

/// The names and numbers in one row of two lists side by side.
pub(crate) fn named(names: &ArrayRef, numbers: &ArrayRef, row: usize) -> Vec<(String, f64)> {
    let read = || {
        let names: &ListArray = names.as_list_opt()?;
        let numbers: &ListArray = numbers.as_list_opt()?;
        if names.is_null(row) || numbers.is_null(row) {
            return None;
        }
        let names = cast(&names.value(row), &DataType::Utf8View).ok()?;
        let numbers = numbers.value(row);
        let numbers: &Float64Array = numbers.as_primitive_opt()?;
        let pairs = names.as_string_view().iter().zip(numbers.iter());
        Some(
            pairs
                .filter_map(|(name, number)| Some((name?.to_owned(), number?)))
                .collect(),
        )
    };
    read().unwrap_or_default()
}

/// The numbers in one row of a list of numbers.
pub(crate) fn number_list(column: &ArrayRef, row: usize) -> Option<Vec<f64>> {
    let lists: &ListArray = column.as_list_opt()?;
    let numbers = lists.is_valid(row).then(|| lists.value(row))?;
    let numbers: &Float64Array = numbers.as_primitive_opt()?;
    Some(numbers.values().to_vec())
}
