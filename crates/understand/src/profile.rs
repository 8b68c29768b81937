//! A topic beside its surroundings: how much it is talked about over time, with which other topics,
//! and in which groups of people more or less than elsewhere.

use crate::Result;
use crate::overview::Period;
use columns::{By, ColumnKind, Columns, Grain, ValueCount, VerbatimFilter};
use domain::WorkspaceId;
use serde::Serialize;
use stats::change::{self, Change, Family, Question, Verdict};
use stats::share::{self, Counts};
use stats::{Estimate, Rules};
use std::collections::BTreeMap;

/// Columns with more values than this tell people apart one by one, not into groups.
const MOST_VALUES: usize = 60;
/// Fewest comments on either side of a comparison.
const FEWEST: u64 = 20;
/// Dimensions by which comments are grouped, beside all attributes.
const DIMENSIONS: [&str; 4] = ["location", "channel", "post", "language"];

/// A topic beside its surroundings.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Profile {
    /// Stable id.
    pub topic: String,
    /// Comments that mention it, of all under the filter.
    pub verbatims: u64,
    /// All comments under the filter.
    pub of: u64,
    /// Weeks for up to half a year, months beyond.
    pub grain: Grain,
    /// Share of the comments of each period that mention it, in percent, oldest first.
    pub trend: Vec<Share>,
    /// Topics that are mentioned with it more or less often than without it, furthest apart first.
    pub beside: Vec<Lift>,
    /// Groups that mention it more or less often than all others, furthest apart first.
    pub groups: Vec<Lift>,
    /// Comparisons made: topics and groups with enough comments, one family each.
    pub compared: (usize, usize),
}

/// The share of one period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Share {
    /// As [`Grain::label`] writes it.
    pub period: String,
    /// Share in percent.
    pub share: Estimate,
}

/// A share that stands apart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Lift {
    /// The column of the group; `topic` for another topic.
    pub column: String,
    /// The group's value, or the other topic.
    pub value: String,
    /// Share in percent: in the group, or among the comments on the topic.
    pub here: Estimate,
    /// Share in percent elsewhere.
    pub elsewhere: Estimate,
    /// The former less the latter, in points, judged within the family.
    pub difference: Change,
}

/// The profile of a topic under a filter; the filter's own topics are not looked at.
///
/// Trend: Wilson's interval of each period's share. Lifts: the share of comments on the topic in a
/// group less that among all other comments (or of another topic among the comments on this one
/// less that among all others), judged together at a false discovery rate of 10 % (Benjamini and
/// Hochberg 1995); told are those that stand apart, and at least 20 comments are on both sides.
/// Comments are taken as independent: people who comment often count as often.
///
/// # Errors
/// The columns did not answer.
pub async fn profile(
    columns: &dyn Columns,
    workspace: &WorkspaceId,
    topic: &str,
    filter: &VerbatimFilter,
) -> Result<Profile> {
    let all = VerbatimFilter {
        topics: Vec::new(),
        ..filter.clone()
    };
    let on = VerbatimFilter {
        topics: vec![topic.to_owned()],
        ..filter.clone()
    };
    let sum = |counts: &[ValueCount]| counts.iter().map(|c| c.n).sum::<u64>();
    let span = columns.span(workspace, &filter.signals).await?;
    let grain = span.map_or(Grain::Week, |(first, last)| {
        let asked = (filter.signals.since, filter.signals.until);
        Period::new(asked.0.or(Some(first)), asked.1, span, last).grain()
    });
    let periods = By::Period(grain);
    let whole = columns.verbatim_counts(workspace, &all, &periods).await?;
    let part = columns.verbatim_counts(workspace, &on, &periods).await?;
    let totals = (sum(&part), sum(&whole));
    let trend = paired(&part, &whole)
        .into_iter()
        .map(|(period, counts)| Share {
            period,
            share: share::estimate(&counts, &Rules::default()),
        })
        .collect();

    let mut groups = Vec::new();
    for column in grouping(columns, workspace).await? {
        let by = By::Column(column.clone());
        let whole = columns.verbatim_counts(workspace, &all, &by).await?;
        if whole.len() > MOST_VALUES {
            continue;
        }
        let part = columns.verbatim_counts(workspace, &on, &by).await?;
        for (value, here) in paired(&part, &whole) {
            groups.push(lift(&column, value, here, totals)?);
        }
    }
    let mut beside = Vec::new();
    let mentioned = columns.topics(workspace, &all).await?;
    let with: BTreeMap<String, u64> = columns
        .topics(workspace, &on)
        .await?
        .into_iter()
        .map(|tally| (tally.topic, tally.verbatims))
        .collect();
    for tally in mentioned.into_iter().filter(|tally| tally.topic != topic) {
        let both = with.get(&tally.topic).copied().unwrap_or(0);
        let here = Counts {
            hits: both,
            others: totals.0.saturating_sub(both),
        };
        let everywhere = (tally.verbatims, totals.1);
        beside.push(lift("topic", tally.topic, here, everywhere)?);
    }
    let (beside, topics_compared) = told(beside)?;
    let (groups, groups_compared) = told(groups)?;
    Ok(Profile {
        topic: topic.to_owned(),
        verbatims: totals.0,
        of: totals.1,
        grain,
        trend,
        beside,
        groups,
        compared: (topics_compared, groups_compared),
    })
}

/// Columns that tell people into groups.
async fn grouping(columns: &dyn Columns, workspace: &WorkspaceId) -> Result<Vec<String>> {
    let all = columns.columns(workspace).await?;
    let wanted = all.into_iter().filter(|column| match column.kind {
        ColumnKind::Attribute => true,
        ColumnKind::Dimension => DIMENSIONS.contains(&column.name.as_str()),
        ColumnKind::Question => false,
    });
    Ok(wanted.map(|column| column.name).collect())
}

/// For every value that any comment has: those on the topic, and the others.
fn paired(part: &[ValueCount], whole: &[ValueCount]) -> Vec<(String, Counts)> {
    let hits: BTreeMap<Option<&str>, u64> =
        part.iter().map(|c| (c.value.as_deref(), c.n)).collect();
    whole
        .iter()
        .filter_map(|all| {
            let value = all.value.clone().filter(|value| !value.is_empty())?;
            let hits = hits.get(&Some(value.as_str())).copied().unwrap_or(0);
            let others = all.n.saturating_sub(hits);
            Some((value, Counts { hits, others }))
        })
        .collect()
}

/// A group's share beside that of all others; `everywhere` has the hits and comments of all.
fn lift(column: &str, value: String, here: Counts, everywhere: (u64, u64)) -> Result<Lift> {
    let rules = Rules {
        min_n: FEWEST,
        ..Rules::default()
    };
    let (hits, n) = everywhere;
    let elsewhere = Counts {
        hits: hits.saturating_sub(here.hits),
        others: (n.saturating_sub(hits)).saturating_sub(here.others),
    };
    let (here, elsewhere) = (
        share::estimate(&here, &rules),
        share::estimate(&elsewhere, &rules),
    );
    Ok(Lift {
        column: column.to_owned(),
        value,
        difference: change::between(&elsewhere, &here, &Question::default())?,
        here,
        elsewhere,
    })
}

/// Those that stand apart within their family, furthest first, and how many were compared.
fn told(lifts: Vec<Lift>) -> Result<(Vec<Lift>, usize)> {
    let family: Vec<Change> = lifts.iter().map(|lift| lift.difference).collect();
    let compared = family.iter().filter(|change| change.p.is_some()).count();
    let judged = change::judge(&family, Family::DASHBOARD)?;
    let mut told: Vec<Lift> = lifts
        .into_iter()
        .zip(judged)
        .map(|(lift, difference)| Lift { difference, ..lift })
        .filter(|lift| matches!(lift.difference.verdict, Verdict::Up | Verdict::Down))
        .collect();
    let size = |lift: &Lift| lift.difference.value.unwrap_or(0.0).abs();
    told.sort_by(|a, b| size(b).total_cmp(&size(a)));
    Ok((told, compared))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(value: &str, n: u64) -> ValueCount {
        ValueCount {
            value: Some(value.into()),
            n,
        }
    }

    #[test]
    fn every_value_is_paired_with_its_part_and_a_blank_with_nobody() {
        let whole = [
            count("North", 50),
            count("South", 40),
            ValueCount { value: None, n: 9 },
        ];
        let found = paired(&[count("North", 20)], &whole);
        let counts = |hits, others| Counts { hits, others };
        assert_eq!(
            found,
            [
                ("North".into(), counts(20, 30)),
                ("South".into(), counts(0, 40))
            ]
        );
    }

    #[test]
    fn only_what_stands_apart_is_told_and_small_groups_are_not_compared() {
        let of = |hits, n| Counts {
            hits,
            others: n - hits,
        };
        let lifts = vec![
            lift("region", "North".into(), of(60, 100), (100, 400)).unwrap(),
            lift("region", "South".into(), of(14, 100), (100, 400)).unwrap(),
            lift("region", "East".into(), of(25, 100), (100, 400)).unwrap(),
            lift("region", "Isle".into(), of(9, 10), (100, 400)).unwrap(),
        ];
        let (told, compared) = told(lifts).unwrap();
        assert_eq!(compared, 3);
        let names: Vec<&str> = told.iter().map(|lift| lift.value.as_str()).collect();
        assert_eq!(names, ["North", "South"]);
        let north = &told[0];
        assert!((north.here.value.unwrap() - 60.0).abs() < 1e-9);
        assert!((north.elsewhere.value.unwrap() - 40.0 / 3.0).abs() < 1e-9);
        let (low, high) = (
            north.difference.low.unwrap(),
            north.difference.high.unwrap(),
        );
        assert!(low > 30.0 && high < 60.0, "{low} to {high}");
    }
}
