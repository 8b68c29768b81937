//! `hearback doctor`: what needs attention, in words.

use super::Global;
use super::door::Door;
use super::failure::{Done, Failure};
use crate::app::App;
use serde_json::{Map, Value, json};

/// Looks at the installation.
#[derive(Debug, clap::Args)]
pub struct Args {}

pub async fn run(global: Global, _: Args) -> Result<Done, Failure> {
    let config = global.config(Map::new())?;
    let report = match Door::open(config).await? {
        Door::Here(app, _folder) => look(&app).await?,
        Door::Server(server) => {
            server.get("/api/v1/session", &[]).await?;
            json!({ "server": "running and answering", "findings": [] })
        }
    };
    if global.json {
        println!("{report}");
    } else {
        for (name, value) in report.as_object().into_iter().flatten() {
            println!(
                "{name:16} {}",
                value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned)
            );
        }
    }
    let findings = report["findings"].as_array().map_or(0, Vec::len);
    Ok(if findings == 0 {
        Done::Whole
    } else {
        Done::Found
    })
}

async fn look(app: &App) -> Result<Value, Failure> {
    let mut findings = Vec::new();
    let mut workspaces = Vec::new();
    for workspace in app.store.workspaces().await? {
        let tables: Vec<Value> = app
            .lake
            .stats(&workspace.id)
            .await?
            .into_iter()
            .map(
                |t| json!({ "table": t.table, "rows": t.rows, "files": t.files, "bytes": t.bytes }),
            )
            .collect();
        workspaces.push(json!({ "id": workspace.id, "name": workspace.name, "tables": tables }));
    }
    let jobs: Vec<Value> = app
        .store
        .open_jobs()
        .await?
        .into_iter()
        .map(|(kind, n, attempts, error)| {
            if attempts > 5 {
                findings.push(format!(
                    "jobs of kind {kind} fail again and again: {}",
                    error.as_deref().unwrap_or("no reason kept")
                ));
            }
            json!({ "kind": kind, "open": n, "attempts": attempts })
        })
        .collect();
    if !crate::http::assets::is_embedded() {
        findings.push(
            "the web app is not built into this binary: run cargo xtask ui and build again".into(),
        );
    }
    if app.config.mail.smtp_url.is_none() {
        findings.push("no mail server is configured: replies wait in the outbox (set mail.smtp_url and mail.from)".into());
    }
    Ok(json!({
        "version": env!("CARGO_PKG_VERSION"),
        "rows": format!("{:?}", app.store.dialect()).to_lowercase(),
        "data": app.config.data.display().to_string(),
        "model": app.model.version(),
        "encoder": app.second.as_ref().map(|second| second.version()),
        "workspaces": workspaces,
        "jobs": jobs,
        "findings": findings,
    }))
}
