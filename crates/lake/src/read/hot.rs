//! Hot rows as columns, kept until they change.

use crate::catalogue::Pinned;
use crate::lake::Inner;
use crate::rows::{Row, mentions, signals, verbatims};
use crate::{Error, Result};
use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::SchemaRef;
use domain::WorkspaceId;
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::sync::Mutex;
use store::hot::Hot;

/// Workspaces whose hot rows are kept as columns at once.
const KEPT: usize = 64;

/// What tells one state of a stream's hot rows from another: rows behind `after` up to `head`.
/// The count tells an erasure, which changes neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct State {
    snapshot: i64,
    after: i64,
    head: i64,
    rows: i64,
}

#[derive(Clone)]
struct Kept {
    state: State,
    batches: Vec<RecordBatch>,
}

/// Converted hot rows, by workspace and stream.
#[derive(Default)]
pub(crate) struct HotCache(Mutex<HashMap<(String, &'static str), Kept>>);

impl HotCache {
    fn find(&self, key: &(String, &'static str), state: State) -> Option<Vec<RecordBatch>> {
        let kept = self.0.lock().ok()?;
        let found = kept.get(key).filter(|kept| kept.state == state)?;
        Some(found.batches.clone())
    }

    fn keep(&self, key: (String, &'static str), state: State, batches: &[RecordBatch]) {
        if let Ok(mut kept) = self.0.lock() {
            if kept.len() >= KEPT {
                kept.clear();
            }
            let batches = batches.to_vec();
            kept.insert(key, Kept { state, batches });
        }
    }

    /// Forgets a workspace (its rows were erased).
    pub fn forget(&self, workspace: &WorkspaceId) {
        if let Ok(mut kept) = self.0.lock() {
            kept.retain(|(whose, _), _| whose != workspace.as_str());
        }
    }
}

/// The records in hot rows.
pub(crate) fn parsed<T: DeserializeOwned>(
    stream: &'static str,
    rows: Vec<Hot>,
) -> Result<Vec<Row<T>>> {
    rows.into_iter()
        .map(|row| match serde_json::from_str(&row.body) {
            Ok(record) => Ok(Row {
                seq: row.seq,
                record,
            }),
            Err(source) => Err(Error::Unreadable {
                stream,
                seq: row.seq,
                id: row.id,
                source,
            }),
        })
        .collect()
}

impl Inner {
    /// The hot signals that are not in the pinned snapshot, in the columns of `stored` widened by
    /// what they hold; one batch, which may have no rows.
    pub async fn hot_signals(
        &self,
        workspace: &WorkspaceId,
        pinned: Pinned,
        stored: Option<SchemaRef>,
    ) -> Result<RecordBatch> {
        let stream = store::hot::SIGNALS;
        let cap = self.options.wide_columns;
        let build = move |rows| {
            let rows = parsed(stream, rows)?;
            let schema = signals::widened(stored.as_deref(), &rows, cap);
            Ok(vec![signals::batch(&rows, &schema)?])
        };
        let mut batches = self
            .hot(workspace, stream, pinned.snapshot, pinned.signals, build)
            .await?;
        Ok(batches.remove(0))
    }

    /// The hot verbatims that are not in the pinned snapshot, and their mentions.
    pub async fn hot_verbatims(
        &self,
        workspace: &WorkspaceId,
        pinned: Pinned,
    ) -> Result<(RecordBatch, RecordBatch)> {
        let stream = store::hot::VERBATIMS;
        let build = move |rows| {
            let rows = parsed(stream, rows)?;
            Ok(vec![
                verbatims::batch(&rows, &verbatims::schema(None))?,
                mentions::batch(&rows, &mentions::schema(None))?,
            ])
        };
        let mut batches = self
            .hot(workspace, stream, pinned.snapshot, pinned.verbatims, build)
            .await?;
        let mentions = batches.remove(1);
        Ok((batches.remove(0), mentions))
    }

    async fn hot(
        &self,
        workspace: &WorkspaceId,
        stream: &'static str,
        snapshot: i64,
        after: i64,
        build: impl FnOnce(Vec<Hot>) -> Result<Vec<RecordBatch>> + Send + 'static,
    ) -> Result<Vec<RecordBatch>> {
        let store = &self.store;
        let head = store.hot_head(workspace, stream).await?;
        let state = State {
            snapshot,
            after,
            head,
            rows: if head > after {
                store.hot_count(workspace, stream, after).await?
            } else {
                0
            },
        };
        let key = (workspace.as_str().to_owned(), stream);
        if let Some(batches) = self.hot.find(&key, state) {
            return Ok(batches);
        }
        let rows = if state.rows > 0 {
            store.hot_between(workspace, stream, after, head).await?
        } else {
            Vec::new()
        };
        let batches = self.threads.compute(move || build(rows)).await?;
        self.hot.keep(key, state, &batches);
        Ok(batches)
    }
}
