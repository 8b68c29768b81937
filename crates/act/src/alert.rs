//! Telling the endpoints about a case: thin notices with ids and times, never words.

use crate::{Means, Result};
use domain::case::Case;
use domain::{CaseId, NewNotice, NoticeId, time};
use serde_json::{Value, json};
use store::{Job, Store};

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Opened,
    Closed,
}

/// One notice per enabled endpoint; none when the case is gone.
pub(crate) async fn notices(
    store: &Store,
    job: &Job,
    kind: Kind,
    means: &Means<'_>,
) -> Result<Vec<NewNotice>> {
    let id = CaseId::new(job.body["case"].as_str().unwrap_or_default());
    let Some(case) = store.case(&job.workspace, &id).await? else {
        return Ok(Vec::new());
    };
    let endpoints = store.endpoints(&job.workspace).await?;
    let enabled = endpoints.iter().filter(|e| e.disabled_at.is_none());
    Ok(enabled
        .map(|endpoint| NewNotice {
            id: NoticeId::new((means.mint)()),
            channel: endpoint.kind.clone(),
            recipient: endpoint.id.to_string(),
            body: if endpoint.kind == "slack" {
                slack(&case, kind, means)
            } else {
                webhook(&case, kind, means)
            },
            case: Some(case.id.clone()),
            customer: case.customer.clone(),
        })
        .collect())
}

fn link(case: &Case, means: &Means<'_>) -> String {
    means.link(&format!("/cases/{}", case.id))
}

/// The payload of a Standard Webhook: `type`, `timestamp`, `data`.
fn webhook(case: &Case, kind: Kind, means: &Means<'_>) -> Value {
    let mut data = json!({
        "case": case.id,
        "number": case.number,
        "state": case.state,
        "priority": case.priority,
        "title": (means.redact)(&case.title),
        "opened_at": time::to_text(case.opened_at),
        "due_at": time::to_text(case.due_at),
        "url": link(case, means),
    });
    let (name, at) = match kind {
        Kind::Opened => ("case.opened", case.opened_at),
        Kind::Closed => ("case.closed", case.closed_at.unwrap_or(means.now)),
    };
    if kind == Kind::Closed {
        data["answered_at"] = json!(case.answered_at.map(time::to_text));
        data["closed_at"] = json!(case.closed_at.map(time::to_text));
    }
    json!({ "type": name, "timestamp": time::to_text(at), "data": data })
}

/// The payload of a Slack-shaped webhook: one text, control characters of its markup escaped.
fn slack(case: &Case, kind: Kind, means: &Means<'_>) -> Value {
    let title = (means.redact)(&case.title);
    let title = escape(&title);
    let link = link(case, means);
    let text = match kind {
        Kind::Opened => format!(
            "<{link}|Case {}> opened ({}): {title}. Answer due {}",
            case.number,
            case.priority.as_str(),
            time::to_text(case.due_at)
        ),
        Kind::Closed => format!("<{link}|Case {}> closed: {title}", case.number),
    };
    json!({ "text": text })
}

pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
