//! How sure the fast tier is of the texts that an encoder's cascade chooses from.

use std::path::Path;

use text::encoder::Settings;

use super::super::TextTaskError;
use super::rows::Source;
use super::{Folder, Result, train, write};

/// Writes anew, into the `hearback.json` of a model's folder, how sure the fast tier of this build
/// is of the held-back texts; everything else in it stays.
///
/// # Errors
/// When a file is missing or has another form than expected.
pub fn cascade(model: &Path, data: &Path, nhs: Option<&Path>) -> Result<()> {
    let path = model.join("hearback.json");
    let before = Folder::read(model)?.hearback;
    let shape = |error: serde_json::Error| TextTaskError::Shape {
        path: path.clone(),
        detail: error.to_string(),
    };
    let mut settings: Settings = serde_json::from_slice(&before).map_err(shape)?;
    settings.cascade = quantiles(&train::gathered(data, nhs)?.0);
    let after = serde_json::to_string_pretty(&settings).map_err(shape)? + "\n";
    write(&path, after.as_bytes())?;
    eprintln!("wrote {}", path.display());
    Ok(())
}

/// Quantiles, in steps of a twentieth, of how sure the fast tier is of the held-back texts.
pub(super) fn quantiles(sources: &[Source]) -> Vec<f32> {
    const STEPS: usize = 20;
    let texts = sources.iter().flat_map(|source| &source.tune);
    let texts = texts.filter(|row| row.words.is_none());
    let fast = text::Model::embedded();
    let mut sure: Vec<f32> = texts
        .map(|row| fast.annotate(&row.text).sentiment.confidence)
        .collect();
    sure.sort_by(f32::total_cmp);
    let Some(last) = sure.len().checked_sub(1) else {
        return Vec::new();
    };
    (0..=STEPS).map(|step| sure[step * last / STEPS]).collect()
}
