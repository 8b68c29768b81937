//! Applying edits: a new version of the codeframe, and the replay that follows.

use super::{Edit, EditError, Frame, FrameBody, edit};
use crate::{Error, Reader, Result, replay};
use domain::Actor;
use domain::time::Micros;
use std::sync::Arc;
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
    let newest = base_of(store, reader, actor, order.base).await?;
    let frame = drafted(&newest, order.edits)?;
    put_in_force(store, reader, actor, (&newest, frame), order.note, now).await
}

/// Makes an older version the newest again. Topics that came later stay, retired.
///
/// # Errors
/// There is no such version; [`store::Error::Stale`] when `base` is not the newest.
pub async fn revert(
    store: &Store,
    reader: &Reader<'_>,
    actor: &Actor,
    (to, base): (i64, Option<i64>),
    now: Micros,
) -> Result<Applied> {
    let workspace = &actor.workspace;
    let newest = base_of(store, reader, actor, base).await?;
    if !(0..newest.version).contains(&to) {
        return Err(EditError::NoVersion(to).into());
    }
    let older = reader.frames.version(store, workspace, to).await?;
    let mut body = older.body.again_after(&newest.body);
    let version = newest.version + 1;
    body.version = version_name(&newest.body, version);
    let frame = Frame::new(version, body)?;
    let note = format!("back to version {to}");
    put_in_force(store, reader, actor, (&newest, frame), &note, now).await
}

async fn base_of(
    store: &Store,
    reader: &Reader<'_>,
    actor: &Actor,
    base: Option<i64>,
) -> Result<Arc<Frame>> {
    let newest = reader.frames.newest(store, &actor.workspace).await?;
    if base.is_some_and(|base| base != newest.version) {
        return Err(Error::Store(store::Error::Stale {
            what: "codeframe",
            id: newest.version.to_string(),
        }));
    }
    Ok(newest)
}

async fn put_in_force(
    store: &Store,
    reader: &Reader<'_>,
    actor: &Actor,
    (newest, frame): (&Frame, Frame),
    note: &str,
    now: Micros,
) -> Result<Applied> {
    let workspace = &actor.workspace;
    let lessons = reader.frames.newest_lessons(store, workspace).await?;
    let body = serde_json::to_string(&frame.body).map_err(|e| Error::Codeframe(e.to_string()))?;
    let mut tx = store.begin().await?;
    let live = tx.hold_runs(workspace).await?;
    let row = CodeframeVersion {
        version: frame.version,
        body,
        note: note.to_owned(),
        made_by: actor.user.to_string(),
        made_at: now,
    };
    tx.add_codeframe(workspace, &row).await?;
    tx.audit(actor, "themes.edited", &frame.version.to_string(), now)
        .await?;
    let named = reader.named(&frame, &lessons);
    let latest = live.building.as_ref().or(live.active.as_ref());
    let run = match latest {
        // Nothing was read yet: the first words begin with this version.
        None => None,
        // Other words for the same reading: the run goes on under the new version.
        Some(run)
            if run.codeframe == newest.version
                && run.lessons == lessons.version
                && frame.body.reads_like(&newest.body) =>
        {
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
