//! Views of imports.

use domain::ImportId;
use domain::time::{self, Micros};
use listen::import::{Progress, Sniffed, Summary};
use serde::Serialize;
use store::listen::{ImportRow, ImportState};
use utoipa::ToSchema;

/// A file as it was taken in: what it is, and what its columns seem to be.
#[derive(Debug, Serialize, ToSchema)]
pub struct SniffedView {
    upload: String,
    format: String,
    delimiter: Option<String>,
    encoding: String,
    rows: u64,
    columns: Vec<SniffedColumn>,
    warnings: Vec<String>,
    post: String,
    mapping_toml: String,
}

/// A column, its guessed role, and why.
#[derive(Debug, Serialize, ToSchema)]
pub struct SniffedColumn {
    header: String,
    label: String,
    key: String,
    role: String,
    why: String,
    samples: Vec<String>,
}

impl SniffedView {
    /// The view of a file that was looked at.
    pub fn new(upload: String, name: &str, sniffed: Sniffed, mapping_toml: String) -> Self {
        let stem = name.split('.').next().unwrap_or("file");
        let columns = sniffed
            .layout
            .headers
            .iter()
            .enumerate()
            .map(|(i, header)| {
                let column = sniffed
                    .mapping
                    .columns
                    .iter()
                    .find(|c| c.column == header.name);
                SniffedColumn {
                    header: header.name.clone(),
                    label: header.label.clone(),
                    key: column.map(|c| c.key()).unwrap_or_default(),
                    role: column.map_or_else(|| "ignore".into(), |c| word(&c.role)),
                    why: column.and_then(|c| c.reason.clone()).unwrap_or_default(),
                    samples: sniffed
                        .sample
                        .iter()
                        .filter_map(|row| row.get(i))
                        .filter(|c| !c.is_empty())
                        .take(4)
                        .cloned()
                        .collect(),
                }
            })
            .collect();
        Self {
            upload,
            format: word(&sniffed.layout.format),
            delimiter: (sniffed.layout.format == listen::import::Format::Csv)
                .then(|| char::from(sniffed.layout.delimiter).to_string()),
            encoding: sniffed.layout.encoding.name().to_owned(),
            rows: sniffed.rows,
            columns,
            warnings: sniffed.warnings,
            post: domain::name::key_of(stem),
            mapping_toml,
        }
    }
}

/// The one word that a unit variant serializes to.
fn word<T: Serialize>(value: &T) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|v| v.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// An import.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ImportView {
    id: String,
    file_name: String,
    post: String,
    /// `running`, `done`, `failed` or `canceled`.
    state: String,
    dry_run: bool,
    bytes_total: u64,
    bytes_read: u64,
    received: u64,
    accepted: u64,
    duplicates: u64,
    rejected: u64,
    rejects: bool,
    /// Where the rejected rows are.
    pub rejects_file: Option<String>,
    reasons: Vec<(String, u64)>,
    eta_seconds: Option<f64>,
    error: Option<String>,
    started_at: String,
    mapping_toml: String,
}

impl ImportView {
    /// An import that begins.
    pub fn started(
        id: &ImportId,
        file_name: &str,
        post: &str,
        dry_run: bool,
        bytes: u64,
        mapping_toml: String,
        at: Micros,
    ) -> Self {
        Self {
            id: id.to_string(),
            file_name: file_name.to_owned(),
            post: post.to_owned(),
            state: "running".into(),
            dry_run,
            bytes_total: bytes,
            bytes_read: 0,
            received: 0,
            accepted: 0,
            duplicates: 0,
            rejected: 0,
            rejects: false,
            rejects_file: None,
            reasons: Vec::new(),
            eta_seconds: None,
            error: None,
            started_at: time::to_text(at),
            mapping_toml,
        }
    }

    /// How far it is after `elapsed_us` microseconds.
    pub fn progress(&mut self, progress: &Progress, elapsed_us: i64) {
        self.bytes_read = progress.bytes_read;
        self.eta_seconds = progress.left_us(elapsed_us).map(|us| us as f64 / 1e6);
        self.count(&progress.summary);
    }

    fn count(&mut self, summary: &Summary) {
        self.received = summary.received;
        self.accepted = summary.accepted;
        self.duplicates = summary.duplicates;
        self.rejected = summary.rejected;
        self.rejects_file.clone_from(&summary.rejects_file);
        self.rejects = summary.rejects_file.is_some();
        self.reasons = summary
            .reasons
            .iter()
            .map(|(why, n)| (why.clone(), *n))
            .collect();
    }

    /// How it ended.
    pub fn end(&mut self, outcome: listen::Result<Summary>) {
        self.eta_seconds = None;
        match outcome {
            Ok(summary) => {
                self.count(&summary);
                self.bytes_read = self.bytes_total;
                self.state = "done".into();
            }
            Err(error) => {
                self.state = if matches!(error, listen::Error::Canceled(_)) {
                    "canceled"
                } else {
                    "failed"
                }
                .into();
                self.error = Some(error.to_string());
            }
        }
    }

    /// An import as it was stored.
    pub fn of_row(row: ImportRow) -> Self {
        let count = |n: i64| u64::try_from(n).unwrap_or(0);
        Self {
            state: match row.state {
                ImportState::Running => "failed",
                ImportState::Canceled => "canceled",
                other => other.as_str(),
            }
            .into(),
            error: row.error.or_else(|| {
                (row.state == ImportState::Running)
                    .then(|| "it was cut off: start it again, it goes on where it stood".into())
            }),
            id: row.id.into(),
            file_name: row.file_name,
            post: row.post.into(),
            dry_run: false,
            bytes_total: count(row.bytes_total),
            bytes_read: count(row.bytes_read),
            received: count(row.received),
            accepted: count(row.accepted),
            duplicates: count(row.duplicates),
            rejected: count(row.rejected),
            rejects: row.rejects_path.is_some(),
            rejects_file: row.rejects_path,
            reasons: Vec::new(),
            eta_seconds: None,
            started_at: time::to_text(row.started_at),
            mapping_toml: row.mapping,
        }
    }
}
