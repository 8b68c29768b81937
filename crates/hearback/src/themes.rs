//! Themes for the door: what HTTP and the command line answer alike.

pub mod emerging;
pub mod learning;
pub mod near;

use crate::app::App;
use crate::clock;
use crate::view::themes::{
    AppliedView, PreviewView, RunView, RunsView, ThemesView, VersionView, VersionsView,
};
use columns::{Columns, VerbatimFilter};
use domain::{Actor, WorkspaceId};
use store::understand::RunState;
use understand::themes::{Edit, Order, apply as apply_edits, drafted, preview as previews, revert};
use understand::{Error, Result};

/// The tree with counts of the annotations on show.
///
/// # Errors
/// The rows or the lake did not answer.
pub async fn list(
    app: &App,
    workspace: &WorkspaceId,
    filter: &VerbatimFilter,
) -> Result<ThemesView> {
    let live = app.store.live_runs(workspace).await?;
    let newest = app.store.newest_codeframe(workspace).await?;
    let version = live.active.as_ref().map_or(newest, |run| run.codeframe);
    let frame = app.frames.version(&app.store, workspace, version).await?;
    let found =
        understand::explore::topics(app.lake.as_ref(), workspace, &frame.body, filter).await?;
    Ok(ThemesView {
        version: frame.version,
        newest,
        run: live.active.map(|run| run.run),
        replay: live.building.map(RunView::from),
        verbatims: counted(app, workspace, filter, false).await?,
        untagged: counted(app, workspace, filter, true).await?,
        groups: crate::view::themes::groups(&frame.body, found),
    })
}

/// Verbatims under a filter, or those of them that no topic explains.
async fn counted(
    app: &App,
    workspace: &WorkspaceId,
    filter: &VerbatimFilter,
    untagged: bool,
) -> Result<u64> {
    let filter = VerbatimFilter {
        untagged,
        ..filter.clone()
    };
    let counts = app.lake.sentiments(workspace, &filter).await?;
    Ok(counts.iter().map(|count| count.n).sum())
}

/// All versions, newest first; the binary's own is the last.
///
/// # Errors
/// The rows did not answer.
pub async fn versions(app: &App, workspace: &WorkspaceId) -> Result<VersionsView> {
    let on_show = app.frames.on_show(&app.store, workspace).await?.version;
    let mut rows: Vec<VersionView> = app
        .store
        .codeframes(workspace)
        .await?
        .into_iter()
        .map(VersionView::from)
        .collect();
    rows.push(VersionView::own());
    Ok(VersionsView { on_show, rows })
}

/// All runs, newest first.
///
/// # Errors
/// The rows did not answer.
pub async fn runs(app: &App, workspace: &WorkspaceId) -> Result<RunsView> {
    let rows = app.store.runs(workspace).await?;
    Ok(RunsView {
        replaying: rows.iter().any(|run| run.state == RunState::Building),
        rows: rows.into_iter().map(RunView::from).collect(),
    })
}

/// What edits would change, on the newest `n` verbatims. Nothing is stored.
///
/// # Errors
/// An edit that cannot be made; the rows or the lake did not answer.
pub async fn preview(
    app: &App,
    workspace: &WorkspaceId,
    edits: Vec<Edit>,
    n: usize,
) -> Result<PreviewView> {
    let before = app.frames.newest(&app.store, workspace).await?;
    let after = drafted(&before, &edits)?;
    let texts = app
        .lake
        .newest_words(workspace, n.min(previews::MOST))
        .await
        .map_err(columns::Error::from)?;
    let lessons = app.frames.newest_lessons(&app.store, workspace).await?;
    let app = app.clone();
    aside(move || {
        let frames = (before.as_ref(), &after);
        let found = previews::compare(&app.reader(), frames, &lessons, &edits, &texts);
        PreviewView::new(before.version, found)
    })
    .await
}

/// Makes a new version of the codeframe, and has what was received read again.
///
/// # Errors
/// An edit that cannot be made; `base` is not the newest version any more.
pub async fn apply(
    app: &App,
    actor: &Actor,
    edits: &[Edit],
    base: Option<i64>,
    note: &str,
) -> Result<AppliedView> {
    let order = Order { edits, base, note };
    let applied = apply_edits(&app.store, &app.reader(), actor, &order, clock::now()).await?;
    app.changed(&actor.workspace, "verbatims");
    Ok(AppliedView {
        version: applied.version,
        run: applied.run,
    })
}

/// Makes an older version the newest again.
///
/// # Errors
/// There is no such version; `base` is not the newest any more.
pub async fn go_back(app: &App, actor: &Actor, to: i64, base: Option<i64>) -> Result<AppliedView> {
    let applied = revert(&app.store, &app.reader(), actor, (to, base), clock::now()).await?;
    app.changed(&actor.workspace, "verbatims");
    Ok(AppliedView {
        version: applied.version,
        run: applied.run,
    })
}

/// Work that takes a while on one core, aside from the threads that answer.
///
/// # Errors
/// The work broke down.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|e| Error::Columns(columns::Error::Engine(e.to_string())))
}
