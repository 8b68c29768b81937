//! Touchpoints as columns of numbers.

use nalgebra::{DMatrix, DVector};
use serde::{Deserialize, Serialize};

use super::Moments;
use crate::StatsError;

/// What one respondent says of one driver.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// A score on the driver's scale.
    Score(f64),
    /// Never met it: no effect of its score, but those who met it may differ.
    NotEncountered,
    /// Met it, gave no score.
    Unanswered,
}

/// How the outcome, drivers and controls stand as columns of a [`Covariance`](super::Covariance).
///
/// Column 0 is the outcome. Each driver has its score as a difference from its reference, where
/// it was encountered and 0 elsewhere: in two columns (below and above the reference, `split`)
/// or in one; then a column that is 1 where it was not encountered. Controls stand last.
/// A row's columns that are 0 cost nothing, so a row costs the square of the touchpoints met.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Layout {
    /// Reference score of each driver: its mean, or the target below which it falls short.
    pub references: Vec<f64>,
    /// Whether scores below and above the reference are two columns.
    pub split: bool,
    /// Controls: columns that are always in the model.
    pub controls: usize,
}

impl Layout {
    /// Drivers.
    #[must_use]
    pub fn drivers(&self) -> usize {
        self.references.len()
    }

    fn width(&self) -> usize {
        if self.split { 3 } else { 2 }
    }

    /// All columns, the outcome's included.
    #[must_use]
    pub fn columns(&self) -> usize {
        1 + self.width() * self.drivers() + self.controls
    }

    /// First score column of driver `j`; the second, if split, follows.
    #[must_use]
    pub fn score(&self, j: usize) -> usize {
        1 + self.width() * j
    }

    /// The column of driver `j` that is 1 where it was not encountered.
    #[must_use]
    pub fn absent(&self, j: usize) -> usize {
        self.score(j) + self.width() - 1
    }

    /// The columns of one respondent; `None` in those that are unknown.
    ///
    /// # Errors
    /// [`StatsError::Length`] unless there is one answer a driver and one value a control.
    pub fn row(
        &self,
        outcome: f64,
        answers: &[Answer],
        controls: &[f64],
    ) -> Result<Vec<Option<f64>>, StatsError> {
        same("answers", answers.len(), self.drivers())?;
        same("controls", controls.len(), self.controls)?;
        let mut row = vec![Some(0.0); self.columns()];
        row[0] = Some(outcome);
        for (j, answer) in answers.iter().enumerate() {
            let at = self.score(j);
            match *answer {
                Answer::Score(score) => {
                    let from = score - self.references[j];
                    let above = usize::from(self.split && from > 0.0);
                    row[at + above] = Some(from);
                }
                Answer::NotEncountered => row[self.absent(j)] = Some(1.0),
                Answer::Unanswered => row[at..self.absent(j)].fill(None),
            }
        }
        let from = self.columns() - self.controls;
        for (to, control) in row[from..].iter_mut().zip(controls) {
            *to = Some(*control);
        }
        Ok(row)
    }

    /// The same moments with one score column a driver.
    pub(super) fn joined(&self, moments: &Moments) -> (Layout, Moments) {
        let joined = Layout {
            split: false,
            ..self.clone()
        };
        if !self.split {
            return (joined, moments.clone());
        }
        // The joined column of each column; both score columns of a driver go to one.
        let mut place = vec![0; self.columns()];
        for j in 0..self.drivers() {
            place[self.score(j)] = joined.score(j);
            place[self.score(j) + 1] = joined.score(j);
            place[self.absent(j)] = joined.absent(j);
        }
        for back in 1..=self.controls {
            place[self.columns() - back] = joined.columns() - back;
        }
        let size = joined.columns();
        let (mut mean, mut cov) = (DVector::zeros(size), DMatrix::zeros(size, size));
        for (j, &to) in place.iter().enumerate() {
            mean[to] += moments.mean[j];
            for (value, &row) in moments.cov.column(j).iter().zip(&place) {
                cov[(row, to)] += value;
            }
        }
        let moments = Moments {
            n: moments.n,
            n_effective: moments.n_effective,
            mean,
            cov,
        };
        (joined, moments)
    }

    /// The columns of each driver.
    pub(super) fn groups(&self) -> Vec<Vec<usize>> {
        (0..self.drivers())
            .map(|j| (self.score(j)..=self.absent(j)).collect())
            .collect()
    }

    /// The columns of the controls.
    pub(super) fn control_columns(&self) -> Vec<usize> {
        (self.columns() - self.controls..self.columns()).collect()
    }
}

pub(super) fn same(name: &'static str, given: usize, rows: usize) -> Result<(), StatsError> {
    if given == rows {
        Ok(())
    } else {
        Err(StatsError::Length { name, given, rows })
    }
}
