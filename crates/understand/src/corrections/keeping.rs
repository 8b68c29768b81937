//! Learning from what people said: tried, kept as a version, undone.

use super::{Correction, Kind, Learned, Lessons, Refused, Rules, fit};
use crate::themes::Frame;
use crate::{Reader, Result, replay};
use domain::Actor;
use domain::time::Micros;
use store::understand::Lessons as Row;
use store::{Store, Tx};

/// What came of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Tried {
    /// The kind of label.
    pub kind: String,
    /// What people said of labels of the kind.
    pub said: usize,
    /// The correction, or why there is none.
    pub outcome: std::result::Result<Learned, Refused>,
}

/// What learning or undoing led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The version in force.
    pub version: i64,
    /// The run that is being made; none when nothing has to be read again.
    pub run: Option<String>,
}

/// Learns from rows by kind; each correction is kept only if it beats what is in force. The same
/// rows give the same.
pub fn retrain(
    rows: &[(Kind, Vec<Correction>)],
    model: &text::Model,
    in_force: &Lessons,
    rules: &Rules,
) -> Vec<Tried> {
    let tried = |(kind, rows): &(Kind, Vec<Correction>)| Tried {
        kind: kind.name.clone(),
        said: rows.len(),
        outcome: fit(
            rows,
            kind,
            model.version(),
            rules,
            in_force.of(&kind.name, model),
        ),
    };
    rows.iter().map(tried).collect()
}

/// Puts what was learned in force and has what was received read again. None where nothing was
/// learned.
///
/// # Errors
/// [`store::Error::Stale`] when something else was learned meanwhile; the rows did not answer.
pub async fn keep(
    store: &Store,
    reader: &Reader<'_>,
    actor: &Actor,
    (tried, in_force): (&[Tried], &Lessons),
    now: Micros,
) -> Result<Option<Outcome>> {
    let fresh: Vec<&Learned> = tried.iter().flat_map(|t| t.outcome.as_ref()).collect();
    if fresh.is_empty() {
        return Ok(None);
    }
    let stays = |old: &&Learned| {
        old.model == reader.model.version()
            && fresh.iter().all(|new| new.kind.name != old.kind.name)
    };
    let mut learned: Vec<Learned> = in_force.learned.iter().filter(stays).cloned().collect();
    let names: Vec<&str> = fresh.iter().map(|l| l.kind.name.as_str()).collect();
    let note = format!("learned {}", names.join(", "));
    learned.extend(fresh.into_iter().cloned());
    learned.sort_by(|a, b| a.kind.name.cmp(&b.kind.name));
    let row = Row {
        version: in_force.version + 1,
        basis: in_force.version,
        body: Lessons::to_json(&learned)?,
        note,
        made_by: actor.user.to_string(),
        made_at: now,
    };
    put_in_force(store, reader, (actor, "labels.learned"), row, now)
        .await
        .map(Some)
}

/// Goes back to what was in force before the last learning. None where nothing was learned.
///
/// # Errors
/// The rows did not answer.
pub async fn undo(
    store: &Store,
    reader: &Reader<'_>,
    actor: &Actor,
    now: Micros,
) -> Result<Option<Outcome>> {
    let workspace = &actor.workspace;
    let version = store.newest_lessons(workspace).await?;
    let Some(newest) = store.lessons(workspace, version).await? else {
        return Ok(None);
    };
    let parsed = Lessons::parse(version, &newest.body)?;
    let before = store.lessons(workspace, newest.basis).await?;
    if parsed.learned.is_empty() && before.is_none() {
        return Ok(None);
    }
    let row = Row {
        version: version + 1,
        basis: before.as_ref().map_or(0, |row| row.basis),
        body: before.map_or_else(|| "[]".to_owned(), |row| row.body),
        note: format!("undone: version {version}"),
        made_by: actor.user.to_string(),
        made_at: now,
    };
    put_in_force(store, reader, (actor, "labels.learning_undone"), row, now)
        .await
        .map(Some)
}

async fn put_in_force(
    store: &Store,
    reader: &Reader<'_>,
    (actor, action): (&Actor, &str),
    row: Row,
    now: Micros,
) -> Result<Outcome> {
    let workspace = &actor.workspace;
    let lessons = Lessons::parse(row.version, &row.body)?;
    let frame = reader.frames.newest(store, workspace).await?;
    let mut tx = store.begin().await?;
    let live = tx.hold_runs(workspace).await?;
    tx.add_lessons(workspace, &row).await?;
    tx.audit(actor, action, &row.version.to_string(), now)
        .await?;
    let run = if live.active.is_none() && live.building.is_none() {
        // Nothing was read yet: the first words begin with this version.
        None
    } else {
        Some(begin(&mut tx, reader, actor, &live, (&frame, &lessons), now).await?)
    };
    tx.commit().await?;
    Ok(Outcome {
        version: row.version,
        run,
    })
}

async fn begin(
    tx: &mut Tx,
    reader: &Reader<'_>,
    actor: &Actor,
    live: &store::understand::Live,
    (frame, lessons): (&Frame, &Lessons),
    now: Micros,
) -> Result<String> {
    let named = reader.named(frame, lessons);
    replay::begin(tx, &actor.workspace, live, &named, now).await
}
