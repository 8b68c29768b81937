//! What the running process holds: rows, columns, the model, and who may speak locally.

use crate::config::Config;
use crate::courier::{Couriers, Mailer};
use crate::egress::{Egress, EgressPolicy};
use crate::remembered::Remembered;
use crate::{clock, secret};
use domain::WorkspaceId;
use lake::{Lake, LakeOptions};
use std::sync::Arc;
use std::time::Duration;
use store::{Ingest, Store};
use tokio::sync::broadcast;

/// What the running process holds; cheap to clone.
#[derive(Clone)]
pub struct App {
    /// Ready configuration.
    pub config: Arc<Config>,
    /// Rows.
    pub store: Store,
    /// The writer of signals.
    pub ingest: Ingest,
    /// The reader of signals that come over HTTP.
    pub receiver: Arc<listen::receive::Receiver>,
    /// Columns.
    pub lake: Arc<Lake>,
    /// The text model.
    pub model: &'static text::Model,
    /// Who is asked about what the model is unsure of.
    pub second: Option<Arc<dyn text::SecondReader>>,
    /// The codeframes of all workspaces.
    pub frames: Arc<understand::themes::Frames>,
    /// The workspace of the command line.
    pub default_workspace: WorkspaceId,
    /// The token by which this machine's user reaches a running server.
    pub local_token: Option<Arc<str>>,
    /// Actors behind API keys, by the key's hash.
    pub keys: Arc<Remembered<String, domain::Actor>>,
    /// Time zones of workspaces.
    pub zones: Arc<Remembered<WorkspaceId, jiff::tz::TimeZone>>,
    /// What changed, for browsers that watch.
    pub changes: broadcast::Sender<Change>,
    /// How notices are delivered.
    pub couriers: Arc<Couriers>,
    /// The one client of outgoing calls.
    pub egress: Arc<Egress>,
    /// Imports that are running.
    pub imports: Arc<crate::http::imports::Running>,
    /// The address people use.
    pub public_url: Arc<str>,
    /// Whether this is the demo.
    pub demo: bool,
}

/// Something of a workspace changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Whose.
    pub workspace: WorkspaceId,
    /// `signals`, `verbatims`, `cases`, `imports` or `outbox`.
    pub what: &'static str,
}

/// The process could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The rows could not be opened.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The lake could not be opened.
    #[error("the lake cannot be opened: {0}")]
    Lake(String),
    /// The folder or a port refused.
    #[error("{0}")]
    Io(String),
}

impl App {
    /// Opens rows and columns; creates the first workspace if there is none.
    ///
    /// # Errors
    /// The database or the data folder cannot be used.
    pub async fn open(config: Config, demo: bool) -> Result<Self, StartError> {
        std::fs::create_dir_all(&config.data).map_err(|e| StartError::Io(e.to_string()))?;
        let mut options = store::Options::new(config.database_url());
        options.subscriptions = crate::wiring::subscriptions();
        let store = Store::open(options).await?;
        let default_workspace = WorkspaceId::new("default");
        if store.workspaces().await?.is_empty() {
            crate::wiring::create_workspace(&store, &default_workspace, "My brand", "UTC").await?;
        }
        // Staged files hold words: they must lie where a restart cleans up.
        lake::stage_in(&config.data.join("lake/tmp"));
        let lake = Lake::open(lake_options(&config)?, store.clone())
            .await
            .map_err(|e| StartError::Lake(e.to_string()))?;
        let model = text::Model::embedded();
        let frames = understand::themes::Frames::of(model);
        let frames = Arc::new(frames.map_err(|e| StartError::Io(e.to_string()))?);
        let second = crate::encoders::second(&config).map_err(|e| StartError::Io(e.to_string()))?;
        let reader = understand::Reader {
            model,
            second: second.as_deref(),
            frames: &frames,
        };
        crate::wiring::keep_up(&store, &lake, &reader).await?;
        let policy = EgressPolicy {
            allow_private: config.egress.allow_private.clone(),
            allow_http: config.egress.allow_http,
            ..EgressPolicy::default()
        };
        let egress = Arc::new(Egress::new(policy).map_err(|e| StartError::Io(e.to_string()))?);
        let mailer = mailer(&config)?;
        let (ingest, _) = Ingest::start(store.clone());
        let public_url: Arc<str> = config
            .public_url
            .clone()
            .unwrap_or_else(|| format!("http://{}", config.listen))
            .trim_end_matches('/')
            .into();
        Ok(Self {
            config: Arc::new(config),
            receiver: Arc::new(listen::receive::Receiver::new(
                store.clone(),
                ingest.clone(),
            )),
            store,
            ingest,
            lake: Arc::new(lake),
            model,
            second,
            frames,
            default_workspace,
            local_token: None,
            keys: Arc::default(),
            zones: Arc::default(),
            changes: broadcast::channel(256).0,
            couriers: Arc::new(Couriers::new(mailer, Arc::clone(&egress))),
            egress,
            imports: Arc::default(),
            public_url,
            demo,
        })
    }

    /// What words are read with.
    pub fn reader(&self) -> understand::Reader<'_> {
        understand::Reader {
            model: self.model,
            second: self.second.as_deref(),
            frames: &self.frames,
        }
    }

    /// Which state of the data answers: the newest committed batch of signals.
    ///
    /// # Errors
    /// The rows did not answer.
    pub async fn data_version(&self, workspace: &WorkspaceId) -> store::Result<String> {
        let head = self
            .store
            .ledger_head(workspace, store::hot::SIGNALS)
            .await?;
        Ok(match head {
            Some(link) => format!(
                "batch {}, {}",
                link.seq,
                &link.hash[..12.min(link.hash.len())]
            ),
            None => "no data yet".into(),
        })
    }

    /// Tells watching browsers that something changed.
    pub fn changed(&self, workspace: &WorkspaceId, what: &'static str) {
        // Nobody watching is not an error.
        let _ = self.changes.send(Change {
            workspace: workspace.clone(),
            what,
        });
    }

    /// A one-time link to sign in as `user`, or to set up when there is none; valid for a day.
    pub async fn sign_in_link(
        &self,
        workspace: &WorkspaceId,
        user: Option<&domain::UserId>,
    ) -> Result<String, store::Error> {
        let token = secret::token();
        let now = clock::now();
        let mut tx = self.store.begin().await?;
        tx.add_sign_in_link(
            workspace,
            user,
            &secret::hash(&token),
            now,
            now + 86_400_000_000,
        )
        .await?;
        tx.commit().await?;
        Ok(format!("{}/link#{token}", self.public_url))
    }
}

fn mailer(config: &Config) -> Result<Option<Mailer>, StartError> {
    let Some(url) = &config.mail.smtp_url else {
        return Ok(None);
    };
    let from = config.mail.from.as_deref().ok_or_else(|| StartError::Io("mail.smtp_url is set and mail.from is not: set the sender, as in \"Care <care@example.org>\"".into()))?;
    Mailer::from_url(url, from)
        .map(Some)
        .map_err(|e| StartError::Io(e.to_string()))
}

/// Where the lake lies and what its queries may take.
///
/// # Errors
/// A bucket without keys in the environment.
pub fn lake_options(config: &Config) -> Result<LakeOptions, StartError> {
    Ok(LakeOptions {
        memory_bytes: config.limits.query_memory_bytes,
        query_timeout: Duration::from_secs(config.limits.query_seconds),
        concurrency: config.limits.queries,
        catalogue_url: config.postgres_url().map(str::to_owned),
        bucket: bucket(config)?,
        ..LakeOptions::new(config.data.join("lake"))
    })
}

fn bucket(config: &Config) -> Result<Option<lake::Bucket>, StartError> {
    let named = &config.bucket;
    let Some(name) = named.name.clone() else {
        return Ok(None);
    };
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let needed = |key: &str| {
        variable(key).ok_or_else(|| {
            StartError::Io(format!(
                "bucket.name is set and {key} is not: put the bucket's keys into the environment"
            ))
        })
    };
    Ok(Some(lake::Bucket {
        name,
        prefix: named.prefix.clone(),
        endpoint: named.endpoint.clone(),
        region: named.region.clone(),
        path_style: named.path_style,
        access_key_id: needed("AWS_ACCESS_KEY_ID")?,
        secret_access_key: needed("AWS_SECRET_ACCESS_KEY")?,
        session_token: variable("AWS_SESSION_TOKEN"),
    }))
}
