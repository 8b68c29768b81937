//! Training the text model and saying how good it is.
//!
//! `train` writes `models/fast.hbm` from the category A sets of `shared/data/text`; `eval`
//! writes `models/CARD.md`, with VADER beside us on the same rows. Test splits and category B
//! sets are read by `eval` alone.

mod baseline;
mod card;
mod data;
mod emotional;
mod eval;
mod facts;
mod heads;
mod lines;
mod metrics;
mod overlap;
mod privacy;
mod rated;
mod sets;
mod speed;
mod train;

use std::path::PathBuf;

pub use eval::{EvalPaths, eval};
pub use train::{TrainPaths, train};

/// Why training or evaluation stopped.
#[derive(Debug, thiserror::Error)]
pub enum TextTaskError {
    /// A file could not be read.
    #[error("cannot read {path}: {source}; give the folder that holds the data sets with --data")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file could not be written.
    #[error("cannot write {path}: {source}")]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A data file has another form than expected.
    #[error("{path} is not in its expected form: {detail}")]
    Shape {
        /// The file.
        path: PathBuf,
        /// What was found.
        detail: String,
    },
    /// The model refused.
    #[error(transparent)]
    Text(#[from] text::TextError),
    /// The baseline's script did not run.
    #[error(
        "the VADER baseline failed ({detail}); give a Python that has vaderSentiment with --python, or none to leave it out"
    )]
    Baseline {
        /// What happened.
        detail: String,
    },
}
