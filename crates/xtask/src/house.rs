//! Where things stand: the workspace root, the target folder, the files that git knows.

use crate::error::Error;
use crate::shell;
use std::path::{Path, PathBuf};

/// The workspace root: the first folder above this crate, or above the current folder, that
/// holds the lock file.
pub(crate) fn root() -> Result<PathBuf, Error> {
    // Cargo sets this at run time, which stays right when clones share a target folder.
    let start = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(std::env::current_dir, |dir| Ok(dir.into()));
    let start = start.map_err(Error::file("."))?;
    let found = start
        .ancestors()
        .find(|dir| dir.join("crates/xtask").is_dir() && dir.join("Cargo.toml").is_file());
    found.map(Path::to_path_buf).ok_or_else(|| {
        Error::Missing(format!(
            "'{}' is not inside the repository: change into it first",
            start.display()
        ))
    })
}

/// The folder cargo builds into.
pub(crate) fn target(root: &Path) -> Result<PathBuf, Error> {
    let told = shell::read(
        shell::cargo()
            .args(["metadata", "--no-deps", "--format-version", "1"])
            .current_dir(root),
    )?;
    let told: serde_json::Value = serde_json::from_str(&told)
        .map_err(|e| Error::Failed(format!("'cargo metadata' printed no JSON: {e}")))?;
    let folder = told["target_directory"].as_str();
    folder.map(PathBuf::from).ok_or_else(|| {
        Error::Failed("'cargo metadata' names no target folder: update cargo".into())
    })
}

/// The hearback binary of the dev or the release profile, built or not.
pub(crate) fn binary(root: &Path, release: bool) -> Result<PathBuf, Error> {
    let profile = if release { "release" } else { "debug" };
    Ok(target(root)?
        .join(profile)
        .join(format!("hearback{}", std::env::consts::EXE_SUFFIX)))
}

/// Every file that is tracked, or new and not ignored; relative, sorted.
pub(crate) fn files(root: &Path) -> Result<Vec<String>, Error> {
    let listed = shell::read(
        shell::program("git")
            .args([
                "ls-files",
                "-z",
                "--cached",
                "--others",
                "--exclude-standard",
            ])
            .current_dir(root),
    )?;
    let mut files: Vec<String> = listed
        .split('\0')
        .filter(|f| !f.is_empty())
        .map(str::to_owned)
        .collect();
    files.retain(|file| root.join(file).is_file());
    files.sort_unstable();
    files.dedup();
    Ok(files)
}

/// True where a skipped check is a failure (`CI=true`).
pub(crate) fn in_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| value == "true" || value == "1")
}
