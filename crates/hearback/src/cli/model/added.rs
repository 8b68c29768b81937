//! Encoders that were added to the data folder.

use crate::cli::failure::Failure;
use crate::config::Config;
use std::path::{Path, PathBuf};
use text::encoder::{Encoder, EncoderFiles};

/// The files of an encoder; the last may be missing.
const FILES: [&str; 4] = [
    "config.json",
    "tokenizer.json",
    "model.safetensors",
    "hearback.json",
];

fn home(config: &Config) -> PathBuf {
    config.data.join("encoders")
}

/// Opens the encoder of a folder.
pub fn open(folder: &Path) -> Result<Encoder, Failure> {
    let read = |name: &str| {
        std::fs::read(folder.join(name)).map_err(|e| {
            Failure::missing(
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
        Failure::failed(
            format!("the encoder in {} does not open: {e}", folder.display()),
            "see models/encoder/README.md for the kinds that do",
        )
    })
}

/// Tries an encoder and copies its files into the data folder. Its name.
pub fn add(config: &Config, folder: &Path, name: Option<&str>) -> Result<String, Failure> {
    let last = folder
        .file_name()
        .and_then(|n| n.to_str())
        .unwrap_or_default();
    let name = name.unwrap_or(last).to_lowercase();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.".contains(c);
    if name.is_empty() || name.starts_with('.') || !name.chars().all(plain) {
        return Err(Failure::usage(
            format!("'{name}' is no name for an encoder"),
            "give one with --name: letters, digits, - and _",
        ));
    }
    let target = home(config).join(&name);
    if target.exists() {
        return Err(Failure::conflict(
            format!("there is an encoder '{name}'"),
            format!("choose another --name, or remove {}", target.display()),
        ));
    }
    open(folder)?;
    // Whole or not at all: the name appears when all files are there.
    let partial = home(config).join(format!(".{name}"));
    std::fs::create_dir_all(&partial)?;
    for file in FILES {
        let from = folder.join(file);
        if from.is_file() {
            std::fs::copy(from, partial.join(file))?;
        }
    }
    std::fs::rename(partial, target)?;
    Ok(name)
}

/// The names of all that were added, in order.
pub fn names(config: &Config) -> Result<Vec<String>, Failure> {
    let home = home(config);
    if !home.is_dir() {
        return Ok(Vec::new());
    }
    let mut names = Vec::new();
    for entry in std::fs::read_dir(home)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// An encoder that was added.
pub fn find(config: &Config, name: &str) -> Result<Encoder, Failure> {
    let known = names(config)?;
    if !known.iter().any(|n| n == name) {
        return Err(Failure::missing(
            format!("there is no encoder '{name}'"),
            "hearback model list shows those there are; hearback model add adds one",
        ));
    }
    open(&home(config).join(name))
}
