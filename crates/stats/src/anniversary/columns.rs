//! What the score is held against: the window, tenure, cohort and calendar.

use std::collections::BTreeSet;

use nalgebra::{DMatrix, DVector};

use super::Answer;
use crate::regress::Design;

/// The column of the window; the intercept stands before it.
pub(super) const INSIDE: usize = 1;

/// Named columns of a design.
pub(super) struct Columns {
    names: Vec<String>,
    values: Vec<Vec<f64>>,
}

/// All columns that the answers allow; some may follow from others.
pub(super) fn build(answers: &[&Answer], inside: impl Fn(&Answer) -> bool) -> Columns {
    let mut columns = Columns {
        names: Vec::new(),
        values: Vec::new(),
    };
    columns.add("intercept", answers.iter().map(|_| 1.0));
    columns.add("inside", answers.iter().map(|a| f64::from(inside(a))));
    columns.add("tenure", around(answers.iter().map(|a| a.tenure)));
    if answers.iter().all(|a| a.cohort.is_some()) {
        let cohort = answers.iter().filter_map(|a| a.cohort);
        columns.add("cohort", around(cohort));
    }
    if answers.iter().all(|a| a.calendar.is_some()) {
        let periods: BTreeSet<usize> = answers.iter().filter_map(|a| a.calendar).collect();
        for period in periods.into_iter().skip(1) {
            let here = answers
                .iter()
                .map(|a| f64::from(a.calendar == Some(period)));
            columns.add(&format!("calendar period {period}"), here);
        }
    }
    columns
}

fn around(values: impl Iterator<Item = f64>) -> impl Iterator<Item = f64> {
    let values: Vec<f64> = values.collect();
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    values.into_iter().map(move |v| v - mean)
}

impl Columns {
    fn add(&mut self, name: &str, values: impl Iterator<Item = f64>) {
        self.names.push(name.to_owned());
        self.values.push(values.collect());
    }

    /// Takes a column out and gives its name.
    pub fn remove(&mut self, column: usize) -> String {
        self.values.remove(column);
        self.names.remove(column)
    }

    /// The design, with a cluster per person; one without a number is a person of its own.
    pub fn design(&self, answers: &[&Answer]) -> Design {
        let x = DMatrix::from_fn(answers.len(), self.values.len(), |i, j| self.values[j][i]);
        let y = DVector::from_iterator(answers.len(), answers.iter().map(|a| a.score));
        let known = answers.iter().filter_map(|a| a.person).max();
        Design {
            cluster: known.map(|last| {
                let persons = answers.iter().enumerate();
                persons
                    .map(|(i, a)| a.person.unwrap_or(last + 1 + i))
                    .collect()
            }),
            ..Design::new(x, y)
        }
    }
}
