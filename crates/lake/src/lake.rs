//! The lake: what is open, and who may write.

use crate::catalogue::{Catalogue, schema_of};
use crate::objects::Files;
use crate::read::HotCache;
use crate::threads::Threads;
use crate::{Error, LakeOptions, Result, functions};
use datafusion::execution::disk_manager::{DiskManagerBuilder, DiskManagerMode};
use datafusion::execution::memory_pool::FairSpillPool;
use datafusion::execution::runtime_env::{RuntimeEnv, RuntimeEnvBuilder};
use datafusion::execution::session_state::{SessionState, SessionStateBuilder};
use datafusion::prelude::SessionConfig;
use datafusion_ducklake::{DuckLakeCatalog, DuckLakeTable, DuckLakeTableWriter};
use domain::WorkspaceId;
use std::path::Path;
use std::sync::Arc;
use store::Store;
use tokio::sync::{Mutex, RwLock, Semaphore};

/// The tables of a workspace, by name.
pub(crate) const SIGNALS: &str = "signals";
/// See [`SIGNALS`].
pub(crate) const VERBATIMS: &str = "verbatims";
/// See [`SIGNALS`].
pub(crate) const MENTIONS: &str = "mentions";
/// All tables.
pub(crate) const TABLES: [&str; 3] = [SIGNALS, VERBATIMS, MENTIONS];

/// The lake: a handle that is cheap to clone.
#[derive(Clone)]
pub struct Lake {
    pub(crate) inner: Arc<Inner>,
}

/// What the handles share.
pub(crate) struct Inner {
    pub options: LakeOptions,
    pub store: Store,
    pub catalogue: Catalogue,
    pub files: Files,
    /// Functions and settings that every query starts from.
    pub base: SessionState,
    /// Memory and disk that all queries share.
    pub runtime: Arc<RuntimeEnv>,
    /// Flush, compaction and erasure take turns.
    pub writing: Mutex<()>,
    /// Queries hold it shared; who removes files at once holds it alone.
    pub reading: Arc<RwLock<()>>,
    pub turns: Arc<Semaphore>,
    /// Where queries compute.
    pub threads: Threads,
    /// Where flush, compaction and erasure compute, so that no query can hold them up.
    pub write_threads: Threads,
    pub hot: HotCache,
}

impl Lake {
    /// Opens the lake in a folder, making it when it is not there, over the rows of `store`.
    ///
    /// # Errors
    /// A folder that cannot be written, a catalogue that does not read.
    pub async fn open(options: LakeOptions, store: Store) -> Result<Self> {
        let tmp = options.folder.join("tmp");
        if options.sole_writer && tmp.exists() {
            std::fs::remove_dir_all(&tmp).map_err(Error::folder(&tmp))?;
        }
        std::fs::create_dir_all(&tmp).map_err(Error::folder(&tmp))?;
        let files = Files::of(&options)?;
        let catalogue = Catalogue::open(&options).await?;
        crate::upkeep::belong_together(&options, &catalogue, &files).await?;
        if options.sole_writer {
            catalogue.writer.set_data_path(&files.data_path)?;
            catalogue.drop_reservations().await?;
            catalogue.clear_text_statistics().await?;
            let orphans = crate::upkeep::remove_orphans(&catalogue, &files, None).await?;
            if orphans > 0 {
                tracing::info!(files = orphans, "removed files of a flush that was cut off");
            }
        }
        let spill = DiskManagerBuilder::default()
            .with_mode(DiskManagerMode::Directories(vec![tmp]))
            .with_max_temp_directory_size(options.spill_bytes);
        let runtime = RuntimeEnvBuilder::new()
            .with_memory_pool(Arc::new(FairSpillPool::new(options.memory_bytes)))
            .with_disk_manager_builder(spill)
            .build_arc()?;
        files.register(&runtime);
        Ok(Self {
            inner: Arc::new(Inner {
                base: base(&runtime),
                turns: Arc::new(Semaphore::new(options.concurrency.max(1))),
                options,
                store,
                catalogue,
                files,
                runtime,
                threads: Threads::start("lake")?,
                write_threads: Threads::start("lake-write")?,
                writing: Mutex::new(()),
                reading: Arc::new(RwLock::new(())),
                hot: HotCache::default(),
            }),
        })
    }

    /// The options it was opened with.
    pub fn options(&self) -> &LakeOptions {
        &self.inner.options
    }

    /// Does something while nothing is flushed, compacted or erased: a consistent copy, say.
    /// Questions are answered meanwhile, and signals are taken in.
    pub async fn while_still<T>(&self, work: impl Future<Output = T>) -> T {
        let _writing = self.inner.writing.lock().await;
        work.await
    }

    /// Waits for running writes and closes the catalogue.
    pub async fn close(&self) {
        let _writing = self.inner.writing.lock().await;
        self.inner.catalogue.close().await;
    }
}

impl Inner {
    /// A writer of data files.
    pub fn table_writer(&self) -> Result<DuckLakeTableWriter> {
        let writer = Arc::clone(&self.catalogue.writer);
        Ok(
            DuckLakeTableWriter::new(writer, Arc::clone(&self.files.store))?
                .with_compression(compression())
                .with_max_row_group_rows(122_880)
                .with_target_file_size(128 << 20),
        )
    }

    /// A table at a snapshot, or `None` before its first flush.
    pub async fn table(
        &self,
        workspace: &WorkspaceId,
        table: &str,
        snapshot: i64,
    ) -> Result<Option<Arc<dyn datafusion::catalog::TableProvider>>> {
        use datafusion::catalog::CatalogProvider;
        let provider = Arc::clone(&self.catalogue.provider);
        let catalog = DuckLakeCatalog::with_snapshot(provider, snapshot)?;
        let Some(schema) = catalog.schema(&schema_of(workspace)) else {
            return Ok(None);
        };
        let found = schema.table(table).await?;
        Ok(found.filter(|table| !table.schema().fields().is_empty()))
    }

    /// A table that can be changed, at the newest snapshot, with the session to do it in.
    pub async fn writable(
        &self,
        workspace: &WorkspaceId,
        table: &str,
    ) -> Result<Option<(Arc<dyn datafusion::catalog::TableProvider>, SessionState)>> {
        use datafusion::catalog::CatalogProvider;
        let provider = Arc::clone(&self.catalogue.provider);
        let writer = Arc::clone(&self.catalogue.writer);
        let mut options = datafusion_ducklake::DuckLakeWriteOptions::default();
        options.compression = Some(compression());
        options.target_file_size = Some(128 << 20);
        let catalog = DuckLakeCatalog::with_writer(provider, writer)?.with_write_options(options);
        let Some(schema) = catalog.schema(&schema_of(workspace)) else {
            return Ok(None);
        };
        let found = schema.table(table).await?;
        Ok(found
            .filter(|table| !table.schema().fields().is_empty())
            .map(|table| (table, self.base.clone())))
    }
}

/// The DuckLake table behind a provider.
pub(crate) fn ducklake(table: &dyn datafusion::catalog::TableProvider) -> Option<&DuckLakeTable> {
    let any: &dyn std::any::Any = table;
    any.downcast_ref()
}

fn compression() -> datafusion::parquet::basic::Compression {
    datafusion::parquet::basic::Compression::SNAPPY
}

fn base(runtime: &Arc<RuntimeEnv>) -> SessionState {
    let mut config = SessionConfig::new()
        .with_default_catalog_and_schema("hearback", "public")
        .with_information_schema(true);
    let options = config.options_mut();
    options.execution.parquet.pushdown_filters = true;
    options.sql_parser.map_string_types_to_utf8view = true;
    let mut state = SessionStateBuilder::new_with_default_features()
        .with_config(config)
        .with_runtime_env(Arc::clone(runtime))
        .build();
    functions::register(&mut state);
    state
}

/// Has data files be written in `folder` before they are moved into the lake, instead of the
/// system's folder for temporary files, where the words in them could outlive a crash. Once per
/// process, before the first flush; the door gives the lake's own `tmp`, which is emptied on opening.
pub fn stage_in(folder: &Path) {
    if tempfile::env::override_temp_dir(folder).is_err() {
        tracing::debug!("the folder for staged files was chosen before");
    }
}
