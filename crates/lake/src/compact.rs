//! Upkeep: small files become large ones, old snapshots and unused files go.

use crate::lake::{TABLES, ducklake};
use crate::{Lake, Result};
use datafusion_ducklake::{MergeOptions, RewriteOptions};
use domain::WorkspaceId;
use domain::time::Micros;
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
                inner.sync_files(workspace, table, false).await?;
            }
        }
        crash_point::reach(crash_point::COMPACTING);
        let grace = inner.options.grace_micros();
        let retention = i64::try_from(inner.options.retention.as_micros()).unwrap_or(i64::MAX / 4);
        done.files_removed = self
            .let_go(
                Some(now.saturating_sub(retention.max(grace))),
                Some(now.saturating_sub(grace)),
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
                inner.sync_files(workspace, table, false).await?;
            }
            done.files_in = rewritten.files_processed;
            done.files_out = rewritten.files_created;
        }
        Ok(done)
    }
}
