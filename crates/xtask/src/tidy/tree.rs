//! The files that git tracks or would track, read once.

use super::literals::{self, Code};
use crate::error::Error;
use crate::house;
use std::path::Path;
use std::sync::OnceLock;

/// One text file.
pub(super) struct File {
    /// Relative, with slashes.
    pub(super) path: String,
    pub(super) text: String,
    code: OnceLock<Code>,
}

/// All text files. What is no UTF-8 (weights, pictures, archives) holds no rule of ours.
pub(super) struct Tree {
    files: Vec<File>,
}

impl Tree {
    /// Reads what is tracked, or new and not ignored.
    pub(super) fn read(root: &Path) -> Result<Self, Error> {
        let mut files = Vec::new();
        for path in house::files(root)? {
            let full = root.join(&path);
            let bytes = std::fs::read(&full).map_err(Error::file(full))?;
            if let Ok(text) = String::from_utf8(bytes) {
                files.push(File {
                    path,
                    text,
                    code: OnceLock::new(),
                });
            }
        }
        Ok(Self { files })
    }

    /// A tree that exists only in a test.
    #[cfg(test)]
    pub(super) fn of(files: &[(&str, &str)]) -> Self {
        let files = files.iter().map(|(path, text)| File {
            path: (*path).to_owned(),
            text: (*text).to_owned(),
            code: OnceLock::new(),
        });
        Self {
            files: files.collect(),
        }
    }

    pub(super) fn files(&self) -> impl Iterator<Item = &File> {
        self.files.iter()
    }

    /// Rust files with the crate they belong to.
    pub(super) fn rust(&self) -> impl Iterator<Item = (&str, &File)> {
        let rust = self.files.iter().filter(|file| file.extension() == "rs");
        rust.filter_map(|file| Some((file.crate_name()?, file)))
    }
}

impl File {
    /// The folder below `crates/`.
    pub(super) fn crate_name(&self) -> Option<&str> {
        self.path
            .strip_prefix("crates/")?
            .split_once('/')
            .map(|(name, _)| name)
    }

    /// What follows the last dot of the name, or nothing.
    pub(super) fn extension(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or("");
        name.rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// True for files of integration tests and benches.
    pub(super) fn is_outside_src(&self) -> bool {
        !self.path.split('/').any(|folder| folder == "src")
    }

    /// Lines with their numbers, from 1.
    pub(super) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(n, line)| (n + 1, line))
    }

    /// The Rust in it, without comments, and its text literals.
    pub(super) fn code(&self) -> &Code {
        self.code.get_or_init(|| literals::split(&self.text))
    }
}
