//! Encoders that were added to the data folder: read with by `model eval`, and by the server where
//! the configuration names one.

use crate::config::Config;
use domain::Problem;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use text::SecondReader;
use text::encoder::{Encoder, EncoderFiles, Second};

/// The files of an encoder; the last may be missing.
const FILES: [&str; 4] = [
    "config.json",
    "tokenizer.json",
    "model.safetensors",
    "hearback.json",
];

fn missing(detail: String, hint: &str) -> Problem {
    Problem::new("not_found", detail, hint)
}

fn unwritable(error: std::io::Error) -> Problem {
    Problem::new(
        "failed",
        error.to_string(),
        "check the data folder and its permissions",
    )
}

fn home(config: &Config) -> PathBuf {
    config.data.join("encoders")
}

/// Opens the encoder of a folder.
pub fn open(folder: &Path) -> Result<Encoder, Problem> {
    let read = |name: &str| {
        std::fs::read(folder.join(name)).map_err(|e| {
            missing(
                format!("cannot read {}: {e}", folder.join(name).display()),
                "an encoder's folder has config.json, tokenizer.json and model.safetensors",
            )
        })
    };
    let (config, tokenizer, weights) = (read(FILES[0])?, read(FILES[1])?, read(FILES[2])?);
    let told = folder.join(FILES[3]);
    let told = if told.is_file() {
        read(FILES[3])?
    } else {
        Vec::new()
    };
    let files = EncoderFiles {
        config: &config,
        tokenizer: &tokenizer,
        weights,
        hearback: &told,
    };
    Encoder::open(files).map_err(|e| {
        Problem::new(
            "encoder_unusable",
            format!("the encoder in {} does not open: {e}", folder.display()),
            "see models/encoder/README.md for the kinds that do",
        )
    })
}

/// Tries an encoder and copies its files into the data folder. Its name.
pub fn add(config: &Config, folder: &Path, name: Option<&str>) -> Result<String, Problem> {
    let last = folder
        .file_name()
        .and_then(|n| n.to_str())
        .unwrap_or_default();
    let name = name.unwrap_or(last).to_lowercase();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.".contains(c);
    if name.is_empty() || name.starts_with('.') || !name.chars().all(plain) {
        return Err(Problem::new(
            "invalid",
            format!("'{name}' is no name for an encoder"),
            "give one with --name: letters, digits, - and _",
        ));
    }
    let target = home(config).join(&name);
    if target.exists() {
        return Err(Problem::new(
            "conflict",
            format!("there is an encoder '{name}'"),
            format!("choose another --name, or remove {}", target.display()),
        ));
    }
    open(folder)?;
    // Whole or not at all: the name appears when all files are there.
    let partial = home(config).join(format!(".{name}"));
    std::fs::create_dir_all(&partial).map_err(unwritable)?;
    for file in FILES {
        let from = folder.join(file);
        if from.is_file() {
            std::fs::copy(from, partial.join(file)).map_err(unwritable)?;
        }
    }
    std::fs::rename(partial, target).map_err(unwritable)?;
    Ok(name)
}

/// The names of all that were added, in order.
pub fn names(config: &Config) -> Result<Vec<String>, Problem> {
    let home = home(config);
    if !home.is_dir() {
        return Ok(Vec::new());
    }
    let mut names = Vec::new();
    for entry in std::fs::read_dir(home).map_err(unwritable)? {
        let name = entry
            .map_err(unwritable)?
            .file_name()
            .to_string_lossy()
            .into_owned();
        if !name.starts_with('.') {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// An encoder that was added.
pub fn find(config: &Config, name: &str) -> Result<Encoder, Problem> {
    let known = names(config)?;
    if !known.iter().any(|n| n == name) {
        return Err(missing(
            format!("there is no encoder '{name}'"),
            "hearback model list shows those there are; hearback model add adds one",
        ));
    }
    open(&home(config).join(name))
}

/// The second reader that the configuration names.
///
/// # Errors
/// There is no such encoder, or a share that is none.
pub fn second(config: &Config) -> Result<Option<Arc<dyn SecondReader>>, Problem> {
    let Some(name) = &config.text.encoder else {
        return Ok(None);
    };
    let second = asked(find(config, name)?, config.text.share)?;
    Ok(Some(Arc::new(second)))
}

/// An encoder that is asked about a share of the texts.
///
/// # Errors
/// A share that is none.
pub fn asked(encoder: Encoder, share: f32) -> Result<Second, Problem> {
    if !(0.0..=1.0).contains(&share) {
        return Err(Problem::new(
            "invalid",
            format!("{share} is no share of texts"),
            "give one from 0 (the encoder reads nothing) to 1 (it reads everything)",
        ));
    }
    Ok(Second::new(encoder, share))
}
