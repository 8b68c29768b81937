//! `train-encoder` and `eval-encoder`: where the encoder's data and files lie.

use crate::error::Error;
use crate::house;
use crate::text::{
    EncoderTaskError, EvalEncoder, TrainEncoder, cascade, eval_encoder, train_encoder,
};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What `train-encoder` was asked for.
pub(crate) struct Train {
    pub(crate) base: PathBuf,
    pub(crate) data: Option<PathBuf>,
    pub(crate) out: Option<PathBuf>,
    pub(crate) minutes: f64,
    pub(crate) steps: Option<usize>,
    pub(crate) calibrate: usize,
}

/// Fine-tunes the base model and writes `models/encoder`.
pub(crate) fn train_it(root: &Path, asked: Train) -> Result<ExitCode, Error> {
    let data = asked.data.unwrap_or_else(|| shared(root, "data/text"));
    let nhs = shared(root, "data/insight/nhs_px_text_data.csv.gz");
    let paths = TrainEncoder {
        base: &asked.base,
        data: &data,
        nhs: nhs.is_file().then_some(nhs.as_path()),
        kept: &house::target(root)?.join("train-encoder"),
        out: &asked.out.unwrap_or_else(|| root.join("models/encoder")),
        minutes: asked.minutes,
        steps: asked.steps,
        calibrate: asked.calibrate,
    };
    done(train_encoder(paths))
}

/// Judges an encoder on every test split and writes its card.
pub(crate) fn judge_it(
    root: &Path,
    model: Option<PathBuf>,
    data: Option<PathBuf>,
    most: Option<usize>,
) -> Result<ExitCode, Error> {
    let data = data.unwrap_or_else(|| shared(root, "data/text"));
    let nhs = shared(root, "data/insight/nhs_px_text_data.csv.gz");
    let paths = EvalEncoder {
        model: &model.unwrap_or_else(|| root.join("models/encoder")),
        data: &data,
        nhs: nhs.is_file().then_some(nhs.as_path()),
        most: most.unwrap_or(usize::MAX),
    };
    done(eval_encoder(paths).map(drop))
}

/// Measures anew how sure the fast tier is, for the cascade.
pub(crate) fn cascade_it(root: &Path, data: Option<PathBuf>) -> Result<ExitCode, Error> {
    let data = data.unwrap_or_else(|| shared(root, "data/text"));
    let nhs = shared(root, "data/insight/nhs_px_text_data.csv.gz");
    let nhs = nhs.is_file().then_some(nhs.as_path());
    done(cascade(&root.join("models/encoder"), &data, nhs))
}

/// The data that lies beside the repository.
fn shared(root: &Path, name: &str) -> PathBuf {
    root.parent().unwrap_or(root).join("shared").join(name)
}

fn done(ended: Result<(), EncoderTaskError>) -> Result<ExitCode, Error> {
    ended
        .map(|()| ExitCode::SUCCESS)
        .map_err(|e| Error::Failed(e.to_string()))
}
