//! The tables that a query may name, and the limits it runs under.

use crate::error::of_engine;
use crate::lake::{Inner, MENTIONS, SIGNALS, VERBATIMS};
use crate::{Lake, Result};
use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::compute::concat_batches;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::catalog::{
    CatalogProvider, CatalogProviderList, MemoryCatalogProvider, MemoryCatalogProviderList,
    MemorySchemaProvider, TableProvider,
};
use datafusion::datasource::MemTable;
use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::prelude::{DataFrame, Expr, SessionContext, cast, ident, lit};
use datafusion::scalar::ScalarValue;
use domain::WorkspaceId;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::{OwnedRwLockReadGuard, OwnedSemaphorePermit};

/// Which rows a view has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// What people may ask about: no test signals, and of the annotations only the run on show.
    Asked,
    /// Everything there is, for checks and erasure.
    Whole,
    /// All signals and nothing that was read in them: what a replay needs, while it is filling the
    /// hot rows of the other tables.
    Received,
}

/// A query's view of one workspace. While it lives, no file that it may read is removed at once.
pub(crate) struct Reading {
    /// A session in which `signals`, `verbatims` and `mentions` are the only tables.
    pub session: SessionContext,
    /// The columns of `signals`.
    pub signals: SchemaRef,
    timeout: Duration,
    threads: Handle,
    held: Arc<Held>,
}

/// What a query holds until its last task has ended, also one that ran out of time.
struct Held {
    _turn: OwnedSemaphorePermit,
    _reading: OwnedRwLockReadGuard<()>,
}

impl Lake {
    /// Pins the newest snapshot of a workspace and adds the hot rows that are not in it.
    pub(crate) async fn read(&self, workspace: &WorkspaceId, scope: Scope) -> Result<Reading> {
        let inner = &self.inner;
        let wait = inner.options.queue_timeout;
        let turn = Arc::clone(&inner.turns).acquire_owned();
        let busy = || crate::Error::Question(columns::Error::Busy);
        let turn = tokio::time::timeout(wait, turn)
            .await
            .map_err(|_| busy())?
            .map_err(|_| busy())?;
        let reading = Arc::clone(&inner.reading).read_owned();
        let reading = tokio::time::timeout(wait, reading)
            .await
            .map_err(|_| busy())?;
        // The run first: everything of it was committed before it went on show, so that what is read
        // below has it whole. A run that is replaced meanwhile keeps its rows for a while.
        let run = inner.store.active_run(workspace).await?;
        // The snapshot, then the hot rows behind it, then a look whether a flush came between: its
        // rows could have left the hot set without being in the snapshot. Then both are read again.
        let (at, signals, hot_signals, hot_words) = loop {
            let pinned = inner.catalogue.pin(workspace).await?;
            let signals = inner.table(workspace, SIGNALS, pinned.snapshot).await?;
            let stored = signals.as_ref().map(|table| table.schema());
            let hot_signals = inner.hot_signals(workspace, pinned, stored).await?;
            let hot_words = match scope {
                Scope::Received => None,
                _ => Some(inner.hot_verbatims(workspace, pinned).await?),
            };
            let after = inner.catalogue.pin(workspace).await?;
            if (after.signals, after.verbatims) == (pinned.signals, pinned.verbatims) {
                break (pinned.snapshot, signals, hot_signals, hot_words);
            }
        };
        let schema = hot_signals.schema();
        let mut tables = vec![(SIGNALS, signals, hot_signals)];
        if let Some((hot_verbatims, hot_mentions)) = hot_words {
            let verbatims = inner.table(workspace, VERBATIMS, at).await?;
            let mentions = inner.table(workspace, MENTIONS, at).await?;
            tables.push((VERBATIMS, verbatims, hot_verbatims));
            tables.push((MENTIONS, mentions, hot_mentions));
        }
        let session = inner.session()?;
        for (name, table, hot) in tables {
            let run = run.as_deref().filter(|_| name != SIGNALS);
            let view = union(&session, table, hot, &shown(scope, run))?;
            session.register_table(name, view.into_view())?;
        }
        Ok(Reading {
            session,
            signals: schema,
            timeout: inner.options.query_timeout,
            threads: inner.threads.handle(),
            held: Arc::new(Held {
                _turn: turn,
                _reading: reading,
            }),
        })
    }
}

impl Inner {
    /// An empty session with our functions, under the shared limits.
    fn session(&self) -> Result<SessionContext> {
        let catalog = MemoryCatalogProvider::new();
        catalog.register_schema("public", Arc::new(MemorySchemaProvider::new()))?;
        let catalogs = MemoryCatalogProviderList::new();
        catalogs.register_catalog("hearback".to_owned(), Arc::new(catalog));
        let state = SessionStateBuilder::new_from_existing(self.base.clone())
            .with_runtime_env(Arc::clone(&self.runtime))
            .with_catalog_list(Arc::new(catalogs))
            .build();
        Ok(SessionContext::new_with_state(state))
    }
}

/// The conditions that make a table's rows visible.
fn shown(scope: Scope, run: Option<&str>) -> Vec<Expr> {
    if scope != Scope::Asked {
        return Vec::new();
    }
    let untested = ident("test").eq(lit(false));
    // Before the first run there is nothing to choose from.
    let of_run = run.map(|run| ident("run").eq(lit(run)));
    std::iter::once(untested).chain(of_run).collect()
}

/// The rows of the lake and the hot rows, in the columns of the hot batch (which has them all).
fn union(
    session: &SessionContext,
    stored: Option<Arc<dyn TableProvider>>,
    hot: RecordBatch,
    shown: &[Expr],
) -> Result<DataFrame> {
    let asked = |rows: DataFrame| crate::answer::keep(rows, shown.to_vec());
    let schema = hot.schema();
    let hot_rows = hot.num_rows();
    let hot = || -> Result<DataFrame> {
        let table = MemTable::try_new(Arc::clone(&schema), vec![vec![hot]])?;
        Ok(asked(session.read_table(Arc::new(table))?)?)
    };
    let Some(stored) = stored else { return hot() };
    let have = stored.schema();
    let columns: Vec<_> = schema
        .fields()
        .iter()
        .map(|field| match have.field_with_name(field.name()) {
            Ok(_) => ident(field.name()),
            Err(_) => cast(lit(ScalarValue::Null), field.data_type().clone()).alias(field.name()),
        })
        .collect();
    let stored = asked(session.read_table(stored)?)?.select(columns)?;
    if hot_rows == 0 {
        return Ok(stored);
    }
    Ok(stored.union(hot()?)?)
}

impl Reading {
    /// One of the tables.
    pub async fn table(&self, name: &str) -> columns::Result<DataFrame> {
        self.session.table(name).await.map_err(of_engine)
    }

    /// Runs on the lake's own threads under the time limit. A step of the engine that does not
    /// pause then holds up neither the server nor the limit; its turn stays taken until it ends.
    pub async fn within<T: Send + 'static>(
        &self,
        work: impl Future<Output = columns::Result<T>> + Send + 'static,
    ) -> columns::Result<T> {
        let held = Arc::clone(&self.held);
        let task = self.threads.spawn(async move {
            let done = work.await;
            drop(held);
            done
        });
        let stop = task.abort_handle();
        match tokio::time::timeout(self.timeout, task).await {
            Ok(Ok(done)) => done,
            Ok(Err(stopped)) => Err(columns::Error::Engine(stopped.to_string())),
            Err(_) => {
                stop.abort();
                Err(columns::Error::TooLarge("time"))
            }
        }
    }

    /// All rows of an answer, as one batch.
    pub async fn collect(&self, rows: DataFrame) -> columns::Result<RecordBatch> {
        self.within(async move {
            let schema = Arc::clone(rows.schema().inner());
            let batches = rows.collect().await.map_err(of_engine)?;
            let schema = batches.first().map_or(schema, |batch| batch.schema());
            concat_batches(&schema, &batches).map_err(|e| of_engine(e.into()))
        })
        .await
    }
}
