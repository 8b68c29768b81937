//! Alerts: what the monitor noticed, and what people do about it.

use super::actor::{Reading, Working};
use super::cases::refuse;
use super::problem::{Outcome, Refusal};
use super::query::Query;
use crate::app::App;
use crate::view::ListView;
use crate::view::alerts::AlertView;
use crate::{clock, wiring};
use act::alerts::{self, Behind, Step};
use axum::Json;
use axum::extract::{Path, State};
use columns::{Columns, Filter, PageAsk, VerbatimFilter};
use domain::alert::{Alert, AlertState, StreamKind};
use domain::{AlertId, Consent};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Most people for whom one request opens cases.
const MOST_CASES: usize = 50;

/// The routes of alerts.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(one))
        .routes(routes!(mute))
        .routes(routes!(close))
        .routes(routes!(judge))
        .routes(routes!(open_cases))
}

/// Which alerts.
#[derive(Debug, Deserialize)]
pub struct AlertQuery {
    state: Option<String>,
}

/// Alerts, newest first; of one state (`open`, `muted`, `closed`) when it is given.
#[utoipa::path(get, path = "/api/v1/alerts", tag = "act", params(("state" = Option<String>, Query)), responses((status = 200, body = ListView<AlertView>)))]
async fn list(
    State(app): State<App>,
    Reading(actor): Reading,
    Query(asked): Query<AlertQuery>,
) -> Outcome<Json<ListView<AlertView>>> {
    let state = match asked.state.as_deref() {
        None => None,
        Some(word) => Some(AlertState::parse(word).ok_or_else(|| {
            Refusal::invalid(
                format!("'{word}' is no state of an alert"),
                "use open, muted or closed",
            )
        })?),
    };
    let rows = alerts::list(&app.store, &actor.workspace, state).await;
    Ok(Json(ListView {
        rows: rows.map_err(refuse)?.into_iter().map(Into::into).collect(),
    }))
}

fn id_of(id: &str) -> Outcome<AlertId> {
    AlertId::parse(id).map_err(|_| Refusal::not_found("alert"))
}

async fn find(app: &App, actor: &domain::Actor, id: &str) -> Outcome<Alert> {
    let found = app.store.alert(&actor.workspace, &id_of(id)?).await?;
    found.ok_or_else(|| Refusal::not_found("alert"))
}

/// One alert.
#[utoipa::path(get, path = "/api/v1/alerts/{id}", tag = "act", params(("id" = String, Path)), responses((status = 200, body = AlertView)))]
async fn one(
    State(app): State<App>,
    Reading(actor): Reading,
    Path(id): Path<String>,
) -> Outcome<Json<AlertView>> {
    Ok(Json(find(&app, &actor, &id).await?.into()))
}

async fn step(app: &App, actor: &domain::Actor, id: &str, step: Step) -> Outcome<Json<AlertView>> {
    let (mint, redact) = (clock::new_id, wiring::redacted);
    let means = wiring::means(app, &mint, &redact);
    let done = alerts::step(&app.store, actor, &id_of(id)?, step, &means).await;
    let done = done.map_err(refuse)?;
    app.changed(&actor.workspace, "alerts");
    Ok(Json(done.into()))
}

/// For how long.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MuteBody {
    /// 1 to 365.
    days: u32,
}

/// Nothing more about it for some days.
#[utoipa::path(post, path = "/api/v1/alerts/{id}/mute", tag = "act", params(("id" = String, Path)), request_body = MuteBody, responses((status = 200, body = AlertView)))]
async fn mute(
    State(app): State<App>,
    Working(actor): Working,
    Path(id): Path<String>,
    Json(asked): Json<MuteBody>,
) -> Outcome<Json<AlertView>> {
    step(&app, &actor, &id, Step::Mute { days: asked.days }).await
}

/// Closes it; a new shift on its stream opens another.
#[utoipa::path(post, path = "/api/v1/alerts/{id}/close", tag = "act", params(("id" = String, Path)), responses((status = 200, body = AlertView)))]
async fn close(
    State(app): State<App>,
    Working(actor): Working,
    Path(id): Path<String>,
) -> Outcome<Json<AlertView>> {
    step(&app, &actor, &id, Step::Close).await
}

/// Whether it was useful.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JudgeBody {
    /// `false` halves the false alarms that its stream may raise.
    useful: bool,
}

/// Says whether it was useful.
#[utoipa::path(post, path = "/api/v1/alerts/{id}/judge", tag = "act", params(("id" = String, Path)), request_body = JudgeBody, responses((status = 200, body = AlertView)))]
async fn judge(
    State(app): State<App>,
    Working(actor): Working,
    Path(id): Path<String>,
    Json(asked): Json<JudgeBody>,
) -> Outcome<Json<AlertView>> {
    let useful = asked.useful;
    step(&app, &actor, &id, Step::Judge { useful }).await
}

/// How many cases were opened.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpenedView {
    opened: u64,
}

/// Opens a case for each of the newest people behind a topic's alert who has none, at most 50.
#[utoipa::path(post, path = "/api/v1/alerts/{id}/cases", tag = "act", params(("id" = String, Path)), responses((status = 200, body = OpenedView)))]
async fn open_cases(
    State(app): State<App>,
    Working(actor): Working,
    Path(id): Path<String>,
) -> Outcome<Json<OpenedView>> {
    let alert = find(&app, &actor, &id).await?;
    if alert.shift.stream.kind != StreamKind::Topic {
        return Err(Refusal::invalid(
            "an alert on a score names nobody's words",
            "open the people behind the score, or an alert on a topic",
        ));
    }
    let ask = PageAsk {
        limit: MOST_CASES,
        after: None,
    };
    let page = app
        .lake
        .verbatims(&actor.workspace, &behind(&alert), &ask)
        .await?;
    let people: Vec<Behind> = page
        .rows
        .into_iter()
        .map(|row| Behind {
            answerable: agreed_to(row.purpose).lets_answer(),
            signal: row.verbatim.signal,
            customer: row.verbatim.customer,
            location: row.verbatim.location,
            words: row.verbatim.text,
        })
        .collect();
    let (mint, redact) = (clock::new_id, wiring::redacted);
    let means = wiring::means(&app, &mint, &redact);
    let opened = alerts::open_cases(&app.store, &actor, &alert.id, &people, &means).await;
    let opened = opened.map_err(refuse)?;
    app.changed(&actor.workspace, "cases");
    Ok(Json(OpenedView { opened }))
}

/// What someone agreed to whose words may be used for `purpose`.
fn agreed_to(purpose: String) -> Consent {
    Consent {
        purpose,
        ..Consent::default()
    }
}

/// The displeased verbatims that an alert on a topic is about.
fn behind(alert: &Alert) -> VerbatimFilter {
    let stream = &alert.shift.stream;
    let place = stream
        .location
        .iter()
        .map(|place| ("location".to_owned(), vec![place.clone()]));
    VerbatimFilter {
        signals: Filter {
            since: Some(alert.shift.since),
            equals: place.collect(),
            ..Filter::default()
        },
        topics: vec![stream.what.clone()],
        sentiment: Some("negative".to_owned()),
        ..VerbatimFilter::default()
    }
}
