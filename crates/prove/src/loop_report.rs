//! The loop report: were the people answered who needed it, in time, and did it help?

use crate::{Error, Result};
use domain::case::CaseFilter;
use domain::time::{self, Micros};
use domain::{Actor, case::FollowUpPolicy};
use serde::Serialize;
use stats::{Estimate, Rules, median, share};
use store::Store;
use store::act::LoopRow;

const HOUR_US: f64 = 3_600_000_000.0;

/// Which cases the report is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// Opened at or after, unix microseconds.
    pub since: Micros,
    /// Opened before.
    pub until: Micros,
    /// At one place only.
    pub location: Option<String>,
}

/// One share: how many of how many, with its interval and the cases behind it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// How many.
    pub hits: u64,
    /// Of how many.
    pub of: u64,
    /// The share in percent with its Wilson interval; refused below 10.
    pub share: Estimate,
    /// The cases that count.
    pub filter: CaseFilter,
    /// The cases that do not.
    pub others: CaseFilter,
}

/// A count and the cases behind it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Count {
    /// How many.
    pub n: u64,
    /// Which.
    pub filter: CaseFilter,
}

/// A median and the cases behind it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Middle {
    /// Hours, with the interval between two order statistics; refused below 10.
    pub hours: Estimate,
    /// Which cases.
    pub filter: CaseFilter,
}

/// The loop report over the cases opened in a period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LoopReport {
    /// The period's beginning, unix microseconds.
    pub since: Micros,
    /// Its end.
    pub until: Micros,
    /// When the report was made: what is promised for later is judged later.
    pub judged_at: Micros,
    /// People who told us something that needed an answer.
    pub cases: Count,
    /// Of them: answered.
    pub answered: Part,
    /// Of those answered or past the time promised: answered by then.
    pub in_time: Part,
    /// Of all: closed with root cause and outcome.
    pub closed: Part,
    /// Of the answered: told us in a follow-up survey how it was.
    pub followed_up: Part,
    /// Of those with a follow-up score: content again.
    pub recovered: Part,
    /// How long the answered waited. Those still waiting are not in it; `waiting` counts them.
    pub time_to_answer: Middle,
    /// Not answered yet.
    pub waiting: Count,
    /// The score from which a follow-up counts as recovered.
    pub recovered_at_least: f64,
}

/// Makes the report in the actor's workspace.
///
/// # Errors
/// [`Error::EmptyPeriod`] unless the period has a length.
pub async fn report(
    store: &Store,
    actor: &Actor,
    asked: &Asked,
    policy: &FollowUpPolicy,
    now: Micros,
) -> Result<LoopReport> {
    if asked.since >= asked.until {
        return Err(Error::EmptyPeriod {
            since: time::to_text(asked.since),
            until: time::to_text(asked.until),
        });
    }
    let rows = store
        .loop_rows(
            &actor.workspace,
            asked.since,
            asked.until,
            asked.location.as_deref(),
        )
        .await?;
    Ok(summarize(&rows, asked, policy, now, &Rules::default()))
}

/// The report from the cases' times. Pure.
pub fn summarize(
    rows: &[LoopRow],
    asked: &Asked,
    policy: &FollowUpPolicy,
    now: Micros,
    rules: &Rules,
) -> LoopReport {
    let all = CaseFilter {
        opened_since: Some(asked.since),
        opened_until: Some(asked.until),
        location: asked.location.clone(),
        ..CaseFilter::default()
    };
    let answered = CaseFilter {
        answered: Some(true),
        ..all.clone()
    };
    let unanswered = CaseFilter {
        answered: Some(false),
        ..all.clone()
    };
    let in_time = |kept: bool| CaseFilter {
        in_time: Some(kept),
        judged_at: Some(now),
        ..all.clone()
    };
    let closed = |closed: bool| CaseFilter {
        unfinished: Some(!closed),
        ..all.clone()
    };
    let followed_up = |yes: bool| CaseFilter {
        followed_up: Some(yes),
        ..answered.clone()
    };
    let content = CaseFilter {
        follow_up_at_least: Some(policy.recovered_at_least),
        ..all.clone()
    };
    let discontent = CaseFilter {
        follow_up_below: Some(policy.recovered_at_least),
        ..all.clone()
    };
    let is_answered = |r: &&LoopRow| r.answered_at.is_some();
    let kept = |r: &LoopRow| r.answered_at.is_some_and(|at| at <= r.promised_at);
    let hours: Vec<f64> = rows
        .iter()
        .filter_map(|r| Some((r.answered_at? - r.opened_at) as f64 / HOUR_US))
        .collect();
    LoopReport {
        since: asked.since,
        until: asked.until,
        judged_at: now,
        cases: Count {
            n: rows.len() as u64,
            filter: all.clone(),
        },
        answered: part(
            rows.iter(),
            |r| r.answered_at.is_some(),
            (answered.clone(), unanswered.clone()),
            rules,
        ),
        in_time: part(
            rows.iter()
                .filter(|r| r.answered_at.is_some() || r.promised_at <= now),
            kept,
            (in_time(true), in_time(false)),
            rules,
        ),
        closed: part(
            rows.iter(),
            |r| r.closed_at.is_some(),
            (closed(true), closed(false)),
            rules,
        ),
        followed_up: part(
            rows.iter().filter(is_answered),
            |r| r.followed_up,
            (followed_up(true), followed_up(false)),
            rules,
        ),
        recovered: part(
            rows.iter().filter(|r| r.follow_up_score.is_some()),
            |r| {
                r.follow_up_score
                    .is_some_and(|s| s >= policy.recovered_at_least)
            },
            (content, discontent),
            rules,
        ),
        time_to_answer: Middle {
            hours: median::estimate(&hours, rules),
            filter: answered,
        },
        waiting: Count {
            n: rows.iter().filter(|r| r.answered_at.is_none()).count() as u64,
            filter: unanswered,
        },
        recovered_at_least: policy.recovered_at_least,
    }
}

fn part<'a>(
    rows: impl Iterator<Item = &'a LoopRow>,
    hit: impl Fn(&LoopRow) -> bool,
    filters: (CaseFilter, CaseFilter),
    rules: &Rules,
) -> Part {
    let mut counts = share::Counts::default();
    for row in rows {
        counts.observe(hit(row));
    }
    Part {
        hits: counts.hits,
        of: counts.n(),
        share: share::estimate(&counts, rules),
        filter: filters.0,
        others: filters.1,
    }
}
