//! Verbatims by meaning, topics beside their surroundings, and what they do to a score.

use crate::app::App;
use crate::http::actor::Reading;
use crate::http::explore::{VerbatimQuery, on_show};
use crate::http::metrics::refuse;
use crate::http::problem::{Outcome, Refusal};
use crate::http::query::Query;
use crate::themes::near::{For, near};
use crate::view::FilterQuery;
use crate::view::themes::effects::EffectsView;
use crate::view::themes::near::NearView;
use crate::view::themes::profile::ProfileView;
use axum::Json;
use axum::extract::{Path, State};
use columns::VerbatimFilter;
use domain::Actor;
use serde::Deserialize;

/// Longest text to search for, bytes.
const LONGEST: usize = 2_000;

async fn answer(
    app: &App,
    actor: &Actor,
    sought: For<'_>,
    asked: &VerbatimQuery,
) -> Outcome<Json<NearView>> {
    let frame = on_show(app, &actor.workspace).await?;
    let filter = VerbatimFilter {
        search: None,
        pattern: None,
        ..asked.filter(&frame.body)?
    };
    let found = near(app, &actor.workspace, sought, &filter, asked.page().limit).await;
    let found = found.map_err(refuse)?;
    found
        .map(Json)
        .ok_or_else(|| Refusal::not_found("verbatim"))
}

/// Verbatims that mean what `q` says, the nearest first, also in other words and languages.
#[utoipa::path(get, path = "/api/v1/verbatims/near", tag = "understand",
    params(("q" = String, Query), ("limit" = Option<u32>, Query), ("topic" = Option<Vec<String>>, Query), ("sentiment" = Option<String>, Query)),
    responses((status = 200, body = NearView)))]
pub async fn words(
    State(app): State<App>,
    Reading(actor): Reading,
    Query(asked): Query<VerbatimQuery>,
) -> Outcome<Json<NearView>> {
    let typed = asked.words().unwrap_or_default();
    if typed.trim().is_empty() || typed.len() > LONGEST {
        return Err(Refusal::invalid(
            format!("there are {} bytes to search for", typed.len()),
            format!("write 1 to {LONGEST} in q"),
        ));
    }
    answer(&app, &actor, For::Words(typed), &asked).await
}

/// Verbatims like one that is there, the nearest first.
#[utoipa::path(get, path = "/api/v1/verbatims/{signal}/{question}/near", tag = "understand",
    params(("signal" = String, Path), ("question" = String, Path), ("limit" = Option<u32>, Query)),
    responses((status = 200, body = NearView)))]
pub async fn like(
    State(app): State<App>,
    Reading(actor): Reading,
    Path((signal, question)): Path<(String, String)>,
    Query(asked): Query<VerbatimQuery>,
) -> Outcome<Json<NearView>> {
    answer(&app, &actor, For::Verbatim(&signal, &question), &asked).await
}

/// A topic over time, the topics it goes with, and the groups that mention it more or less often.
#[utoipa::path(get, path = "/api/v1/themes/{topic}/profile", tag = "understand",
    params(("topic" = String, Path), ("since" = Option<String>, Query), ("until" = Option<String>, Query)),
    responses((status = 200, body = ProfileView)))]
pub async fn profile(
    State(app): State<App>,
    Reading(actor): Reading,
    Path(topic): Path<String>,
    Query(asked): Query<VerbatimQuery>,
) -> Outcome<Json<ProfileView>> {
    let frame = on_show(&app, &actor.workspace).await?;
    let topic = frame.body.current(&topic).to_owned();
    if frame.body.topic(&topic).is_none() {
        return Err(Refusal::not_found("topic"));
    }
    let filter = asked.filter(&frame.body)?;
    let found = understand::profile::profile(app.lake.as_ref(), &actor.workspace, &topic, &filter);
    let found = found.await.map_err(refuse)?;
    Ok(Json(ProfileView::new(found, &frame.body)))
}

/// Which score.
#[derive(Debug, Deserialize)]
pub struct EffectsQuery {
    question: Option<String>,
    #[serde(flatten)]
    filter: FilterQuery,
}

/// What the comments on each topic do to a score: of `question`, or of the first there is.
#[utoipa::path(get, path = "/api/v1/themes/effects", tag = "understand",
    params(("question" = Option<String>, Query), ("since" = Option<String>, Query), ("until" = Option<String>, Query)),
    responses((status = 200, body = EffectsView)))]
pub async fn effects(
    State(app): State<App>,
    Reading(actor): Reading,
    Query(asked): Query<EffectsQuery>,
) -> Outcome<Json<EffectsView>> {
    let found = understand::effects::effects(
        app.lake.as_ref(),
        &actor.workspace,
        asked.question.as_deref(),
        &asked.filter.filter()?,
    )
    .await;
    Ok(Json(EffectsView::new(found.map_err(refuse)?)))
}
