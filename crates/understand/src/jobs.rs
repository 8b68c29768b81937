//! The jobs of this room; idempotent: a batch of signals is annotated once.

use crate::annotate::{annotate, run_of};
use crate::{Error, Result};
use domain::fact::VERBATIMS_ANNOTATED;
use domain::time::Micros;
use domain::{Fact, Signal};
use serde_json::json;
use store::hot::{SIGNALS, VERBATIMS, batch_key, batch_of};
use store::{HotRow, Job, Store};
use text::Model;

/// The job that follows `SignalsReceived`.
pub const ANNOTATE: &str = "annotate";

/// Annotates the verbatims of received batches; one result per job, in order.
pub async fn annotate_batches(
    store: &Store,
    model: &Model,
    jobs: &[Job],
    now: Micros,
) -> Vec<Result<()>> {
    let mut results = Vec::with_capacity(jobs.len());
    for job in jobs {
        results.push(annotate_batch(store, model, job, now).await);
    }
    results
}

/// Annotates one batch and announces `VerbatimsAnnotated` in the transaction that finishes the job.
async fn annotate_batch(store: &Store, model: &Model, job: &Job, now: Micros) -> Result<()> {
    let signals_seq = batch_of(&job.key).unwrap_or(0);
    let run = run_of(model);
    let mut rows = Vec::new();
    for hot in store
        .hot_between(&job.workspace, SIGNALS, signals_seq - 1, signals_seq)
        .await?
    {
        let signal: Signal = serde_json::from_str(&hot.body).map_err(|source| Error::Signal {
            id: hot.id.clone(),
            source,
        })?;
        for (i, record) in annotate(model, &run, &signal).into_iter().enumerate() {
            let body = serde_json::to_string(&record).map_err(|source| Error::Signal {
                id: hot.id.clone(),
                source,
            })?;
            let customer = record.customer.map(String::from);
            rows.push(HotRow {
                id: format!("{}-{i}", hot.id),
                customer,
                body,
            });
        }
    }
    let mut tx = store.begin().await?;
    // Someone may have been erased since the batch was read: their words must not come back.
    let rows = tx.without_erased(&job.workspace, rows).await?;
    if !rows.is_empty() {
        let seq = tx.append_hot(&job.workspace, VERBATIMS, &rows, now).await?;
        let fact = Fact::new(
            VERBATIMS_ANNOTATED,
            json!({ "seq": seq, "signals_seq": signals_seq, "n": rows.len() }),
        );
        tx.announce(&job.workspace, &fact, &batch_key(VERBATIMS, seq), now)
            .await?;
    }
    tx.finish_job(job, now).await?;
    tx.commit().await?;
    Ok(())
}
