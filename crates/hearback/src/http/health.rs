//! Health and Prometheus metrics.

use crate::app::App;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use std::fmt::Write;
use store::hot::{SIGNALS, VERBATIMS};

/// `/healthz` for load balancers, `/metrics` for Prometheus; neither shows anything of anyone.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/healthz", get(health))
        .route("/metrics", get(metrics))
}

async fn health(State(app): State<App>) -> impl IntoResponse {
    match app.store.ping().await {
        Ok(()) => (StatusCode::OK, "ok\n"),
        Err(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "the database does not answer\n",
        ),
    }
}

async fn metrics(State(app): State<App>) -> super::problem::Outcome<impl IntoResponse> {
    let mut text = String::new();
    let _ = writeln!(
        text,
        "# TYPE hearback_ingest_room gauge\nhearback_ingest_room {}",
        app.ingest.room()
    );
    let _ = writeln!(text, "# TYPE hearback_jobs_open gauge");
    for (kind, n, attempts, _) in app.store.open_jobs().await? {
        let _ = writeln!(
            text,
            "hearback_jobs_open{{kind=\"{kind}\"}} {n}\nhearback_jobs_attempts_max{{kind=\"{kind}\"}} {attempts}"
        );
    }
    let _ = writeln!(text, "# TYPE hearback_batches_total counter");
    for stream in [SIGNALS, VERBATIMS] {
        let mut total = 0;
        for workspace in app.store.workspaces().await? {
            total += app.store.hot_head(&workspace.id, stream).await?;
        }
        let _ = writeln!(
            text,
            "hearback_batches_total{{stream=\"{stream}\"}} {total}"
        );
    }
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text))
}
