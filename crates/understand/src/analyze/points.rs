//! A column of answers, each as what it adds to a metric in the metric's unit.

use std::collections::BTreeMap;

use stats::{Estimate, Rules};

use super::{AnalyzeError, LeftOut, Missing, Table};
use crate::metric::{Definition, Kind};

/// What each row adds: 100, 0 or -100 to an NPS, 100 or 0 to a share, its value to a mean.
pub(super) struct Points {
    pub definition: Definition,
    pub adds: Vec<Option<f64>>,
    values: Vec<Option<f64>>,
    pub left_out: BTreeMap<String, u64>,
}

impl Points {
    pub fn read(
        table: &Table,
        kind: Kind,
        column: &str,
        scale: Option<(f64, f64)>,
        top: Option<f64>,
        missing: &Missing,
    ) -> Result<Self, AnalyzeError> {
        let definition = Definition::new(kind, column, scale, top)
            .map_err(|error| AnalyzeError::Option(error.to_string()))?;
        let mut left_out = BTreeMap::new();
        let mut values = table.numbers(column, missing)?;
        for value in &mut values {
            let why = match *value {
                None => Some("no answer".to_owned()),
                Some(given) => definition.refuses(given),
            };
            if let Some(why) = why {
                *left_out.entry(why).or_default() += 1;
                *value = None;
            }
        }
        let add = |value: f64| match kind {
            Kind::Nps if value >= 9.0 => 100.0,
            Kind::Nps if value >= 7.0 => 0.0,
            Kind::Nps => -100.0,
            Kind::Csat | Kind::Share => f64::from(u8::from(value >= definition.top)) * 100.0,
            Kind::Ces | Kind::Mean => value,
        };
        let adds = values.iter().map(|v| v.map(add)).collect();
        Ok(Points {
            definition,
            adds,
            values,
            left_out,
        })
    }

    /// The score of the rows that `holds`.
    pub fn estimate(
        &self,
        rules: &Rules,
        holds: impl Fn(usize) -> bool,
    ) -> Result<Estimate, AnalyzeError> {
        let rows = self.values.iter().enumerate();
        let tally: Vec<(f64, u64)> = rows
            .filter(|(row, _)| holds(*row))
            .filter_map(|(_, value)| Some(((*value)?, 1)))
            .collect();
        match self.definition.estimate(&tally, rules) {
            Ok((estimate, _)) => Ok(estimate),
            Err(crate::Error::Stats(error)) => Err(error.into()),
            Err(error) => Err(AnalyzeError::Option(error.to_string())),
        }
    }
}

/// The reasons for leaving rows out as the card has them.
pub(super) fn listed(left_out: BTreeMap<String, u64>) -> Vec<LeftOut> {
    left_out
        .into_iter()
        .map(|(why, rows)| LeftOut { why, rows })
        .collect()
}
