//! One part of a replay: which signals, and what is written.

use super::queue_removal;
use crate::Reader;
use crate::Result;
use crate::annotate::Reading;
use crate::jobs::batches;
use domain::Signal;
use domain::time::Micros;
use store::hot::{SIGNALS, VERBATIMS};
use store::understand::Run;
use store::{Job, Store, crash_point};

/// Signals of one part; bounds its memory and how long other jobs wait.
const SIGNALS_AT_ONCE: i64 = 5_000;
/// Hot verbatims beyond which a replay waits until the lake has taken some.
const MOST_HOT: i64 = 250_000;
/// How long it waits then, microseconds.
const WAITS_US: i64 = 1_000_000;

/// What a replay does next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// It needs the signals of batches behind one up to another.
    Read {
        /// The run that is being made.
        run: Box<Run>,
        /// Behind this batch.
        after: i64,
        /// Up to this one.
        through: i64,
    },
    /// Its run is on show now.
    Shown,
    /// There is nothing to do now: it was given up, or waits.
    Nothing,
}

/// Says what a replay does next; where that needs no signals, it is done.
///
/// # Errors
/// The rows did not answer.
pub async fn next(store: &Store, job: &Job, now: Micros) -> Result<Part> {
    let workspace = &job.workspace;
    let live = store.live_runs(workspace).await?;
    let Some(run) = live.building.filter(|run| is_of(job, run)) else {
        let mut tx = store.begin().await?;
        tx.finish_job(job, now).await?;
        tx.commit().await?;
        return Ok(Part::Nothing);
    };
    if run.position >= run.through {
        crash_point::reach(crash_point::REPLAYED);
        return show(store, job, now).await;
    }
    if store.hot_through(workspace, VERBATIMS, i64::MAX).await? > MOST_HOT {
        let mut tx = store.begin().await?;
        tx.postpone_job(job, now + WAITS_US).await?;
        tx.commit().await?;
        return Ok(Part::Nothing);
    }
    let after = run.position;
    let cut = store
        .hot_cut(workspace, SIGNALS, after, SIGNALS_AT_ONCE)
        .await?;
    // A batch that is not in the ledger holds nothing.
    let through = if cut > after {
        cut.min(run.through)
    } else {
        run.through
    };
    Ok(Part::Read {
        run: Box::new(run),
        after,
        through,
    })
}

fn is_of(job: &Job, run: &Run) -> bool {
    job.body["run"].as_str() == Some(&run.run)
}

/// Puts a run on show that is whole.
async fn show(store: &Store, job: &Job, now: Micros) -> Result<Part> {
    let workspace = &job.workspace;
    let mut tx = store.begin().await?;
    let live = tx.hold_runs(workspace).await?;
    if live.building.as_ref().is_some_and(|run| is_of(job, run))
        && let Some(replaced) = tx.switch_run(workspace, &live, now).await?
    {
        queue_removal(&mut tx, workspace, &replaced, now).await?;
    }
    tx.finish_job(job, now).await?;
    tx.commit().await?;
    Ok(Part::Shown)
}

/// Reads the signals of a part and writes what they say under the run that is being made.
///
/// # Errors
/// The rows did not answer, or the job went to another worker: then nothing is written.
pub async fn write(
    store: &Store,
    reader: &Reader<'_>,
    job: &Job,
    part: (&Run, i64),
    signals: &[(i64, Signal)],
    now: Micros,
) -> Result<()> {
    let (workspace, (run, through)) = (&job.workspace, part);
    let reading = Reading {
        run: run.run.clone(),
        frame: reader
            .frames
            .version(store, workspace, run.codeframe)
            .await?,
        lessons: reader.frames.lessons(store, workspace, run.lessons).await?,
    };
    let ours = || {
        let open = |seq: &i64| run.left_open.binary_search(seq).is_ok();
        signals.iter().filter(move |(seq, _)| !open(seq))
    };
    let read = batches(
        reader,
        std::slice::from_ref(&reading),
        ours().map(|(_, s)| s),
    )?;
    let mut tx = store.begin().await?;
    let live = tx.hold_runs(workspace).await?;
    if live.building.is_none_or(|held| held.run != run.run) {
        // Given up meanwhile.
        tx.finish_job(job, now).await?;
        tx.commit().await?;
        return Ok(());
    }
    for rows in read {
        // Someone may have been erased since the signals were read: their words must not come back.
        let rows = tx.without_erased(workspace, rows).await?;
        if !rows.is_empty() {
            tx.append_hot(workspace, VERBATIMS, &rows, now).await?;
        }
    }
    let n = i64::try_from(ours().count()).unwrap_or(i64::MAX);
    tx.advance_run(workspace, &run.run, through, n).await?;
    tx.postpone_job(job, now).await?;
    tx.commit().await?;
    crash_point::reach(crash_point::REPLAYING);
    Ok(())
}
