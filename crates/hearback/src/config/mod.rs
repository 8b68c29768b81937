//! Configuration: defaults ⊕ file ⊕ environment ⊕ flags; raw values become ready ones once.

mod load;

pub use load::{ConfigError, load};

use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
use std::path::PathBuf;

/// Everything an operator may set; the file's keys are these names.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The data folder.
    pub data: PathBuf,
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The address people use; links in mail are made from it. Default: `http://` + `listen`.
    pub public_url: Option<String>,
    /// `postgres://…`; SQLite in the data folder when absent.
    pub database_url: Option<String>,
    /// The bucket of the lake's files.
    pub bucket: Bucket,
    /// What to log, as in `info,hearback=debug`.
    pub log: String,
    /// How words are read.
    pub text: Text,
    /// Who translates what people said.
    pub translator: Translator,
    /// Outgoing mail.
    pub mail: Mail,
    /// Bounds.
    pub limits: Limits,
    /// Outgoing calls.
    pub egress: Egress,
}

/// The S3-compatible bucket that holds the lake's files; without a name they lie in the data folder.
/// Who asks stands in the environment alone: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and, with
/// temporary keys, `AWS_SESSION_TOKEN`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Bucket {
    /// Its name.
    pub name: Option<String>,
    /// What every key begins with.
    pub prefix: String,
    /// `https://host` of the service, also on a private network; Amazon's own when absent.
    pub endpoint: Option<String>,
    /// As in `eu-north-1`.
    pub region: String,
    /// Whether the bucket's name stands in the path of an address, and not in its host.
    pub path_style: bool,
}

impl Default for Bucket {
    fn default() -> Self {
        Self {
            name: None,
            prefix: String::new(),
            endpoint: None,
            region: "us-east-1".into(),
            path_style: false,
        }
    }
}

/// How words are read. The built-in model reads everything; an encoder may be asked about what that
/// is least sure of.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Text {
    /// The name of an encoder that was added (`hearback model add`).
    pub encoder: Option<String>,
    /// The share of the words that it reads, 0 to 1.
    pub share: f32,
}

impl Default for Text {
    fn default() -> Self {
        Self {
            encoder: None,
            share: 0.2,
        }
    }
}

/// A translator that speaks the protocol of LibreTranslate.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Translator {
    /// Its address, `https://host/translate`.
    pub url: Option<String>,
    /// What it knows us by.
    pub key: Option<String>,
}

/// Outgoing mail.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mail {
    /// `smtp://user:password@host:587` (STARTTLS), `smtps://…`, or `smtp://127.0.0.1:1025` for a sink.
    pub smtp_url: Option<String>,
    /// The sender, `Name <address>`.
    pub from: Option<String>,
}

/// Bounds on what one request, query or queue may take.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Bytes of one request body with signals.
    pub body_bytes: usize,
    /// Bytes of one uploaded file.
    pub upload_bytes: usize,
    /// Memory for all queries together; more is spilled to disk.
    pub query_memory_bytes: usize,
    /// Seconds a query may run.
    pub query_seconds: u64,
    /// Queries that may run at once.
    pub queries: usize,
    /// Requests in flight; more get 503 with Retry-After.
    pub requests: usize,
    /// The longest that a hot row waits for a flush, milliseconds.
    pub flush_every_ms: u64,
    /// How often small files are merged, milliseconds.
    pub tidy_every_ms: u64,
    /// How long a job may be worked on before another worker may take it, milliseconds.
    pub lease_ms: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 8 << 20,
            upload_bytes: 2 << 30,
            query_memory_bytes: 1 << 30,
            query_seconds: 30,
            queries: 4,
            requests: 4_096,
            flush_every_ms: 20_000,
            tidy_every_ms: 60_000,
            lease_ms: 120_000,
        }
    }
}

/// Outgoing calls.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Egress {
    /// Private networks that addresses entered in the app may reach after all.
    pub allow_private: Vec<IpNet>,
    /// Whether `http://` endpoints may be entered.
    pub allow_http: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data: PathBuf::from("hearback-data"),
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            public_url: None,
            database_url: None,
            bucket: Bucket::default(),
            log: "info".into(),
            text: Text::default(),
            translator: Translator::default(),
            mail: Mail::default(),
            limits: Limits::default(),
            egress: Egress::default(),
        }
    }
}

impl Config {
    /// The database with the rows, and a schema with the lake's catalogue, where that is PostgreSQL.
    pub fn postgres_url(&self) -> Option<&str> {
        let url = self.database_url.as_deref();
        url.filter(|url| url.starts_with("postgres"))
    }

    /// The SQLite file of the rows, where they are in one.
    pub fn sqlite_file(&self) -> PathBuf {
        let url = self.database_url();
        let path = url.trim_start_matches("sqlite:").trim_start_matches("//");
        PathBuf::from(path.split('?').next().unwrap_or(path))
    }

    /// The rows' address: as configured, or the SQLite file in the data folder.
    pub fn database_url(&self) -> String {
        self.database_url
            .clone()
            .unwrap_or_else(|| format!("sqlite://{}", self.data.join("hearback.sqlite").display()))
    }
}
