//! What only this machine's user may ask of the running server, by the token in its data folder.

use super::actor::{Administering, LOCAL_USER};
use super::problem::{Outcome, Refusal};
use crate::app::App;
use crate::cli::backup;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};
use std::path::PathBuf;

/// The routes of the command line; not part of the public API.
pub fn routes() -> Router<App> {
    Router::new().route("/local/backup", post(copy))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct BackupAsk {
    target: PathBuf,
}

async fn copy(
    State(app): State<App>,
    Administering(actor): Administering,
    Json(asked): Json<BackupAsk>,
) -> Outcome<Json<Value>> {
    if actor.user.as_str() != LOCAL_USER {
        return Err(Refusal::not_found("address"));
    }
    let files = backup::copy(&app, &asked.target).await.map_err(|failure| {
        Refusal::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "backup_failed",
            failure.detail(),
            "choose a new folder that the server may write to",
        )
    })?;
    Ok(Json(json!({ "files": files })))
}
