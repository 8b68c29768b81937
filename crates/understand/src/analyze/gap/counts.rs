//! Yes and no read from a table.

use std::collections::BTreeMap;

use stats::design::{Cluster, Stratum};
use stats::gap::Respondent;

use super::{Options, Pair};
use crate::analyze::{AnalyzeError, Missing, Table};

/// Two groups and their answers.
pub(super) struct Between {
    pub names: [String; 2],
    pub items: Vec<Item>,
    pub people: [Vec<Respondent>; 2],
    /// The cluster of each of them, or its own number.
    pub units: [Vec<usize>; 2],
    pub rows: u64,
    pub left_out: u64,
}

/// One column of answers.
pub(super) struct Item {
    pub name: String,
    /// Yes is 1, no is 0; clusters are its units.
    pub sides: [Stratum; 2],
}

impl Item {
    /// Counts of an unweighted side.
    pub(super) fn pair(&self, side: usize) -> Pair {
        Pair {
            n: self.sides[side].n,
            yes: self.sides[side].total.round() as u64,
        }
    }
}

/// Two answers of each person.
pub(super) struct Within {
    pub names: [String; 2],
    pub both: u64,
    pub first_only: u64,
    pub second_only: u64,
    pub neither: u64,
}

impl Within {
    pub(super) fn n(&self) -> u64 {
        self.both + self.first_only + self.second_only + self.neither
    }
}

pub(super) fn between(
    table: &Table,
    group: &str,
    options: &Options,
) -> Result<Between, AnalyzeError> {
    let (names, of) = table.groups(group, &options.missing)?;
    let [first, second] = names.as_slice() else {
        let list = names.join(", ");
        return Err(AnalyzeError::Option(format!(
            "the column {group} has {} groups ({list}); a gap takes two, so leave the rows of others out",
            names.len()
        )));
    };
    let mut names = [first.clone(), second.clone()];
    let mut swapped = false;
    if let Some(wanted) = &options.first {
        if !names.contains(wanted) {
            return Err(AnalyzeError::Option(format!(
                "there is no group {wanted:?}; there are {}",
                names.join(", ")
            )));
        }
        swapped = names[1] == *wanted;
        if swapped {
            names.swap(0, 1);
        }
    }
    if options.agree.is_empty() {
        return Err(AnalyzeError::Option(
            "no column of yes and no is named; give one or more in agree".to_owned(),
        ));
    }
    let columns = options
        .agree
        .iter()
        .map(|name| agrees(table, name, &options.missing))
        .collect::<Result<Vec<_>, _>>()?;
    let weights = match &options.weight {
        Some(name) => table.numbers(name, &options.missing)?,
        None => vec![Some(1.0); table.rows()],
    };
    let clusters = match &options.cluster {
        Some(name) => table.groups(name, &options.missing)?.1,
        None => vec![None; table.rows()],
    };
    let empty = || [const { BTreeMap::<usize, Cluster>::new() }; 2];
    let mut sums: Vec<_> = columns.iter().map(|_| empty()).collect();
    let mut people = [Vec::new(), Vec::new()];
    let mut units = [Vec::new(), Vec::new()];
    let mut rows = 0;
    for i in 0..table.rows() {
        let (Some(side), Some(weight)) = (of[i], weights[i]) else {
            continue;
        };
        let side = if swapped { 1 - side } else { side };
        let given: Vec<Option<bool>> = columns.iter().map(|c| c[i]).collect();
        if weight == 0.0 || given.iter().all(Option::is_none) {
            continue;
        }
        rows += 1;
        // A row without a cluster stands for itself, beyond all clusters' numbers.
        let unit = clusters[i].unwrap_or(table.rows() + i);
        for (sums, agrees) in sums.iter_mut().zip(&given) {
            if let Some(agrees) = agrees {
                let value = f64::from(u8::from(*agrees));
                sums[side].entry(unit).or_default().observe(weight, value)?;
            }
        }
        units[side].push(unit);
        people[side].push(Respondent {
            agrees: given,
            weight,
        });
    }
    let items = options.agree.iter().zip(sums).map(|(name, sums)| Item {
        name: name.clone(),
        sides: sums.map(|units| {
            let mut stratum = Stratum::default();
            for unit in units.values() {
                stratum.add(unit);
            }
            stratum
        }),
    });
    Ok(Between {
        names,
        items: items.collect(),
        people,
        units,
        rows,
        left_out: table.rows() as u64 - rows,
    })
}

pub(super) fn within(table: &Table, options: &Options) -> Result<Within, AnalyzeError> {
    if options.weight.is_some() || options.cluster.is_some() {
        return Err(AnalyzeError::Option(
            "a gap within the same people takes no weight and no cluster; leave them out"
                .to_owned(),
        ));
    }
    let [first, second] = [0, 1].map(|at| agrees(table, &options.agree[at], &options.missing));
    let mut found = Within {
        names: [options.agree[0].clone(), options.agree[1].clone()],
        both: 0,
        first_only: 0,
        second_only: 0,
        neither: 0,
    };
    for pair in first?.into_iter().zip(second?) {
        match pair {
            (Some(true), Some(true)) => found.both += 1,
            (Some(true), Some(false)) => found.first_only += 1,
            (Some(false), Some(true)) => found.second_only += 1,
            (Some(false), Some(false)) => found.neither += 1,
            _ => {}
        }
    }
    Ok(found)
}

/// A column of yes and no; `None` where no answer stands.
fn agrees(table: &Table, name: &str, missing: &Missing) -> Result<Vec<Option<bool>>, AnalyzeError> {
    let read = |(at, cell): (usize, &String)| {
        if missing.holds(cell) {
            return Ok(None);
        }
        match cell.trim().to_lowercase().as_str() {
            "1" | "1.0" | "yes" | "y" | "true" | "t" | "agree" => Ok(Some(true)),
            "0" | "0.0" | "no" | "n" | "false" | "f" | "disagree" => Ok(Some(false)),
            _ => Err(AnalyzeError::Option(format!(
                "row {} of column {name:?} holds {cell:?}, which is neither yes nor no; write yes or no, 1 or 0, or name it in missing",
                at + 1
            ))),
        }
    };
    table.column(name)?.iter().enumerate().map(read).collect()
}
