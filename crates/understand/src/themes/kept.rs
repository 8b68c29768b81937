//! Codeframes and lessons that were read, kept ready.

use super::{Frame, FrameBody};
use crate::corrections::Lessons;
use crate::{Error, Result};
use domain::WorkspaceId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use store::Store;
use text::Model;

/// Compiled codeframes that are kept at once; a version never changes.
const KEPT: usize = 64;

/// Compiled codeframes, and what was learned from corrections, by workspace and version.
#[derive(Debug)]
pub struct Frames {
    own: Arc<Frame>,
    kept: Mutex<HashMap<(WorkspaceId, i64), Arc<Frame>>>,
    lessons: Mutex<HashMap<(WorkspaceId, i64), Arc<Lessons>>>,
}

impl Frames {
    /// Over the codeframe that came with a model: version 0 of every workspace.
    ///
    /// # Errors
    /// Never for a codeframe of this build.
    pub fn of(model: &Model) -> Result<Self> {
        let own = model.codeframe().to_json();
        let body = FrameBody::parse(&own.map_err(|e| Error::Codeframe(e.to_string()))?)?;
        Ok(Self {
            own: Arc::new(Frame::new(0, body)?),
            kept: Mutex::default(),
            lessons: Mutex::default(),
        })
    }

    /// The codeframe that came with the model.
    pub fn own(&self) -> Arc<Frame> {
        Arc::clone(&self.own)
    }

    /// A version of a workspace's codeframe.
    ///
    /// # Errors
    /// The version is not there or does not read.
    pub async fn version(
        &self,
        store: &Store,
        workspace: &WorkspaceId,
        version: i64,
    ) -> Result<Arc<Frame>> {
        if version == 0 {
            return Ok(self.own());
        }
        let key = (workspace.clone(), version);
        if let Some(found) = self.kept().get(&key) {
            return Ok(Arc::clone(found));
        }
        let row = store
            .codeframe(workspace, version)
            .await?
            .ok_or_else(|| Error::Codeframe(format!("version {version} is not there")))?;
        let frame = Arc::new(Frame::new(version, FrameBody::parse(&row.body)?)?);
        let mut kept = self.kept();
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(key, Arc::clone(&frame));
        Ok(frame)
    }

    /// The newest version: what the next edit builds on.
    ///
    /// # Errors
    /// As [`Frames::version`].
    pub async fn newest(&self, store: &Store, workspace: &WorkspaceId) -> Result<Arc<Frame>> {
        let version = store.newest_codeframe(workspace).await?;
        self.version(store, workspace, version).await
    }

    /// The version that the annotations on show were read under.
    ///
    /// # Errors
    /// As [`Frames::version`].
    pub async fn on_show(&self, store: &Store, workspace: &WorkspaceId) -> Result<Arc<Frame>> {
        match store.live_runs(workspace).await?.active {
            Some(run) => self.version(store, workspace, run.codeframe).await,
            None => self.newest(store, workspace).await,
        }
    }

    /// A version of what a workspace's readings are corrected by.
    ///
    /// # Errors
    /// The version is not there or does not read.
    pub async fn lessons(
        &self,
        store: &Store,
        workspace: &WorkspaceId,
        version: i64,
    ) -> Result<Arc<Lessons>> {
        if version == 0 {
            return Ok(Arc::default());
        }
        let key = (workspace.clone(), version);
        let held = || self.lessons.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = held().get(&key) {
            return Ok(Arc::clone(found));
        }
        let row = store
            .lessons(workspace, version)
            .await?
            .ok_or_else(|| Error::Lessons(format!("version {version} is not there")))?;
        let lessons = Arc::new(Lessons::parse(version, &row.body)?);
        let mut kept = held();
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(key, Arc::clone(&lessons));
        Ok(lessons)
    }

    /// The newest version of them, which is in force.
    ///
    /// # Errors
    /// As [`Frames::lessons`].
    pub async fn newest_lessons(
        &self,
        store: &Store,
        workspace: &WorkspaceId,
    ) -> Result<Arc<Lessons>> {
        let version = store.newest_lessons(workspace).await?;
        self.lessons(store, workspace, version).await
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, HashMap<(WorkspaceId, i64), Arc<Frame>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
