//! "This is wrong" on a label, and learning from it.

use crate::app::App;
use crate::http::actor::{Administering, Analyzing, Reading};
use crate::http::metrics::refuse;
use crate::http::problem::{Outcome, Refusal};
use crate::themes::learning;
use crate::view::themes::AppliedView;
use crate::view::themes::learning::{CorrectionsView, LearntView};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use understand::corrections::Label;
use utoipa::ToSchema;

/// Labels in one request.
const MOST_LABELS: usize = 100;

/// What a person says of the labels of a verbatim.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaidBody {
    /// Each with `kind`, `old` (what was read) and `new` (what is right).
    #[schema(value_type = Vec<Object>)]
    labels: Vec<Label>,
}

/// Keeps what a person says of the labels of a verbatim; the last word on each stands.
#[utoipa::path(post, path = "/api/v1/verbatims/{signal}/{question}/corrections", tag = "understand",
    params(("signal" = String, Path), ("question" = String, Path)),
    request_body = SaidBody, responses((status = 204)))]
pub async fn say(
    State(app): State<App>,
    Analyzing(actor): Analyzing,
    Path((signal, question)): Path<(String, String)>,
    Json(body): Json<SaidBody>,
) -> Outcome<StatusCode> {
    let n = body.labels.len();
    if n == 0 || n > MOST_LABELS {
        return Err(Refusal::invalid(
            format!("there are {n} labels"),
            format!("send 1 to {MOST_LABELS}"),
        ));
    }
    let said = learning::say(&app, &actor, (&signal, &question), &body.labels).await;
    said.map_err(refuse)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes back what was said of the labels of a verbatim.
#[utoipa::path(delete, path = "/api/v1/verbatims/{signal}/{question}/corrections", tag = "understand",
    params(("signal" = String, Path), ("question" = String, Path)), responses((status = 204)))]
pub async fn take_back(
    State(app): State<App>,
    Analyzing(actor): Analyzing,
    Path((signal, question)): Path<(String, String)>,
) -> Outcome<StatusCode> {
    let gone = learning::take_back(&app, &actor, (&signal, &question)).await;
    gone.map_err(refuse)?;
    Ok(StatusCode::NO_CONTENT)
}

/// How much people said of labels by kind, and what was learned from it.
#[utoipa::path(get, path = "/api/v1/themes/corrections", tag = "understand", responses((status = 200, body = CorrectionsView)))]
pub async fn list(
    State(app): State<App>,
    Reading(actor): Reading,
) -> Outcome<Json<CorrectionsView>> {
    let found = learning::list(&app, &actor.workspace).await;
    Ok(Json(found.map_err(refuse)?))
}

/// Learns from all that was said; what beats what is in force on labels held out goes in force.
#[utoipa::path(post, path = "/api/v1/themes/learn", tag = "understand", responses((status = 200, body = LearntView)))]
pub async fn learn(
    State(app): State<App>,
    Administering(actor): Administering,
) -> Outcome<Json<LearntView>> {
    let learnt = learning::learn(&app, &actor).await;
    Ok(Json(learnt.map_err(refuse)?))
}

/// Goes back to what was in force before the last learning.
#[utoipa::path(post, path = "/api/v1/themes/unlearn", tag = "understand", responses((status = 202, body = AppliedView)))]
pub async fn unlearn(
    State(app): State<App>,
    Administering(actor): Administering,
) -> Outcome<(StatusCode, Json<AppliedView>)> {
    let undone = learning::unlearn(&app, &actor).await.map_err(refuse)?;
    let undone = undone.ok_or_else(|| {
        Refusal::conflict(
            "nothing_learned",
            "nothing is in force that was learned from corrections",
            "learn first with POST /api/v1/themes/learn",
        )
    })?;
    Ok((StatusCode::ACCEPTED, Json(undone)))
}
