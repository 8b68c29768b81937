//! Threads of the lake's own: columns are hard work, and those who serve must not wait for it.

use crate::{Error, Result};
use std::future::Future;
use tokio::runtime::{Builder, Handle, Runtime};

/// Threads on which work is done, apart from those that serve.
pub(crate) struct Threads(Option<Runtime>, Handle);

impl Threads {
    /// Starts one thread per core.
    pub fn start(name: &str) -> Result<Self> {
        let runtime = Builder::new_multi_thread()
            .thread_name(name)
            .enable_all()
            .build()
            .map_err(|e| Error::Stopped(e.to_string()))?;
        let handle = runtime.handle().clone();
        Ok(Self(Some(runtime), handle))
    }

    /// To start work on them.
    pub fn handle(&self) -> Handle {
        self.1.clone()
    }

    /// Does work to its end, also when the asker does not wait for it.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T>> + Send + 'static,
    ) -> Result<T> {
        let done = self.1.spawn(work).await;
        done.map_err(|e| Error::Stopped(e.to_string()))?
    }

    /// Does work that never pauses.
    pub async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let done = self.1.spawn_blocking(work).await;
        done.map_err(|e| Error::Stopped(e.to_string()))?
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            // The lake may be dropped by a task of another runtime, which must not wait.
            runtime.shutdown_background();
        }
    }
}
