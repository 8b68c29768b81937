//! Replay: words that were received are read again, by another model or under another codeframe.
//!
//! A replay writes a run of its own beside the one on show. It reads the batches of signals that
//! were there when it began, in order, a part at a time: the rows of a part, how far it is, and the
//! job that goes on commit together, so it is read once wherever a crash falls. A batch whose own
//! job was open when the replay began, and every later one, is read by that job under both runs.
//! Each signal therefore stands once in the new run when it goes on show, in one commit.

mod keep_up;
mod part;
mod remove;

pub use keep_up::{adopt, keep_up};
pub use part::{Part, next, write};
pub use remove::{count_out, finish_removal, ready_to_remove};

use crate::Result;
use crate::reader::Named;
use domain::time::Micros;
use domain::{NewJob, WorkspaceId};
use serde_json::json;
use store::Tx;
use store::understand::Live;

/// The job that reads again what was received, part by part.
pub const REPLAY: &str = "replay";
/// The job that removes the rows of a run that has ended.
pub const REMOVE_RUN: &str = "remove_run";

/// How long rows of a run stay after it ended, microseconds: whoever began to ask while it was on
/// show has been answered by then.
const STAYS_US: i64 = 60_000_000;

/// Begins a run in place of any that is being made, and queues what it takes. Its id.
pub(crate) async fn begin(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    live: &Live,
    named: &Named,
    now: Micros,
) -> Result<String> {
    give_up(tx, workspace, live, now).await?;
    let run = tx.begin_run(workspace, &named.new_run(), now).await?;
    let job = NewJob {
        kind: REPLAY.into(),
        key: run.clone(),
        body: json!({ "run": run }),
        due_at: now,
    };
    tx.queue(workspace, &job).await?;
    Ok(run)
}

/// Gives up the run that is being made, if there is one.
pub(crate) async fn give_up(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    live: &Live,
    now: Micros,
) -> Result<()> {
    if let Some(building) = &live.building {
        tx.abandon_run(workspace, &building.run, now).await?;
        queue_removal(tx, workspace, &building.run, now).await?;
    }
    Ok(())
}

/// Queues the removal of a run's rows.
pub(crate) async fn queue_removal(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    run: &str,
    now: Micros,
) -> Result<()> {
    let job = NewJob {
        kind: REMOVE_RUN.into(),
        key: run.to_owned(),
        body: json!({ "run": run }),
        due_at: now + STAYS_US,
    };
    Ok(tx.queue(workspace, &job).await?)
}
