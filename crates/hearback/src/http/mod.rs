//! The HTTP API. Every handler states its right as a parameter; only these are open to anyone:
//! signing in, the survey page, health, and the app's own files.

pub mod actor;
pub mod alerts;
pub mod analyses;
pub mod assets;
pub mod cases;
pub mod events;
pub mod explore;
pub mod health;
pub mod imports;
pub mod ingest;
pub mod local;
pub mod metrics;
pub mod outbox;
pub mod overview;
pub mod posts;
pub mod problem;
pub mod query;
pub mod rules;
pub mod session;
pub mod settings;
pub mod survey;
pub mod themes;
pub mod translation;

use crate::app::App;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use std::sync::atomic::{AtomicUsize, Ordering};
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Hearback",
        description = "Hear customers, understand them, answer them, prove what changed.",
        license(name = "Apache-2.0")
    ),
    components(schemas(problem::ProblemBody))
)]
struct Description;

/// All documented routes.
fn documented() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Description::openapi())
        .routes(routes!(
            session::current,
            session::sign_in,
            session::sign_out
        ))
        .routes(routes!(session::use_link))
        .routes(routes!(events::events))
        .routes(routes!(ingest::receive, explore::signals))
        .routes(routes!(overview::overview))
        .routes(routes!(metrics::metric))
        .routes(routes!(analyses::analyze))
        .routes(routes!(explore::columns))
        .routes(routes!(explore::values))
        .routes(routes!(explore::topics))
        .routes(routes!(explore::verbatims))
        .routes(routes!(translation::translation))
        .routes(routes!(settings::sql))
        .routes(routes!(settings::users, settings::add_user))
        .routes(routes!(settings::change_user))
        .routes(routes!(settings::keys, settings::add_key))
        .routes(routes!(settings::revoke_key))
        .routes(routes!(settings::audit))
        .routes(routes!(settings::erase))
        .merge(imports::routes())
        .merge(posts::routes())
        .merge(cases::routes())
        .merge(rules::routes())
        .merge(alerts::routes())
        .merge(outbox::routes())
        .merge(themes::routes())
}

/// The OpenAPI 3.1 description of the API.
pub fn openapi() -> utoipa::openapi::OpenApi {
    named(documented().split_for_parts().1)
}

/// Gives every operation a name that is unique and stable: its method and its path.
fn named(mut description: utoipa::openapi::OpenApi) -> utoipa::openapi::OpenApi {
    for (path, item) in &mut description.paths.paths {
        let words: Vec<&str> = path
            .trim_start_matches("/api/v1/")
            .split(['/', '{', '}', '.'])
            .filter(|w| !w.is_empty())
            .collect();
        let slug = words.join("_");
        for (method, operation) in [
            ("get", &mut item.get),
            ("post", &mut item.post),
            ("put", &mut item.put),
            ("patch", &mut item.patch),
            ("delete", &mut item.delete),
        ] {
            if let Some(operation) = operation {
                operation.operation_id = Some(format!("{method}_{slug}"));
            }
        }
    }
    description
}

/// The whole application.
pub fn router(app: App) -> Router {
    let limit = app.config.limits.body_bytes;
    let (api, description) = documented().split_for_parts();
    let description = named(description);
    let text: &'static str = Box::leak(
        description
            .to_pretty_json()
            .unwrap_or_default()
            .into_boxed_str(),
    );
    let document = move || async move { ([(header::CONTENT_TYPE, "application/json")], text) };
    api.route("/api/v1/openapi.json", axum::routing::get(document))
        .merge(survey::routes())
        .merge(local::routes())
        .merge(health::routes())
        .fallback(assets::asset)
        .layer(DefaultBodyLimit::max(limit))
        .layer(middleware::from_fn(speak))
        .layer(middleware::from_fn(secure))
        .layer(CatchPanicLayer::custom(
            |_: Box<dyn std::any::Any + Send>| {
                problem::internal(&"a handler panicked").into_response()
            },
        ))
        .layer(middleware::from_fn_with_state(app.clone(), shed))
        .with_state(app)
}

/// Refuses more requests than can be answered, before their bodies are read.
async fn shed(State(app): State<App>, request: Request, next: Next) -> Response {
    static IN_FLIGHT: AtomicUsize = AtomicUsize::new(0);
    struct Guard;
    impl Drop for Guard {
        fn drop(&mut self) {
            IN_FLIGHT.fetch_sub(1, Ordering::Relaxed);
        }
    }
    let running = IN_FLIGHT.fetch_add(1, Ordering::Relaxed);
    let _guard = Guard;
    if running >= app.config.limits.requests {
        return problem::Refusal::busy("too many requests are in flight").into_response();
    }
    next.run(request).await
}

/// Gives refusals of the framework (a body that is too large, JSON that does not read) the form
/// of all others.
async fn speak(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let status = response.status();
    let is_text = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/plain"));
    if !(status.is_client_error() && is_text) {
        return response;
    }
    let words = axum::body::to_bytes(response.into_body(), 4_096)
        .await
        .unwrap_or_default();
    let words = String::from_utf8_lossy(&words).into_owned();
    problem::Refusal::new(
        status,
        "unreadable_request",
        words,
        "correct the request as docs/reference/api.md shows and send it again",
    )
    .into_response()
}

const CSP: &str = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; require-trusted-types-for 'script'";

/// Headers that every answer carries.
async fn secure(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, CSP),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
    ] {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}
