//! Taking signals in: one writer task, group commit, an answer only after the commit.

mod batch;

use crate::{Error, Result, Store};
use domain::{CustomerId, CustomerRef, Signal, SignalId, WorkspaceId};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

/// Submissions that may wait; more are refused as [`Error::Overloaded`].
const QUEUE: usize = 8_192;
/// Signals in one transaction.
const GROUP_SIGNALS: usize = 4_000;

/// A signal on its way in.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// The signal; its `customer` is set here, from `customer`.
    pub signal: Signal,
    /// Hash of what the source sent: the same key with another hash is a conflict.
    pub body_hash: String,
    /// Who said it, as the source names them.
    pub customer: Option<CustomerRef>,
    /// The id to give the customer if this is the first time we hear of them.
    pub fresh_customer: CustomerId,
}

/// What became of one signal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Receipt {
    /// Stored now.
    Accepted(SignalId),
    /// The same signal was stored before.
    Duplicate(SignalId),
    /// Its key is taken by a signal with another content; nothing was stored.
    Conflict(SignalId),
    /// The person, or this very signal, was erased; nothing was stored.
    Erased,
}

struct Submission {
    workspace: WorkspaceId,
    signals: Vec<Incoming>,
    reply: oneshot::Sender<Result<Vec<Receipt>>>,
}

/// The door to the writer task; cheap to clone.
#[derive(Clone)]
pub struct Ingest {
    queue: mpsc::Sender<Submission>,
}

impl Ingest {
    /// Starts the writer task. It ends when every handle is gone and the queue is drained.
    pub fn start(store: Store) -> (Self, JoinHandle<()>) {
        let (queue, waiting) = mpsc::channel(QUEUE);
        (Self { queue }, tokio::spawn(write_forever(store, waiting)))
    }

    /// Stores signals; returns after they are durable, one receipt each, in order.
    ///
    /// # Errors
    /// [`Error::Overloaded`] when too many wait. After [`Error::Database`] the signals may or may
    /// not be stored: sending them again with the same keys converges.
    pub async fn submit(
        &self,
        workspace: &WorkspaceId,
        signals: Vec<Incoming>,
    ) -> Result<Vec<Receipt>> {
        if signals.is_empty() {
            return Ok(Vec::new());
        }
        let (reply, receipt) = oneshot::channel();
        let submission = Submission {
            workspace: workspace.clone(),
            signals,
            reply,
        };
        self.queue
            .try_send(submission)
            .map_err(|refused| match refused {
                mpsc::error::TrySendError::Full(_) => Error::Overloaded,
                mpsc::error::TrySendError::Closed(_) => Error::Closed,
            })?;
        receipt.await.map_err(|_| Error::Closed)?
    }

    /// How many submissions may still be queued.
    pub fn room(&self) -> usize {
        self.queue.capacity()
    }
}

async fn write_forever(store: Store, mut waiting: mpsc::Receiver<Submission>) {
    while let Some(first) = waiting.recv().await {
        let mut group = vec![first];
        let mut signals = group[0].signals.len();
        while signals < GROUP_SIGNALS {
            let Ok(next) = waiting.try_recv() else { break };
            signals += next.signals.len();
            group.push(next);
        }
        write_group(&store, group).await;
    }
}

async fn write_group(store: &Store, group: Vec<Submission>) {
    let parts: Vec<(&WorkspaceId, &[Incoming])> = group
        .iter()
        .map(|s| (&s.workspace, s.signals.as_slice()))
        .collect();
    match batch::write(store, &parts).await {
        Ok(receipts) => {
            for (submission, receipts) in group.into_iter().zip(receipts) {
                let _ = submission.reply.send(Ok(receipts));
            }
        }
        // One submission the database refuses must not take its neighbours with it.
        Err(error) if group.len() > 1 => {
            tracing::warn!(%error, submissions = group.len(), "a group commit failed; writing one by one");
            for submission in group {
                let parts = [(&submission.workspace, submission.signals.as_slice())];
                let outcome = batch::write(store, &parts)
                    .await
                    .map(|mut r| r.pop().unwrap_or_default());
                let _ = submission.reply.send(outcome);
            }
        }
        Err(error) => {
            for submission in group {
                let _ = submission.reply.send(Err(clone_of(&error)));
            }
        }
    }
}

fn clone_of(error: &Error) -> Error {
    match error {
        Error::Closed => Error::Closed,
        other => Error::Database(sqlx::Error::Protocol(other.to_string())),
    }
}
