//! What can show a response by outcome: known truths that were not weighted by, and late answers.

use serde::Serialize;
use stats::change::from_standard_errors;
use stats::weight::headline;
use stats::{Estimate, Unit};

use super::scored::Solved;
use super::targets::levels;
use super::{MarginLevel, Weighted};
use crate::analyze::scores::Scores;
use crate::analyze::{AnalyzeError, Report};

/// A share that is known of the population, and what the weighted sample makes of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Check {
    /// The column.
    pub column: String,
    /// The level.
    pub level: String,
    /// Share of the population, in percent.
    pub known: f64,
    /// Share of the weighted sample, in percent, with its interval.
    pub weighted: Estimate,
    /// Whether the known share lies in the interval.
    pub agrees: bool,
}

/// Those who answered late against those who answered early, both weighted.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Late {
    /// Value of the column up to which an answer is early.
    pub early_to: f64,
    /// Score of the early half.
    pub early: Estimate,
    /// Score of the late half.
    pub late: Estimate,
    /// Late less early, in the score's unit.
    pub difference: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end of its interval.
    pub high: f64,
    /// Two-sided p value of "no difference".
    pub p: f64,
}

impl Solved<'_> {
    /// Holds known shares against the weighted sample.
    pub fn hold_against(
        &self,
        report: &mut Report<MarginLevel, Weighted>,
    ) -> Result<(), AnalyzeError> {
        let rules = self.rules();
        for target in &self.options.checks.0 {
            let of = levels(self.table, target, &self.options.missing)?;
            let whole: f64 = target.shares.iter().map(|(_, share)| share).sum();
            for (level, (name, share)) in target.shares.iter().enumerate() {
                let adds: Vec<Option<f64>> = self
                    .matched
                    .rows
                    .iter()
                    .map(|&r| of[r].map(|l| f64::from(u8::from(l == level))))
                    .collect();
                let weighted = headline(&self.mean(&adds)?, Unit::Percent, None, &rules);
                let known = 100.0 * share / whole;
                let agrees = weighted.interval().is_none_or(|i| i.contains(known));
                if let Some(value) = weighted.value.filter(|_| !agrees) {
                    report.warnings.push(format!(
                        "{} {name} is {known:.1} % of the population but {value:.1} % of the weighted sample: who answered still differs from who did not, and the score may be off",
                        target.column
                    ));
                }
                report.more.checks.push(Check {
                    column: target.column.clone(),
                    level: name.clone(),
                    known,
                    weighted,
                    agrees,
                });
            }
        }
        Ok(())
    }

    /// Compares the late half of the answers with the early half, where it was asked.
    pub fn compare_late(
        &self,
        scores: &Scores,
        adds: &[Option<f64>],
        report: &mut Report<MarginLevel, Weighted>,
    ) -> Result<(), AnalyzeError> {
        let Some(column) = &self.options.late else {
            return Ok(());
        };
        let all = self.table.numbers(column, &self.options.missing)?;
        let days: Vec<Option<f64>> = self
            .matched
            .rows
            .iter()
            .zip(adds)
            .map(|(&row, add)| all[row].filter(|_| add.is_some()))
            .collect();
        let mut sorted: Vec<f64> = days.iter().flatten().copied().collect();
        sorted.sort_by(f64::total_cmp);
        let Some(&middle) = sorted.get(sorted.len().saturating_sub(1) / 2) else {
            return Ok(());
        };
        // Where half and more share the earliest value (no reminder), they are the early ones.
        let half = |late: bool| -> Vec<Option<f64>> {
            let inside = |day: &Option<f64>| day.is_some_and(|d| (d > middle) == late);
            let halves = adds.iter().zip(&days);
            halves
                .map(|(add, day)| add.filter(|_| inside(day)))
                .collect()
        };
        let (early, late) = (half(false), half(true));
        let enough =
            |adds: &[Option<f64>]| adds.iter().flatten().count() as u64 >= self.rules().min_n;
        if !enough(&early) || !enough(&late) {
            report.warnings.push(format!(
                "too few answers before or after {middle} in {column} to compare early with late ones"
            ));
            return Ok(());
        }
        let (first, second) = (self.mean(&early)?, self.mean(&late)?);
        let factor = scores.factor();
        let side = |l: &stats::design::Linearized| (factor * l.mean, factor * l.se);
        let found = from_standard_errors(side(&first), side(&second), 0.0, self.options.level)?;
        if found.p < self.options.level.alpha() {
            report.warnings.push(format!(
                "those who answered late score {:+.1} beside the early ones, after weighting too; those who never answered may lie further that way",
                found.value
            ));
        }
        report.more.late = Some(Late {
            early_to: middle,
            early: self.headline(scores, &early, &first)?,
            late: self.headline(scores, &late, &second)?,
            difference: found.value,
            low: found.interval.low,
            high: found.interval.high,
            p: found.p,
        });
        Ok(())
    }
}
