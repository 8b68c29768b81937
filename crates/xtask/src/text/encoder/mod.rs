//! The accurate tier: `train-encoder` fine-tunes a small transformer for all heads at once,
//! `eval-encoder` judges it, and writes `models/encoder/`.

mod authored;
mod card;
mod cascade;
mod eval;
mod learn;
mod logistic;
mod loss;
mod measure;
mod rows;
mod sources;
mod stream;
mod train;
mod tune;

use std::fs;
use std::path::Path;

use text::encoder::{Encoder, EncoderError, EncoderFiles};

use super::TextTaskError;

pub use cascade::cascade;
pub use eval::{EvalEncoder, eval};
pub use train::{TrainEncoder, train};

/// Why training or judging an encoder stopped.
#[derive(Debug, thiserror::Error)]
pub enum EncoderTaskError {
    /// A data set or a file.
    #[error(transparent)]
    Data(#[from] TextTaskError),
    /// The model.
    #[error(transparent)]
    Encoder(#[from] EncoderError),
    /// Arithmetic.
    #[error("the arithmetic of training failed: {0}")]
    Tensor(#[from] candle_core::Error),
}

type Result<T> = std::result::Result<T, EncoderTaskError>;

/// A model's folder, read.
struct Folder {
    config: Vec<u8>,
    tokenizer: Vec<u8>,
    weights: Vec<u8>,
    /// Empty where there is none.
    hearback: Vec<u8>,
}

impl Folder {
    fn read(folder: &Path) -> Result<Self> {
        let part = |name: &str| {
            let path = folder.join(name);
            fs::read(&path).map_err(|source| TextTaskError::Read { path, source })
        };
        let hearback = "hearback.json";
        Ok(Self {
            config: part("config.json")?,
            tokenizer: part("tokenizer.json")?,
            weights: part("model.safetensors")?,
            hearback: if folder.join(hearback).is_file() {
                part(hearback)?
            } else {
                Vec::new()
            },
        })
    }

    /// Steps trained in all, and the digest of what the first of them began with.
    fn history(&self, steps: usize) -> serde_json::Value {
        let before: serde_json::Value = serde_json::from_slice(&self.hearback).unwrap_or_default();
        let told = |key: &str| before["training"][key].clone();
        let count = |key: &str| told(key).as_u64().unwrap_or(0);
        let first = match told("base_sha256") {
            serde_json::Value::String(first) => first,
            _ => sha256(&self.weights),
        };
        serde_json::json!({
            "steps": steps,
            "steps_before": count("steps") + count("steps_before"),
            "base_sha256": first,
        })
    }

    fn open(&self) -> Result<Encoder> {
        Ok(Encoder::open(EncoderFiles {
            config: &self.config,
            tokenizer: &self.tokenizer,
            weights: self.weights.clone(),
            hearback: &self.hearback,
        })?)
    }
}

fn write(path: &Path, bytes: &[u8]) -> std::result::Result<(), TextTaskError> {
    fs::write(path, bytes).map_err(|source| TextTaskError::Write {
        path: path.to_owned(),
        source,
    })
}

fn make(folder: &Path) -> std::result::Result<(), TextTaskError> {
    fs::create_dir_all(folder).map_err(|source| TextTaskError::Write {
        path: folder.to_owned(),
        source,
    })
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(bytes)
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect()
}
