//! What can go wrong: only a model file or a codeframe that is not what it claims to be.

use thiserror::Error;

/// Why a model or a codeframe could not be read.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum TextError {
    /// The bytes do not start with the magic of an `.hbm` file.
    #[error(
        "not a hearback model: the file starts with {found:?} and not with \"HBM1\"; train one with `cargo xtask train-text`"
    )]
    NotAModel {
        /// The first bytes, as text.
        found: String,
    },
    /// The file is shorter or longer than its header says.
    #[error(
        "the model file holds {found} bytes where its header asks for {expected}; copy it again or train it anew"
    )]
    WrongLength {
        /// Bytes that the header asks for.
        expected: usize,
        /// Bytes found.
        found: usize,
    },
    /// The header is not readable or names a shape this build does not know.
    #[error(
        "the model header is unreadable ({detail}); use the model that came with this build or train it anew"
    )]
    BadHeader {
        /// What was wrong with it.
        detail: String,
    },
    /// The codeframe or the intent rules do not fit their form.
    #[error(
        "the codeframe is unusable ({detail}); mend models/codeframe.json or models/intents.json"
    )]
    BadCodeframe {
        /// What was wrong with it.
        detail: String,
    },
}

/// Result of this crate.
pub type Result<T, E = TextError> = std::result::Result<T, E>;
