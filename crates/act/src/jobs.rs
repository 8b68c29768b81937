//! The room's jobs: typed, idempotent, finished in the transaction of their effects.
//!
//! A handler takes the jobs that were claimed together and answers for each in order. They are
//! tried in one transaction, so that a burst of small batches costs one fsync; when that fails
//! each is tried by itself, so that one bad job does not hold the others.

use crate::open::Candidate;
use crate::rule::{Rule, decide};
use crate::{Means, Result, alert, follow_up, merges, open, rules};
use domain::annotation::VerbatimRecord;
use domain::{Signal, SignalId, WorkspaceId};
use std::collections::BTreeMap;
use store::hot::{SIGNALS, VERBATIMS};
use store::{Job, Store, Tx};

/// On `SignalsReceived`: rules without annotation, and follow-up answers.
pub const OPEN_CASES_FOR_SIGNALS: &str = "open_cases_for_signals";
/// On `VerbatimsAnnotated`: rules that look at sentiment or topics.
pub const OPEN_CASES_FOR_VERBATIMS: &str = "open_cases_for_verbatims";
/// On `CaseOpened`: tells the endpoints.
pub const ALERT_CASE_OPENED: &str = "alert_case_opened";
/// On `CaseClosed`: tells the endpoints.
pub const ALERT_CASE_CLOSED: &str = "alert_case_closed";

/// What the jobs of one workspace want to change.
#[derive(Default)]
struct Plan {
    follow_ups: Vec<Signal>,
    candidates: Vec<Candidate>,
}

/// Opens cases for received signals and ties follow-up answers to theirs; one result per job, in order.
pub async fn open_cases_for_signals(
    store: &Store,
    jobs: &[Job],
    means: &Means<'_>,
) -> Vec<Result<()>> {
    together_or_each(jobs, async |jobs| {
        let mut plans = Vec::new();
        for job in jobs {
            plans.push(plan_signals(store, job).await?);
        }
        carry_out(store, jobs, plans, means).await
    })
    .await
}

/// Opens cases for signals by what was read in their words; one result per job, in order.
pub async fn open_cases_for_verbatims(
    store: &Store,
    jobs: &[Job],
    means: &Means<'_>,
) -> Vec<Result<()>> {
    together_or_each(jobs, async |jobs| {
        let mut plans = Vec::new();
        for job in jobs {
            plans.push(plan_verbatims(store, job).await?);
        }
        carry_out(store, jobs, plans, means).await
    })
    .await
}

/// Posts one notice per enabled endpoint for an opened case; one result per job, in order.
pub async fn alert_case_opened(store: &Store, jobs: &[Job], means: &Means<'_>) -> Vec<Result<()>> {
    alert_all(store, jobs, alert::Kind::Opened, means).await
}

/// Posts one notice per enabled endpoint for a closed case; one result per job, in order.
pub async fn alert_case_closed(store: &Store, jobs: &[Job], means: &Means<'_>) -> Vec<Result<()>> {
    alert_all(store, jobs, alert::Kind::Closed, means).await
}

async fn alert_all(
    store: &Store,
    jobs: &[Job],
    kind: alert::Kind,
    means: &Means<'_>,
) -> Vec<Result<()>> {
    together_or_each(jobs, async |jobs| {
        let mut notices = Vec::new();
        for job in jobs {
            notices.push(alert::notices(store, job, kind, means).await?);
        }
        let mut tx = store.begin().await?;
        for (job, notices) in jobs.iter().zip(notices) {
            for notice in notices {
                tx.post(&job.workspace, &notice, means.now).await?;
            }
            tx.finish_job(job, means.now).await?;
        }
        Ok(tx.commit().await?)
    })
    .await
}

async fn together_or_each(
    jobs: &[Job],
    work: impl AsyncFn(&[Job]) -> Result<()>,
) -> Vec<Result<()>> {
    if jobs.len() > 1 && work(jobs).await.is_ok() {
        return jobs.iter().map(|_| Ok(())).collect();
    }
    let mut results = Vec::with_capacity(jobs.len());
    for job in jobs {
        results.push(work(std::slice::from_ref(job)).await);
    }
    results
}

async fn signals_of(
    store: &Store,
    workspace: &WorkspaceId,
    first: i64,
    through: i64,
) -> Result<Vec<Signal>> {
    let rows = store
        .hot_between(workspace, SIGNALS, first - 1, through)
        .await?;
    rows.iter()
        .map(|row| Ok(parse("signal", &row.body)?))
        .collect()
}

fn parse<T: serde::de::DeserializeOwned>(what: &'static str, json: &str) -> store::Result<T> {
    serde_json::from_str(json).map_err(|source| store::Error::Unreadable { what, source })
}

fn number(job: &Job, name: &str) -> i64 {
    job.body[name].as_i64().unwrap_or(0)
}

async fn plan_signals(store: &Store, job: &Job) -> Result<Plan> {
    let seq = number(job, "seq");
    let signals = signals_of(store, &job.workspace, seq, seq).await?;
    let rules = rules::list(store, &job.workspace).await?;
    let mut plan = Plan::default();
    for signal in signals.into_iter().filter(|s| !s.test) {
        consider(store, &job.workspace, &rules, signal, None, &mut plan).await?;
    }
    Ok(plan)
}

async fn plan_verbatims(store: &Store, job: &Job) -> Result<Plan> {
    let mut plan = Plan::default();
    let rules = rules::list(store, &job.workspace).await?;
    if !rules.iter().any(|r| r.enabled && r.needs_annotation()) {
        return Ok(plan);
    }
    let rules = merges::follow(store, &job.workspace, rules).await?;
    let seq = number(job, "seq");
    let rows = store
        .hot_between(&job.workspace, VERBATIMS, seq - 1, seq)
        .await?;
    let mut read: BTreeMap<SignalId, Vec<VerbatimRecord>> = BTreeMap::new();
    for row in rows {
        let record: VerbatimRecord = parse("verbatim", &row.body)?;
        read.entry(record.signal.clone()).or_default().push(record);
    }
    let first = number(job, "signals_seq");
    let through = number(job, "signals_through").max(first);
    for signal in signals_of(store, &job.workspace, first, through).await? {
        let Some(records) = read.get(&signal.id) else {
            continue;
        };
        consider(
            store,
            &job.workspace,
            &rules,
            signal,
            Some(records),
            &mut plan,
        )
        .await?;
    }
    Ok(plan)
}

async fn consider(
    store: &Store,
    workspace: &WorkspaceId,
    rules: &[Rule],
    signal: Signal,
    annotation: Option<&[VerbatimRecord]>,
    plan: &mut Plan,
) -> Result<()> {
    if let Some(opening) = decide(rules, &signal, annotation) {
        let contact = open::contact(store, workspace, &signal).await?;
        plan.candidates.push(Candidate {
            signal,
            opening,
            contact,
        });
    } else if signal.follow_up.is_some() {
        plan.follow_ups.push(signal);
    }
    Ok(())
}

async fn carry_out(store: &Store, jobs: &[Job], plans: Vec<Plan>, means: &Means<'_>) -> Result<()> {
    let mut context = BTreeMap::new();
    for (job, plan) in jobs.iter().zip(&plans) {
        let idle = plan.candidates.is_empty() && plan.follow_ups.is_empty();
        if !idle && !context.contains_key(&job.workspace) {
            let promises = store.promises(&job.workspace).await?;
            let policy = follow_up::policy(store, &job.workspace).await?;
            context.insert(job.workspace.clone(), (promises, policy));
        }
    }
    let mut tx: Tx = store.begin().await?;
    for (job, plan) in jobs.iter().zip(plans) {
        if let Some((promises, policy)) = context.get(&job.workspace) {
            for signal in &plan.follow_ups {
                follow_up::tie(&mut tx, &job.workspace, signal, policy, means).await?;
            }
            for candidate in &plan.candidates {
                // An answer to our own follow-up belongs to its case and opens no second one.
                let signal = &candidate.signal;
                if !follow_up::tie(&mut tx, &job.workspace, signal, policy, means).await? {
                    open::open(&mut tx, &job.workspace, candidate, promises, means).await?;
                }
            }
        }
        tx.finish_job(job, means.now).await?;
    }
    Ok(tx.commit().await?)
}
