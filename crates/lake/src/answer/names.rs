//! Names as people write them, and the columns that they mean.

use crate::rows::signals::{ATTRIBUTE, QUESTION};
use columns::{Column, ColumnKind, Error, Result};
use datafusion::arrow::datatypes::{DataType, Schema};
use domain::name::key_of;

/// The common dimensions that are worth grouping by, in the order shown.
const DIMENSIONS: [&str; 12] = [
    "post",
    "provenance",
    "channel",
    "touchpoint",
    "location",
    "customer",
    "language",
    "occurred_on",
    "purpose",
    "basis",
    "stratum",
    "cluster",
];

/// The columns of the signals that may be asked by.
pub(crate) fn columns(schema: &Schema) -> Vec<Column> {
    let common = DIMENSIONS
        .iter()
        .map(|name| ((*name).to_owned(), ColumnKind::Dimension));
    let wide = schema.fields().iter().filter_map(|field| {
        let name = field.name().clone();
        if name.starts_with(QUESTION) {
            Some((name, ColumnKind::Question))
        } else if name.starts_with(ATTRIBUTE) {
            Some((name, ColumnKind::Attribute))
        } else {
            None
        }
    });
    common
        .chain(wide)
        .map(|(name, kind)| Column { name, kind })
        .collect()
}

/// The column that a dimension's name means: itself, else an attribute, else a question.
pub(crate) fn dimension(schema: &Schema, name: &str) -> Result<String> {
    let key = key_of(name);
    let candidates = [
        name.to_owned(),
        name.trim().to_lowercase(),
        format!("{ATTRIBUTE}{key}"),
        format!("{QUESTION}{key}"),
    ];
    first(schema, name, &candidates, |kind| !kind.is_nested())
}

/// The column that a question's name means: a question, else any other number.
pub(crate) fn question(schema: &Schema, name: &str) -> Result<String> {
    let key = key_of(name);
    let candidates = [
        format!("{QUESTION}{key}"),
        name.to_owned(),
        name.trim().to_lowercase(),
    ];
    first(schema, name, &candidates, DataType::is_floating)
}

fn first(
    schema: &Schema,
    name: &str,
    candidates: &[String],
    fits: impl Fn(&DataType) -> bool,
) -> Result<String> {
    let found = candidates.iter().find(|candidate| {
        let field = schema.field_with_name(candidate);
        field.is_ok_and(|field| fits(field.data_type()))
    });
    found.cloned().ok_or_else(|| {
        let fitting = schema.fields().iter().filter(|f| fits(f.data_type()));
        Error::UnknownColumn {
            name: name.to_owned(),
            near: near(name, fitting.map(|field| field.name().as_str())),
        }
    })
}

/// Up to three names that look like `name`, the most alike first; prefixes do not count.
pub(crate) fn near<'a>(name: &str, all: impl Iterator<Item = &'a str>) -> Vec<String> {
    let bare = |text: &str| {
        let text = text.to_lowercase();
        let text = text.strip_prefix(QUESTION).unwrap_or(&text).to_owned();
        text.strip_prefix(ATTRIBUTE)
            .map_or(text.clone(), str::to_owned)
    };
    let wanted = bare(&key_of(name));
    let reach = (wanted.chars().count() / 3).clamp(1, 4);
    let mut found: Vec<(usize, &str)> = all
        .filter_map(|other| {
            let other_bare = bare(other);
            let distance = strsim::damerau_levenshtein(&wanted, &other_bare);
            let part = wanted.len() >= 3 && other_bare.contains(&wanted);
            (distance <= reach || part).then_some((distance, other))
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
        .into_iter()
        .take(3)
        .map(|(_, name)| name.to_owned())
        .collect()
}
