//! Upkeep of the files: what nobody names goes, and files stay with the catalogue they belong to.

use crate::catalogue::{Catalogue, schema_of};
use crate::lake::Inner;
use crate::objects::Files;
use crate::{Error, Lake, LakeOptions, Result};
use domain::WorkspaceId;
use domain::time::Micros;
use object_store::path::Path;
use std::collections::HashSet;

impl Lake {
    /// Lets go of snapshots older than one instant and removes files that nothing has named since
    /// before another; none stands for all but the newest, and for all. Says how many files went.
    pub(crate) async fn let_go(
        &self,
        snapshots: Option<Micros>,
        files: Option<Micros>,
    ) -> Result<usize> {
        let inner = &self.inner;
        inner.catalogue.expire(snapshots).await?;
        inner.catalogue.prune_watermarks().await?;
        let places = inner.catalogue.scheduled(files).await?;
        let keys = places.iter().map(|place| inner.files.key(place)).collect();
        inner.files.remove(keys).await?;
        inner.catalogue.removed(&places).await?;
        let orphans = remove_orphans(&inner.catalogue, &inner.files, files).await?;
        Ok(places.len() + orphans)
    }
}

impl Inner {
    /// Makes files of a table durable: those that no commit names yet, or all, after maintenance
    /// that commits by itself. A commit must never name a file that power loss can take.
    pub async fn sync_files(
        &self,
        workspace: &WorkspaceId,
        table: &str,
        only_new: bool,
    ) -> Result<()> {
        let known = if only_new {
            self.catalogue.committed_names().await?
        } else {
            HashSet::new()
        };
        let folder = format!("{}/{table}", schema_of(workspace));
        let wanted = move |name: &str| !known.contains(name);
        self.files.make_durable(&folder, wanted).await
    }
}

/// Removes files that the catalogue does not name and that were written before `before`, or all
/// such; how many.
pub(crate) async fn remove_orphans(
    catalogue: &Catalogue,
    files: &Files,
    before: Option<Micros>,
) -> Result<usize> {
    // Listed first: a file that is committed meanwhile is then named.
    let there = files.list().await?;
    let named = named(catalogue, files).await?;
    let orphans: Vec<Path> = there
        .into_iter()
        .filter(|found| before.is_none_or(|at| found.last_modified.timestamp_micros() < at))
        .map(|found| found.location)
        .filter(|key| is_parquet(key) && !named.contains(key))
        .collect();
    let n = orphans.len();
    files.remove(orphans).await?;
    Ok(n)
}

/// Sees to it that catalogue and files belong together, and writes it down: whoever opened a
/// stranger's files would remove them, since the catalogue names none of them.
pub(crate) async fn belong_together(
    options: &LakeOptions,
    catalogue: &Catalogue,
    files: &Files,
) -> Result<()> {
    let id = catalogue.identity().await?;
    let place = &files.data_path;
    match files.identity().await? {
        Some(found) if found == id => return Ok(()),
        Some(_) => {
            return Err(Error::Place(format!(
                "the files in {place} belong to another catalogue: name the database and the data folder or bucket that go together, or an empty place"
            )));
        }
        None => {}
    }
    let there: HashSet<Path> = files
        .list()
        .await?
        .into_iter()
        .map(|found| found.location)
        .collect();
    let named = named(catalogue, files).await?;
    let live = catalogue.live().await?;
    let missing = live
        .iter()
        .map(|place| files.key(place))
        .find(|key| !there.contains(key));
    if let Some(missing) = missing {
        return Err(Error::Place(format!(
            "the catalogue names {missing}, which is not in {place}: name the data folder or bucket that has the lake's files"
        )));
    }
    // The SQLite file lies beside its own files; any other catalogue may be the wrong one.
    let beside = options.bucket.is_none() && !catalogue.is_shared();
    let strange = |key: &&Path| is_parquet(key) && !named.contains(*key);
    if let Some(stranger) = there.iter().find(strange).filter(|_| !beside) {
        return Err(Error::Place(format!(
            "{stranger} is in {place} and the catalogue does not know it: name the database that these files belong to, or an empty place"
        )));
    }
    if options.sole_writer {
        files.identify(&id).await?;
    }
    Ok(())
}

async fn named(catalogue: &Catalogue, files: &Files) -> Result<HashSet<Path>> {
    let places = catalogue.named().await?;
    Ok(places.iter().map(|place| files.key(place)).collect())
}

fn is_parquet(key: &Path) -> bool {
    key.as_ref().ends_with(".parquet")
}
