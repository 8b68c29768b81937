//! Copies of all files: out for a backup, in for a restore, between folder and bucket alike.

use super::{Files, IDENTITY};
use crate::{Error, Lake, LakeOptions, Result};
use futures::TryStreamExt;
use object_store::ObjectStoreExt;
use object_store::buffered::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::io::AsyncWriteExt;

impl Lake {
    /// Copies every file of the lake below `target`; how many there are. Hold the lake still
    /// meanwhile ([`Lake::while_still`]).
    ///
    /// # Errors
    /// An unwritable target, a bucket that does not answer.
    pub async fn copy_files(&self, target: &Path) -> Result<u64> {
        fetch_all(&self.inner.files, target).await
    }

    /// Makes the catalogue's tables where there are none and brings in the files that
    /// [`Lake::copy_files`] copied to `source`: before the rows of a restore are put back, and
    /// before the lake is opened.
    ///
    /// # Errors
    /// The place holds files already.
    pub async fn bring_files(options: &LakeOptions, source: &Path) -> Result<()> {
        let files = Files::of(options)?;
        if !files.list().await?.is_empty() {
            return Err(Error::Place(format!(
                "{} holds files already: name an empty place",
                files.data_path
            )));
        }
        crate::catalogue::prepare(options).await?;
        for (path, place) in below(source, "")? {
            // Whose they are is said anew.
            if place == IDENTITY {
                continue;
            }
            let mut from = tokio::fs::File::open(&path)
                .await
                .map_err(Error::folder(&path))?;
            let mut to = BufWriter::new(Arc::clone(&files.store), files.key(&place));
            tokio::io::copy(&mut from, &mut to)
                .await
                .map_err(Error::folder(&path))?;
            to.shutdown().await.map_err(Error::folder(&path))?;
            if let Some((folder, _)) = place.rsplit_once('/') {
                files.make_durable(folder, |_| true).await?;
            }
        }
        Ok(())
    }

    /// Gives a restored lake an id of its own, in catalogue and files: the one it was copied from
    /// may live on, and neither must ever be opened with the other's files.
    ///
    /// # Errors
    /// A catalogue or a place that does not answer.
    pub async fn adopt_files(options: &LakeOptions) -> Result<()> {
        let id = crate::catalogue::renew_identity(options).await?;
        Files::of(options)?.identify(&id).await
    }
}

/// Copies every file below `target`.
async fn fetch_all(files: &Files, target: &Path) -> Result<u64> {
    std::fs::create_dir_all(target).map_err(Error::folder(target))?;
    let mut n = 0;
    for found in files.list().await? {
        let parts = found.location.prefix_match(&files.base);
        let parts: PathBuf = parts
            .into_iter()
            .flatten()
            .map(|part| part.as_ref().to_owned())
            .collect();
        let path = target.join(parts);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(Error::folder(folder))?;
        }
        let mut to = tokio::fs::File::create(&path)
            .await
            .map_err(Error::folder(&path))?;
        let mut from = files.store.get(&found.location).await?.into_stream();
        while let Some(bytes) = from.try_next().await? {
            to.write_all(&bytes).await.map_err(Error::folder(&path))?;
        }
        to.sync_all().await.map_err(Error::folder(&path))?;
        n += 1;
    }
    Ok(n)
}

/// The files below a folder, each with its place in it.
fn below(folder: &Path, place: &str) -> Result<Vec<(PathBuf, String)>> {
    let mut found = Vec::new();
    if !folder.is_dir() {
        return Ok(found);
    }
    for entry in std::fs::read_dir(folder).map_err(Error::folder(folder))? {
        let entry = entry.map_err(Error::folder(folder))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let place = if place.is_empty() {
            name
        } else {
            format!("{place}/{name}")
        };
        if entry.path().is_dir() {
            found.extend(below(&entry.path(), &place)?);
        } else {
            found.push((entry.path(), place));
        }
    }
    Ok(found)
}
