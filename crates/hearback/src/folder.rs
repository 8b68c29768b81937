//! The data folder: one locking writer, and where things lie in it.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

/// The folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// Another process writes to it.
    #[error(
        "another hearback (process {0}) writes to this data folder: stop it, or send the command to it"
    )]
    Locked(String),
    /// The file system refused.
    #[error("cannot use the data folder {path}: {source}")]
    Io {
        /// Which folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// A data folder that this process may write to until the value is dropped.
pub struct Folder {
    root: PathBuf,
    _lock: File,
}

/// Where the running server says how to reach it: address and a token for the same machine's user.
pub const SERVER_FILE: &str = "server.json";

impl Folder {
    /// Creates the folder if need be and takes the lock.
    pub fn lock(root: &Path) -> Result<Self, FolderError> {
        let io = |source| FolderError::Io {
            path: root.to_owned(),
            source,
        };
        std::fs::create_dir_all(root).map_err(io)?;
        let mut lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(root.join("lock"))
            .map_err(io)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                let _ = lock.read_to_string(&mut holder);
                return Err(FolderError::Locked(holder.trim().to_owned()));
            }
            Err(TryLockError::Error(source)) => return Err(io(source)),
        }
        lock.set_len(0).and_then(|()| lock.rewind()).map_err(io)?;
        write!(lock, "{}", std::process::id()).map_err(io)?;
        Ok(Self {
            root: root.to_owned(),
            _lock: lock,
        })
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }
}

/// Writes a file that only this user may read.
pub fn write_private(path: &Path, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(true).write(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)?.write_all(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_has_one_writer() {
        let root = tempfile::tempdir().unwrap();
        let held = Folder::lock(root.path()).unwrap();
        assert!(matches!(
            Folder::lock(root.path()),
            Err(FolderError::Locked(_))
        ));
        drop(held);
        Folder::lock(root.path()).unwrap();
    }
}
