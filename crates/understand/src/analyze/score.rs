//! `score`: a metric with its interval, whole and by group.

use std::collections::BTreeMap;

use serde::Serialize;
use stats::{Estimate, Level, Rules, share};

use super::scores::{Sample, SampleColumns, Scored, Scores};
use super::{AnalyzeError, Analyzed, Card, Nothing, Report, Table};

/// Options of `score`.
#[derive(Debug, Clone)]
pub struct Options {
    /// Which score.
    pub scored: Scored,
    /// Columns whose levels are scored too, one column at a time.
    pub by: Vec<String>,
    /// Column of design weights, in any unit.
    pub weight: Option<String>,
    /// Column of the strata that were sampled separately.
    pub strata: Option<String>,
    /// Column of what was drawn (a store, a respondent), where one draw gave several rows.
    pub cluster: Option<String>,
    /// Units in the whole frame, where it is known and was sampled without replacement (used
    /// without strata only).
    pub frame: Option<u64>,
    /// Confidence of the intervals.
    pub level: Level,
    /// Fewest answers for a score; below it only the shares are shown.
    pub min_n: u64,
}

impl Default for Options {
    /// NPS of a column named `score`, 95 %, at least 10 answers.
    fn default() -> Self {
        let Rules { level, min_n } = Rules::default();
        Options {
            scored: Scored::default(),
            by: Vec::new(),
            weight: None,
            strata: None,
            cluster: None,
            frame: None,
            level,
            min_n,
        }
    }
}

/// The score of one group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Column and level that make the group; empty for the whole.
    pub group: BTreeMap<String, String>,
    /// The score with interval, n, effective n, method and reason where it is blank.
    #[serde(flatten)]
    pub score: Estimate,
    /// Shares behind an NPS, unweighted, with simultaneous intervals (Goodman).
    pub parts: Vec<Part>,
}

/// One of the shares behind an NPS.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// promoters, passives or detractors.
    pub part: &'static str,
    /// Answers.
    pub count: u64,
    /// Percent of the answers.
    pub percent: f64,
    /// Lower end of the interval, in percent.
    pub low: f64,
    /// Upper end of the interval, in percent.
    pub high: f64,
}

/// Scores a column, whole and by the levels of each column asked.
///
/// Formula: as the metric's own in `stats` (nps, csat, ces, share, mean); with weights, strata or
/// clusters by Taylor linearization.
///
/// # Errors
/// Unknown columns, cells that are no numbers, an NPS on another scale.
pub fn analyze(table: &Table, options: &Options) -> Analyzed<Row> {
    let missing = &options.scored.missing;
    let scores = Scores::read(table, &options.scored)?;
    let columns = SampleColumns {
        weight: options.weight.as_deref(),
        stratum: options.strata.as_deref(),
        unit: options.cluster.as_deref(),
        frame: options.frame,
    };
    let sample = Sample::read(table, &columns, missing)?;
    let rules = Rules {
        level: options.level,
        min_n: options.min_n,
    };
    let used = |row: usize| scores.adds[row].is_some() && sample.weight[row].is_some();
    let one = |group: BTreeMap<String, String>, rows: &[usize]| -> Result<Row, AnalyzeError> {
        let score = if sample.plain {
            scores.plain(rows, &rules)?
        } else {
            let mut inside = vec![false; table.rows()];
            rows.iter().for_each(|&row| inside[row] = true);
            let strata = sample.strata(&scores.adds, |row| inside[row])?;
            scores.designed(&strata, &rules)?
        };
        let parts = scores
            .counts(rows)
            .map_or_else(Vec::new, |c| parts(&c, options.level));
        Ok(Row {
            group,
            score,
            parts,
        })
    };
    let all: Vec<usize> = (0..table.rows()).filter(|&row| used(row)).collect();
    let mut results = vec![one(BTreeMap::new(), &all)?];
    let mut left_out = scores.left_out.clone();
    let unweighted = (0..table.rows())
        .filter(|&row| scores.adds[row].is_some() && sample.weight[row].is_none())
        .count() as u64;
    left_out.add("no weight", unweighted);
    for column in &options.by {
        let (names, of) = table.groups(column, missing)?;
        for (level, name) in names.iter().enumerate() {
            let rows: Vec<usize> = all
                .iter()
                .copied()
                .filter(|&r| of[r] == Some(level))
                .collect();
            let group = BTreeMap::from([(column.clone(), name.clone())]);
            results.push(one(group, &rows)?);
        }
    }
    let whole = &results[0].score;
    Ok(Report {
        kind: "score",
        method: format!("{} with {}", options.scored.metric.as_str(), whole.method),
        n: whole.n,
        more: Nothing {},
        refused: whole.refused.map(|why| why.to_string()),
        warnings: warnings(&results, &sample),
        card: Card {
            rows_read: table.rows() as u64,
            rows_used: all.len() as u64,
            left_out: left_out.list(),
            formula: "mean of what each answer adds (nps: +100, 0, -100; csat and share: 100 or 0)",
            sources: &[
                "doi:10.1080/00031305.2016.1198279",
                "doi:10.1080/01621459.1927.10502953",
                "doi:10.1002/9780470580066",
            ],
            filters: vec![scores.definition.formula()],
        },
        results,
    })
}

fn parts(counts: &stats::nps::Counts, level: Level) -> Vec<Part> {
    let all = [counts.promoters, counts.passives, counts.detractors];
    let n = counts.n();
    if n == 0 {
        return Vec::new();
    }
    ["promoters", "passives", "detractors"]
        .into_iter()
        .zip(all)
        .zip(share::goodman(&all, level))
        .map(|((part, count), interval)| Part {
            part,
            count,
            percent: 100.0 * count as f64 / n as f64,
            low: 100.0 * interval.low,
            high: 100.0 * interval.high,
        })
        .collect()
}

fn warnings(results: &[Row], sample: &Sample) -> Vec<String> {
    let mut warnings = Vec::new();
    let whole = &results[0].score;
    if whole.n_effective < 0.5 * whole.n as f64 {
        warnings.push(format!(
            "the weights leave {:.0} of {} answers' worth; look for a few rows with very large weights",
            whole.n_effective, whole.n
        ));
    }
    if sample.plain && results.len() > 1 {
        warnings.push(
            "groups are shown one by one; to say which of them changed or differ, use change, gap or rank"
                .to_owned(),
        );
    }
    warnings
}

#[cfg(test)]
#[path = "score_tests.rs"]
mod tests;
