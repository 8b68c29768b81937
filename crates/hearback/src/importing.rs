//! Bringing files in, for the command line and the import screen alike.

use crate::app::App;
use crate::clock;
use domain::{ImportId, PostId, WorkspaceId};
use jiff::tz::TimeZone;
use listen::import::{self, Bytes, Import, Mapping, Outside, Progress, Sniffed, Source, Summary};
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Where refused rows are written, below the data folder.
const REJECTS: &str = "rejects";
/// Where uploads wait to be imported, below the data folder.
const UPLOADS: &str = "uploads";

/// A file on disk as a source.
pub fn source(path: &Path, name: &str) -> io::Result<Arc<Source>> {
    let bytes = std::fs::metadata(path)?.len();
    let path = path.to_owned();
    Ok(Arc::new(Source::new(name, bytes, move || {
        Ok(Box::new(File::open(&path)?) as Box<dyn Bytes>)
    })))
}

/// Looks at a file off the reactor.
pub async fn sniff(source: &Arc<Source>, known: import::File) -> listen::Result<Sniffed> {
    let (source, name) = (Arc::clone(source), source.name.clone());
    tokio::task::spawn_blocking(move || import::sniff(&source, &known))
        .await
        .map_err(|_| listen::Error::Stopped(name))?
}

/// One import to run.
pub struct Order {
    /// Its id.
    pub id: ImportId,
    /// The scope.
    pub workspace: WorkspaceId,
    /// Name or id of the post; made if it is not there.
    pub post: String,
    /// The file.
    pub source: Arc<Source>,
    /// What it looks like.
    pub sniffed: Sniffed,
    /// What its columns are.
    pub mapping: Mapping,
    /// Do everything but store.
    pub dry_run: bool,
}

/// Runs an import to its end.
///
/// # Errors
/// As [`import::run`].
pub async fn run(
    app: &App,
    order: Order,
    cancel: &AtomicBool,
    progress: &mut (dyn FnMut(&Progress) + Send + Sync),
) -> listen::Result<Summary> {
    let now = clock::now();
    let found = app.store.workspace(&order.workspace).await?;
    let zone = found
        .and_then(|w| TimeZone::get(&w.time_zone).ok())
        .unwrap_or(TimeZone::UTC);
    let post = if order.dry_run {
        match listen::posts::find(&app.store, &order.workspace, &order.post).await {
            Ok(post) => post,
            // A dry run makes nothing: it stands in for the post that would be made.
            Err(listen::Error::UnknownPost { .. }) => {
                listen::posts::ensure_default(&app.store, &order.workspace, now).await?
            }
            Err(other) => return Err(other),
        }
    } else {
        listen::posts::ensure(
            &app.store,
            &order.workspace,
            &order.post,
            PostId::new(clock::new_id()),
            now,
        )
        .await?
    };
    app.receiver.forget_posts(&order.workspace);
    let folder = app.config.data.join(REJECTS);
    let path = folder.join(format!("{}.csv", order.id));
    let mut rejects =
        move |before: Option<&str>| -> io::Result<(String, Box<dyn Write + Send + Sync>)> {
            std::fs::create_dir_all(&folder)?;
            let path = before.map_or_else(|| path.clone(), PathBuf::from);
            let file = OpenOptions::new().create(true).append(true).open(&path)?;
            Ok((
                path.display().to_string(),
                Box::new(io::BufWriter::new(file)),
            ))
        };
    let mut ids = clock::new_id;
    let outside = Outside {
        now: &clock::now,
        ids: &mut ids,
        rejects: &mut rejects,
        progress,
        cancel,
    };
    let import = Import {
        id: order.id,
        workspace: order.workspace,
        post,
        zone,
        dry_run: order.dry_run,
    };
    import::run(
        import,
        &order.source,
        &order.sniffed,
        &order.mapping,
        &app.store,
        &app.ingest,
        outside,
    )
    .await
}

/// Where an upload lies.
pub fn upload_path(app: &App, upload: &str) -> PathBuf {
    app.config.data.join(UPLOADS).join(upload)
}

/// Makes room for an upload.
pub fn prepare_uploads(app: &App) -> io::Result<()> {
    std::fs::create_dir_all(app.config.data.join(UPLOADS))
}

/// Removes uploads and rejected rows: they hold words of people.
pub fn forget_files(app: &App) -> io::Result<()> {
    for name in [UPLOADS, REJECTS] {
        match std::fs::remove_dir_all(app.config.data.join(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}
