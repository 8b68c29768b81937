//! The score with the weights that were found, and what it would take to move it.

use crate::LeftOut;
use stats::design::{Linearized, Stratum};
use stats::weight::{Columns, Drawn, headline, indicators, mean, sensitivity};
use stats::{Estimate, Rules};

use super::targets::Matched;
use super::{MarginLevel, Options, Weighted};
use crate::analyze::scores::{Scored, Scores};
use crate::analyze::{AnalyzeError, Report, Table};

/// A weighted sample.
pub(super) struct Solved<'a> {
    pub table: &'a Table,
    pub options: &'a Options,
    pub matched: &'a Matched,
    /// The margins as columns.
    pub x: Columns,
    pub base: Vec<f64>,
    pub weights: Vec<f64>,
}

impl Solved<'_> {
    pub fn rules(&self) -> Rules {
        Rules {
            level: self.options.level,
            ..Rules::default()
        }
    }

    /// The calibrated mean of what the weighted rows add.
    pub fn mean(&self, adds: &[Option<f64>]) -> Result<Linearized, AnalyzeError> {
        Ok(mean(
            adds,
            &self.weights,
            &self.base,
            &self.x,
            &self.drawn(),
        )?)
    }

    fn drawn(&self) -> Drawn {
        Drawn {
            frame: self.options.frame.map(|f| vec![f]),
            ..Drawn::default()
        }
    }

    /// Scores a column, with the raw score beside and the sensitivity band.
    pub fn score(
        &self,
        column: &str,
        report: &mut Report<MarginLevel, Weighted>,
    ) -> Result<(), AnalyzeError> {
        let (options, rules) = (self.options, self.rules());
        let scored = Scored {
            metric: options.metric,
            column: column.to_owned(),
            scale: options.scale,
            top: options.top,
            missing: options.missing.clone(),
        };
        let scores = Scores::read(self.table, &scored)?;
        let rows = &self.matched.rows;
        let adds: Vec<Option<f64>> = rows.iter().map(|&r| scores.adds[r]).collect();
        report.card.filters.push(scores.definition.formula());
        let unscored = adds.iter().filter(|a| a.is_none()).count() as u64;
        if unscored > 0 {
            report.card.left_out.push(LeftOut {
                reason: format!("weighted, but without a countable answer in {column}"),
                n: unscored,
            });
        }
        let n = adds.len() as u64 - unscored;
        if n < rules.min_n {
            let needed = rules.min_n;
            report.refused = Some(stats::Refusal::TooFew { n, needed }.to_string());
            return Ok(());
        }
        let raw = self.raw(&scores, &adds)?;
        let found = self.mean(&adds)?;
        let weighted = self.headline(&scores, &adds, &found)?;
        report.more.design_effect = found.design_effect;
        match (weighted.value, weighted.interval(), raw.value) {
            (Some(value), Some(interval), Some(unweighted)) => {
                let half = || half_spread(&adds, scores.factor());
                let delta = options.delta.unwrap_or_else(half);
                let rate = options.response_rate;
                let band = sensitivity((value, interval), unweighted, delta, rate)?;
                report.more.sensitivity = Some(band);
                if rate.is_none() {
                    report.warnings.push(
                        "the response rate is not known, so the sensitivity band assumes that nearly nobody answered; name it to narrow the band"
                            .to_owned(),
                    );
                }
            }
            _ => report.refused = weighted.refused.or(raw.refused).map(|r| r.to_string()),
        }
        report.more.raw = Some(raw);
        report.more.weighted = Some(weighted);
        self.compare_late(&scores, &adds, report)
    }

    /// The score with base weights only.
    fn raw(&self, scores: &Scores, adds: &[Option<f64>]) -> Result<Estimate, AnalyzeError> {
        if self.options.base.is_none() && self.options.frame.is_none() {
            return scores.plain(&self.matched.rows, &self.rules());
        }
        let none = indicators(&[], adds.len())?;
        let found = mean(adds, &self.base, &self.base, &none, &self.drawn())?;
        let ends = scores.definition.scale;
        Ok(headline(&found, scores.unit(), ends, &self.rules()))
    }

    /// A calibrated mean as a headline; without spread around the margins the weights are taken
    /// as known.
    pub fn headline(
        &self,
        scores: &Scores,
        adds: &[Option<f64>],
        found: &Linearized,
    ) -> Result<Estimate, AnalyzeError> {
        let rules = self.rules();
        let shown = headline(found, scores.unit(), scores.definition.scale, &rules);
        if shown.value.is_some() || found.n < rules.min_n {
            return Ok(shown);
        }
        let mut stratum = Stratum::default();
        for (value, weight) in adds.iter().zip(&self.weights) {
            if let Some(value) = value {
                stratum.observe(weight.max(0.0), *value)?;
            }
        }
        scores.designed(&[stratum], &rules)
    }
}

/// Half a standard deviation of the answers: a medium difference (Cohen).
fn half_spread(adds: &[Option<f64>], factor: f64) -> f64 {
    let n = adds.iter().flatten().count() as f64;
    let mean = adds.iter().flatten().sum::<f64>() / n;
    let squares: f64 = adds.iter().flatten().map(|x| (x - mean).powi(2)).sum();
    0.5 * factor * (squares / n).sqrt()
}
