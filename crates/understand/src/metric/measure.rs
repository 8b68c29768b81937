//! Scores by any attribute and time grain, with interval, n and what was left out.

use super::{Definition, Kind};
use crate::Result;
use crate::left_out::{LeftOut, Reasons};
use columns::{Ask, Columns, Filter, Grain};
use domain::{Provenance, WorkspaceId};
use stats::{Estimate, Rules, mean, nps};

/// One group's score.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Names and values that make the group; the period first when a grain was asked.
    pub group: Vec<(String, Option<String>)>,
    /// The score with its interval and n.
    pub estimate: Estimate,
    /// Promoters, passives, detractors, for NPS.
    pub counts: Option<nps::Counts>,
    /// Each value and how often; empty for a mean over moments.
    pub values: Vec<(f64, u64)>,
}

/// Scores and what they leave out.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// One row per group.
    pub rows: Vec<Row>,
    /// What was not counted, most first.
    pub left_out: Vec<LeftOut>,
}

/// Measures a metric.
///
/// Without a provenance in the filter only direct signals count (invariant 8); what others
/// answered to the same question is reported as left out.
///
/// # Errors
/// Unknown columns, or an engine that does not answer.
pub async fn measure(
    columns: &dyn Columns,
    workspace: &WorkspaceId,
    definition: &Definition,
    by: &[String],
    grain: Option<Grain>,
    filter: &Filter,
) -> Result<Measured> {
    let mut reasons = Reasons::default();
    let named = filter.provenance;
    let filter = Filter {
        provenance: Some(named.unwrap_or(Provenance::Direct)),
        ..filter.clone()
    };
    if named.is_none() {
        others(columns, workspace, definition, &filter, &mut reasons).await?;
    }
    let ask = Ask {
        question: definition.question.clone(),
        by: by.to_vec(),
        grain,
        filter,
    };
    let names: Vec<String> = grain
        .map(|_| "period".to_owned())
        .into_iter()
        .chain(by.iter().cloned())
        .collect();
    let rules = Rules::default();
    let mut rows = Vec::new();
    if definition.kind == Kind::Mean && definition.scale.is_none() {
        for row in columns.moments(workspace, &ask).await? {
            reasons.add("no answer", row.missing);
            let moments = mean::Moments {
                n: row.n,
                sum: row.sum,
                sum_sq: row.sum_sq,
            };
            let estimate = definition.mean(&moments, &rules)?;
            rows.push(Row {
                group: named_group(&names, row.group),
                estimate,
                counts: None,
                values: Vec::new(),
            });
        }
    } else {
        for tally in columns.tally(workspace, &ask).await? {
            reasons.add("no answer", tally.missing);
            let mut counted = Vec::with_capacity(tally.values.len());
            for (value, n) in tally.values {
                match definition.refuses(value) {
                    Some(reason) => reasons.add(reason, n),
                    None => counted.push((value, n)),
                }
            }
            let (estimate, counts) = definition.estimate(&counted, &rules)?;
            rows.push(Row {
                group: named_group(&names, tally.group),
                estimate,
                counts,
                values: counted,
            });
        }
    }
    // A group in which nobody answered says nothing: its signals stand under "no answer".
    rows.retain(|row| row.estimate.n > 0 || names.is_empty());
    Ok(Measured {
        rows,
        left_out: reasons.list(),
    })
}

async fn others(
    columns: &dyn Columns,
    workspace: &WorkspaceId,
    definition: &Definition,
    filter: &Filter,
    reasons: &mut Reasons,
) -> Result<()> {
    let all = Ask {
        question: definition.question.clone(),
        by: vec!["provenance".into()],
        grain: None,
        filter: Filter {
            provenance: None,
            ..filter.clone()
        },
    };
    for row in columns.moments(workspace, &all).await? {
        match row.group.first().and_then(Option::as_deref) {
            Some(word) if word != Provenance::Direct.as_str() => {
                reasons.add(format!("provenance {word}"), row.n)
            }
            _ => {}
        }
    }
    Ok(())
}

fn named_group(names: &[String], values: Vec<Option<String>>) -> Vec<(String, Option<String>)> {
    names.iter().cloned().zip(values).collect()
}
