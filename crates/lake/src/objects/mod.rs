//! Where the Parquet files lie: in the lake's folder, or in a bucket.

mod bucket;
mod copies;
mod durable;

pub use bucket::Bucket;

use crate::{Error, LakeOptions, Result};
use datafusion::execution::object_store::ObjectStoreUrl;
use datafusion::execution::runtime_env::RuntimeEnv;
use futures::{StreamExt, TryStreamExt};
use object_store::path::Path;
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt, PutPayload};
use std::path::PathBuf;
use std::sync::Arc;

/// The object that says to which catalogue the files beside it belong.
pub(crate) const IDENTITY: &str = "lake.id";

/// Where the Parquet files lie.
pub(crate) struct Files {
    /// Reads and writes them.
    pub store: Arc<dyn ObjectStore>,
    /// Their place as the catalogue writes it down, `/` at its end.
    pub data_path: String,
    /// The same place as the beginning of every key.
    base: Path,
    /// How queries find the store.
    url: Option<ObjectStoreUrl>,
    /// The folder, unless they lie in a bucket.
    folder: Option<PathBuf>,
}

impl Files {
    /// The place that the options name; a folder is made when it is not there.
    pub fn of(options: &LakeOptions) -> Result<Self> {
        if let Some(bucket) = &options.bucket {
            return bucket::files(bucket);
        }
        let folder = options.folder.join("files");
        std::fs::create_dir_all(&folder).map_err(Error::folder(&folder))?;
        let folder = folder.canonicalize().map_err(Error::folder(&folder))?;
        let shown = folder.display().to_string();
        Ok(Self {
            store: Arc::new(object_store::local::LocalFileSystem::new()),
            base: Path::from(shown.trim_start_matches('/')),
            data_path: format!("{shown}/"),
            url: None,
            folder: Some(folder),
        })
    }

    /// Lets queries read them.
    pub fn register(&self, runtime: &RuntimeEnv) {
        if let Some(url) = &self.url {
            runtime.register_object_store(url.as_ref(), Arc::clone(&self.store));
        }
    }

    /// The key of a place below the base, as in `ws_default/signals/….parquet`.
    pub fn key(&self, place: &str) -> Path {
        Path::from(format!("{}/{}", self.base, place.trim_start_matches('/')))
    }

    /// Everything that lies there.
    pub async fn list(&self) -> Result<Vec<ObjectMeta>> {
        Ok(self.store.list(Some(&self.base)).try_collect().await?)
    }

    /// Removes objects; one that is gone already is fine.
    pub async fn remove(&self, keys: Vec<Path>) -> Result<()> {
        let keys = futures::stream::iter(keys.into_iter().map(Ok)).boxed();
        let mut gone = self.store.delete_stream(keys);
        while let Some(removed) = gone.next().await {
            match removed {
                Ok(_) | Err(object_store::Error::NotFound { .. }) => {}
                Err(refused) => return Err(refused.into()),
            }
        }
        Ok(())
    }

    /// The catalogue that the files belong to, once that was written down.
    pub async fn identity(&self) -> Result<Option<String>> {
        match self.store.get(&self.key(IDENTITY)).await {
            Ok(found) => {
                let bytes = found.bytes().await?;
                Ok(Some(String::from_utf8_lossy(&bytes).trim().to_owned()))
            }
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(refused) => Err(refused.into()),
        }
    }

    /// Writes down to which catalogue the files belong.
    pub async fn identify(&self, id: &str) -> Result<()> {
        let text = PutPayload::from(format!("{id}\n"));
        self.store.put(&self.key(IDENTITY), text).await?;
        self.make_durable("", |_| true).await
    }
}
