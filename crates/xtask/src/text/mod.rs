//! Training the text model and saying how good it is.
//!
//! `train` writes `models/fast.hbm` from the category A sets of `shared/data/text` and the
//! authored corpus; `eval` writes `models/RESULTS.md` and `models/CARD.md`, with other readers
//! beside us on the same rows. Test splits and category B sets are read by `eval` alone.

mod accurate;
mod anchors;
mod aspects;
mod authored;
mod banking;
mod baseline;
mod calibration;
mod card;
mod checklist;
mod data;
mod emotional;
mod encoder;
mod eval;
mod facts;
mod fast;
mod figure;
mod gather;
mod heads;
mod judged;
mod linear;
mod lines;
mod lingual;
mod metrics;
mod overlap;
mod pii;
mod privacy;
mod rated;
mod results;
mod sections;
mod sets;
mod soft;
mod speed;
mod splits;
mod table;
mod tasks;
mod train;
mod tuned;

use std::path::PathBuf;

pub use encoder::{
    EncoderTaskError, EvalEncoder, TrainEncoder, cascade, eval as eval_encoder,
    train as train_encoder,
};
pub use eval::{EvalPaths, eval};
pub use soft::Teacher;
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
    /// The encoder refused.
    #[error(transparent)]
    Encoder(#[from] text::encoder::EncoderError),
}
