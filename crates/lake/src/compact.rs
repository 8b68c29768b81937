//! Upkeep: small files become large ones, old snapshots and unused files go.

use crate::lake::{TABLES, ducklake};
use crate::{Lake, Result};
use datafusion_ducklake::maintenance::{
    CleanupCriteria, ExpireCriteria, cleanup_old_files_sqlite, delete_orphaned_files_sqlite,
};
use datafusion_ducklake::{MergeOptions, RewriteOptions};
use domain::WorkspaceId;
use domain::time::Micros;
use sqlx::types::chrono::{DateTime, Utc};
use std::sync::Arc;
use store::crash_point;

/// Data files are merged up to this size.
const TARGET_BYTES: u64 = 128 << 20;
/// Files merged in one go, which bounds its memory.
const MERGED_AT_ONCE: usize = 64;
/// A file with this share of deleted rows is written anew.
const DELETED_SHARE: f64 = 0.1;

/// What a compaction did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Compacted {
    /// Files that were merged or rewritten.
    pub files_in: usize,
    /// Files that stand for them now.
    pub files_out: usize,
    /// Files that were removed from disk.
    pub files_removed: usize,
}

impl Lake {
    /// Merges small files of a workspace, then lets go of snapshots older than the retention and
    /// of files that no snapshot and no running query needs. `now` is unix microseconds.
    pub async fn compact(&self, workspace: &WorkspaceId, now: Micros) -> Result<Compacted> {
        let (lake, workspace) = (self.clone(), workspace.clone());
        let work = async move { lake.compacted(&workspace, now).await };
        self.inner.write_threads.run(work).await
    }

    async fn compacted(&self, workspace: &WorkspaceId, now: Micros) -> Result<Compacted> {
        let inner = &self.inner;
        let _writing = inner.writing.lock().await;
        let mut done = Compacted::default();
        crash_point::reach(crash_point::COMPACTING);
        for table in TABLES {
            let rewritten = self.rewrite(workspace, table, DELETED_SHARE).await?;
            done.files_in += rewritten.files_in;
            done.files_out += rewritten.files_out;
            let Some((provider, state)) = inner.writable(workspace, table).await? else {
                continue;
            };
            let Some(table_of_lake) = ducklake(provider.as_ref()) else {
                continue;
            };
            let options = MergeOptions {
                target_file_size: TARGET_BYTES,
                max_merged_files: MERGED_AT_ONCE,
                min_file_size: 0,
            };
            let merged = table_of_lake.merge_adjacent_files(&state, options).await?;
            done.files_in += merged.files_processed;
            done.files_out += merged.files_created;
            if merged.did_work() {
                inner.catalogue.sync_all_files(workspace, table).await?;
            }
        }
        crash_point::reach(crash_point::COMPACTING);
        let grace = inner.options.grace_micros();
        let retention = i64::try_from(inner.options.retention.as_micros()).unwrap_or(i64::MAX / 4);
        done.files_removed = self
            .let_go(
                ExpireCriteria::OlderThan(instant(now, retention.max(grace))),
                CleanupCriteria::OlderThan(instant(now, grace)),
            )
            .await?;
        Ok(done)
    }

    /// Writes files of a table anew without their deleted rows.
    pub(crate) async fn rewrite(
        &self,
        workspace: &WorkspaceId,
        table: &str,
        deleted_share: f64,
    ) -> Result<Compacted> {
        let inner = &self.inner;
        let mut done = Compacted::default();
        let Some((provider, state)) = inner.writable(workspace, table).await? else {
            return Ok(done);
        };
        if let Some(table_of_lake) = ducklake(provider.as_ref()) {
            let options = RewriteOptions {
                delete_threshold: deleted_share,
                data_file_ids: None,
            };
            let rewritten = table_of_lake.rewrite_data_files(&state, options).await?;
            if rewritten.did_work() {
                inner.catalogue.sync_all_files(workspace, table).await?;
            }
            done.files_in = rewritten.files_processed;
            done.files_out = rewritten.files_created;
        }
        Ok(done)
    }

    /// Expires snapshots and removes files that nothing names any more; says how many.
    pub(crate) async fn let_go(
        &self,
        snapshots: ExpireCriteria,
        files: CleanupCriteria,
    ) -> Result<usize> {
        let inner = &self.inner;
        let writer = &inner.catalogue.writer;
        writer.expire_snapshots(snapshots)?;
        inner.catalogue.prune_watermarks().await?;
        let objects = || Arc::clone(&inner.objects);
        let old = cleanup_old_files_sqlite(writer, objects(), files.clone(), false).await?;
        let orphans = delete_orphaned_files_sqlite(writer, objects(), files, false).await?;
        Ok(old.len() + orphans.len())
    }
}

/// The instant `before` microseconds before `now`.
fn instant(now: Micros, before: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(now.saturating_sub(before)).unwrap_or(DateTime::UNIX_EPOCH)
}

/// Later than any snapshot; the catalogue compares instants as text, so four digits of a year.
pub(crate) fn end_of_time() -> DateTime<Utc> {
    DateTime::from_timestamp(253_402_300_799, 0).unwrap_or(DateTime::UNIX_EPOCH)
}
