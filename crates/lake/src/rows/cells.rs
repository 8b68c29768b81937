//! Building single columns.

use datafusion::arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Float64Array, Float64Builder, Int64Array, ListBuilder,
    StringViewArray, StringViewBuilder, StructBuilder, TimestampMicrosecondArray,
};
use datafusion::arrow::datatypes::{DataType, Field, Fields, TimeUnit};
use std::sync::Arc;

/// A nullable text field.
pub(crate) fn text_field(name: &str) -> Field {
    Field::new(name, DataType::Utf8View, true)
}

/// The type of instants: microseconds, UTC by contract. Without a zone, so that DuckDB's
/// clients need no time zone database to read it.
pub(crate) fn instant() -> DataType {
    DataType::Timestamp(TimeUnit::Microsecond, None)
}

/// A text column.
pub(crate) fn text<'a>(values: impl Iterator<Item = Option<&'a str>>) -> ArrayRef {
    Arc::new(values.collect::<StringViewArray>())
}

/// Columns of one value per record.
pub(crate) struct Cells<'a, T>(pub &'a [super::Row<T>]);

impl<T> Cells<'_, T> {
    /// Text that every record has.
    pub fn text(&self, of: impl Fn(&T) -> &str) -> ArrayRef {
        text(self.0.iter().map(|row| Some(of(&row.record))))
    }
    /// Text that a record may lack.
    pub fn maybe_text(&self, of: impl Fn(&T) -> Option<&str>) -> ArrayRef {
        text(self.0.iter().map(|row| of(&row.record)))
    }
    /// The batches' positions.
    pub fn seq(&self) -> ArrayRef {
        Arc::new(self.0.iter().map(|row| row.seq).collect::<Int64Array>())
    }
    /// Whole numbers.
    pub fn whole(&self, of: impl Fn(&T) -> i64) -> ArrayRef {
        let values: Int64Array = self.0.iter().map(|row| of(&row.record)).collect();
        Arc::new(values)
    }
    /// Numbers that a record may lack.
    pub fn number(&self, of: impl Fn(&T) -> Option<f64>) -> ArrayRef {
        let values: Float64Array = self.0.iter().map(|row| of(&row.record)).collect();
        Arc::new(values)
    }
    /// Instants, unix microseconds.
    pub fn instant(&self, of: impl Fn(&T) -> i64) -> ArrayRef {
        let values: Vec<i64> = self.0.iter().map(|row| of(&row.record)).collect();
        Arc::new(TimestampMicrosecondArray::from(values))
    }
    /// Local dates.
    pub fn date(&self, of: impl Fn(&T) -> jiff::civil::Date) -> ArrayRef {
        let values: Date32Array = self
            .0
            .iter()
            .map(|row| Some(domain::time::to_days(of(&row.record))))
            .collect();
        Arc::new(values)
    }
    /// Flags.
    pub fn flag(&self, of: impl Fn(&T) -> bool) -> ArrayRef {
        let values: BooleanArray = self.0.iter().map(|row| Some(of(&row.record))).collect();
        Arc::new(values)
    }
}

/// The type of a list of texts or numbers.
pub(crate) fn list_field(name: &str, item: DataType) -> Field {
    Field::new(
        name,
        DataType::List(Arc::new(Field::new("item", item, true))),
        true,
    )
}

/// A column of lists of texts.
pub(crate) fn text_lists<'a, I>(rows: impl Iterator<Item = I>) -> ArrayRef
where
    I: Iterator<Item = &'a str>,
{
    let mut lists = ListBuilder::new(StringViewBuilder::new());
    for row in rows {
        row.for_each(|text| lists.values().append_value(text));
        lists.append(true);
    }
    Arc::new(lists.finish())
}

/// A column of lists of numbers.
pub(crate) fn number_lists<I>(rows: impl Iterator<Item = I>) -> ArrayRef
where
    I: Iterator<Item = f64>,
{
    let mut lists = ListBuilder::new(Float64Builder::new());
    for row in rows {
        row.for_each(|number| lists.values().append_value(number));
        lists.append(true);
    }
    Arc::new(lists.finish())
}

/// The fields of a key beside its value.
fn pair_fields() -> Fields {
    Fields::from(vec![text_field("key"), text_field("value")])
}

/// A field that holds a list of `{key, value}`.
pub(crate) fn pairs_field(name: &str) -> Field {
    list_field(name, DataType::Struct(pair_fields()))
}

/// A column of lists of `{key, value}`.
pub(crate) fn pair_lists<'a, I>(rows: impl Iterator<Item = I>) -> ArrayRef
where
    I: Iterator<Item = (&'a str, &'a str)>,
{
    let item = Field::new("item", DataType::Struct(pair_fields()), true);
    let pairs = StructBuilder::from_fields(pair_fields(), 0);
    let mut lists = ListBuilder::new(pairs).with_field(item);
    for row in rows {
        for (key, value) in row {
            let pairs = lists.values();
            for (at, text) in [(0, key), (1, value)] {
                if let Some(cell) = pairs.field_builder::<StringViewBuilder>(at) {
                    cell.append_value(text);
                }
            }
            pairs.append(true);
        }
        lists.append(true);
    }
    Arc::new(lists.finish())
}
