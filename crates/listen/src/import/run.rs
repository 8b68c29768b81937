//! The import itself: rows in chunks to `store::Ingest`, counted, resumable, stoppable.

use super::mapping::Mapping;
use super::rejects::{Open, Rejects};
use super::shape::{Refusal, Shape};
use super::sniff::Sniffed;
use super::source::Source;
use super::tally::{Progress, Summary};
use crate::receive::Arrival;
use crate::{Error, Post, Result, posts, questions};
use chunk::{Chunk, Item, Reading};
use domain::time::Micros;
use domain::{ImportId, WorkspaceId};
use jiff::tz::TimeZone;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;
use store::listen::{ImportRow, ImportState};
use store::{Incoming, Ingest, Receipt, Store};

mod chunk;
mod dry;

/// How often a chunk that the database refuses is sent again before the import fails.
const TRIES: u32 = 6;

/// What to import where.
#[derive(Debug, Clone)]
pub struct Import {
    /// The id of the run; a resumed run keeps its own.
    pub id: ImportId,
    /// The scope.
    pub workspace: WorkspaceId,
    /// The post that the rows go to.
    pub post: Post,
    /// The workspace's time zone.
    pub zone: TimeZone,
    /// Do everything but store.
    pub dry_run: bool,
}

/// What the import needs from outside: clock, ids, a place for rejects, someone who watches.
pub struct Outside<'a> {
    /// Unix microseconds, now.
    pub now: &'a (dyn Fn() -> Micros + Send + Sync),
    /// Mints ULID text, two per row.
    pub ids: &'a mut (dyn FnMut() -> String + Send + Sync),
    /// Opens the rejects file when the first row is refused: told the path of the run that is
    /// resumed (append to it), gives the path and the writer.
    pub rejects: &'a mut Open<'a>,
    /// Is told after each chunk.
    pub progress: &'a mut (dyn FnMut(&Progress) + Send + Sync),
    /// Set it to stop after the current chunk.
    pub cancel: &'a AtomicBool,
}

/// Imports a file. A run of the same file, post and mapping that was not finished goes on where it
/// stood; a file that was imported before adds nothing.
///
/// # Errors
/// A mapping that does not fit, a file that cannot be read on, rows that the database refuses.
/// What was stored until then stays, and a new run goes on from there.
pub async fn run(
    import: Import,
    source: &Arc<Source>,
    sniffed: &Sniffed,
    mapping: &Mapping,
    store: &Store,
    ingest: &Ingest,
    outside: Outside<'_>,
) -> Result<Summary> {
    posts::open(&import.post)?;
    let shape = Arc::new(Shape::new(mapping, &sniffed.layout, &import.zone)?);
    let state = begin(&import, source, sniffed, mapping, store, (outside.now)()).await?;
    let mut run = Run {
        all_posts: store.posts(&import.workspace).await?,
        summary: Summary {
            received: state.received as u64,
            accepted: state.accepted as u64,
            duplicates: state.duplicates as u64,
            rejected: state.rejected as u64,
            resumed_at: state.received as u64,
            ..Summary::default()
        },
        rejects: Rejects::new(&sniffed.layout.headers, state.rejects_path.clone()),
        dry: dry::Dry::default(),
        import,
        store,
        ingest,
        outside,
        state,
    };
    if !run.import.dry_run {
        let now = (run.outside.now)();
        questions::register(store, &run.import.workspace, &shape.questions(), now).await?;
    }
    let outcome = match Reading::open(source, &sniffed.layout, shape, run.summary.received) {
        Ok(reading) => run.all(source, reading).await,
        Err(error) => Err(error),
    };
    run.end(outcome).await
}

async fn begin(
    import: &Import,
    source: &Source,
    sniffed: &Sniffed,
    mapping: &Mapping,
    store: &Store,
    now: Micros,
) -> Result<ImportRow> {
    let text = mapping.to_toml()?;
    let fresh = ImportRow {
        id: import.id.clone(),
        post: import.post.id.clone(),
        file_name: source.name.clone(),
        file_hash: sniffed.hash.clone(),
        mapping: text,
        state: ImportState::Running,
        bytes_total: source.bytes as i64,
        bytes_read: 0,
        received: 0,
        accepted: 0,
        duplicates: 0,
        rejected: 0,
        rejects_path: None,
        error: None,
        started_at: now,
        updated_at: now,
    };
    if import.dry_run {
        return Ok(fresh);
    }
    let before = store
        .unfinished_import(
            &import.workspace,
            &fresh.post,
            &fresh.file_hash,
            &fresh.mapping,
        )
        .await?;
    Ok(before.map_or(fresh, |before| ImportRow {
        state: ImportState::Running,
        error: None,
        ..before
    }))
}

struct Run<'r, 'o> {
    import: Import,
    all_posts: Vec<Post>,
    state: ImportRow,
    summary: Summary,
    rejects: Rejects,
    dry: dry::Dry,
    store: &'r Store,
    ingest: &'r Ingest,
    outside: Outside<'o>,
}

impl Run<'_, '_> {
    async fn all(&mut self, source: &Arc<Source>, reading: Reading) -> Result<()> {
        let mut next = tokio::task::spawn_blocking(move || reading.chunk());
        self.save(ImportState::Running).await?;
        loop {
            let (reading, chunk) = next
                .await
                .map_err(|_| Error::Stopped(source.name.clone()))??;
            if chunk.items.is_empty() {
                self.state.bytes_read = chunk.bytes_read as i64;
                return Ok(());
            }
            // The next chunk is read while this one is stored.
            next = tokio::task::spawn_blocking(move || reading.chunk());
            self.settle(chunk).await?;
            self.save(ImportState::Running).await?;
            self.tell();
            if self.outside.cancel.load(Relaxed) {
                return Err(Error::Canceled(self.summary.received));
            }
        }
    }

    /// Stores a chunk and counts what became of its rows.
    async fn settle(&mut self, chunk: Chunk) -> Result<()> {
        let now = (self.outside.now)();
        let mut incoming = Vec::with_capacity(chunk.items.len());
        let mut sent = Vec::with_capacity(chunk.items.len());
        let mut refused = Vec::new();
        for mut item in chunk.items {
            let draft = std::mem::replace(&mut item.draft, Err(Refusal::new("", "")));
            match draft.and_then(|(draft, hash)| self.arrive(draft, hash, now)) {
                Ok(signal) => {
                    incoming.push(signal);
                    sent.push(item);
                }
                Err(refusal) => refused.push((item, refusal)),
            }
        }
        let receipts = if self.import.dry_run {
            self.dry
                .receipts(self.store, &self.import.workspace, &incoming)
                .await?
        } else {
            self.submit(incoming).await?
        };
        let count = sent.len() + refused.len();
        for (item, receipt) in sent.into_iter().zip(receipts) {
            match receipt {
                Receipt::Accepted(_) => self.summary.accepted += 1,
                Receipt::Duplicate(_) => self.summary.duplicates += 1,
                Receipt::Conflict(_) => refused.push((
                    item,
                    Refusal::new(
                        "another content is stored under its id",
                        "another content is stored under its id: give the row another id, or leave it as it was",
                    ),
                )),
                Receipt::Erased => refused.push((
                    item,
                    Refusal::new("erased", "erased: this person asked to be forgotten"),
                )),
            }
        }
        refused.sort_by_key(|(item, _)| item.number);
        self.summary.received += count as u64;
        self.summary.rejected += refused.len() as u64;
        for (item, refusal) in refused {
            self.reject(&item, refusal)?;
        }
        self.rejects.flush().map_err(|e| self.rejects_failed(e))?;
        self.state.bytes_read = chunk.bytes_read as i64;
        Ok(())
    }

    fn arrive(
        &mut self,
        draft: crate::Draft,
        hash: String,
        now: Micros,
    ) -> std::result::Result<Incoming, Refusal> {
        let post = match &draft.post {
            None => &self.import.post,
            Some(name) => posts::pick(&self.all_posts, name)
                .and_then(|post| posts::open(post).map(|()| post))
                .map_err(|e| Refusal::new("the post is unknown or archived", e.to_string()))?,
        };
        let arrival = Arrival {
            post,
            zone: &self.import.zone,
            received_at: now,
        };
        draft
            .arrive_hashed(hash, arrival, self.outside.ids)
            .map_err(|flaw| {
                Refusal::new(
                    format!("{} cannot be", flaw.field),
                    format!("{}: {}; {}", flaw.field, flaw.detail, flaw.hint),
                )
            })
    }

    /// Submits; waits while too many are waiting, and sends again what the database refused.
    async fn submit(&self, incoming: Vec<Incoming>) -> Result<Vec<Receipt>> {
        let mut tries = 0;
        let mut pause = Duration::from_millis(20);
        loop {
            let outcome = self
                .ingest
                .submit(&self.import.workspace, incoming.clone())
                .await;
            match outcome {
                Ok(receipts) => return Ok(receipts),
                Err(store::Error::Overloaded) => {}
                Err(store::Error::Database(error)) if tries < TRIES => {
                    let _ = error;
                    tries += 1;
                }
                Err(error) => return Err(error.into()),
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(Duration::from_secs(2));
        }
    }

    fn reject(&mut self, item: &Item, refusal: Refusal) -> Result<()> {
        *self.summary.reasons.entry(refusal.sort).or_default() += 1;
        self.rejects
            .add(
                self.outside.rejects,
                item.number,
                &refusal.reason,
                &item.cells,
            )
            .map_err(|e| self.rejects_failed(e))?;
        self.summary.rejects_file.clone_from(&self.rejects.path);
        Ok(())
    }

    fn rejects_failed(&self, source: std::io::Error) -> Error {
        Error::File {
            name: self
                .rejects
                .path
                .clone()
                .unwrap_or_else(|| "the rejects file".into()),
            source,
        }
    }

    async fn save(&mut self, state: ImportState) -> Result<()> {
        if self.import.dry_run {
            return Ok(());
        }
        let summary = &self.summary;
        self.state.state = state;
        self.state.received = summary.received as i64;
        self.state.accepted = summary.accepted as i64;
        self.state.duplicates = summary.duplicates as i64;
        self.state.rejected = summary.rejected as i64;
        self.state.rejects_path.clone_from(&self.rejects.path);
        self.state.updated_at = (self.outside.now)();
        let mut tx = self.store.begin().await?;
        tx.save_import(&self.import.workspace, &self.state).await?;
        tx.commit().await?;
        Ok(())
    }

    fn tell(&mut self) {
        let progress = Progress {
            bytes_read: self.state.bytes_read as u64,
            bytes_total: self.state.bytes_total as u64,
            summary: self.summary.clone(),
        };
        (self.outside.progress)(&progress);
    }

    async fn end(mut self, outcome: Result<()>) -> Result<Summary> {
        self.summary.rejects_file.clone_from(&self.rejects.path);
        match outcome {
            Ok(()) => {
                self.state.bytes_read = self.state.bytes_total;
                self.save(ImportState::Done).await?;
                self.tell();
                Ok(self.summary)
            }
            Err(error) => {
                let state = match error {
                    Error::Canceled(_) => ImportState::Canceled,
                    _ => ImportState::Failed,
                };
                self.state.error = Some(error.to_string());
                // The first error is the one to tell, also when saving it fails too.
                let _ = self.save(state).await;
                Err(error)
            }
        }
    }
}
