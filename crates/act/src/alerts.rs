//! Alerts: the monitor saw streams leave their past; people look, mute, judge, and open cases.

use crate::open::{self, Beginning};
use crate::{Error, Means, Result};
use domain::alert::{Alert, AlertState, Shift, StreamKind};
use domain::case::Priority;
use domain::{Actor, AlertId, CustomerId, NewNotice, NoticeId, SignalId, WorkspaceId};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use store::act::EndpointRow;
use store::{Job, Store};

/// On `StreamsShifted`: opens alerts, brings open ones up to date and tells the endpoints.
pub const OPEN_ALERTS: &str = "open_alerts";

const DAY: i64 = 86_400_000_000;
/// Days that an answer to someone behind an alert may take.
const DUE_DAYS: i64 = 2;

/// Someone whose words tell of a shift.
#[derive(Debug, Clone, PartialEq)]
pub struct Behind {
    /// What they said.
    pub signal: SignalId,
    /// Who they are, when known.
    pub customer: Option<CustomerId>,
    /// Where.
    pub location: Option<String>,
    /// Their words, redacted.
    pub words: String,
    /// Whether what they agreed to lets someone answer them.
    pub answerable: bool,
}

/// Carries out one job of [`OPEN_ALERTS`].
///
/// # Errors
/// The rows did not answer, or the fact does not read.
pub async fn raise(store: &Store, job: &Job, means: &Means<'_>) -> Result<()> {
    let shifts: Vec<Shift> =
        serde_json::from_value(job.body["shifts"].clone()).map_err(|source| {
            store::Error::Unreadable {
                what: "shift",
                source,
            }
        })?;
    let endpoints = store.endpoints(&job.workspace).await?;
    let mut tx = store.begin().await?;
    for shift in shifts {
        let key = shift.stream.key();
        let alert = match tx.live_alert(&job.workspace, &key).await? {
            Some(alert) => match alert.seen_again(shift, means.now) {
                Ok(alert) => alert,
                // Only live ones are looked up.
                Err(_) => continue,
            },
            None => {
                let alert = Alert::open(AlertId::new((means.mint)()), shift, means.now);
                for notice in notices(&alert, &endpoints, means) {
                    tx.post(&job.workspace, &notice, means.now).await?;
                }
                alert
            }
        };
        tx.save_alert(&job.workspace, &alert).await?;
    }
    tx.finish_job(job, means.now).await?;
    Ok(tx.commit().await?)
}

/// One thin notice per endpoint: numbers and a link, never words.
fn notices(alert: &Alert, endpoints: &[EndpointRow], means: &Means<'_>) -> Vec<NewNotice> {
    let shift = &alert.shift;
    let url = means.link(&format!("/alerts/{}", alert.id));
    let place = shift.stream.location.as_deref().unwrap_or("all places");
    let webhook = || {
        json!({
            "type": "alert.opened",
            "timestamp": domain::time::to_text(alert.opened_at),
            "data": {
                "alert": alert.id,
                "stream": shift.stream,
                "since": shift.since,
                "observed": shift.observed,
                "expected": shift.expected,
                "low": shift.low,
                "high": shift.high,
                "n": shift.n,
                "url": url,
            }
        })
    };
    let slack = || -> Value {
        let what = match shift.stream.kind {
            StreamKind::Topic => "said more often than usual",
            StreamKind::Score => "out of line",
        };
        json!({ "text": crate::alert::escape(&format!(
            "{} at {place}: {what} since {} ({:.1} where {:.1} to {:.1} was to be expected, n {})",
            shift.stream.what, shift.since, shift.observed, shift.low, shift.high, shift.n,
        )) + &format!(" <{url}|Look>") })
    };
    let enabled = endpoints.iter().filter(|e| e.disabled_at.is_none());
    enabled
        .map(|endpoint| NewNotice {
            id: NoticeId::new((means.mint)()),
            channel: endpoint.kind.clone(),
            recipient: endpoint.id.to_string(),
            body: if endpoint.kind == "slack" {
                slack()
            } else {
                webhook()
            },
            case: None,
            customer: None,
        })
        .collect()
}

/// What a person may do with an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Nothing more about it for so many days.
    Mute {
        /// 1 to 365.
        days: u32,
    },
    /// It is looked after, or over.
    Close,
    /// Whether it was useful.
    Judge {
        /// Yes or no.
        useful: bool,
    },
}

/// Takes a step and writes it to the audit log.
///
/// # Errors
/// There is no such alert, it is closed, or the days are out of range.
pub async fn step(
    store: &Store,
    actor: &Actor,
    id: &AlertId,
    step: Step,
    means: &Means<'_>,
) -> Result<Alert> {
    let alert = find(store, actor, id).await?;
    let closed = |e: domain::alert::AlertClosed| {
        Error::invalid(
            "alert_closed",
            e.to_string(),
            "judge it, or look at open ones",
        )
    };
    let (alert, done) = match step {
        Step::Mute { days } if !(1..=365).contains(&days) => {
            return Err(Error::invalid(
                "days_invalid",
                format!("{days} is no number of days to mute an alert for"),
                "give 1 to 365",
            ));
        }
        Step::Mute { days } => {
            let until = means.now + i64::from(days) * DAY;
            (alert.mute(until).map_err(closed)?, "alert.muted")
        }
        Step::Close => (alert.close(means.now).map_err(closed)?, "alert.closed"),
        Step::Judge { useful } => (alert.judge(useful), "alert.judged"),
    };
    let mut tx = store.begin().await?;
    tx.save_alert(&actor.workspace, &alert).await?;
    tx.audit(actor, done, id.as_str(), means.now).await?;
    tx.commit().await?;
    Ok(alert)
}

async fn find(store: &Store, actor: &Actor, id: &AlertId) -> Result<Alert> {
    let alert = store.alert(&actor.workspace, id).await?;
    alert.ok_or_else(|| Error::not_found("alert", id))
}

/// Alerts, newest first.
///
/// # Errors
/// The rows did not answer.
pub async fn list(
    store: &Store,
    workspace: &WorkspaceId,
    state: Option<AlertState>,
) -> Result<Vec<Alert>> {
    Ok(store.alerts(workspace, state, 200).await?)
}

/// How much quieter each stream has been asked to be: its key, and the factor on false alarms.
/// Every "not useful" halves them.
///
/// # Errors
/// The rows did not answer.
pub async fn quieter(store: &Store, workspace: &WorkspaceId) -> Result<BTreeMap<String, f64>> {
    let judged = store.alerts_not_useful(workspace).await?;
    let factor = |times: i64| 0.5f64.powi(i32::try_from(times.min(10)).unwrap_or(10));
    Ok(judged
        .into_iter()
        .map(|(stream, times)| (stream, factor(times)))
        .collect())
}

/// Opens a case for each of the people behind an alert who has none yet; gives how many.
///
/// # Errors
/// There is no such alert, or the rows did not answer.
pub async fn open_cases(
    store: &Store,
    actor: &Actor,
    id: &AlertId,
    behind: &[Behind],
    means: &Means<'_>,
) -> Result<u64> {
    let alert = find(store, actor, id).await?;
    let workspace = &actor.workspace;
    let mut contacts = Vec::with_capacity(behind.len());
    for one in behind {
        contacts.push(match &one.customer {
            Some(customer) if one.answerable => open::address(store, workspace, customer).await?,
            _ => None,
        });
    }
    let mut opened = 0;
    let mut tx = store.begin().await?;
    for (one, contact) in behind.iter().zip(contacts) {
        if let Some(customer) = &one.customer
            && !tx.hold_customer(workspace, customer).await?
        {
            continue; // erased meanwhile
        }
        if tx.case_of_signal(workspace, &one.signal).await?.is_some() {
            continue;
        }
        let beginning = Beginning {
            signal: &one.signal,
            customer: one.customer.as_ref(),
            location: one.location.as_ref(),
            contact: contact.as_ref(),
            rule: None,
            priority: Priority::Normal,
            title: format!("Behind an alert: {}", alert.shift.stream.what),
            why: format!("one of those whose words tell of alert {}", alert.id),
            words: Some(&one.words),
            score: None,
            due_at: means.now + DUE_DAYS * DAY,
            by: actor.user.as_str(),
            from: json!({ "alert": alert.id }),
        };
        opened += u64::from(open::begin(&mut tx, workspace, beginning, means).await?);
    }
    tx.audit(actor, "alert.cases_opened", id.as_str(), means.now)
        .await?;
    tx.commit().await?;
    Ok(opened)
}
