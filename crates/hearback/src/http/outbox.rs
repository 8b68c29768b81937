//! The outbox and the endpoints it delivers to.

use super::actor::{Administering, Working};
use super::cases::refuse;
use super::problem::{Outcome, Refusal};
use super::query::{Query, number};
use crate::app::App;
use crate::courier::Secret;
use crate::view::ListView;
use crate::{clock, wiring};
use act::endpoints::{self, Endpoint, EndpointDraft};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::{EndpointId, NoticeId, time};
use serde::{Deserialize, Serialize};
use store::outbox::Notice;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of the outbox.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(replay))
        .routes(routes!(endpoints_list, endpoints_create))
        .routes(routes!(endpoints_remove))
}

/// A notice on its way out.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoticeView {
    id: String,
    channel: String,
    recipient: String,
    subject: Option<String>,
    text: String,
    case: Option<String>,
    state: String,
    attempts: i64,
    next_at: String,
    created_at: String,
    delivered_at: Option<String>,
    error: Option<String>,
}

impl From<Notice> for NoticeView {
    fn from(notice: Notice) -> Self {
        let word = |name: &str| {
            notice
                .body
                .get(name)
                .and_then(serde_json::Value::as_str)
                .map(str::to_owned)
        };
        Self {
            subject: word("subject"),
            text: word("text").unwrap_or_else(|| notice.body.to_string()),
            id: notice.id.into(),
            channel: notice.channel,
            recipient: notice.recipient,
            case: notice.case.map(Into::into),
            state: notice.state,
            attempts: notice.attempts,
            next_at: time::to_text(notice.next_at),
            created_at: time::to_text(notice.created_at),
            delivered_at: notice.delivered_at.map(time::to_text),
            error: notice.error,
        }
    }
}

/// Notices, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct OutboxView {
    rows: Vec<NoticeView>,
    next: Option<String>,
    mail_configured: bool,
}

/// Which notices.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutboxQuery {
    state: Option<String>,
    after: Option<String>,
    #[serde(default, deserialize_with = "number")]
    limit: Option<i64>,
}

/// What waits, what left and what could not; without a mail server, what would be sent.
#[utoipa::path(get, path = "/api/v1/outbox", tag = "act", params(("state" = Option<String>, Query), ("after" = Option<String>, Query)), responses((status = 200, body = OutboxView)))]
async fn list(
    State(app): State<App>,
    Working(actor): Working,
    Query(asked): Query<OutboxQuery>,
) -> Outcome<Json<OutboxView>> {
    let limit = asked.limit.unwrap_or(50).clamp(1, 200);
    let notices = app
        .store
        .notices(
            &actor.workspace,
            asked.state.as_deref(),
            asked.after.as_deref(),
            limit,
        )
        .await?;
    let next = (notices.len() as i64 == limit)
        .then(|| notices.last().map(|n| n.id.to_string()))
        .flatten();
    Ok(Json(OutboxView {
        rows: notices.into_iter().map(Into::into).collect(),
        next,
        mail_configured: app.config.mail.smtp_url.is_some(),
    }))
}

/// Puts a dead notice back in line.
#[utoipa::path(post, path = "/api/v1/outbox/{id}/replay", tag = "act", params(("id" = String, Path)), responses((status = 204)))]
async fn replay(
    State(app): State<App>,
    Working(actor): Working,
    Path(id): Path<String>,
) -> Outcome<StatusCode> {
    let id = NoticeId::parse(&id).map_err(|_| Refusal::not_found("notice"))?;
    if app.store.notice(&actor.workspace, &id).await?.is_none() {
        return Err(Refusal::not_found("notice"));
    }
    if !app
        .store
        .replay_notice(&actor.workspace, &id, clock::now())
        .await?
    {
        return Err(Refusal::conflict(
            "not_dead",
            "this notice is not dead",
            "only notices that were given up can be sent again",
        ));
    }
    app.changed(&actor.workspace, "outbox");
    Ok(StatusCode::NO_CONTENT)
}

/// Where notices go; its secret is never shown again.
#[derive(Debug, Serialize, ToSchema)]
pub struct EndpointView {
    id: String,
    kind: String,
    name: String,
    url: String,
    disabled: bool,
}

impl From<Endpoint> for EndpointView {
    fn from(endpoint: Endpoint) -> Self {
        Self {
            id: endpoint.id.into(),
            kind: endpoint.kind,
            name: endpoint.name,
            url: endpoint.url,
            disabled: endpoint.disabled_at.is_some(),
        }
    }
}

/// A new endpoint with the secret that signs what it gets, shown once.
#[derive(Debug, Serialize, ToSchema)]
pub struct NewEndpointView {
    endpoint: EndpointView,
    secret: Option<String>,
}

/// An endpoint to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEndpoint {
    kind: String,
    name: String,
    url: String,
    secret: Option<String>,
}

/// Endpoints of the workspace.
#[utoipa::path(get, path = "/api/v1/endpoints", tag = "settings", responses((status = 200, body = ListView<EndpointView>)))]
async fn endpoints_list(
    State(app): State<App>,
    Administering(actor): Administering,
) -> Outcome<Json<ListView<EndpointView>>> {
    let rows = endpoints::list(&app.store, &actor).await.map_err(refuse)?;
    Ok(Json(ListView {
        rows: rows.into_iter().map(Into::into).collect(),
    }))
}

/// Makes an endpoint; addresses in private networks are refused.
#[utoipa::path(post, path = "/api/v1/endpoints", tag = "settings", request_body = NewEndpoint, responses((status = 201, body = NewEndpointView)))]
async fn endpoints_create(
    State(app): State<App>,
    Administering(actor): Administering,
    Json(asked): Json<NewEndpoint>,
) -> Outcome<(StatusCode, Json<NewEndpointView>)> {
    app.egress.check(&asked.url).await.map_err(|e| Refusal::invalid(e.to_string(), "enter a public https address; the operator may allow private networks in the configuration"))?;
    let (mint, redact) = (clock::new_id, wiring::redacted);
    let secret = match asked.secret {
        Some(text) => {
            Secret::parse(&text).map_err(|e| {
                Refusal::invalid(
                    e.to_string(),
                    "give whsec_ and 24 to 64 bytes in base 64, or leave it away and one is made",
                )
            })?;
            Some(text)
        }
        None if asked.kind == "webhook" => Some(Secret::text_of(&clock::random::<32>())),
        None => None,
    };
    let draft = EndpointDraft {
        kind: Some(asked.kind),
        name: Some(asked.name),
        url: Some(asked.url),
        secret: secret.clone(),
        ..EndpointDraft::default()
    };
    let saved = endpoints::save(
        &app.store,
        &actor,
        None,
        draft,
        &wiring::means(&app, &mint, &redact),
    )
    .await
    .map_err(refuse)?;
    Ok((
        StatusCode::CREATED,
        Json(NewEndpointView {
            endpoint: saved.into(),
            secret,
        }),
    ))
}

/// Removes an endpoint.
#[utoipa::path(delete, path = "/api/v1/endpoints/{id}", tag = "settings", params(("id" = String, Path)), responses((status = 204)))]
async fn endpoints_remove(
    State(app): State<App>,
    Administering(actor): Administering,
    Path(id): Path<String>,
) -> Outcome<StatusCode> {
    let id = EndpointId::parse(&id).map_err(|_| Refusal::not_found("endpoint"))?;
    let (mint, redact) = (clock::new_id, wiring::redacted);
    endpoints::delete(
        &app.store,
        &actor,
        &id,
        &wiring::means(&app, &mint, &redact),
    )
    .await
    .map_err(refuse)?;
    Ok(StatusCode::NO_CONTENT)
}
