//! Why something could not be understood.

/// The result of a use case of this room.
pub type Result<T> = std::result::Result<T, Error>;

/// Why something could not be understood.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The rows did not answer.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The columns did not answer.
    #[error(transparent)]
    Columns(#[from] columns::Error),
    /// The numbers do not fit the statistic.
    #[error(transparent)]
    Stats(#[from] stats::StatsError),
    /// A stored signal does not read.
    #[error("the stored signal {id} does not read: {source}")]
    Signal {
        /// Which.
        id: String,
        /// Why.
        source: serde_json::Error,
    },
    /// A stored codeframe does not read, or an edited one does not compile.
    #[error("the codeframe is unusable: {0}")]
    Codeframe(String),
    /// The codeframe cannot be changed so.
    #[error(transparent)]
    Edit(#[from] crate::themes::EditError),
    /// What was learned from corrections does not read.
    #[error("what was learned is unusable: {0}")]
    Lessons(String),
    /// A label cannot be corrected so.
    #[error(transparent)]
    Said(#[from] crate::corrections::SaidError),
    /// An analysis could not begin.
    #[error(transparent)]
    Analyze(#[from] crate::analyze::AnalyzeError),
    /// A metric was asked for in a way that has no answer.
    #[error("{0}")]
    Metric(String),
}
