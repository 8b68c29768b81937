//! A folder that is gone when its test ends.

use std::path::{Path, PathBuf};

/// A fresh folder, removed on drop; set `HEARBACK_KEEP_FOLDERS=1` to keep and print it.
pub struct TempFolder {
    held: Option<tempfile::TempDir>,
    path: PathBuf,
}

impl TempFolder {
    /// Makes the folder.
    ///
    /// # Panics
    /// When the system's temporary folder cannot be written.
    pub fn new() -> Self {
        let made = tempfile::Builder::new()
            .prefix("hearback-")
            .tempdir()
            .expect("a temporary folder can be made: free some space or set TMPDIR");
        let path = made.path().to_path_buf();
        if std::env::var_os("HEARBACK_KEEP_FOLDERS").is_some() {
            let _ = made.keep();
            eprintln!("kept {}", path.display());
            return Self { held: None, path };
        }
        Self {
            held: Some(made),
            path,
        }
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A path inside the folder; nothing is created.
    pub fn join(&self, name: impl AsRef<Path>) -> PathBuf {
        self.path.join(name)
    }

    /// Writes a file inside the folder, with the folders above it, and returns its path.
    ///
    /// # Panics
    /// When it cannot be written.
    pub fn write(&self, name: impl AsRef<Path>, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.join(name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).expect("a temporary folder can be written");
        }
        std::fs::write(&path, bytes).expect("a temporary file can be written");
        path
    }

    /// True when the folder goes away with this value.
    pub fn is_temporary(&self) -> bool {
        self.held.is_some()
    }
}

impl Default for TempFolder {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_gone_with_its_value() {
        let folder = TempFolder::new();
        let file = folder.write("deep/er/file.txt", "kept for a moment");
        let (path, temporary) = (folder.path().to_path_buf(), folder.is_temporary());
        assert!(file.is_file());
        drop(folder);
        assert_eq!(path.exists(), !temporary);
    }
}
