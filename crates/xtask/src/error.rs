//! Why a command stopped.

use std::path::PathBuf;

/// Everything that stops a command; each says what to do next.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// A file or folder could not be read or written.
    #[error("cannot use '{path}': {1}", path = .0.display())]
    File(PathBuf, #[source] std::io::Error),
    /// A program could not be started.
    #[error("cannot start '{0}': {1}; is it installed and on the PATH?")]
    Start(String, #[source] std::io::Error),
    /// A program ended with a failure, or a check found something; the words say which.
    #[error("{0}")]
    Failed(String),
    /// Something is missing; the words say what, and how to get it.
    #[error("{0}")]
    Missing(String),
}

impl Error {
    /// For `map_err` on file operations.
    pub(crate) fn file(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |e| Self::File(path, e)
    }
}
