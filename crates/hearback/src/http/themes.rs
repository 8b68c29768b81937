//! Themes: the codeframe of a workspace, its edits, and the runs read by it.

mod emerging;
mod learning;
mod near;

use super::actor::{Administering, Analyzing, Reading};
use super::explore::{VerbatimQuery, on_show};
use super::metrics::refuse;
use super::problem::{Outcome, Refusal};
use super::query::Query;
use crate::app::App;
use crate::themes;
use crate::view::themes::{AppliedView, PreviewView, RunsView, ThemesView, VersionsView};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use understand::themes::{Edit, preview as previews};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Edits in one request.
const MOST_EDITS: usize = 100;
/// Longest note, bytes.
const LONGEST_NOTE: usize = 500;

/// The routes of themes.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(versions))
        .routes(routes!(runs))
        .routes(routes!(preview))
        .routes(routes!(apply))
        .routes(routes!(go_back))
        .routes(routes!(emerging::list))
        .routes(routes!(emerging::accept))
        .routes(routes!(near::effects))
        .routes(routes!(near::profile))
        .routes(routes!(near::words))
        .routes(routes!(near::like))
        .routes(routes!(learning::say, learning::take_back))
        .routes(routes!(learning::list))
        .routes(routes!(learning::learn))
        .routes(routes!(learning::unlearn))
}

/// The tree of themes with counts of the annotations on show, under the usual filters.
#[utoipa::path(get, path = "/api/v1/themes", tag = "understand",
    params(("since" = Option<String>, Query), ("until" = Option<String>, Query)),
    responses((status = 200, body = ThemesView)))]
async fn list(
    State(app): State<App>,
    Reading(actor): Reading,
    Query(asked): Query<VerbatimQuery>,
) -> Outcome<Json<ThemesView>> {
    let frame = on_show(&app, &actor.workspace).await?;
    let filter = asked.filter(&frame.body)?;
    let found = themes::list(&app, &actor.workspace, &filter).await;
    Ok(Json(found.map_err(refuse)?))
}

/// Versions of the codeframe, newest first.
#[utoipa::path(get, path = "/api/v1/themes/versions", tag = "understand", responses((status = 200, body = VersionsView)))]
async fn versions(State(app): State<App>, Reading(actor): Reading) -> Outcome<Json<VersionsView>> {
    let found = themes::versions(&app, &actor.workspace).await;
    Ok(Json(found.map_err(refuse)?))
}

/// Runs of annotations with the progress of a replay, newest first.
#[utoipa::path(get, path = "/api/v1/themes/runs", tag = "understand", responses((status = 200, body = RunsView)))]
async fn runs(State(app): State<App>, Reading(actor): Reading) -> Outcome<Json<RunsView>> {
    let found = themes::runs(&app, &actor.workspace).await;
    Ok(Json(found.map_err(refuse)?))
}

/// Edits to try. Each has a `kind`: `rename`, `move`, `merge`, `split`, `add`, `patterns`, `retire`
/// or `restore`; see docs/reference/themes.md.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PreviewBody {
    /// In order; all or none.
    #[schema(value_type = Vec<Object>)]
    edits: serde_json::Value,
    /// Verbatims to try them on, the newest; at most 20,000, which it is unless given.
    verbatims: Option<usize>,
}

/// Edits to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EditsBody {
    /// In order; all or none.
    #[schema(value_type = Vec<Object>)]
    edits: serde_json::Value,
    /// The version they were thought out on: with another, nothing is changed.
    base: Option<i64>,
    /// Why.
    #[serde(default)]
    note: String,
}

fn read(edits: serde_json::Value) -> Outcome<Vec<Edit>> {
    let edits: Vec<Edit> = serde_json::from_value(edits).map_err(|e| {
        Refusal::invalid(
            format!("the edits do not read: {e}"),
            "see docs/reference/themes.md",
        )
    })?;
    if edits.is_empty() || edits.len() > MOST_EDITS {
        return Err(Refusal::invalid(
            format!("there are {} edits", edits.len()),
            format!("send 1 to {MOST_EDITS}"),
        ));
    }
    Ok(edits)
}

/// What edits would change, counted on the newest verbatims; nothing is stored.
#[utoipa::path(post, path = "/api/v1/themes/preview", tag = "understand", request_body = PreviewBody, responses((status = 200, body = PreviewView)))]
async fn preview(
    State(app): State<App>,
    Analyzing(actor): Analyzing,
    Json(asked): Json<PreviewBody>,
) -> Outcome<Json<PreviewView>> {
    let n = asked.verbatims.unwrap_or(previews::MOST);
    let found = themes::preview(&app, &actor.workspace, read(asked.edits)?, n).await;
    Ok(Json(found.map_err(refuse)?))
}

/// Makes a new version of the codeframe and has what was received read again.
#[utoipa::path(post, path = "/api/v1/themes/edits", tag = "understand", request_body = EditsBody, responses((status = 202, body = AppliedView)))]
async fn apply(
    State(app): State<App>,
    Administering(actor): Administering,
    Json(asked): Json<EditsBody>,
) -> Outcome<(StatusCode, Json<AppliedView>)> {
    if asked.note.len() > LONGEST_NOTE {
        return Err(Refusal::invalid(
            format!("the note has {} bytes", asked.note.len()),
            format!("write at most {LONGEST_NOTE}"),
        ));
    }
    let edits = read(asked.edits)?;
    let applied = themes::apply(&app, &actor, &edits, asked.base, &asked.note).await;
    Ok((StatusCode::ACCEPTED, Json(applied.map_err(refuse)?)))
}

/// Where to go back to.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BackBody {
    /// The older version.
    to: i64,
    /// The newest version as far as is known: with another, nothing is changed.
    base: Option<i64>,
}

/// Makes an older version of the codeframe the newest again; topics that came later are retired.
#[utoipa::path(post, path = "/api/v1/themes/back", tag = "understand", request_body = BackBody, responses((status = 202, body = AppliedView)))]
async fn go_back(
    State(app): State<App>,
    Administering(actor): Administering,
    Json(asked): Json<BackBody>,
) -> Outcome<(StatusCode, Json<AppliedView>)> {
    let applied = themes::go_back(&app, &actor, asked.to, asked.base).await;
    Ok((StatusCode::ACCEPTED, Json(applied.map_err(refuse)?)))
}
