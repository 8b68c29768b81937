//! The crate's commits of appends, and our own commits of deletes and of compactions, which the
//! crate lacks on PostgreSQL: one text for both engines.

use super::commits;
use datafusion_ducklake::{
    ColumnDef, CommitIds, CompactionOutputFile, CompactionSourceFile, DataFileInfo,
    DeleteFileEntry, MetadataWriter, MultiTableCommit, Result, SnapshotCommitMetadata,
    SourceRetirement, StagedTableWrite, WriteMode, WriteSetupResult,
};
use sqlx::AnyPool;
use std::future::Future;
use std::sync::Arc;
use tokio::runtime::Handle;
use tokio::task::block_in_place;

/// A writer of the catalogue. It is asked from the lake's own threads only.
#[derive(Debug)]
pub(super) struct Writer {
    inner: Arc<dyn MetadataWriter>,
    rows: AnyPool,
}

impl Writer {
    pub fn new(inner: Arc<dyn MetadataWriter>, rows: AnyPool) -> Self {
        Self { inner, rows }
    }

    /// Waits in a call that cannot be awaited, and lends the thread's other work away meanwhile.
    fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        block_in_place(|| Handle::current().block_on(work))
    }
}

impl MetadataWriter for Writer {
    fn commit_positional_deletes(
        &self,
        table_id: i64,
        _schema_name: &str,
        _table_name: &str,
        base_snapshot: i64,
        deletes: &[DeleteFileEntry],
    ) -> Result<CommitIds> {
        self.wait(commits::delete(
            &self.rows,
            table_id,
            base_snapshot,
            deletes,
        ))
    }

    fn commit_compaction(
        &self,
        table_id: i64,
        base_snapshot: i64,
        sources: &[CompactionSourceFile],
        outputs: &[CompactionOutputFile],
        retirement: SourceRetirement,
    ) -> Result<CommitIds> {
        let compaction = commits::Compaction {
            sources,
            outputs,
            retirement,
        };
        self.wait(commits::compact(
            &self.rows,
            table_id,
            base_snapshot,
            compaction,
        ))
    }

    fn commit_multi_table(
        &self,
        writes: &[StagedTableWrite],
        metadata: &SnapshotCommitMetadata,
        expected_base_snapshot_id: Option<i64>,
    ) -> Result<MultiTableCommit> {
        self.inner
            .commit_multi_table(writes, metadata, expected_base_snapshot_id)
    }

    fn begin_write_transaction(
        &self,
        schema_name: &str,
        table_name: &str,
        columns: &[ColumnDef],
        mode: WriteMode,
    ) -> Result<WriteSetupResult> {
        self.inner
            .begin_write_transaction(schema_name, table_name, columns, mode)
    }

    fn create_snapshot(&self) -> Result<i64> {
        self.inner.create_snapshot()
    }

    fn get_or_create_schema(
        &self,
        name: &str,
        path: Option<&str>,
        snapshot_id: i64,
    ) -> Result<(i64, bool)> {
        self.inner.get_or_create_schema(name, path, snapshot_id)
    }

    fn get_or_create_table(
        &self,
        schema_id: i64,
        name: &str,
        path: Option<&str>,
        snapshot_id: i64,
    ) -> Result<(i64, bool)> {
        self.inner
            .get_or_create_table(schema_id, name, path, snapshot_id)
    }

    fn set_columns(
        &self,
        table_id: i64,
        columns: &[ColumnDef],
        snapshot_id: i64,
    ) -> Result<Vec<i64>> {
        self.inner.set_columns(table_id, columns, snapshot_id)
    }

    fn register_data_file(
        &self,
        table_id: i64,
        schema_name: &str,
        table_name: &str,
        snapshot_id: i64,
        file: &DataFileInfo,
        mode: WriteMode,
        base_snapshot: i64,
        columns: &[ColumnDef],
        column_ids: &[i64],
    ) -> Result<CommitIds> {
        self.inner.register_data_file(
            table_id,
            schema_name,
            table_name,
            snapshot_id,
            file,
            mode,
            base_snapshot,
            columns,
            column_ids,
        )
    }

    fn end_table_files(&self, table_id: i64, snapshot_id: i64) -> Result<u64> {
        self.inner.end_table_files(table_id, snapshot_id)
    }

    fn get_data_path(&self) -> Result<String> {
        self.inner.get_data_path()
    }

    fn get_table_column_nullability(
        &self,
        schema_name: &str,
        table_name: &str,
    ) -> Result<Option<Vec<(String, bool)>>> {
        self.inner
            .get_table_column_nullability(schema_name, table_name)
    }

    fn set_data_path(&self, path: &str) -> Result<()> {
        self.inner.set_data_path(path)
    }

    fn initialize_schema(&self) -> Result<()> {
        self.inner.initialize_schema()
    }
}
