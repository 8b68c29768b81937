//! What every test of this crate stands on: a store, an ingest, a clock, ids.

use domain::{ImportId, PostId, WorkspaceId};
use jiff::tz::TimeZone;
use listen::import::{Import, Mapping, Outside, Progress, Sniffed, Source, Summary, run, sniff};
use listen::{Post, posts};
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use store::workspaces::Workspace;
use store::{Ingest, Options, Store};

/// 2026-03-02 09:00 UTC.
pub const NOW: i64 = 1_772_442_000_000_000;

/// One engine with a workspace and its default post.
pub struct Bench {
    pub store: Store,
    pub ingest: Ingest,
    pub workspace: WorkspaceId,
    pub name: &'static str,
    ids: Arc<AtomicU64>,
    _engine: testkit::Engine,
}

/// A bench on each engine.
pub async fn benches() -> Vec<Bench> {
    let mut all = Vec::new();
    for engine in testkit::engines().await {
        let store = Store::open(Options::new(engine.url())).await.unwrap();
        let workspace = WorkspaceId::new("default");
        let mut tx = store.begin().await.unwrap();
        let row = Workspace {
            id: workspace.clone(),
            name: "Test".into(),
            time_zone: "UTC".into(),
        };
        tx.create_workspace(&row, "key", NOW).await.unwrap();
        posts::insert_default(&mut tx, &workspace, NOW)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let (ingest, _) = Ingest::start(store.clone());
        all.push(Bench {
            store,
            ingest,
            workspace,
            name: engine.name(),
            ids: Arc::default(),
            _engine: engine,
        });
    }
    all
}

/// What an import in memory left behind.
pub struct Ran {
    pub summary: Summary,
    pub rejects: String,
    pub progress: Vec<Progress>,
}

/// A writer into shared memory.
#[derive(Clone, Default)]
pub struct Shared(pub Arc<Mutex<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Bench {
    /// Mints ids that never repeat on this bench.
    pub fn ids(&self) -> impl FnMut() -> String + Send + Sync + 'static {
        let ids = Arc::clone(&self.ids);
        move || {
            let n = ids.fetch_add(1, Ordering::Relaxed);
            domain::id::ulid_text(NOW as u64 / 1_000, u128::from(n))
        }
    }

    pub async fn post(&self, name: &str) -> Post {
        let id = PostId::new(self.ids()());
        posts::ensure(&self.store, &self.workspace, name, id, NOW)
            .await
            .unwrap()
    }

    pub fn import(&self, post: &Post) -> Import {
        Import {
            id: ImportId::new(self.ids()()),
            workspace: self.workspace.clone(),
            post: post.clone(),
            zone: TimeZone::UTC,
            dry_run: false,
        }
    }

    /// Sniffs and imports into the default post.
    pub async fn run(&self, source: Source) -> Ran {
        self.run_at(posts::DEFAULT, source).await
    }

    /// Sniffs and imports into a post, made if it is not there.
    pub async fn run_at(&self, post: &str, source: Source) -> Ran {
        let source = Arc::new(source);
        let sniffed = sniff(&source, &Default::default()).unwrap();
        let mapping = sniffed.mapping.clone();
        let post = self.post(post).await;
        self.run_with(self.import(&post), &source, &sniffed, &mapping)
            .await
            .unwrap()
    }

    pub async fn run_with(
        &self,
        import: Import,
        source: &Arc<Source>,
        sniffed: &Sniffed,
        mapping: &Mapping,
    ) -> listen::Result<Ran> {
        self.run_until(import, source, sniffed, mapping, u64::MAX)
            .await
    }

    /// As `run_with`, stopped after a chunk once so many rows were received.
    pub async fn run_until(
        &self,
        import: Import,
        source: &Arc<Source>,
        sniffed: &Sniffed,
        mapping: &Mapping,
        most: u64,
    ) -> listen::Result<Ran> {
        let file = Shared::default();
        let cancel = AtomicBool::new(false);
        let mut progress = Vec::new();
        let summary = {
            let mut tell = |p: &Progress| {
                cancel.store(p.summary.received >= most, Ordering::Relaxed);
                progress.push(p.clone());
            };
            let mut open = |_: Option<&str>| {
                Ok((
                    "rejects.csv".to_owned(),
                    Box::new(file.clone()) as Box<dyn Write + Send + Sync>,
                ))
            };
            let outside = Outside {
                now: &|| NOW,
                ids: &mut self.ids(),
                rejects: &mut open,
                progress: &mut tell,
                cancel: &cancel,
            };
            run(
                import,
                source,
                sniffed,
                mapping,
                &self.store,
                &self.ingest,
                outside,
            )
            .await?
        };
        let rejects = String::from_utf8(file.0.lock().unwrap().clone()).unwrap();
        Ok(Ran {
            summary,
            rejects,
            progress,
        })
    }

    /// All signals that are hot, as stored.
    pub async fn signals(&self) -> Vec<domain::Signal> {
        let head = self
            .store
            .hot_head(&self.workspace, store::hot::SIGNALS)
            .await
            .unwrap();
        let rows = self
            .store
            .hot_between(&self.workspace, store::hot::SIGNALS, 0, head)
            .await
            .unwrap();
        rows.iter()
            .map(|r| serde_json::from_str(&r.body).unwrap())
            .collect()
    }
}

/// A file on disk, opened as the door does.
pub fn file(path: &std::path::Path) -> Source {
    let bytes = std::fs::metadata(path).unwrap().len();
    let path = path.to_owned();
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    Source::new(name, bytes, move || {
        Ok(Box::new(std::fs::File::open(&path)?))
    })
}
