//! Removing the rows of a run that has ended: out of the ledger first, then out of the lake.

use crate::Result;
use domain::time::Micros;
use store::hot::VERBATIMS;
use store::{Job, Store, crash_point};

/// How long a removal waits for what is not ready, microseconds.
const WAITS_US: i64 = 15_000_000;

/// The run whose rows are to be counted and removed now; none when it is too early, and the job waits.
///
/// Nobody writes under a run that has ended. Its last rows must have left the hot ones, so that they
/// are counted and deleted in one place, the lake.
///
/// # Errors
/// The rows did not answer.
pub async fn ready_to_remove(store: &Store, job: &Job, now: Micros) -> Result<Option<String>> {
    let workspace = &job.workspace;
    let wanted = job.body["run"].as_str().unwrap_or_default();
    let runs = store.runs(workspace).await?;
    let run = runs.into_iter().find(|run| run.run == wanted);
    let mut tx = store.begin().await?;
    match run {
        Some(run) => match run.ended_behind {
            Some(behind) if store.hot_through(workspace, VERBATIMS, behind).await? == 0 => {
                return Ok(Some(run.run));
            }
            Some(_) => tx.postpone_job(job, now + WAITS_US).await?,
            // On show again or never ended: nothing to remove.
            None => tx.finish_job(job, now).await?,
        },
        None => tx.finish_job(job, now).await?,
    }
    tx.commit().await?;
    Ok(None)
}

/// Takes a run's rows out of the ledger, once, so that they may be deleted: `rows` says how many
/// each batch has. Says whether they may be deleted now.
///
/// An erasure that is not through in the lake has counted its rows out already, so while a job of the
/// kind `erasing` is open the removal waits.
///
/// # Errors
/// The rows did not answer.
pub async fn count_out(
    store: &Store,
    job: &Job,
    run: &str,
    rows: &[(i64, i64)],
    (erasing, now): (&str, Micros),
) -> Result<bool> {
    let workspace = &job.workspace;
    let mut tx = store.begin().await?;
    tx.hold_runs(workspace).await?;
    if tx.removed_runs(workspace).await?.iter().any(|r| r == run) {
        return Ok(true);
    }
    let waits = tx.is_open(workspace, erasing).await?;
    if waits {
        tx.postpone_job(job, now + WAITS_US).await?;
    } else {
        tx.remove_run(workspace, run, rows, now).await?;
    }
    tx.commit().await?;
    crash_point::reach(crash_point::RUN_COUNTED_OUT);
    Ok(!waits)
}

/// Notes that a run's rows are gone.
///
/// # Errors
/// The rows did not answer.
pub async fn finish_removal(store: &Store, job: &Job, now: Micros) -> Result<()> {
    let mut tx = store.begin().await?;
    tx.finish_job(job, now).await?;
    Ok(tx.commit().await?)
}
