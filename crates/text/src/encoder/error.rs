//! What can go wrong with an encoder: files that are not what they claim to be.

use thiserror::Error;

/// Why an encoder could not be opened, read with or trained.
#[derive(Debug, Error)]
pub enum EncoderError {
    /// A file of the model's folder cannot be used.
    #[error("the encoder's {file} is unusable ({detail}); copy the model's folder again")]
    BadFile {
        /// Name of the file in the folder.
        file: &'static str,
        /// What was wrong with it.
        detail: String,
    },
    /// The model is of a family this build cannot run.
    #[error(
        "cannot run an encoder of model_type {0:?}; give one of bert, distilbert, roberta, xlm-roberta"
    )]
    UnknownFamily(String),
    /// A tensor is missing from the weights.
    #[error(
        "the weights hold no tensor {0:?}; give the model.safetensors that belongs to config.json"
    )]
    NoTensor(String),
    /// The classifier's labels say nothing about what they mean.
    #[error(
        "the labels {0:?} name neither negative, neutral and positive nor stars; write a hearback.json with classifier.labels"
    )]
    UnknownLabels(Vec<String>),
    /// The head that was asked for is not part of the model.
    #[error("the encoder has no head {0:?}; give a model that was trained with one")]
    NoHead(&'static str),
    /// Arithmetic on tensors failed, which only weights of a wrong shape cause.
    #[error("the encoder's weights do not fit together: {0}")]
    Tensor(#[from] candle_core::Error),
}

/// Result of the encoder.
pub type Result<T, E = EncoderError> = std::result::Result<T, E>;

/// For `map_err`: names the file and keeps what was wrong.
pub(super) fn bad<E: ToString>(file: &'static str) -> impl FnOnce(E) -> EncoderError {
    move |error| EncoderError::BadFile {
        file,
        detail: error.to_string(),
    }
}
