//! Keeping up: what is on show is read by the model at hand, under the newest codeframe.

use super::{begin, give_up, queue_removal};
use crate::{Reader, Result};
use domain::WorkspaceId;
use domain::time::Micros;
use store::Store;

/// Begins a replay if the run on show was made by another model or under another codeframe; to be
/// asked when the program starts. The run's id, when one is being made.
///
/// # Errors
/// The rows did not answer.
pub async fn keep_up(
    store: &Store,
    reader: &Reader<'_>,
    workspace: &WorkspaceId,
    now: Micros,
) -> Result<Option<String>> {
    let newest = reader.frames.newest(store, workspace).await?;
    let lessons = reader.frames.newest_lessons(store, workspace).await?;
    let named = reader.named(&newest, &lessons);
    let live = store.live_runs(workspace).await?;
    let reads = |run: &Option<store::understand::Run>| {
        run.as_ref().map(|run| run.reads_by == named.reads_by())
    };
    // Most starts change nothing, and write nothing.
    match (reads(&live.active), reads(&live.building)) {
        (None, _) | (Some(true), None) => return Ok(None),
        (Some(false), Some(true)) => return Ok(live.building.map(|run| run.run)),
        _ => {}
    }
    let mut tx = store.begin().await?;
    let live = tx.hold_runs(workspace).await?;
    let run = if reads(&live.active) == Some(true) {
        give_up(&mut tx, workspace, &live, now).await?;
        None
    } else {
        Some(begin(&mut tx, workspace, &live, &named, now).await?)
    };
    tx.commit().await?;
    Ok(run)
}

/// Makes runs of what was annotated before there were any: `found` names the runs in the rows, the
/// largest first, which goes on show. With more than one, none is whole, so a replay follows.
///
/// # Errors
/// The rows did not answer.
pub async fn adopt(
    store: &Store,
    workspace: &WorkspaceId,
    found: &[String],
    now: Micros,
) -> Result<()> {
    let Some(largest) = found.first() else {
        return Ok(());
    };
    let reads_by = if found.len() == 1 {
        largest.clone()
    } else {
        format!("{largest} in part")
    };
    let mut tx = store.begin().await?;
    let live = tx.hold_runs(workspace).await?;
    if live.active.is_none() {
        tx.adopt_runs(workspace, found, &reads_by, now).await?;
        for run in &found[1..] {
            queue_removal(&mut tx, workspace, run, now).await?;
        }
    }
    Ok(tx.commit().await?)
}
