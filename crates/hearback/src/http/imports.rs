//! The import screen: upload, look, map, run, watch.

use super::actor::Analyzing;
use super::ingest::refuse;
use super::problem::{Outcome, Refusal, internal};
use crate::app::App;
use crate::importing::{self, Order};
use crate::view::ListView;
use crate::view::imports::{ImportView, SniffedView};
use crate::{clock, http::query::Query};
use axum::Json;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::{Actor, ImportId};
use futures::StreamExt;
use listen::import::{File, Mapping, Progress, Role};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;
use store::listen::{ImportRow, ImportState};
use tokio::io::AsyncWriteExt;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of imports.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, start))
        .routes(routes!(one))
        .routes(routes!(cancel))
        .routes(routes!(rejects))
        .merge(
            OpenApiRouter::new()
                .routes(routes!(sniff))
                .layer(DefaultBodyLimit::disable()),
        )
}

/// Imports that run in this process, and dry runs, which leave no row.
#[derive(Default)]
pub struct Running(Mutex<BTreeMap<String, Run>>);

struct Run {
    workspace: String,
    cancel: Arc<AtomicBool>,
    begun: Instant,
    view: ImportView,
}

impl Running {
    fn with<T>(&self, work: impl FnOnce(&mut BTreeMap<String, Run>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The file's name.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SniffQuery {
    name: Option<String>,
}

/// Takes a file and says what its columns seem to be.
#[utoipa::path(post, path = "/api/v1/imports/sniff", tag = "listen", params(("name" = Option<String>, Query)),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses((status = 200, body = SniffedView)))]
async fn sniff(
    State(app): State<App>,
    Analyzing(actor): Analyzing,
    Query(asked): Query<SniffQuery>,
    body: Body,
) -> Outcome<Json<SniffedView>> {
    // The upload's name carries its workspace, so that nobody can name another's.
    let upload = format!("{}-{}", actor.workspace, clock::new_id());
    let name = asked.name.unwrap_or_else(|| "upload".into());
    save(&app, &upload, body).await?;
    let source = importing::source(&importing::upload_path(&app, &upload), &name)
        .map_err(|e| internal(&e))?;
    let sniffed = importing::sniff(&source, File::default())
        .await
        .map_err(refuse)?;
    let text = sniffed.mapping.to_toml().map_err(refuse)?;
    let name_path = importing::upload_path(&app, &format!("{upload}.name"));
    tokio::fs::write(name_path, &name)
        .await
        .map_err(|e| internal(&e))?;
    Ok(Json(SniffedView::new(upload, &name, sniffed, text)))
}

async fn save(app: &App, upload: &str, body: Body) -> Outcome<()> {
    importing::prepare_uploads(app).map_err(|e| internal(&e))?;
    let path = importing::upload_path(app, upload);
    let mut file = tokio::fs::File::create(&path)
        .await
        .map_err(|e| internal(&e))?;
    let (mut stream, mut bytes) = (body.into_data_stream(), 0);
    while let Some(chunk) = stream.next().await {
        let chunk = chunk
            .map_err(|e| Refusal::invalid(format!("the upload broke off: {e}"), "send it again"))?;
        bytes += chunk.len();
        if bytes > app.config.limits.upload_bytes {
            let _ = tokio::fs::remove_file(&path).await;
            return Err(Refusal::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                "too_large",
                format!(
                    "the file has more than {} bytes",
                    app.config.limits.upload_bytes
                ),
                "cut it, compress it, or import it on the command line",
            ));
        }
        file.write_all(&chunk).await.map_err(|e| internal(&e))?;
    }
    file.flush().await.map_err(|e| internal(&e))
}

/// What to import, and what its columns are: corrections of the guess, or a whole MAP.toml.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportOrder {
    upload: String,
    post: Option<String>,
    #[serde(default)]
    columns: Vec<ColumnOrder>,
    mapping_toml: Option<String>,
    #[serde(default)]
    dry_run: bool,
}

/// What one column is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ColumnOrder {
    header: String,
    key: Option<String>,
    role: String,
}

/// Starts an import; it goes on when nobody watches.
#[utoipa::path(post, path = "/api/v1/imports", tag = "listen", request_body = ImportOrder, responses((status = 202, body = ImportView)))]
async fn start(
    State(app): State<App>,
    Analyzing(actor): Analyzing,
    Json(asked): Json<ImportOrder>,
) -> Outcome<(StatusCode, Json<ImportView>)> {
    if !asked.upload.starts_with(&format!("{}-", actor.workspace)) || !domain::is_id(&asked.upload)
    {
        return Err(Refusal::not_found("upload"));
    }
    let path = importing::upload_path(&app, &asked.upload);
    let name = tokio::fs::read_to_string(importing::upload_path(
        &app,
        &format!("{}.name", asked.upload),
    ))
    .await
    .map_err(|_| Refusal::not_found("upload"))?;
    let source = importing::source(&path, &name).map_err(|_| Refusal::not_found("upload"))?;
    let given = asked
        .mapping_toml
        .as_deref()
        .map(Mapping::parse)
        .transpose()
        .map_err(refuse)?;
    let known = given.as_ref().map(|m| m.file.clone()).unwrap_or_default();
    let sniffed = importing::sniff(&source, known).await.map_err(refuse)?;
    let mut mapping = given.unwrap_or_else(|| sniffed.mapping.clone());
    correct(&mut mapping, &asked.columns)?;
    let post = asked
        .post
        .or_else(|| mapping.post.clone())
        .unwrap_or_else(|| "default".into());
    let id = ImportId::new(clock::new_id());
    let view = ImportView::started(
        &id,
        &name,
        &post,
        asked.dry_run,
        source.bytes,
        mapping.to_toml().map_err(refuse)?,
        clock::now(),
    );
    let order = Order {
        id: id.clone(),
        workspace: actor.workspace.clone(),
        post,
        source,
        sniffed,
        mapping,
        dry_run: asked.dry_run,
    };
    let cancel = Arc::new(AtomicBool::new(false));
    let run = Run {
        workspace: actor.workspace.to_string(),
        cancel: Arc::clone(&cancel),
        begun: clock::monotonic(),
        view: view.clone(),
    };
    app.imports.with(|runs| runs.insert(id.to_string(), run));
    tokio::spawn(work(app, order, cancel, asked.upload));
    Ok((StatusCode::ACCEPTED, Json(view)))
}

/// Applies what the person corrected.
fn correct(mapping: &mut Mapping, columns: &[ColumnOrder]) -> Outcome<()> {
    for order in columns {
        let role: Role = serde_json::from_value(serde_json::Value::String(order.role.clone())).map_err(|_| {
            Refusal::invalid(format!("'{}' is no role for the column '{}'", order.role, order.header), "use score, verbatim, attribute, choice, customer, occurred_at, location, external_id … or ignore")
        })?;
        let column = mapping
            .columns
            .iter_mut()
            .find(|c| c.column == order.header)
            .ok_or_else(|| {
                Refusal::invalid(
                    format!("the file has no column '{}'", order.header),
                    "use the headers that the upload answered with",
                )
            })?;
        column.role = role;
        if order.key.is_some() {
            column.key.clone_from(&order.key);
        }
    }
    let text = mapping.to_toml().map_err(refuse)?;
    Mapping::parse(&text).map(|_| ()).map_err(refuse)
}

async fn work(app: App, order: Order, cancel: Arc<AtomicBool>, upload: String) {
    let (id, workspace, dry) = (order.id.to_string(), order.workspace.clone(), order.dry_run);
    let (runs, watched, key) = (Arc::clone(&app.imports), app.clone(), id.clone());
    let scope = workspace.clone();
    let mut progress = move |p: &Progress| {
        runs.with(|runs| {
            if let Some(run) = runs.get_mut(&key) {
                let elapsed = i64::try_from(run.begun.elapsed().as_micros()).unwrap_or(i64::MAX);
                run.view.progress(p, elapsed);
            }
        });
        watched.changed(&scope, "imports");
    };
    let outcome = importing::run(&app, order, &cancel, &mut progress).await;
    let finished = outcome.is_ok();
    app.imports.with(|runs| {
        if let Some(run) = runs.get_mut(&id) {
            run.view.end(outcome);
        }
    });
    // A dry run is usually followed by the real one over the same upload.
    if finished && !dry {
        for name in [upload.clone(), format!("{upload}.name")] {
            if let Err(error) = tokio::fs::remove_file(importing::upload_path(&app, &name)).await {
                tracing::warn!(%error, "an upload could not be removed");
            }
        }
    }
    app.changed(&workspace, "imports");
    app.changed(&workspace, "signals");
}

/// Imports, newest first.
#[utoipa::path(get, path = "/api/v1/imports", tag = "listen", responses((status = 200, body = ListView<ImportView>)))]
async fn list(
    State(app): State<App>,
    Analyzing(actor): Analyzing,
) -> Outcome<Json<ListView<ImportView>>> {
    let rows = app.store.imports(&actor.workspace, 50).await?;
    Ok(Json(ListView {
        rows: rows.into_iter().map(|row| with_live(&app, row)).collect(),
    }))
}

fn with_live(app: &App, row: ImportRow) -> ImportView {
    let live = app
        .imports
        .with(|runs| runs.get(row.id.as_str()).map(|run| run.view.clone()));
    live.filter(|_| row.state == ImportState::Running)
        .unwrap_or_else(|| ImportView::of_row(row))
}

/// One import.
#[utoipa::path(get, path = "/api/v1/imports/{id}", tag = "listen", params(("id" = String, Path)), responses((status = 200, body = ImportView)))]
async fn one(
    State(app): State<App>,
    Analyzing(actor): Analyzing,
    Path(id): Path<String>,
) -> Outcome<Json<ImportView>> {
    if let Some(view) = app.imports.with(|runs| {
        runs.get(&id)
            .filter(|r| r.workspace == actor.workspace.as_str())
            .map(|r| r.view.clone())
    }) {
        return Ok(Json(view));
    }
    let row = row(&app, &actor, &id).await?;
    Ok(Json(ImportView::of_row(row)))
}

async fn row(app: &App, actor: &Actor, id: &str) -> Outcome<ImportRow> {
    let id = ImportId::parse(id).map_err(|_| Refusal::not_found("import"))?;
    app.store
        .import(&actor.workspace, &id)
        .await?
        .ok_or_else(|| Refusal::not_found("import"))
}

/// Stops an import after its current chunk; started again it goes on there.
#[utoipa::path(post, path = "/api/v1/imports/{id}/cancel", tag = "listen", params(("id" = String, Path)), responses((status = 204)))]
async fn cancel(
    State(app): State<App>,
    Analyzing(actor): Analyzing,
    Path(id): Path<String>,
) -> Outcome<StatusCode> {
    let stopped = app.imports.with(|runs| {
        let run = runs
            .get(&id)
            .filter(|r| r.workspace == actor.workspace.as_str());
        run.map(|r| r.cancel.store(true, Ordering::Relaxed))
            .is_some()
    });
    if stopped {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Refusal::not_found("running import"))
    }
}

/// The rejected rows of an import, with row number and reason.
#[utoipa::path(get, path = "/api/v1/imports/{id}/rejects", tag = "listen", params(("id" = String, Path)), responses((status = 200, content_type = "text/csv", body = String)))]
async fn rejects(
    State(app): State<App>,
    Analyzing(actor): Analyzing,
    Path(id): Path<String>,
) -> Outcome<Response> {
    let live = app.imports.with(|runs| {
        runs.get(&id)
            .filter(|r| r.workspace == actor.workspace.as_str())
            .and_then(|r| r.view.rejects_file.clone())
    });
    let path = match live {
        Some(path) => Some(path),
        None => row(&app, &actor, &id).await?.rejects_path,
    };
    let path = path.ok_or_else(|| Refusal::not_found("file of rejected rows"))?;
    let text = tokio::fs::read(path)
        .await
        .map_err(|_| Refusal::not_found("file of rejected rows"))?;
    Ok((
        [
            (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
            (
                header::CONTENT_DISPOSITION,
                "attachment; filename=\"rejected.csv\"",
            ),
        ],
        text,
    )
        .into_response())
}
