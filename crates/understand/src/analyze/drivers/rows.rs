//! Respondents read from a table.

use stats::drivers::{Answer, Layout, MOST_EXACT, Sample};

use super::Options;
use crate::analyze::{AnalyzeError, Missing, Table};
use crate::left_out::Reasons;

/// Fewest rows, and fewest a driver, from which drivers are told.
const FEWEST: usize = 30;
const FEWEST_EACH: usize = 5;
/// Encounters below which a driver is hardly known.
const FEW: usize = 30;

/// The rows that are used.
pub(super) struct Rows {
    /// Drivers that anyone scored.
    pub drivers: Vec<String>,
    pub outcome: Vec<f64>,
    /// One list a row.
    pub answers: Vec<Vec<Answer>>,
    pub weight: Vec<f64>,
    pub unit: Vec<usize>,
    /// Each person's leaning, 0 where unknown.
    pub halo: Option<Vec<f64>>,
    pub filters: Vec<String>,
    pub left_out: Reasons,
    pub warnings: Vec<String>,
}

impl Rows {
    pub(super) fn read(table: &Table, options: &Options) -> Result<Rows, AnalyzeError> {
        check(options)?;
        let outcome_codes = options
            .outcome_missing
            .and(&options.missing.beyond_scores());
        let outcome = table.numbers(&options.outcome, &outcome_codes)?;
        let weight = match &options.weight {
            Some(name) => Some(table.numbers(name, &Missing::parse("NA"))?),
            None => None,
        };
        let units = match &options.cluster {
            Some(name) => Some(table.groups(name, &Missing::default())?.1),
            None => None,
        };
        let columns = options
            .drivers
            .iter()
            .map(|name| answers(table, name, options))
            .collect::<Result<Vec<_>, _>>()?;
        let halo = leaning(table, options)?;
        let mut kept = Vec::new();
        let (mut no_outcome, mut no_weight) = (0, 0);
        for (i, outcome) in outcome.iter().enumerate() {
            let weighs = weight
                .as_ref()
                .is_none_or(|w| w[i].is_some_and(|w| w > 0.0));
            match (outcome, weighs) {
                (None, _) => no_outcome += 1,
                (Some(_), false) => no_weight += 1,
                (Some(value), true) => kept.push((i, *value)),
            }
        }
        let mut warnings = Vec::new();
        let codes = options
            .missing
            .codes()
            .filter_map(|c| c.parse::<f64>().ok());
        for code in codes {
            let rows = kept.iter().filter(|(_, value)| *value == code).count();
            if rows > 0 {
                warnings.push(format!(
                    "{rows} rows have an outcome of {code}, which counts as a score; name it in outcome-missing if it stands for no answer"
                ));
            }
        }
        let scored = |column: &Vec<Answer>| {
            let is = |(i, _): &&(usize, f64)| matches!(column[*i], Answer::Score(_));
            kept.iter().filter(is).count()
        };
        let mut there = Vec::new();
        for (name, column) in options.drivers.iter().zip(columns) {
            let n = scored(&column);
            if n == 0 {
                warnings.push(format!("nobody scored {name}, so it is left out"));
                continue;
            }
            if n < FEW {
                warnings.push(format!("only {n} rows have a score of {name}"));
            }
            there.push((name.clone(), column));
        }
        let mut left_out = Reasons::default();
        left_out.add("no outcome", no_outcome);
        left_out.add("no weight, or a weight of 0", no_weight);
        Ok(Rows {
            outcome: kept.iter().map(|k| k.1).collect(),
            answers: kept
                .iter()
                .map(|(i, _)| there.iter().map(|(_, column)| column[*i]).collect())
                .collect(),
            drivers: there.into_iter().map(|t| t.0).collect(),
            weight: match &weight {
                Some(weight) => kept.iter().filter_map(|k| weight[k.0]).collect(),
                None => vec![1.0; kept.len()],
            },
            // A row without a cluster stands for itself, beyond all clusters' numbers.
            unit: kept
                .iter()
                .map(|&(i, _)| match units.as_ref().and_then(|u| u[i]) {
                    Some(unit) => unit,
                    None => table.rows() + i,
                })
                .collect(),
            halo: halo.map(|halo| kept.iter().map(|k| halo[k.0]).collect()),
            filters: vec![format!("{} is given", options.outcome)],
            left_out,
            warnings,
        })
    }

    /// Rows with a score of every driver.
    pub(super) fn complete(&self) -> usize {
        let whole = |row: &&Vec<Answer>| row.iter().all(|a| matches!(a, Answer::Score(_)));
        self.answers.iter().filter(whole).count()
    }

    /// Whether some answers are unknown rather than not to be had.
    pub(super) fn unanswered(&self) -> bool {
        self.answers
            .iter()
            .flatten()
            .any(|a| *a == Answer::Unanswered)
    }

    pub(super) fn method(&self, options: &Options) -> String {
        let importance = if self.drivers.len() <= MOST_EXACT {
            "LMG"
        } else {
            "Johnson's relative weights"
        };
        let unknown = if self.unanswered() {
            ", unanswered items by EM"
        } else {
            ""
        };
        let unit = if options.cluster.is_some() {
            "cluster"
        } else {
            "respondent"
        };
        format!(
            "{importance}, not encountered coded apart{unknown}; {} bootstrap samples by {unit}",
            options.replicates
        )
    }

    pub(super) fn refusal(&self) -> Option<String> {
        let needed = FEWEST.max(10 + FEWEST_EACH * self.drivers.len());
        let n = self.outcome.len();
        if self.drivers.is_empty() {
            return Some("no driver has a score".to_owned());
        }
        if n < needed {
            let drivers = self.drivers.len();
            return Some(format!(
                "{n} rows are too few for {drivers} drivers; at least {needed} are needed"
            ));
        }
        let first = self.outcome[0];
        self.outcome
            .iter()
            .all(|y| *y == first)
            .then(|| format!("all {n} outcomes are {first}, so nothing moves them"))
    }

    /// Mean score of each driver among those who gave one.
    pub(super) fn means(&self) -> Vec<f64> {
        self.each(|score, weight| (weight * score, weight))
            .into_iter()
            .map(|(sum, weight)| sum / weight)
            .collect()
    }

    /// Mean shortfall below `references`, over all but those who did not answer.
    pub(super) fn shortfall(&self, references: &[f64]) -> Vec<f64> {
        let mut found = Vec::new();
        for (j, reference) in references.iter().enumerate() {
            let (mut short, mut all) = (0.0, 0.0);
            for (row, weight) in self.answers.iter().zip(&self.weight) {
                match row[j] {
                    Answer::Score(score) => {
                        short += weight * (reference - score).max(0.0);
                        all += weight;
                    }
                    Answer::NotEncountered => all += weight,
                    Answer::Unanswered => {}
                }
            }
            found.push(short / all);
        }
        found
    }

    fn each(&self, of: impl Fn(f64, f64) -> (f64, f64)) -> Vec<(f64, f64)> {
        let mut sums = vec![(0.0, 0.0); self.drivers.len()];
        for (row, &weight) in self.answers.iter().zip(&self.weight) {
            for (sum, answer) in sums.iter_mut().zip(row) {
                if let Answer::Score(score) = answer {
                    let (a, b) = of(*score, weight);
                    sum.0 += a;
                    sum.1 += b;
                }
            }
        }
        sums
    }

    /// The rows as a sample of a layout, with or without the leaning.
    pub(super) fn sample(
        &self,
        references: Vec<f64>,
        halo: Option<&[f64]>,
    ) -> Result<Sample, AnalyzeError> {
        let mut sample = Sample::new(Layout {
            references,
            split: !self.unanswered(),
            controls: usize::from(halo.is_some()),
        });
        for (i, answers) in self.answers.iter().enumerate() {
            let control = halo.map(|h| h[i]);
            let controls = control.as_slice();
            let (weight, unit) = (self.weight[i], self.unit[i]);
            sample.push(self.outcome[i], answers, controls, weight, unit)?;
        }
        Ok(sample)
    }
}

fn check(options: &Options) -> Result<(), AnalyzeError> {
    let wrong = |text: String| Err(AnalyzeError::Option(text));
    if options.drivers.is_empty() {
        return wrong("no driver is named; give one column or more in drivers".to_owned());
    }
    for (at, name) in options.drivers.iter().enumerate() {
        if *name == options.outcome {
            return wrong(format!(
                "{name} is outcome and driver at once; leave it out of drivers"
            ));
        }
        if options.drivers[..at].contains(name) {
            return wrong(format!("the driver {name} is named twice; name it once"));
        }
    }
    if options.replicates < 100 {
        let given = options.replicates;
        return wrong(format!(
            "{given} replicates are too few for an interval; give 100 or more"
        ));
    }
    Ok(())
}

/// One driver's column.
fn answers(table: &Table, name: &str, options: &Options) -> Result<Vec<Answer>, AnalyzeError> {
    let unanswered = options.item_missing.as_ref();
    let none = match unanswered {
        Some(codes) => options.missing.and(codes),
        None => options.missing.clone(),
    };
    let values = table.numbers(name, &none)?;
    let cells = table.column(name)?;
    let read = |(value, cell): (&Option<f64>, &String)| match value {
        Some(score) => Answer::Score(*score),
        None if unanswered.is_some_and(|codes| codes.holds(cell)) => Answer::Unanswered,
        None => Answer::NotEncountered,
    };
    Ok(values.iter().zip(cells).map(read).collect())
}

/// Each person's mean distance from the items' means.
fn leaning(table: &Table, options: &Options) -> Result<Option<Vec<f64>>, AnalyzeError> {
    if options.halo.is_empty() {
        return Ok(None);
    }
    let codes = match &options.item_missing {
        Some(codes) => options.missing.and(codes),
        None => options.missing.clone(),
    };
    let mut sums = vec![(0.0, 0.0); table.rows()];
    for name in &options.halo {
        if options.drivers.contains(name) || *name == options.outcome {
            return Err(AnalyzeError::Option(format!(
                "{name} is in halo and among outcome or drivers; halo takes unrelated items"
            )));
        }
        let values = table.numbers(name, &codes)?;
        let given: Vec<f64> = values.iter().copied().flatten().collect();
        let mean = given.iter().sum::<f64>() / given.len().max(1) as f64;
        for (sum, value) in sums.iter_mut().zip(values) {
            if let Some(value) = value {
                sum.0 += value - mean;
                sum.1 += 1.0;
            }
        }
    }
    let mean = |(sum, n): (f64, f64)| if n > 0.0 { sum / n } else { 0.0 };
    Ok(Some(sums.into_iter().map(mean).collect()))
}
