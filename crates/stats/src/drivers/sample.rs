//! Respondents, kept so that they can be drawn again.

use std::collections::BTreeMap;

use super::{Answer, Covariance, Layout, Moments, Patterns};
use crate::StatsError;

/// Covariances that move less than this share of the spread are settled in a replicate.
const CLOSE_ENOUGH: f64 = 1e-5;

/// Respondents as sparse rows of a layout's columns.
#[derive(Debug, Clone)]
pub struct Sample {
    layout: Layout,
    /// Known columns of each pattern.
    patterns: Vec<Vec<usize>>,
    numbers: BTreeMap<Vec<usize>, usize>,
    pub(super) rows: Vec<Row>,
    /// Number of each unit (respondent, cluster), by the caller's name of it.
    units: BTreeMap<usize, usize>,
}

/// One respondent.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// Values other than 0, by their place among the pattern's columns.
    values: Vec<(usize, f64)>,
    pattern: usize,
    pub(super) weight: f64,
    pub(super) unit: usize,
}

impl Sample {
    /// Nobody yet.
    #[must_use]
    pub fn new(layout: Layout) -> Self {
        Sample {
            layout,
            patterns: Vec::new(),
            numbers: BTreeMap::new(),
            rows: Vec::new(),
            units: BTreeMap::new(),
        }
    }

    /// How columns stand.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Rows there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// Units that are drawn: respondents, or clusters of rows.
    #[must_use]
    pub fn units(&self) -> usize {
        self.units.len()
    }

    /// Whether every column of every row is known.
    #[must_use]
    pub fn complete(&self) -> bool {
        self.patterns
            .iter()
            .all(|p| p.len() == self.layout.columns())
    }

    /// Adds a row; rows of one `unit` are drawn together.
    ///
    /// # Errors
    /// Those of [`Layout::row`]; [`StatsError::NotFinite`] and [`StatsError::Weight`].
    pub fn push(
        &mut self,
        outcome: f64,
        answers: &[Answer],
        controls: &[f64],
        weight: f64,
        unit: usize,
    ) -> Result<(), StatsError> {
        let row = self.layout.row(outcome, answers, controls)?;
        if !(weight.is_finite() && weight >= 0.0) {
            return Err(StatsError::Weight { weight });
        }
        if let Some(&value) = row.iter().flatten().find(|v| !v.is_finite()) {
            let name = "value";
            return Err(StatsError::NotFinite { name, value });
        }
        let known: Vec<usize> = (0..row.len()).filter(|&j| row[j].is_some()).collect();
        let there = row.iter().flatten().copied().enumerate();
        let values = there.filter(|(_, v)| *v != 0.0).collect();
        let next = self.patterns.len();
        let pattern = *self.numbers.entry(known.clone()).or_insert(next);
        if pattern == next {
            self.patterns.push(known);
        }
        let next = self.units.len();
        let unit = *self.units.entry(unit).or_insert(next);
        self.rows.push(Row {
            values,
            pattern,
            weight,
            unit,
        });
        Ok(())
    }

    /// The row's values in all columns; those unknown are 0.
    pub(super) fn dense(&self, row: &Row) -> Vec<f64> {
        let mut values = vec![0.0; self.layout.columns()];
        for &(at, value) in &row.values {
            values[self.patterns[row.pattern][at]] = value;
        }
        values
    }

    /// Moments of the sample; where answers are unknown, by
    /// [`Patterns::expectation_maximization`].
    ///
    /// # Errors
    /// [`StatsError::NoWeight`] without two rows; those of the search.
    pub fn moments(&self) -> Result<Moments, StatsError> {
        self.drawn(&vec![1; self.units()], None, 1e-8)
    }

    /// Moments of a sample that holds unit `u` `times[u]` times.
    pub(super) fn again(&self, times: &[u32], start: &Moments) -> Result<Moments, StatsError> {
        self.drawn(times, Some(start), CLOSE_ENOUGH)
    }

    fn drawn(
        &self,
        times: &[u32],
        start: Option<&Moments>,
        close: f64,
    ) -> Result<Moments, StatsError> {
        let new = |known: &Vec<usize>| Covariance::new(known.len());
        let mut sums: Vec<Covariance> = self.patterns.iter().map(new).collect();
        for row in &self.rows {
            let times = times[row.unit];
            if times > 0 {
                sums[row.pattern].add(&row.values, row.weight, f64::from(times));
            }
        }
        if self.complete() {
            return match sums.first() {
                Some(sums) => sums.moments(),
                None => Err(StatsError::NoWeight { sum: 0.0 }),
            };
        }
        let there = self
            .patterns
            .iter()
            .cloned()
            .zip(sums)
            .filter(|(_, s)| s.n > 0);
        let patterns = Patterns {
            columns: self.layout.columns(),
            sums: there.collect(),
        };
        patterns.expectation_maximization(start, close)
    }
}
