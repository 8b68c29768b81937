//! From hot rows to Parquet: each chunk of batches is one commit that carries its watermark.

use crate::lake::{Inner, MENTIONS, SIGNALS, VERBATIMS};
use crate::read::parsed;
use crate::rows::{mentions, signals, verbatims};
use crate::{Lake, Result};
use datafusion::arrow::array::RecordBatch;
use datafusion_ducklake::{SnapshotCommitMetadata, TableWriteOptions, WriteMode};
use domain::WorkspaceId;
use domain::annotation::VerbatimRecord;
use domain::time::Micros;
use std::sync::Arc;
use store::{crash_point, hot};

/// What a flush did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Flushed {
    /// Signals that are in the lake now.
    pub signals: u64,
    /// Verbatims that are in the lake now.
    pub verbatims: u64,
    /// Hot rows that were removed.
    pub removed: u64,
}

impl Lake {
    /// Appends every committed batch that is not in the lake, then removes hot rows that no query
    /// can need any more ([`Lake::append`], [`Lake::prune_hot`]). `now` is unix microseconds.
    pub async fn flush(&self, workspace: &WorkspaceId, now: Micros) -> Result<Flushed> {
        let appended = self.append(workspace).await?;
        let removed = self.prune_hot(workspace, now).await?;
        Ok(Flushed {
            removed,
            ..appended
        })
    }

    /// Appends every batch that was committed when this began and is not in the lake.
    ///
    /// A commit holds whole batches and says in its own transaction through which batch the stream
    /// is in: cut off anywhere, a chunk is in the lake once or not at all, and a restart goes on
    /// behind it.
    pub async fn append(&self, workspace: &WorkspaceId) -> Result<Flushed> {
        let (inner, workspace) = (Arc::clone(&self.inner), workspace.clone());
        let work = async move {
            let _writing = inner.writing.lock().await;
            let mut flushed = Flushed::default();
            // Only what was committed when this began: under steady load there is always more, and
            // whoever removes hot rows afterwards would wait for ever.
            let signals = inner.store.hot_head(&workspace, hot::SIGNALS).await?;
            let verbatims = inner.store.hot_head(&workspace, hot::VERBATIMS).await?;
            while inner.catalogue.pin(&workspace).await?.signals < signals {
                let Some(rows) = inner.append_signals(&workspace).await? else {
                    break;
                };
                flushed.signals += rows;
            }
            while inner.catalogue.pin(&workspace).await?.verbatims < verbatims {
                let Some(rows) = inner.append_verbatims(&workspace).await? else {
                    break;
                };
                flushed.verbatims += rows;
            }
            Ok(flushed)
        };
        self.inner.write_threads.run(work).await
    }

    /// Removes hot rows that are in the lake, whose jobs are done, and that no running query reads.
    pub async fn prune_hot(&self, workspace: &WorkspaceId, now: Micros) -> Result<u64> {
        let inner = &self.inner;
        let pinned = inner.catalogue.pin(workspace).await?;
        let before = now.saturating_sub(inner.options.grace_micros());
        let mut removed = 0;
        for (stream, through) in [
            (hot::SIGNALS, pinned.signals),
            (hot::VERBATIMS, pinned.verbatims),
        ] {
            removed += inner
                .store
                .hot_remove(workspace, stream, through, before)
                .await?;
        }
        if removed > 0 {
            crash_point::reach(crash_point::HOT_REMOVED);
        }
        Ok(removed)
    }
}

impl Inner {
    async fn append_signals(&self, workspace: &WorkspaceId) -> Result<Option<u64>> {
        let pinned = self.catalogue.pin(workspace).await?;
        let table = self.table(workspace, SIGNALS, pinned.snapshot).await?;
        let stored = table.map(|table| table.schema());
        // Wide tables are built in smaller chunks, so that a chunk's columns stay near 100 MB.
        let width = stored.as_ref().map_or(30, |schema| schema.fields().len()) as i64;
        let rows = self.options.flush_rows.min((4_000_000 / width).max(1_000));
        let Some((through, hot_rows)) = self
            .next_chunk(workspace, hot::SIGNALS, pinned.signals, rows)
            .await?
        else {
            return Ok(None);
        };
        let mut rows = parsed::<domain::Signal>(hot::SIGNALS, hot_rows)?;
        // Close in time means close on disk: row groups that a period does not touch are skipped.
        rows.sort_by_key(|row| (row.record.occurred_on, row.seq));
        let schema = signals::widened(stored.as_deref(), &rows, self.options.wide_columns);
        if let Some(stored) = &stored {
            let new = &schema.fields()[stored.fields().len()..];
            self.catalogue.add_columns(workspace, SIGNALS, new).await?;
        }
        let batch = signals::batch(&rows, &schema)?;
        let tables = [(SIGNALS, batch)];
        self.commit(workspace, hot::SIGNALS, through, &tables)
            .await?;
        Ok(Some(rows.len() as u64))
    }

    async fn append_verbatims(&self, workspace: &WorkspaceId) -> Result<Option<u64>> {
        let pinned = self.catalogue.pin(workspace).await?;
        let rows = self.options.flush_rows;
        let Some((through, hot_rows)) = self
            .next_chunk(workspace, hot::VERBATIMS, pinned.verbatims, rows)
            .await?
        else {
            return Ok(None);
        };
        let mut rows = parsed::<VerbatimRecord>(hot::VERBATIMS, hot_rows)?;
        rows.sort_by_key(|row| (row.record.occurred_on, row.seq));
        let stored = |table| self.table(workspace, table, pinned.snapshot);
        let verbatim_schema = stored(VERBATIMS).await?.map(|table| table.schema());
        let mention_schema = stored(MENTIONS).await?.map(|table| table.schema());
        let verbatim_batch =
            verbatims::batch(&rows, &verbatims::schema(verbatim_schema.as_deref()))?;
        let mention_batch = mentions::batch(&rows, &mentions::schema(mention_schema.as_deref()))?;
        let tables = [(VERBATIMS, verbatim_batch), (MENTIONS, mention_batch)];
        self.commit(workspace, hot::VERBATIMS, through, &tables)
            .await?;
        Ok(Some(rows.len() as u64))
    }

    /// The next batches of a stream behind `after`, or `None` when there is nothing to write.
    /// Batches whose rows were all erased are passed over.
    async fn next_chunk(
        &self,
        workspace: &WorkspaceId,
        stream: &'static str,
        mut after: i64,
        rows: i64,
    ) -> Result<Option<(i64, Vec<hot::Hot>)>> {
        loop {
            let store = &self.store;
            let through = store.hot_cut(workspace, stream, after, rows).await?;
            if through <= after {
                return Ok(None);
            }
            let found = store.hot_between(workspace, stream, after, through).await?;
            if !found.is_empty() {
                return Ok(Some((through, found)));
            }
            after = through;
        }
    }

    async fn commit(
        &self,
        workspace: &WorkspaceId,
        stream: &str,
        through: i64,
        tables: &[(&str, RecordBatch)],
    ) -> Result<()> {
        let info = serde_json::json!({
            "workspace": workspace.as_str(), "stream": stream, "through": through,
        });
        let message = format!("flush of {stream} through batch {through}");
        let metadata = SnapshotCommitMetadata::new()
            .with_author("hearback")
            .with_message(message)
            .with_extra_info(info.to_string());
        let writer = self.table_writer()?;
        let mut transaction = writer
            .transaction()
            .with_options(&TableWriteOptions::new().with_commit_metadata(metadata));
        let schema = crate::catalogue::schema_of(workspace);
        for (table, batch) in tables {
            transaction
                .stage_write(
                    &schema,
                    table,
                    batch.schema_ref(),
                    WriteMode::Append,
                    std::slice::from_ref(batch),
                )
                .await?;
            self.sync_files(workspace, table, true).await?;
        }
        crash_point::reach(crash_point::PARQUET_WRITTEN);
        transaction.commit().await?;
        crash_point::reach(crash_point::CATALOGUE_COMMITTED);
        Ok(())
    }
}
