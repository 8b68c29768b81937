//! Erasing a person is one function: rows, hot rows, lake, files, and the log that keeps them out.

use crate::app::App;
use crate::clock;
use crate::http::problem::{Outcome, internal};
use domain::{Actor, CustomerId, NewJob, WorkspaceId};
use serde_json::json;
use std::fs::OpenOptions;
use std::io::Write;
use store::Tx;

/// The file of tombstones beside the data, re-applied on every restore.
pub const ERASURE_LOG: &str = "erasures.log";

/// Erases the customer behind a reference. `None` when nobody has it.
///
/// # Errors
/// The rows or the lake did not answer; calling again finishes the work.
pub async fn erase(app: &App, actor: &Actor, kind: &str, value: &str) -> Outcome<Option<usize>> {
    let workspace = &actor.workspace;
    let value = if kind == "email" {
        value.trim().to_lowercase()
    } else {
        value.trim().to_owned()
    };
    let Some(customer) = app.store.customer_of(workspace, kind, &value).await? else {
        return Ok(None);
    };
    erase_customer(app, actor, &customer).await.map(Some)
}

/// The job that finishes an interrupted erasure in the lake.
pub const ERASE_IN_LAKE: &str = "erase_in_lake";

/// Erases a customer by id; the number of their signals.
///
/// The rows go first, together with a job for the lake, so that an interruption cannot leave
/// a person half erased; the lake follows at once, and erasing there twice is harmless.
///
/// # Errors
/// As [`erase`].
pub async fn erase_customer(app: &App, actor: &Actor, customer: &CustomerId) -> Outcome<usize> {
    let workspace = &actor.workspace;
    let now = clock::now();
    let cold = app
        .lake
        .signals_of(workspace, customer)
        .await
        .map_err(|e| internal(&e))?;
    let mut tx = counted_out(app, workspace, customer).await?;
    let erased = tx.erase_customer(workspace, customer, &cold, now).await?;
    let job = NewJob {
        kind: ERASE_IN_LAKE.into(),
        key: customer.to_string(),
        body: json!({ "customer": customer, "signals": erased.signals }),
        due_at: now + 60_000_000,
    };
    tx.queue(workspace, &job).await?;
    tx.audit(actor, "customer.erased", customer.as_str(), now)
        .await?;
    log(app, workspace.as_str(), &erased.tombstones).map_err(|e| internal(&e))?;
    tx.commit().await?;
    app.lake
        .erase(workspace, customer, &erased.signals)
        .await
        .map_err(|e| internal(&e))?;
    crate::importing::forget_files(app).map_err(|e| internal(&e))?;
    app.store.scrub().await?;
    app.changed(workspace, "signals");
    Ok(erased.signals.len())
}

/// A transaction in which the verbatims of a customer that only the lake has are out of the ledger.
async fn counted_out(app: &App, workspace: &WorkspaceId, customer: &CustomerId) -> Outcome<Tx> {
    loop {
        let removed = app.store.removed_runs(workspace).await?;
        let there = app
            .lake
            .verbatims_of(workspace, customer, &removed)
            .await
            .map_err(|e| internal(&e))?;
        let mut tx = app.store.begin().await?;
        tx.hold_runs(workspace).await?;
        // A run whose rows went meanwhile took them out of the ledger by itself.
        if tx.removed_runs(workspace).await? == removed {
            tx.count_out_verbatims(workspace, customer, &there).await?;
            return Ok(tx);
        }
    }
}

fn log(app: &App, workspace: &str, tombstones: &[String]) -> std::io::Result<()> {
    let mut file = OpenOptions::new()
        .create(true)
        .append(true)
        .open(app.config.data.join(ERASURE_LOG))?;
    for hash in tombstones {
        writeln!(file, "{workspace} {hash}")?;
    }
    file.sync_all()
}
