//! What can go wrong in room 3.

use domain::Problem;

/// The result of a use case.
pub type Result<T> = std::result::Result<T, Error>;

/// What can go wrong in room 3.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The rows said no; see [`store::Error`] (`Stale` is a conflict).
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The case's state does not allow the step (a conflict).
    #[error(transparent)]
    Refused(Problem),
    /// What was given does not read (unprocessable).
    #[error(transparent)]
    Invalid(Problem),
    /// There is no such thing in this workspace.
    #[error("there is no {what} '{id}' in this workspace: look it up in the list")]
    NotFound {
        /// What sort of thing.
        what: &'static str,
        /// Its id as asked for.
        id: String,
    },
}

impl Error {
    /// Bad input, by name.
    pub(crate) fn invalid(
        code: &'static str,
        detail: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self::Invalid(Problem::new(code, detail, hint))
    }

    /// A missing row.
    pub(crate) fn not_found(what: &'static str, id: impl std::fmt::Display) -> Self {
        Self::NotFound {
            what,
            id: id.to_string(),
        }
    }
}
