//! `train-text` and `eval-text`: where the text model's data and files lie.

use crate::error::Error;
use crate::house;
use crate::text::{EvalPaths, Teacher, TextTaskError, TrainPaths, eval, train};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Trains the model from the data sets and writes `models/fast.hbm`.
pub(crate) fn train_it(
    root: &Path,
    data: Option<PathBuf>,
    encoder: Option<PathBuf>,
    alone: bool,
) -> Result<ExitCode, Error> {
    let data = data.unwrap_or_else(|| shared(root, "data/text"));
    let model = root.join("models/fast.hbm");
    let encoder = encoder.unwrap_or_else(|| root.join("models/encoder"));
    let work = house::target(root)?.join("train-text");
    std::fs::create_dir_all(&work).map_err(Error::file(&work))?;
    let teacher = Teacher {
        encoder: &encoder,
        work: &work,
    };
    let paths = TrainPaths {
        data: &data,
        model: &model,
        teacher: (!alone).then_some(teacher),
    };
    done(train(paths))
}

/// Judges the model on every test split and writes `models/RESULTS.md` and `models/CARD.md`.
pub(crate) fn judge_it(
    root: &Path,
    data: Option<PathBuf>,
    python: Option<PathBuf>,
) -> Result<ExitCode, Error> {
    let data = data.unwrap_or_else(|| shared(root, "data/text"));
    let nhs = shared(root, "data/insight/nhs_px_text_data.csv.gz");
    let target = house::target(root)?;
    let work = target.join("eval-text");
    std::fs::create_dir_all(&work).map_err(Error::file(&work))?;
    let paths = EvalPaths {
        data: &data,
        nhs: nhs.is_file().then_some(nhs.as_path()),
        model: &root.join("models/fast.hbm"),
        results: &root.join("models/RESULTS.md"),
        card: &root.join("models/CARD.md"),
        encoder: &root.join("models/encoder"),
        scripts: &root.join("bench/text"),
        python: python.as_deref(),
        work: &work,
    };
    done(eval(paths))
}

/// The data that lies beside the repository.
fn shared(root: &Path, name: &str) -> PathBuf {
    root.parent().unwrap_or(root).join("shared").join(name)
}

fn done(ended: Result<(), TextTaskError>) -> Result<ExitCode, Error> {
    ended
        .map(|()| ExitCode::SUCCESS)
        .map_err(|e| Error::Failed(e.to_string()))
}
