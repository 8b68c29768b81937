//! Rules: what opens a case.

use super::actor::{Administering, Reading};
use super::cases::refuse;
use super::problem::{Outcome, Refusal};
use crate::app::App;
use crate::view::ListView;
use crate::{clock, wiring};
use act::rule::Rule;
use act::rules::{self, RuleDraft};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::RuleId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of rules.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(update, remove))
}

/// A rule; `body` holds `when` (conditions, all must hold), `priority`, `due_hours`, `title`, `max_age_days`.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleView {
    id: String,
    name: String,
    enabled: bool,
    #[schema(value_type = Object)]
    body: serde_json::Value,
}

/// A rule to save.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleBody {
    name: String,
    #[serde(default = "on")]
    enabled: bool,
    #[schema(value_type = Object)]
    body: serde_json::Value,
}

fn on() -> bool {
    true
}

fn view(rule: Rule) -> Outcome<RuleView> {
    let body = serde_json::to_value(&rule.body).map_err(|e| super::problem::internal(&e))?;
    Ok(RuleView {
        id: rule.id.into(),
        name: rule.name,
        enabled: rule.enabled,
        body,
    })
}

/// Rules of the workspace.
#[utoipa::path(get, path = "/api/v1/rules", tag = "act", responses((status = 200, body = ListView<RuleView>)))]
async fn list(
    State(app): State<App>,
    Reading(actor): Reading,
) -> Outcome<Json<ListView<RuleView>>> {
    let rows = rules::list(&app.store, &actor.workspace)
        .await
        .map_err(refuse)?;
    Ok(Json(ListView {
        rows: rows.into_iter().map(view).collect::<Outcome<_>>()?,
    }))
}

/// Makes a rule.
#[utoipa::path(post, path = "/api/v1/rules", tag = "act", request_body = RuleBody, responses((status = 201, body = RuleView)))]
async fn create(
    State(app): State<App>,
    Administering(actor): Administering,
    Json(asked): Json<RuleBody>,
) -> Outcome<(StatusCode, Json<RuleView>)> {
    Ok((StatusCode::CREATED, save(&app, &actor, None, asked).await?))
}

/// Changes a rule.
#[utoipa::path(put, path = "/api/v1/rules/{id}", tag = "act", params(("id" = String, Path)), request_body = RuleBody, responses((status = 200, body = RuleView)))]
async fn update(
    State(app): State<App>,
    Administering(actor): Administering,
    Path(id): Path<String>,
    Json(asked): Json<RuleBody>,
) -> Outcome<Json<RuleView>> {
    let id = RuleId::parse(&id).map_err(|_| Refusal::not_found("rule"))?;
    if !rules::list(&app.store, &actor.workspace)
        .await
        .map_err(refuse)?
        .iter()
        .any(|r| r.id == id)
    {
        return Err(Refusal::not_found("rule"));
    }
    save(&app, &actor, Some(&id), asked).await
}

async fn save(
    app: &App,
    actor: &domain::Actor,
    id: Option<&RuleId>,
    asked: RuleBody,
) -> Outcome<Json<RuleView>> {
    let (mint, redact) = (clock::new_id, wiring::redacted);
    let draft = RuleDraft {
        name: asked.name,
        body: asked.body,
        enabled: asked.enabled,
    };
    let saved = rules::save(
        &app.store,
        actor,
        id,
        &draft,
        &wiring::means(app, &mint, &redact),
    )
    .await
    .map_err(refuse)?;
    Ok(Json(view(saved)?))
}

/// Deletes a rule; its cases stay.
#[utoipa::path(delete, path = "/api/v1/rules/{id}", tag = "act", params(("id" = String, Path)), responses((status = 204)))]
async fn remove(
    State(app): State<App>,
    Administering(actor): Administering,
    Path(id): Path<String>,
) -> Outcome<StatusCode> {
    let id = RuleId::parse(&id).map_err(|_| Refusal::not_found("rule"))?;
    let (mint, redact) = (clock::new_id, wiring::redacted);
    rules::delete(
        &app.store,
        &actor,
        &id,
        &wiring::means(&app, &mint, &redact),
    )
    .await
    .map_err(refuse)?;
    Ok(StatusCode::NO_CONTENT)
}
