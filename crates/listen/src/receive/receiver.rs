//! Drafts find their post, become signals and are submitted.

use super::{Arrival, Draft};
use crate::questions::{self, Known};
use crate::{Error, Post, Result, posts};
use domain::WorkspaceId;
use domain::time::Micros;
use jiff::tz::TimeZone;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use store::{Ingest, Receipt, Store};

/// Takes signals in over HTTP; one per process, shared by all requests.
pub struct Receiver {
    store: Store,
    ingest: Ingest,
    posts: Mutex<HashMap<WorkspaceId, Arc<Vec<Post>>>>,
    questions: Known,
}

/// What became of one signal of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// Its line in the body, from 1.
    pub line: usize,
    /// The source's id.
    pub external_id: String,
    /// Stored, there already, in conflict, or refused because erased.
    pub receipt: Receipt,
}

impl Receiver {
    /// A receiver on these rows.
    pub fn new(store: Store, ingest: Ingest) -> Self {
        Self {
            store,
            ingest,
            posts: Mutex::default(),
            questions: Known::default(),
        }
    }

    /// Stores drafts; returns after they are durable, one answer each, in order.
    ///
    /// `ids` mints ULID text, two per draft.
    ///
    /// # Errors
    /// [`Error::UnknownPost`] or [`Error::ArchivedPost`] (nothing was stored), [`Error::Flaws`],
    /// [`store::Error::Overloaded`] (send again in a moment).
    pub async fn receive(
        &self,
        workspace: &WorkspaceId,
        zone: &TimeZone,
        drafts: Vec<Draft>,
        now: Micros,
        ids: &mut (dyn FnMut() -> String + Send + Sync),
    ) -> Result<Vec<Received>> {
        let posts = self.posts_for(workspace, &drafts).await?;
        let mut names = Vec::with_capacity(drafts.len());
        let mut incoming = Vec::with_capacity(drafts.len());
        let mut flaws = Vec::new();
        for draft in drafts {
            let post = posts::pick(&posts, draft.post.as_deref().unwrap_or(posts::DEFAULT))?;
            posts::open(post)?;
            names.push((draft.line, draft.external_id.clone()));
            let arrival = Arrival {
                post,
                zone,
                received_at: now,
            };
            match draft.arrive(arrival, ids) {
                Ok(signal) => incoming.push(signal),
                Err(flaw) => flaws.push(flaw),
            }
        }
        if !flaws.is_empty() {
            return Err(Error::Flaws(flaws));
        }
        let answers = incoming.iter().flat_map(|i| i.signal.answers.iter());
        let fresh = self.questions.unmet(workspace, answers);
        let receipts = self.ingest.submit(workspace, incoming).await?;
        if !fresh.is_empty() {
            // The signals are durable already; a question that could not be registered now will
            // be when it is met again.
            if questions::register(&self.store, workspace, &fresh, now)
                .await
                .is_ok()
            {
                self.questions.met(workspace, &fresh);
            }
        }
        Ok(names
            .into_iter()
            .zip(receipts)
            .map(|((line, external_id), receipt)| Received {
                line,
                external_id,
                receipt,
            })
            .collect())
    }

    /// Forgets what is remembered of a workspace's posts; to be called when one was changed.
    pub fn forget_posts(&self, workspace: &WorkspaceId) {
        let mut known = self.posts.lock().unwrap_or_else(PoisonError::into_inner);
        known.remove(workspace);
    }

    /// The workspace's posts: those remembered if they serve all drafts, else read again.
    async fn posts_for(&self, workspace: &WorkspaceId, drafts: &[Draft]) -> Result<Arc<Vec<Post>>> {
        let known = {
            let known = self.posts.lock().unwrap_or_else(PoisonError::into_inner);
            known.get(workspace).cloned()
        };
        let serves = |posts: &[Post]| {
            drafts
                .iter()
                .all(|d| posts::pick(posts, d.post.as_deref().unwrap_or(posts::DEFAULT)).is_ok())
        };
        if let Some(posts) = known.filter(|posts| serves(posts)) {
            return Ok(posts);
        }
        let posts = Arc::new(self.store.posts(workspace).await?);
        let mut known = self.posts.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(workspace.clone(), Arc::clone(&posts));
        Ok(posts)
    }
}
