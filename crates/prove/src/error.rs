//! What can go wrong in room 4.

/// The result of a use case.
pub type Result<T> = std::result::Result<T, Error>;

/// What can go wrong in room 4.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The rows did not answer.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The period ends before it begins.
    #[error("the period from {since} to {until} is empty: let 'until' come after 'since'")]
    EmptyPeriod {
        /// Its beginning, as text.
        since: String,
        /// Its end, as text.
        until: String,
    },
}
