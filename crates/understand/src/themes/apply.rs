//! Applying edits: a new version of the codeframe, and the replay that follows.

use super::{Edit, Frame, FrameBody, edit};
use crate::{Error, Reader, Result, replay};
use domain::Actor;
use domain::time::Micros;
use store::Store;
use store::understand::CodeframeVersion;
use text::redact::redact;

/// What an edit led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// The new version.
    pub version: i64,
    /// The run that is being made; absent when nothing has to be read again.
    pub run: Option<String>,
}

/// The codeframe after edits, as the version behind `base`. Examples are redacted.
///
/// # Errors
/// An edit that cannot be made; phrases that do not compile.
pub fn drafted(base: &Frame, edits: &[Edit]) -> Result<Frame> {
    let mut body = edit::edited(&base.body, edits)?;
    for example in body.topics.iter_mut().flat_map(|t| &mut t.examples) {
        *example = redact(example).text;
    }
    let version = base.version + 1;
    body.version = version_name(&base.body, version);
    Frame::new(version, body)
}

/// The name of a version: that of the binary's codeframe it comes from, then the edit.
fn version_name(base: &FrameBody, version: i64) -> String {
    let root = base.version.split("-e").next().unwrap_or_default();
    format!("{root}-e{version}")
}

/// Makes a new version and, where it reads otherwise, begins to read again what was received.
/// `base` is the version that the edits were thought out on; none takes the newest.
///
/// # Errors
/// An edit that cannot be made; [`store::Error::Stale`] when `base` is not the newest.
pub async fn apply(
    store: &Store,
    reader: &Reader<'_>,
    actor: &Actor,
    order: &Order<'_>,
    now: Micros,
) -> Result<Applied> {
    let workspace = &actor.workspace;
    let newest = reader.frames.newest(store, workspace).await?;
    if order.base.is_some_and(|base| base != newest.version) {
        return Err(Error::Store(store::Error::Stale {
            what: "codeframe",
            id: newest.version.to_string(),
        }));
    }
    let frame = drafted(&newest, order.edits)?;
    let body = serde_json::to_string(&frame.body).map_err(|e| Error::Codeframe(e.to_string()))?;
    let mut tx = store.begin().await?;
    let live = tx.hold_runs(workspace).await?;
    let row = CodeframeVersion {
        version: frame.version,
        body,
        note: order.note.to_owned(),
        made_by: actor.user.to_string(),
        made_at: now,
    };
    tx.add_codeframe(workspace, &row).await?;
    tx.audit(actor, "themes.edited", &frame.version.to_string(), now)
        .await?;
    let named = reader.named(&frame);
    let latest = live.building.as_ref().or(live.active.as_ref());
    let run = match latest {
        // Nothing was read yet: the first words begin with this version.
        None => None,
        // Other words for the same reading: the run goes on under the new version.
        Some(run) if run.codeframe == newest.version && frame.body.reads_like(&newest.body) => {
            tx.repoint_run(workspace, &run.run, &named.new_run())
                .await?;
            None
        }
        Some(_) => Some(replay::begin(&mut tx, workspace, &live, &named, now).await?),
    };
    tx.commit().await?;
    Ok(Applied {
        version: frame.version,
        run,
    })
}

/// What is ordered.
#[derive(Debug, Clone, Copy)]
pub struct Order<'a> {
    /// The edits, in order; all or none.
    pub edits: &'a [Edit],
    /// The version they were thought out on.
    pub base: Option<i64>,
    /// Why, in the words of who orders.
    pub note: &'a str,
}
