//! Taking signals in: 202 only after the durable commit.

use super::actor::Ingesting;
use super::problem::{FieldError, Outcome, Refusal};
use crate::app::App;
use crate::clock;
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use domain::WorkspaceId;
use jiff::tz::TimeZone;
use listen::receive::{self, Layout};
use serde::Serialize;
use store::Receipt;
use utoipa::ToSchema;

/// What became of the signals sent.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReceivedView {
    received: usize,
    accepted: usize,
    duplicates: usize,
    /// Each signal's line, key and id.
    signals: Vec<ReceivedSignal>,
}

/// One signal's outcome.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReceivedSignal {
    line: usize,
    external_id: String,
    /// `accepted`, `duplicate` or `erased`.
    outcome: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
}

/// Stores one signal (JSON) or many (JSON Lines). The answer comes after they are on disk.
///
/// Sending the same `external_id` again is a duplicate; with another body it is a 409 and
/// nothing of that signal is stored.
#[utoipa::path(post, path = "/api/v1/signals", tag = "listen", request_body(content = serde_json::Value, content_type = "application/json"),
    responses((status = 202, body = ReceivedView), (status = 409, body = super::problem::ProblemBody), (status = 422, body = super::problem::ProblemBody), (status = 503, body = super::problem::ProblemBody)))]
pub async fn receive(
    State(app): State<App>,
    Ingesting(actor): Ingesting,
    headers: HeaderMap,
    body: Bytes,
) -> Outcome<(StatusCode, Json<ReceivedView>)> {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    let zone = zone(&app, &actor.workspace).await?;
    let layout = Layout::of(text(header::CONTENT_TYPE.as_str()));
    let limits = receive::Limits {
        body_bytes: app.config.limits.body_bytes,
        ..receive::Limits::default()
    };
    let drafts =
        receive::parse(&body, layout, text("idempotency-key"), &limits, &zone).map_err(flaws)?;
    let mut ids = clock::new_id;
    let received = app
        .receiver
        .receive(&actor.workspace, &zone, drafts, clock::now(), &mut ids)
        .await
        .map_err(refuse)?;
    app.changed(&actor.workspace, "signals");
    let conflicts: Vec<FieldError> = received
        .iter()
        .filter(|r| matches!(r.receipt, Receipt::Conflict(_)))
        .map(|r| FieldError {
            line: Some(r.line as u64),
            field: "external_id".into(),
            detail: format!(
                "'{}' is taken by a signal with another content",
                r.external_id
            ),
            hint: "send the first content again, or use a new external_id".into(),
        })
        .collect();
    if !conflicts.is_empty() {
        let detail = format!(
            "{} of {} signals have a key that is taken; the others are stored",
            conflicts.len(),
            received.len()
        );
        return Err(Refusal::conflict(
            "key_taken",
            detail,
            "correct the signals named in errors and send them again",
        )
        .with_errors(conflicts));
    }
    let count = |is: fn(&Receipt) -> bool| received.iter().filter(|r| is(&r.receipt)).count();
    let view = ReceivedView {
        received: received.len(),
        accepted: count(|r| matches!(r, Receipt::Accepted(_))),
        duplicates: count(|r| matches!(r, Receipt::Duplicate(_))),
        signals: received.into_iter().map(signal).collect(),
    };
    Ok((StatusCode::ACCEPTED, Json(view)))
}

fn signal(received: receive::Received) -> ReceivedSignal {
    let (outcome, id) = match received.receipt {
        Receipt::Accepted(id) => ("accepted", Some(id.into())),
        Receipt::Duplicate(id) | Receipt::Conflict(id) => ("duplicate", Some(id.into())),
        Receipt::Erased => ("erased", None),
    };
    ReceivedSignal {
        line: received.line,
        external_id: received.external_id,
        outcome: outcome.into(),
        id,
    }
}

/// The workspace's time zone; UTC when its name is unknown to this system.
pub async fn zone(app: &App, workspace: &WorkspaceId) -> Outcome<TimeZone> {
    let now = clock::now();
    let age = match app.zones.recall(workspace, now) {
        Ok(zone) => return Ok(zone),
        Err(age) => age,
    };
    let found = app.store.workspace(workspace).await?;
    let zone = found
        .and_then(|w| TimeZone::get(&w.time_zone).ok())
        .unwrap_or(TimeZone::UTC);
    app.zones.keep(workspace.clone(), zone.clone(), now, age);
    Ok(zone)
}

fn flaws(flaws: Vec<listen::Flaw>) -> Refusal {
    let first = flaws.first().map_or_else(String::new, |f| f.detail.clone());
    let errors = flaws
        .into_iter()
        .map(|f| FieldError {
            line: Some(f.line as u64),
            field: f.field,
            detail: f.detail,
            hint: f.hint,
        })
        .collect();
    Refusal::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "invalid_signal",
        first,
        "nothing was stored: correct what errors names and send it all again",
    )
    .with_errors(errors)
}

/// What this room's errors are over HTTP.
pub fn refuse(error: listen::Error) -> Refusal {
    use listen::Error as E;
    let code = error.code();
    let words = error.to_string();
    match error {
        E::Store(store::Error::Overloaded) => Refusal::busy(words),
        E::Store(error) => error.into(),
        E::Flaws(list) => flaws(list),
        E::Canceled(_) | E::NotReady { .. } | E::ArchivedPost(_) => {
            Refusal::conflict(code, words, "see the detail")
        }
        E::File { .. } | E::Stopped(_) => super::problem::internal(&words),
        _ => Refusal::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            code,
            words,
            "correct the value named",
        ),
    }
}
