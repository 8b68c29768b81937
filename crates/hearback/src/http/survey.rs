//! The public survey page: no script, no sign-in, no trace of whether an unknown token was ever one.

use super::problem::{Outcome, Refusal, internal};
use super::query::{Query, number};
use crate::app::App;
use crate::{clock, wiring};
use axum::Router;
use axum::extract::{Form, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use listen::survey::{Desk, Reply, STYLE};
use serde::Deserialize;

/// The routes of the public survey page.
pub fn routes() -> Router<App> {
    Router::new()
        .route(
            "/s/style.css",
            get(|| async {
                (
                    [
                        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
                        (header::CACHE_CONTROL, "public, max-age=3600"),
                    ],
                    STYLE,
                )
            }),
        )
        // The page names no icon, and browsers ask for one all the same.
        .route("/favicon.ico", get(|| async { StatusCode::NO_CONTENT }))
        .route("/s/{token}", get(show).post(take))
        .route("/f/{reference}", get(follow_up))
}

/// Where a person stands in the survey.
#[derive(Debug, Deserialize)]
struct Place {
    r: Option<String>,
    #[serde(default, deserialize_with = "number")]
    step: Option<u8>,
}

async fn show(
    State(app): State<App>,
    Path(token): Path<String>,
    Query(place): Query<Place>,
) -> Outcome<Response> {
    let mut ids = clock::new_id;
    let mut desk = Desk {
        store: &app.store,
        ingest: &app.ingest,
        now: clock::now(),
        ids: &mut ids,
    };
    let reply = desk
        .show(&token, place.r.as_deref(), place.step)
        .await
        .map_err(super::ingest::refuse)?;
    Ok(answer(reply))
}

async fn take(
    State(app): State<App>,
    Path(token): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Outcome<Response> {
    let mut ids = clock::new_id;
    let mut desk = Desk {
        store: &app.store,
        ingest: &app.ingest,
        now: clock::now(),
        ids: &mut ids,
    };
    let reply = desk
        .take(&token, &fields)
        .await
        .map_err(super::ingest::refuse)?;
    Ok(answer(reply))
}

async fn follow_up(State(app): State<App>, Path(reference): Path<String>) -> Outcome<Response> {
    match wiring::follow_up_page(&app, &reference)
        .await
        .map_err(|e| internal(&e))?
    {
        Some(page) => Ok(Redirect::to(&page).into_response()),
        None => Err(Refusal::not_found("page")),
    }
}

fn answer(reply: Reply) -> Response {
    match reply {
        Reply::Page { status, html } => (
            StatusCode::from_u16(status).unwrap_or(StatusCode::OK),
            Html(html),
        )
            .into_response(),
        Reply::SeeOther(path) => Redirect::to(&path).into_response(),
    }
}
