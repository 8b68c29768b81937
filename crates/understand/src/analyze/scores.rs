//! A column read as a metric: what each row adds to the score, and who was drawn how.

use stats::design::{Cluster, Stratum};
use stats::{Estimate, Rules, mean, nps, share};
use std::collections::BTreeMap;

use super::{AnalyzeError, Missing, Table};
use crate::left_out::Reasons;
use crate::metric::{Definition, Kind};

/// Which score an analysis is of.
#[derive(Debug, Clone)]
pub struct Scored {
    /// Which metric: nps, csat, ces, mean or share.
    pub metric: Kind,
    /// Column of the answers.
    pub column: String,
    /// Ends of the scale, both included; answers outside are left out. NPS is always 0 to 10.
    pub scale: Option<(f64, f64)>,
    /// Lowest answer that counts (csat: as satisfied; share: as yes).
    pub top: Option<f64>,
    /// Cells that stand for no answer, in this column and all others.
    pub missing: Missing,
}

impl Default for Scored {
    /// NPS of a column named `score`.
    fn default() -> Self {
        Scored {
            metric: Kind::Nps,
            column: "score".to_owned(),
            scale: None,
            top: None,
            missing: Missing::default(),
        }
    }
}

impl Scored {
    /// A metric of a column on its usual scale.
    pub(super) fn plain(metric: Kind, column: &str, missing: &Missing) -> Self {
        Scored {
            metric,
            column: column.to_owned(),
            missing: missing.clone(),
            ..Scored::default()
        }
    }
}

/// One score column.
pub(super) struct Scores {
    pub definition: Definition,
    /// What each row adds: +1, 0, -1 to an NPS, 1 or 0 to a share, the value to a mean; none where
    /// nothing is counted.
    pub adds: Vec<Option<f64>>,
    /// Answers as given, where they are counted.
    values: Vec<Option<f64>>,
    pub left_out: Reasons,
}

impl Scores {
    /// Reads a column as a metric; see [`Definition::new`].
    pub fn read(table: &Table, scored: &Scored) -> Result<Self, AnalyzeError> {
        let definition = Definition::new(scored.metric, &scored.column, scored.scale, scored.top)
            .map_err(|error| AnalyzeError::Option(error.to_string()))?;
        let mut left_out = Reasons::default();
        let mut values = table.numbers(&scored.column, &scored.missing)?;
        for value in &mut values {
            let refused = match *value {
                None => Some("no answer".to_owned()),
                Some(given) => definition.refuses(given),
            };
            if let Some(reason) = refused {
                left_out.add(reason, 1);
                *value = None;
            }
        }
        let adds = values.iter().map(|v| v.map(|v| adds(&definition, v)));
        Ok(Scores {
            adds: adds.collect(),
            left_out,
            definition,
            values,
        })
    }

    /// The score of some rows, each counted once.
    pub fn plain(&self, rows: &[usize], rules: &Rules) -> Result<Estimate, AnalyzeError> {
        let mut tally = BTreeMap::<u64, (f64, u64)>::new();
        for &row in rows {
            if let Some(value) = self.values[row] {
                tally.entry(value.to_bits()).or_insert((value, 0)).1 += 1;
            }
        }
        let tally: Vec<(f64, u64)> = tally.into_values().collect();
        match self.definition.estimate(&tally, rules) {
            Ok((estimate, _)) => Ok(estimate),
            Err(crate::Error::Stats(error)) => Err(error.into()),
            Err(error) => Err(AnalyzeError::Option(error.to_string())),
        }
    }

    /// Promoters, passives and detractors of some rows, for an NPS.
    pub fn counts(&self, rows: &[usize]) -> Option<nps::Counts> {
        (self.definition.kind == Kind::Nps).then(|| {
            let mut counts = nps::Counts::default();
            for &row in rows {
                match self.adds[row] {
                    Some(1.0) => counts.promoters += 1,
                    Some(0.0) => counts.passives += 1,
                    Some(_) => counts.detractors += 1,
                    None => {}
                }
            }
            counts
        })
    }

    /// The score of a weighted, stratified or clustered sample.
    pub fn designed(&self, strata: &[Stratum], rules: &Rules) -> Result<Estimate, AnalyzeError> {
        Ok(match self.definition.kind {
            Kind::Nps => nps::estimate_weighted(strata, rules)?,
            Kind::Csat | Kind::Share => share::estimate_weighted(strata, rules)?,
            Kind::Ces | Kind::Mean => mean::estimate_weighted(strata, rules)?,
        })
    }

    /// From what a row adds to the score's unit.
    pub fn factor(&self) -> f64 {
        match self.definition.kind {
            Kind::Nps | Kind::Csat | Kind::Share => 100.0,
            Kind::Ces | Kind::Mean => 1.0,
        }
    }

    /// What the score is counted in.
    pub fn unit(&self) -> stats::Unit {
        match self.definition.kind {
            Kind::Nps => stats::Unit::Points,
            Kind::Csat | Kind::Share => stats::Unit::Percent,
            Kind::Ces | Kind::Mean => stats::Unit::Scale,
        }
    }
}

/// What one counted answer adds.
fn adds(definition: &Definition, value: f64) -> f64 {
    match definition.kind {
        Kind::Nps if value >= 9.0 => 1.0,
        Kind::Nps if value >= 7.0 => 0.0,
        Kind::Nps => -1.0,
        Kind::Csat | Kind::Share => f64::from(u8::from(value >= definition.top)),
        Kind::Ces | Kind::Mean => value,
    }
}

/// How rows were drawn: weights, strata, sampling units and the size of the frame.
pub(super) struct Sample {
    /// None where a row has no weight.
    pub weight: Vec<Option<f64>>,
    pub stratum: Vec<usize>,
    pub unit: Vec<usize>,
    pub frame: Option<u64>,
    /// Whether every row is a draw of its own from one pot, with one weight.
    pub plain: bool,
}

/// The columns that a [`Sample`] is read from.
#[derive(Default)]
pub(super) struct SampleColumns<'a> {
    pub weight: Option<&'a str>,
    pub stratum: Option<&'a str>,
    pub unit: Option<&'a str>,
    pub frame: Option<u64>,
}

impl Sample {
    pub fn read(
        table: &Table,
        columns: &SampleColumns<'_>,
        missing: &Missing,
    ) -> Result<Self, AnalyzeError> {
        let rows = table.rows();
        let weight = match columns.weight {
            Some(column) => table.numbers(column, missing)?,
            None => vec![Some(1.0); rows],
        };
        if let Some(bad) = weight.iter().flatten().find(|w| **w < 0.0) {
            return Err(stats::StatsError::Weight { weight: *bad }.into());
        }
        // Rows without a stratum form one of their own; those without a unit are each their own.
        let places = |column: Option<&str>, lone: &dyn Fn(usize) -> usize| match column {
            None => Ok((0..rows).map(lone).collect()),
            Some(column) => {
                let (names, of) = table.groups(column, missing)?;
                let place =
                    |(row, of): (usize, Option<usize>)| of.unwrap_or(names.len() + lone(row));
                Ok::<Vec<usize>, AnalyzeError>(of.into_iter().enumerate().map(place).collect())
            }
        };
        Ok(Sample {
            weight,
            stratum: places(columns.stratum, &|_| 0)?,
            unit: places(columns.unit, &|row| row)?,
            frame: columns.frame,
            plain: columns.weight.is_none()
                && columns.stratum.is_none()
                && columns.unit.is_none()
                && columns.frame.is_none(),
        })
    }

    /// The sums of the rows that `asked` lets in; the units of all other weighted rows count as
    /// sampled outside.
    pub fn strata(
        &self,
        adds: &[Option<f64>],
        asked: impl Fn(usize) -> bool,
    ) -> Result<Vec<Stratum>, AnalyzeError> {
        let mut units = BTreeMap::<(usize, usize), Cluster>::new();
        for (row, value) in adds.iter().enumerate() {
            let Some(weight) = self.weight[row] else {
                continue;
            };
            let unit = units
                .entry((self.stratum[row], self.unit[row]))
                .or_default();
            if let Some(value) = value.filter(|_| asked(row)) {
                unit.observe(weight, value)?;
            }
        }
        let mut strata = BTreeMap::<usize, Stratum>::new();
        for ((stratum, _), unit) in &units {
            strata.entry(*stratum).or_default().add(unit);
        }
        let single = strata.len() == 1;
        Ok(strata
            .into_values()
            .map(|stratum| Stratum {
                frame: self.frame.filter(|_| single),
                ..stratum
            })
            .collect())
    }
}
