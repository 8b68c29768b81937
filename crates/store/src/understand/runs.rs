//! Runs of annotations as they are read: one on show, at most one being made.

use crate::{Error, Result, Store};
use domain::WorkspaceId;
use domain::time::Micros;
use sqlx::Row;
use sqlx::any::AnyRow;

/// What became of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunState {
    /// A replay is making it.
    Building,
    /// It is on show.
    Active,
    /// Another one is on show instead.
    Replaced,
    /// It was never finished.
    Abandoned,
}

impl RunState {
    /// The word as stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Building => "building",
            Self::Active => "active",
            Self::Replaced => "replaced",
            Self::Abandoned => "abandoned",
        }
    }

    fn parse(word: &str) -> Self {
        match word {
            "building" => Self::Building,
            "active" => Self::Active,
            "replaced" => Self::Replaced,
            _ => Self::Abandoned,
        }
    }
}

/// One run: annotations of one model under one codeframe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Its id, which the rows carry; never used twice in a workspace.
    pub run: String,
    /// Model and codeframe, as in `fast-1a2b3c+2`: runs that read alike have the same.
    pub reads_by: String,
    /// The codeframe's version in this workspace; 0 is the binary's own.
    pub codeframe: i64,
    /// The version of what its readings are corrected by; 0 corrects nothing.
    pub lessons: i64,
    /// What became of it.
    pub state: RunState,
    /// The last batch of signals that the replay has read.
    pub position: i64,
    /// The last batch of signals that the replay reads; later ones come by their own jobs.
    pub through: i64,
    /// Batches up to `through` whose own job was open when the replay began: that job writes under
    /// this run, so the replay passes them over.
    pub left_open: Vec<i64>,
    /// Signals the replay has read.
    pub signals_done: i64,
    /// Signals it had to read when it began.
    pub signals_total: i64,
    /// When it began, unix microseconds.
    pub started_at: Micros,
    /// When it went on show.
    pub finished_at: Option<Micros>,
    /// When it was replaced or given up.
    pub ended_at: Option<Micros>,
    /// The newest batch of verbatims at that moment: none of its rows lies behind.
    pub ended_behind: Option<i64>,
    /// When its rows were removed.
    pub removed_at: Option<Micros>,
}

/// The runs that new words are read under.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Live {
    /// On show; absent before the first words were read.
    pub active: Option<Run>,
    /// Being made.
    pub building: Option<Run>,
}

impl Live {
    /// Their ids: what must not change while words are read.
    pub fn ids(&self) -> (Option<&str>, Option<&str>) {
        (
            self.active.as_ref().map(|r| r.run.as_str()),
            self.building.as_ref().map(|r| r.run.as_str()),
        )
    }
}

const COLUMNS: &str =
    "run, reads_by, codeframe, state, position, through, left_open, signals_done, signals_total,
    started_at, finished_at, ended_at, ended_behind, removed_at, lessons";

/// The statement that reads the removed runs of a workspace.
pub(super) const REMOVED: &str =
    "SELECT run FROM annotation_runs WHERE workspace = $1 AND removed_at IS NOT NULL ORDER BY run";

/// The statement that reads the live runs of a workspace.
pub(super) fn live_sql() -> String {
    format!(
        "SELECT {COLUMNS} FROM annotation_runs WHERE workspace = $1 AND state IN ('active', 'building')"
    )
}

/// The live runs in rows of [`live_sql`].
pub(super) fn live_of(rows: &[AnyRow]) -> Result<Live> {
    let mut live = Live::default();
    for row in rows {
        let run = read(row)?;
        match run.state {
            RunState::Active => live.active = Some(run),
            _ => live.building = Some(run),
        }
    }
    Ok(live)
}

impl Store {
    /// The runs that new words are read under.
    pub async fn live_runs(&self, workspace: &WorkspaceId) -> Result<Live> {
        let rows = sqlx::query(sqlx::AssertSqlSafe(live_sql()))
            .bind(workspace.as_str())
            .fetch_all(&self.reader)
            .await?;
        live_of(&rows)
    }

    /// The run on show; absent before the first words were read.
    pub async fn active_run(&self, workspace: &WorkspaceId) -> Result<Option<String>> {
        let row = sqlx::query(
            "SELECT run FROM annotation_runs WHERE workspace = $1 AND state = 'active'",
        )
        .bind(workspace.as_str())
        .fetch_optional(&self.reader)
        .await?;
        Ok(row.map(|r| r.try_get(0)).transpose()?)
    }

    /// All runs, newest first.
    pub async fn runs(&self, workspace: &WorkspaceId) -> Result<Vec<Run>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM annotation_runs WHERE workspace = $1 ORDER BY started_at DESC, run DESC"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(workspace.as_str())
            .fetch_all(&self.reader)
            .await?;
        rows.iter().map(read).collect()
    }

    /// Runs whose rows were removed, or are being removed: rows of theirs count nowhere.
    pub async fn removed_runs(&self, workspace: &WorkspaceId) -> Result<Vec<String>> {
        let rows = sqlx::query(REMOVED)
            .bind(workspace.as_str())
            .fetch_all(&self.reader)
            .await?;
        rows.iter().map(|r| Ok(r.try_get(0)?)).collect()
    }
}

fn read(row: &AnyRow) -> Result<Run> {
    let state: String = row.try_get(3)?;
    let left_open: String = row.try_get(6)?;
    Ok(Run {
        run: row.try_get(0)?,
        reads_by: row.try_get(1)?,
        codeframe: row.try_get(2)?,
        state: RunState::parse(&state),
        position: row.try_get(4)?,
        through: row.try_get(5)?,
        left_open: serde_json::from_str(&left_open).map_err(|source| Error::Unreadable {
            what: "annotation run",
            source,
        })?,
        signals_done: row.try_get(7)?,
        signals_total: row.try_get(8)?,
        started_at: row.try_get(9)?,
        finished_at: row.try_get(10)?,
        ended_at: row.try_get(11)?,
        ended_behind: row.try_get(12)?,
        removed_at: row.try_get(13)?,
        lessons: row.try_get(14)?,
    })
}
