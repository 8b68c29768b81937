//! Making files durable that a commit is about to name.

use super::Files;
use crate::{Error, Result};
use std::fs::File;
use std::path::Path;

impl Files {
    /// Makes the files of a folder below the base durable whose names are `wanted`, and the folder
    /// itself. A bucket has stored an object for good when it answers; the file system has not.
    pub async fn make_durable(
        &self,
        below: &str,
        wanted: impl Fn(&str) -> bool + Send + 'static,
    ) -> Result<()> {
        let Some(root) = self.folder.clone() else {
            return Ok(());
        };
        let folder = root.join(below);
        let work = move || -> Result<()> {
            if !folder.is_dir() {
                return Ok(());
            }
            for entry in std::fs::read_dir(&folder).map_err(Error::folder(&folder))? {
                let entry = entry.map_err(Error::folder(&folder))?;
                let file = entry.file_type().is_ok_and(|kind| kind.is_file());
                if file && entry.file_name().to_str().is_some_and(&wanted) {
                    sync_one(&entry.path())?;
                }
            }
            // The names of the folders stand in the folders above them.
            let up = folder.ancestors().take_while(|f| f.starts_with(&root));
            up.into_iter().try_for_each(sync_one)
        };
        match tokio::task::spawn_blocking(work).await {
            Ok(done) => done,
            Err(stopped) => Err(Error::Stopped(stopped.to_string())),
        }
    }
}

fn sync_one(path: &Path) -> Result<()> {
    match File::open(path).and_then(|file| file.sync_all()) {
        // A file that went meanwhile (a clean-up) needs no syncing.
        Err(gone) if gone.kind() == std::io::ErrorKind::NotFound => Ok(()),
        done => done.map_err(Error::folder(path)),
    }
}
