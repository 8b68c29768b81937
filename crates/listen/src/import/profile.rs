//! What the values of a column look like, in bounded memory.

use super::dates;
use super::occurrence::Fingerprints;
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

/// Rows of which every value is looked at; later ones only count towards uniqueness.
const LOOKED_AT: u64 = 50_000;
/// Values of a column that are looked at even when they come late in the file.
const AT_LEAST: u64 = 1_000;
/// Different values that are counted; more are called many.
pub(super) const DISTINCT: usize = 1_000;

/// What was seen of a column.
#[derive(Default)]
pub(super) struct Profile {
    /// Cells that are not blank, among those looked at.
    pub(super) filled: u64,
    /// Different values, up to [`DISTINCT`].
    pub(super) distinct: HashMap<String, u64>,
    /// There are more different values than that.
    pub(super) many: bool,
    /// Cells that are numbers.
    pub(super) numbers: u64,
    /// Numbers without a fraction.
    pub(super) whole: u64,
    /// Whole numbers written with `.0`.
    pub(super) pointed: u64,
    /// Whole numbers from 0 to 11.
    pub(super) small: u64,
    /// Whole numbers from −5 to 5.
    pub(super) signed: u64,
    /// Numbers below zero.
    pub(super) negative: u64,
    /// Words in all cells.
    pub(super) words: u64,
    /// Characters of the longest cell.
    pub(super) longest: usize,
    /// Cells that are mail addresses.
    pub(super) mails: u64,
    /// Cells that are times.
    pub(super) times: u64,
    /// Times that show that the day stands first.
    pub(super) day_first: u64,
    /// Times that show that the month stands first.
    pub(super) month_first: u64,
    /// Cells that look like language tags.
    pub(super) tags: u64,
    /// Fingerprints of all cells, while the column may be an id.
    ids: Option<Fingerprints>,
    /// The first row whose id was there before, or was blank.
    pub(super) not_an_id: Option<u64>,
}

impl Profile {
    /// A profile; `may_be_id` keeps fingerprints of all cells.
    pub(super) fn new(may_be_id: bool) -> Self {
        Self {
            ids: may_be_id.then(Fingerprints::default),
            ..Self::default()
        }
    }

    /// Whether every cell of the file is there and differs from all others.
    pub(super) fn is_unique(&self) -> bool {
        self.ids.is_some()
    }

    /// Mean words per filled cell.
    pub(super) fn mean_words(&self) -> f64 {
        self.words as f64 / self.filled.max(1) as f64
    }

    /// Share of filled cells, 0–1.
    pub(super) fn share(&self, n: u64) -> f64 {
        n as f64 / self.filled.max(1) as f64
    }

    /// Looks at one cell.
    pub(super) fn look(&mut self, row: u64, cell: &str, hasher: &RandomState) {
        let cell = cell.trim();
        if let Some(ids) = &mut self.ids
            && (cell.is_empty() || !ids.insert(hasher.hash_one(cell)))
        {
            self.ids = None;
            self.not_an_id = Some(row);
        }
        if cell.is_empty() || (row > LOOKED_AT && self.filled >= AT_LEAST) {
            return;
        }
        self.filled += 1;
        if let Some(n) = self.distinct.get_mut(cell) {
            *n += 1;
        } else if self.distinct.len() < DISTINCT {
            self.distinct.insert(cell.chars().take(200).collect(), 1);
        } else {
            self.many = true;
        }
        self.longest = self.longest.max(cell.len());
        self.words += cell.split_whitespace().count() as u64;
        self.mails += u64::from(is_mail(cell));
        self.tags += u64::from(is_tag(cell));
        if let Some(number) = number(cell) {
            self.number(number, cell);
        } else {
            let (time, day_first, month_first) = dates::evidence(cell);
            self.times += u64::from(time);
            self.day_first += u64::from(day_first);
            self.month_first += u64::from(month_first);
        }
    }

    fn number(&mut self, number: f64, cell: &str) {
        self.numbers += 1;
        self.negative += u64::from(number < 0.0);
        if number.fract() == 0.0 {
            self.whole += 1;
            self.pointed += u64::from(cell.ends_with(".0"));
            self.small += u64::from((0.0..=11.0).contains(&number));
            self.signed += u64::from((-5.0..=5.0).contains(&number));
        }
    }
}

/// A number as tables have it: a decimal comma is read when no point is there.
pub(super) fn number(cell: &str) -> Option<f64> {
    let cell = cell.trim();
    let first = cell.bytes().find(|b| !matches!(b, b'-' | b'+' | b'.'))?;
    if !first.is_ascii_digit() || cell.len() > 40 {
        return None;
    }
    let number = match cell.parse::<f64>() {
        Ok(number) => number,
        Err(_) if cell.matches(',').count() == 1 && !cell.contains('.') => {
            cell.replace(',', ".").parse().ok()?
        }
        Err(_) => return None,
    };
    number.is_finite().then_some(number)
}

fn is_mail(cell: &str) -> bool {
    match cell.split_once('@') {
        Some((name, host)) => {
            !name.is_empty()
                && host.contains('.')
                && !host.contains('@')
                && !cell.contains(char::is_whitespace)
        }
        None => false,
    }
}

/// `en`, `de-AT`, `zh-Hant`, `EN`.
fn is_tag(cell: &str) -> bool {
    let mut parts = cell.split(['-', '_']);
    let language = parts.next().unwrap_or("");
    (2..=3).contains(&language.len())
        && language.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(|p| (2..=4).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()))
}
