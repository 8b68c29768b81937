//! A mapping at work: from a row to a draft.

use super::dates::{self, DateOrder};
use super::header::Header;
use super::layout::{Format, Layout};
use super::mapping::{Column, Mapping, Role};
use super::occurrence::Occurrences;
use super::profile::number;
use super::rejects::unmarked;
use super::rows::Row;
use crate::flaw::brief;
use crate::questions::Question;
use crate::receive::{Draft, Limits, parse_line, reference};
use crate::{Error, Result};
use domain::{Answer, Missing};
use jiff::tz::TimeZone;

/// Values that mark a test row when the mapping names none.
const TEST: [&str; 5] = ["true", "yes", "y", "1", "test"];

/// A mapping that is ready to be used on the rows of one file.
pub(super) struct Shape {
    mapping: Mapping,
    columns: Vec<(usize, Column, String)>,
    signals: bool,
    order: DateOrder,
    zone: TimeZone,
    limits: Limits,
}

/// Why a row was refused: the reason as such, and with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    /// Without the value, to count by.
    pub(super) sort: String,
    /// With the value, for the person who mends it.
    pub(super) reason: String,
}

impl Refusal {
    pub(super) fn new(sort: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            sort: sort.into(),
            reason: reason.into(),
        }
    }
}

impl Shape {
    /// Fits a mapping to a file.
    ///
    /// # Errors
    /// [`Error::Mapping`] when it names columns or zones that do not exist.
    pub(super) fn new(mapping: &Mapping, layout: &Layout, zone: &TimeZone) -> Result<Self> {
        let signals = layout.format == Format::Signals;
        if !signals {
            mapping.check(&layout.headers)?;
        }
        let zone = match &mapping.time_zone {
            None => zone.clone(),
            Some(name) => TimeZone::get(name).map_err(|_| {
                Error::Mapping(format!(
                    "there is no time zone '{name}': write it like Europe/London"
                ))
            })?,
        };
        let place = |column: &Column| {
            layout
                .headers
                .iter()
                .position(|h: &Header| h.name == column.column)
        };
        let columns = mapping
            .columns
            .iter()
            .filter(|c| c.role != Role::Ignore)
            .filter_map(|c| Some((place(c)?, c.clone(), c.key())))
            .collect();
        Ok(Self {
            mapping: mapping.clone(),
            columns,
            signals,
            order: mapping.date_order.unwrap_or(DateOrder::Dmy),
            zone,
            limits: Limits::default(),
        })
    }

    /// The questions that the mapping's columns answer, in the file's order.
    pub(super) fn questions(&self) -> Vec<Question> {
        self.columns
            .iter()
            .filter(|(_, c, _)| c.role.is_answer())
            .map(|(_, column, key)| Question {
                key: key.clone(),
                version: 1,
                label: column
                    .label
                    .clone()
                    .unwrap_or_else(|| column.column.clone()),
                kind: super::mapping::word(column.role),
                scale_low: column.low,
                scale_high: column.high,
            })
            .collect()
    }

    /// The draft of a row. Every row must be given, in order: ids count equal rows.
    pub(super) fn draft(
        &self,
        row: &Row,
        rows: &mut Occurrences,
    ) -> std::result::Result<Draft, Refusal> {
        if let Some(flaw) = &row.flaw {
            return Err(Refusal::new(
                "the row does not fit the header",
                flaw.clone(),
            ));
        }
        if self.signals {
            let line = row.cells.get(0).unwrap_or("");
            let mut draft =
                parse_line(line.as_bytes(), None, &self.limits, &self.zone).map_err(|flaw| {
                    let field = if flaw.field.is_empty() {
                        "the line"
                    } else {
                        &flaw.field
                    };
                    Refusal::new(
                        format!("{field} does not read"),
                        format!("{field}: {}; {}", flaw.detail, flaw.hint),
                    )
                })?;
            draft.line = row.number as usize;
            return Ok(draft);
        }
        if row.cells.iter().all(|c| c.trim().is_empty()) {
            return Err(Refusal::new("the row is empty", "the row is empty"));
        }
        if row.cells.iter().any(|c| c.contains('\0')) {
            return Err(Refusal::new(
                "a NUL character",
                "a cell holds a NUL character",
            ));
        }
        let mut draft = Draft {
            line: row.number as usize,
            provenance: self.mapping.provenance,
            consent: self.mapping.consent.clone(),
            ..Draft::default()
        };
        for (place, column, key) in &self.columns {
            let cell = unmarked(row.cells.get(*place).unwrap_or(""));
            if !cell.trim().is_empty() {
                self.put(&mut draft, column, key, cell)?;
            }
        }
        if draft.external_id.is_empty() {
            if let Some((_, column, _)) = self
                .columns
                .iter()
                .find(|(_, c, _)| c.role == Role::ExternalId)
            {
                return Err(Refusal::new(
                    "the id is blank",
                    format!(
                        "'{}' is blank: fill it, or map no column as external_id",
                        column.column
                    ),
                ));
            }
            draft.external_id = rows.id(&row.cells);
        }
        let fallback = |own: &mut Option<String>, all: &Option<String>| {
            if own.is_none() {
                own.clone_from(all);
            }
        };
        fallback(&mut draft.channel, &self.mapping.channel);
        fallback(&mut draft.touchpoint, &self.mapping.touchpoint);
        fallback(&mut draft.language, &self.mapping.language);
        Ok(draft)
    }

    fn put(
        &self,
        draft: &mut Draft,
        column: &Column,
        key: &str,
        cell: &str,
    ) -> std::result::Result<(), Refusal> {
        let text = || short(column, cell);
        match column.role {
            Role::ExternalId => draft.external_id = text()?,
            Role::Customer => {
                draft.customer = Some(reference(
                    column.kind.as_deref().unwrap_or("customer"),
                    &text()?,
                ));
            }
            Role::OccurredAt => draft.occurred_at = Some(self.time(column, cell)?),
            Role::Location => draft.location = Some(text()?),
            Role::Channel => draft.channel = Some(domain::name::key_of(&text()?)),
            Role::Touchpoint => draft.touchpoint = Some(text()?),
            Role::Language => draft.language = Some(text()?.to_lowercase()),
            Role::Score => draft.answers.push(score(column, key, cell)),
            Role::Verbatim => {
                if cell.len() > self.limits.verbatim_bytes {
                    return Err(Refusal::new(
                        format!("'{}' is too long", column.column),
                        format!(
                            "'{}' has {} bytes: cut it to {}",
                            column.column,
                            cell.len(),
                            self.limits.verbatim_bytes
                        ),
                    ));
                }
                draft
                    .answers
                    .push(answer(column, key, cell, Answer::verbatim));
            }
            Role::Choice => {
                let cell = text()?;
                draft
                    .answers
                    .push(answer(column, key, plain(column, &cell), Answer::choice));
            }
            Role::Attribute => {
                let cell = text()?;
                draft
                    .attributes
                    .insert(key.to_owned(), plain(column, &cell).to_owned());
            }
            Role::Weight => match number(cell).filter(|n| *n >= 0.0) {
                Some(weight) => draft.weight = Some(weight),
                None => {
                    return Err(Refusal::new(
                        "the weight is no number",
                        format!("the weight '{}' is no number of 0 or more", brief(cell)),
                    ));
                }
            },
            Role::Stratum => draft.stratum = Some(plain(column, &text()?).to_owned()),
            Role::Cluster => draft.cluster = Some(plain(column, &text()?).to_owned()),
            Role::Test => {
                let is = |word: &str| word.eq_ignore_ascii_case(cell.trim());
                draft.test = if column.when.is_empty() {
                    TEST.iter().any(|w| is(w))
                } else {
                    column.when.iter().any(|w| is(w))
                };
            }
            Role::Ignore => {}
        }
        Ok(())
    }

    fn time(&self, column: &Column, cell: &str) -> std::result::Result<i64, Refusal> {
        dates::read(cell, self.order, &self.zone).ok_or_else(|| {
            let order = match self.order {
                DateOrder::Dmy => "day, month, year",
                DateOrder::Mdy => "month, day, year",
            };
            Refusal::new(
                format!("'{}' is no time", column.column),
                format!(
                    "'{}' of '{}' is no time: write 2026-03-01T09:30:00Z, or {order}",
                    brief(cell),
                    column.column
                ),
            )
        })
    }
}

/// A short text of a cell.
fn short(column: &Column, cell: &str) -> std::result::Result<String, Refusal> {
    const MOST: usize = 4_096;
    let cell = cell.trim();
    if cell.len() <= MOST {
        return Ok(cell.to_owned());
    }
    Err(Refusal::new(
        format!("'{}' is too long", column.column),
        format!(
            "'{}' has {} bytes, {MOST} at most: map it as verbatim if it holds words",
            column.column,
            cell.len()
        ),
    ))
}

/// A whole number without the `.0` that other programs put behind it.
fn plain<'a>(column: &Column, cell: &'a str) -> &'a str {
    match cell.strip_suffix(".0") {
        Some(whole) if column.whole && !whole.is_empty() => whole,
        _ => cell,
    }
}

/// An answer, or why there is none.
fn answer(column: &Column, key: &str, cell: &str, make: fn(String, String) -> Answer) -> Answer {
    match column.missing.get(cell.trim()) {
        Some(why) => Answer::missing(key, *why),
        None => make(key.to_owned(), cell.to_owned()),
    }
}

/// A number; what is none is kept as a choice that the scale does not have.
fn score(column: &Column, key: &str, cell: &str) -> Answer {
    let cell = cell.trim();
    if let Some(why) = column.missing.get(cell) {
        return Answer::missing(key, *why);
    }
    match number(cell) {
        Some(value) => match column.missing.get(&value.to_string()) {
            Some(why) => Answer::missing(key, *why),
            None => Answer::score(key, value),
        },
        None => Answer {
            choice: Some(brief(cell)),
            ..Answer::missing(key, Missing::OutOfRange)
        },
    }
}
