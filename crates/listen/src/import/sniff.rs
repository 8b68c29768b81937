//! One pass over a file: what it is, what its columns seem to be.

use super::dates::DateOrder;
use super::guess;
use super::layout::{Format, Layout};
use super::mapping::{File, Mapping, Role};
use super::profile::Profile;
use super::rows::Rows;
use super::source::Source;
use crate::Result;
use encoding_rs::{UTF_8, WINDOWS_1252};
use std::hash::RandomState;
use std::sync::Arc;

/// Rows that are shown.
const SHOWN: usize = 20;

/// What a file seems to be.
#[derive(Debug, Clone)]
pub struct Sniffed {
    /// How it is laid out.
    pub layout: Layout,
    /// SHA-256 of its bytes, hex.
    pub hash: String,
    /// Rows of data, those that do not fit the header included.
    pub rows: u64,
    /// The first 20 rows, cell by cell.
    pub sample: Vec<Vec<String>>,
    /// The guess: a column for each header, each with its reason.
    pub mapping: Mapping,
    /// What the person should look at.
    pub warnings: Vec<String>,
}

/// Looks at a whole file, in bounded memory. `known` fixes what is known of its layout already
/// (the `[file]` table of a mapping).
///
/// # Errors
/// A file that cannot be opened, is empty, or is of no format we read.
pub fn sniff(source: &Arc<Source>, known: &File) -> Result<Sniffed> {
    let mut layout = Layout::of(source, known)?;
    let mut pass = Pass::over(source, &layout)?;
    let mut warnings = Vec::new();
    let (malformed, beyond_ascii) = pass.strange;
    if malformed > 0 && layout.encoding == UTF_8 {
        // A character takes two bytes or more: far more malformed ones than good ones means that
        // the file is no UTF-8, of which only the beginning looked so.
        if known.encoding.is_none() && malformed * 20 > beyond_ascii.saturating_sub(malformed * 3) {
            layout.encoding = WINDOWS_1252;
            pass = Pass::over(source, &layout)?;
        } else {
            warnings.push(format!(
                "{malformed} characters are not {} and became \u{fffd}",
                layout.encoding.name()
            ));
        }
    }
    let mut mapping = Mapping::default();
    if layout.format != Format::Signals {
        mapping.columns = guess::columns(&layout.headers, &pass.profiles, pass.rows);
        mapping.date_order = date_order(&mapping, &pass.profiles, &mut warnings);
        if !mapping.columns.iter().any(|c| c.role == Role::ExternalId) {
            warnings.push(
                "no column identifies the rows: the id of a row is its hash and its occurrence"
                    .into(),
            );
        }
        if !mapping.columns.iter().any(|c| c.role == Role::OccurredAt) {
            warnings
                .push("no column says when it happened: the time of the import is taken".into());
        }
    }
    if pass.misfits > 0 {
        warnings.push(format!(
            "{} rows do not have the cells of the header and will be rejected",
            pass.misfits
        ));
    }
    mapping.file = file_of(&layout, known);
    Ok(Sniffed {
        hash: source.hash()?,
        rows: pass.rows,
        sample: pass.sample,
        mapping,
        warnings,
        layout,
    })
}

/// The layout as MAP.toml keeps it: what another file of the same source will have too.
fn file_of(layout: &Layout, known: &File) -> File {
    File {
        format: Some(layout.format),
        delimiter: (layout.format == Format::Csv).then_some(char::from(layout.delimiter)),
        // Left to be told again for each file, unless somebody fixed it.
        encoding: known.encoding.clone(),
        header_rows: matches!(layout.format, Format::Csv | Format::Sheet)
            .then_some(layout.header_rows),
        sheet: known.sheet.clone(),
    }
}

/// The order of days and months, decided over all values of the column of times.
fn date_order(
    mapping: &Mapping,
    profiles: &[Profile],
    warnings: &mut Vec<String>,
) -> Option<DateOrder> {
    let (column, profile) = mapping
        .columns
        .iter()
        .zip(profiles)
        .find(|(c, _)| c.role == Role::OccurredAt)?;
    let numbers = profile
        .distinct
        .keys()
        .any(|v| v.contains('/') || v.contains('.'));
    let name = &column.column;
    match (profile.day_first, profile.month_first) {
        (0, 0) if numbers && profile.distinct.keys().any(|v| is_short(v)) => {
            warnings.push(format!(
                "in '{name}' nothing shows whether the day or the month stands first: the day is taken, set date_order = \"mdy\" if it is the month"
            ));
            Some(DateOrder::Dmy)
        }
        (0, 0) => None,
        (_, 0) => Some(DateOrder::Dmy),
        (0, _) => Some(DateOrder::Mdy),
        (day, month) => {
            warnings.push(format!(
                "in '{name}' {day} rows have the day first and {month} the month: those of the rarer order will be rejected"
            ));
            Some(if day >= month {
                DateOrder::Dmy
            } else {
                DateOrder::Mdy
            })
        }
    }
}

/// Whether a date begins with a number of one or two digits.
fn is_short(value: &str) -> bool {
    value.find(['/', '.', '-']).is_some_and(|at| at <= 2)
}

struct Pass {
    rows: u64,
    misfits: u64,
    sample: Vec<Vec<String>>,
    profiles: Vec<Profile>,
    strange: (u64, u64),
}

impl Pass {
    fn over(source: &Arc<Source>, layout: &Layout) -> Result<Self> {
        let mut rows = Rows::open(source, layout)?;
        let hasher = RandomState::new();
        let mut pass = Self {
            rows: 0,
            misfits: 0,
            sample: Vec::new(),
            profiles: layout
                .headers
                .iter()
                .map(|h| Profile::new(guess::says_id(&h.name)))
                .collect(),
            strange: (0, 0),
        };
        while let Some(row) = rows.next_row()? {
            pass.rows = row.number;
            if row.flaw.is_some() {
                pass.misfits += 1;
                continue;
            }
            if pass.sample.len() < SHOWN {
                let shown = row.cells.iter().take(layout.headers.len());
                pass.sample
                    .push(shown.map(|c| c.chars().take(500).collect()).collect());
            }
            if layout.format != Format::Signals {
                for (profile, cell) in pass.profiles.iter_mut().zip(&row.cells) {
                    profile.look(row.number, cell, &hasher);
                }
            }
        }
        pass.strange = rows.strange();
        Ok(pass)
    }
}
