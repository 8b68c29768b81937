//! Corrections for the door: what people said of labels, and learning from it.

use super::aside;
use crate::app::App;
use crate::clock;
use crate::view::themes::AppliedView;
use crate::view::themes::learning::{CorrectionsView, KindView, LearntView, LessonView};
use domain::{Actor, WorkspaceId};
use understand::Result;
use understand::corrections::{
    self, KINDS, Label, Rules, is_held_out, keep, retrain, taught, undo,
};

/// Keeps what a person says of the labels of a verbatim.
///
/// # Errors
/// A label that does not exist; a verbatim that is not there.
pub async fn say(
    app: &App,
    actor: &Actor,
    (signal, question): (&str, &str),
    labels: &[Label],
) -> Result<()> {
    let of = (actor, signal, question);
    let lake = app.lake.as_ref();
    corrections::say(&app.store, &app.reader(), lake, of, labels, clock::now()).await?;
    app.changed(&actor.workspace, "verbatims");
    Ok(())
}

/// Takes back what was said of the labels of a verbatim.
///
/// # Errors
/// The rows did not answer.
pub async fn take_back(app: &App, actor: &Actor, (signal, question): (&str, &str)) -> Result<()> {
    corrections::take_back(&app.store, actor, signal, question, clock::now()).await?;
    app.changed(&actor.workspace, "verbatims");
    Ok(())
}

/// How much people said by kind, and what was learned.
///
/// # Errors
/// The rows did not answer.
pub async fn list(app: &App, workspace: &WorkspaceId) -> Result<CorrectionsView> {
    let said = app.store.judgments(workspace).await?;
    let in_force = app.frames.newest_lessons(&app.store, workspace).await?;
    let kinds = KINDS.iter().map(|kind| {
        let of_kind = || said.iter().filter(|s| s.kind == *kind);
        let held = of_kind().filter(|s| is_held_out(&format!("{}/{}", s.signal, s.question)));
        KindView {
            kind: (*kind).to_owned(),
            said: of_kind().count(),
            held_out: held.count(),
            trial: in_force.of(kind, app.model).map(|l| l.trial.into()),
        }
    });
    let kinds = kinds.collect();
    let versions = app.store.all_lessons(workspace).await?;
    Ok(CorrectionsView {
        needed: Rules::default().labels,
        version: in_force.version,
        kinds,
        versions: versions.into_iter().map(LessonView::from).collect(),
    })
}

/// Learns from all that was said; what beats what is in force goes in force.
///
/// # Errors
/// Something else was learned meanwhile; the rows or the lake did not answer.
pub async fn learn(app: &App, actor: &Actor) -> Result<LearntView> {
    let workspace = &actor.workspace;
    let in_force = app.frames.newest_lessons(&app.store, workspace).await?;
    let rows = taught(&app.store, &app.reader(), app.lake.as_ref(), workspace).await?;
    let (model, incumbent) = (app.model, in_force.clone());
    let tried = aside(move || retrain(&rows, model, &incumbent, &Rules::default())).await?;
    let kept = keep(
        &app.store,
        &app.reader(),
        actor,
        (&tried, &in_force),
        clock::now(),
    )
    .await?;
    if kept.is_some() {
        app.changed(workspace, "verbatims");
    }
    Ok(LearntView::new(in_force.version, kept, &tried))
}

/// Goes back to what was in force before the last learning. None where nothing was learned.
///
/// # Errors
/// The rows did not answer.
pub async fn unlearn(app: &App, actor: &Actor) -> Result<Option<AppliedView>> {
    let undone = undo(&app.store, &app.reader(), actor, clock::now()).await?;
    if undone.is_some() {
        app.changed(&actor.workspace, "verbatims");
    }
    Ok(undone.map(|outcome| AppliedView {
        version: outcome.version,
        run: outcome.run,
    }))
}
