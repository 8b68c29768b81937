//! What this room does later. Idempotent: doing it twice changes nothing.

use crate::receive::Arrival;
use crate::survey::Survey;
use crate::survey::flow::{draft_of, zone_of};
use crate::{Error, Result};
use domain::WorkspaceId;
use domain::time::Micros;
use store::{Ingest, Store};

/// The kind of the job that submits idle responses; the door runs [`submit_idle`] every hour.
pub const SUBMIT_IDLE: &str = "submit_idle";

/// How long a response may lie untouched before it counts as it is.
pub const IDLE_US: i64 = 24 * 3600 * 1_000_000;
/// Responses submitted at once.
const AT_ONCE: i64 = 500;

/// Submits the responses of a workspace that nobody touched for 24 hours, as far as they were
/// answered; returns how many left. Responses without any answer are forgotten.
pub async fn submit_idle(
    store: &Store,
    ingest: &Ingest,
    workspace: &WorkspaceId,
    now: Micros,
    ids: &mut (dyn FnMut() -> String + Send + Sync),
) -> Result<u64> {
    let mut left = 0;
    loop {
        let idle = store
            .idle_responses(workspace, now - IDLE_US, AT_ONCE)
            .await?;
        if idle.is_empty() {
            return Ok(left);
        }
        let posts = store.posts(workspace).await?;
        let zone = zone_of(store, workspace).await?;
        let mut incoming = Vec::new();
        for open in &idle {
            let Some(post) = posts.iter().find(|p| p.id == open.post) else {
                continue;
            };
            let survey = Survey::of(post).unwrap_or_default();
            let Some(draft) = draft_of(open, &survey, &post.purpose) else {
                continue;
            };
            let arrival = Arrival {
                post,
                zone: &zone,
                received_at: now,
            };
            incoming.push(
                draft
                    .arrive(arrival, ids)
                    .map_err(|flaw| Error::Flaws(vec![flaw]))?,
            );
        }
        // Whatever the answer: stored now, sent before by the person, or erased.
        ingest.submit(workspace, incoming).await?;
        let mut tx = store.begin().await?;
        for open in &idle {
            tx.remove_open_response(workspace, &open.id).await?;
        }
        tx.commit().await?;
        left += idle.len() as u64;
    }
}
