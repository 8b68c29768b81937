//! Listening posts and their public survey page.

use super::actor::{Administering, Reading};
use super::ingest::refuse;
use super::problem::{Outcome, Refusal};
use crate::app::App;
use crate::view::ListView;
use crate::{clock, secret};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::{PostId, Provenance};
use listen::Post;
use listen::posts::{self, PostFields};
use listen::survey::Survey;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of listening posts.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(update))
        .routes(routes!(archive))
        .routes(routes!(open_survey, close_survey))
}

/// A listening post.
#[derive(Debug, Serialize, ToSchema)]
pub struct PostView {
    id: String,
    name: String,
    stage: String,
    touchpoint: Option<String>,
    owner: Option<String>,
    promise_hours: i64,
    channel: String,
    provenance: String,
    purpose: String,
    survey_url: Option<String>,
    archived: bool,
}

/// What may be set of a post.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PostBody {
    name: String,
    #[serde(default)]
    stage: String,
    touchpoint: Option<String>,
    owner: Option<String>,
    #[serde(default)]
    promise_hours: i64,
    channel: Option<String>,
    provenance: Option<String>,
    purpose: Option<String>,
}

impl PostBody {
    fn fields(self) -> Outcome<PostFields> {
        let base = PostFields::default();
        let provenance = match self.provenance.as_deref() {
            None => base.provenance,
            Some(word) => Provenance::parse(word).ok_or_else(|| {
                Refusal::invalid(
                    format!("'{word}' is no provenance"),
                    "use direct, indirect or inferred",
                )
            })?,
        };
        Ok(PostFields {
            name: self.name,
            stage: self.stage,
            touchpoint: self.touchpoint,
            owner: self.owner,
            promise_hours: self.promise_hours,
            channel: self.channel.unwrap_or(base.channel),
            provenance,
            purpose: self.purpose.unwrap_or(base.purpose),
        })
    }
}

/// The view of a post.
pub fn view(app: &App, post: Post) -> PostView {
    PostView {
        survey_url: post
            .survey_token
            .as_ref()
            .map(|token| format!("{}/s/{token}", app.public_url)),
        archived: post.archived_at.is_some(),
        id: post.id.into(),
        name: post.name,
        stage: post.stage,
        touchpoint: post.touchpoint,
        owner: post.owner,
        promise_hours: post.promise_hours,
        channel: post.channel,
        provenance: post.provenance.as_str().into(),
        purpose: post.purpose,
    }
}

/// Listening posts, oldest first.
#[utoipa::path(get, path = "/api/v1/posts", tag = "listen", responses((status = 200, body = ListView<PostView>)))]
async fn list(
    State(app): State<App>,
    Reading(actor): Reading,
) -> Outcome<Json<ListView<PostView>>> {
    let posts = posts::list(&app.store, &actor.workspace)
        .await
        .map_err(refuse)?;
    Ok(Json(ListView {
        rows: posts.into_iter().map(|p| view(&app, p)).collect(),
    }))
}

/// Makes a listening post.
#[utoipa::path(post, path = "/api/v1/posts", tag = "listen", request_body = PostBody, responses((status = 201, body = PostView)))]
async fn create(
    State(app): State<App>,
    Administering(actor): Administering,
    Json(body): Json<PostBody>,
) -> Outcome<(StatusCode, Json<PostView>)> {
    let post = posts::create(
        &app.store,
        &actor.workspace,
        PostId::new(clock::new_id()),
        body.fields()?,
        clock::now(),
    )
    .await
    .map_err(refuse)?;
    app.receiver.forget_posts(&actor.workspace);
    Ok((StatusCode::CREATED, Json(view(&app, post))))
}

/// Changes a listening post.
#[utoipa::path(patch, path = "/api/v1/posts/{id}", tag = "listen", params(("id" = String, Path)), request_body = PostBody, responses((status = 200, body = PostView)))]
async fn update(
    State(app): State<App>,
    Administering(actor): Administering,
    Path(id): Path<String>,
    Json(body): Json<PostBody>,
) -> Outcome<Json<PostView>> {
    let id = known(&app, &actor, &id).await?;
    let post = posts::update(&app.store, &actor.workspace, &id, body.fields()?)
        .await
        .map_err(refuse)?;
    app.receiver.forget_posts(&actor.workspace);
    Ok(Json(view(&app, post)))
}

/// Closes a listening post for good.
#[utoipa::path(post, path = "/api/v1/posts/{id}/archive", tag = "listen", params(("id" = String, Path)), responses((status = 200, body = PostView)))]
async fn archive(
    State(app): State<App>,
    Administering(actor): Administering,
    Path(id): Path<String>,
) -> Outcome<Json<PostView>> {
    let id = known(&app, &actor, &id).await?;
    let post = posts::archive(&app.store, &actor.workspace, &id, clock::now())
        .await
        .map_err(refuse)?;
    app.receiver.forget_posts(&actor.workspace);
    Ok(Json(view(&app, post)))
}

/// What a survey asks; what is left away keeps its usual words.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SurveyBody {
    title: Option<String>,
    language: Option<String>,
    score: Option<String>,
    score_key: Option<String>,
    why: Option<String>,
    why_key: Option<String>,
    consent: Option<String>,
}

/// Opens the public survey page of a post, or changes it; its address stays.
#[utoipa::path(post, path = "/api/v1/posts/{id}/survey", tag = "listen", params(("id" = String, Path)), request_body = SurveyBody, responses((status = 200, body = PostView)))]
async fn open_survey(
    State(app): State<App>,
    Administering(actor): Administering,
    Path(id): Path<String>,
    Json(body): Json<SurveyBody>,
) -> Outcome<Json<PostView>> {
    let id = known(&app, &actor, &id).await?;
    let usual = Survey::default();
    let survey = Survey {
        title: body.title.unwrap_or(usual.title),
        language: body.language.unwrap_or(usual.language),
        score: body.score.unwrap_or(usual.score),
        score_key: body.score_key.unwrap_or(usual.score_key),
        why: body.why.unwrap_or(usual.why),
        why_key: body.why_key.unwrap_or(usual.why_key),
        consent: body.consent.unwrap_or(usual.consent),
    };
    let post = listen::survey::open(&app.store, &actor.workspace, &id, survey, &secret::token())
        .await
        .map_err(refuse)?;
    Ok(Json(view(&app, post)))
}

/// Closes the public survey page of a post for good.
#[utoipa::path(delete, path = "/api/v1/posts/{id}/survey", tag = "listen", params(("id" = String, Path)), responses((status = 200, body = PostView)))]
async fn close_survey(
    State(app): State<App>,
    Administering(actor): Administering,
    Path(id): Path<String>,
) -> Outcome<Json<PostView>> {
    let id = known(&app, &actor, &id).await?;
    let post = listen::survey::close(&app.store, &actor.workspace, &id)
        .await
        .map_err(refuse)?;
    Ok(Json(view(&app, post)))
}

/// The id of a post of this workspace; 404 for all others.
pub async fn known(app: &App, actor: &domain::Actor, id: &str) -> Outcome<PostId> {
    let id = PostId::parse(id).map_err(|_| Refusal::not_found("listening post"))?;
    let posts = app.store.posts(&actor.workspace).await?;
    if posts.iter().any(|p| p.id == id) {
        Ok(id)
    } else {
        Err(Refusal::not_found("listening post"))
    }
}
