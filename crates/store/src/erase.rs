//! Erasing a person from the rows, and the tombstones that keep them out.
//!
//! What may hold a person is listed once, in [`PERSONAL_COLUMNS`]; a test compares the list with
//! the schema, so that a new table cannot be forgotten.

use crate::{HotRow, Result, Store, Tx, ledger};
use domain::time::Micros;
use domain::{CustomerId, WorkspaceId};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use sqlx::Row;

/// The setting that holds the key of a workspace's tombstones.
pub const TOMBSTONE_KEY: &str = "tombstone_key";

/// Every table with a column that can hold a person, the columns, and what erasure does to its rows.
pub const PERSONAL_COLUMNS: &[(&str, &[&str], &str)] = &[
    ("hot", &["customer", "body"], "deleted"),
    (
        "signal_keys",
        &["external_id"],
        "deleted; a tombstone keeps the signal out",
    ),
    ("customers", &["id"], "deleted"),
    (
        "customer_aliases",
        &["value", "customer"],
        "deleted; a tombstone keeps the person out",
    ),
    ("open_responses", &["customer", "answers"], "deleted"),
    ("survey_links", &["customer"], "deleted"),
    ("outbox", &["recipient", "body", "customer"], "deleted"),
    (
        "cases",
        &[
            "customer",
            "title",
            "why",
            "words",
            "contact",
            "root_cause",
            "outcome",
        ],
        "blanked",
    ),
    ("case_events", &["body"], "blanked"),
    ("label_corrections", &["signal"], "deleted"),
];

/// What an erasure removed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Erased {
    /// The person's signals, for the lake to remove.
    pub signals: Vec<String>,
    /// Tombstones left, for the erasure log.
    pub tombstones: Vec<String>,
}

/// The keyed hash that stands for an erased reference (HMAC-SHA-256, hex).
pub fn tombstone(key: &str, kind: &str, value: &str) -> String {
    // HMAC takes a key of any length, so this cannot fail; an empty hash would match nothing.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else {
        return String::new();
    };
    mac.update(kind.as_bytes());
    mac.update([0x1f].as_slice());
    mac.update(value.as_bytes());
    ledger::hex(&mac.finalize().into_bytes())
}

/// The key of a workspace's tombstones, when there are any tombstones.
pub(crate) async fn tombstone_key(tx: &mut Tx, workspace: &WorkspaceId) -> Result<Option<String>> {
    let row = sqlx::query(
        "SELECT value FROM settings WHERE workspace = $1 AND name = $2
           AND EXISTS (SELECT 1 FROM erasures WHERE workspace = $1)",
    )
    .bind(workspace.as_str())
    .bind(TOMBSTONE_KEY)
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|r| r.try_get(0)).transpose()?)
}

impl Store {
    /// The customer behind a reference.
    pub async fn customer_of(
        &self,
        workspace: &WorkspaceId,
        kind: &str,
        value: &str,
    ) -> Result<Option<CustomerId>> {
        let row = sqlx::query("SELECT customer FROM customer_aliases WHERE workspace = $1 AND kind = $2 AND value = $3")
            .bind(workspace.as_str())
            .bind(kind)
            .bind(value)
            .fetch_optional(&self.reader)
            .await?;
        Ok(row
            .map(|r| r.try_get::<String, _>(0))
            .transpose()?
            .map(CustomerId::new))
    }

    /// Customers whose references match tombstones (after a restore): what must be erased again.
    pub async fn customers_matching(
        &self,
        workspace: &WorkspaceId,
        tombstones: &[String],
    ) -> Result<Vec<CustomerId>> {
        let Some(key) = self.setting(workspace, TOMBSTONE_KEY).await? else {
            return Ok(Vec::new());
        };
        let rows =
            sqlx::query("SELECT kind, value, customer FROM customer_aliases WHERE workspace = $1")
                .bind(workspace.as_str())
                .fetch_all(&self.reader)
                .await?;
        let mut found = std::collections::BTreeSet::new();
        for row in rows {
            let (kind, value): (String, String) = (row.try_get(0)?, row.try_get(1)?);
            if tombstones.contains(&tombstone(&key, &kind, &value)) {
                found.insert(row.try_get::<String, _>(2)?);
            }
        }
        Ok(found.into_iter().map(CustomerId::new).collect())
    }

    /// All tombstones of a workspace.
    pub async fn tombstones(&self, workspace: &WorkspaceId) -> Result<Vec<String>> {
        let rows = sqlx::query(
            "SELECT subject_hash FROM erasures WHERE workspace = $1 ORDER BY subject_hash",
        )
        .bind(workspace.as_str())
        .fetch_all(&self.reader)
        .await?;
        rows.iter().map(|r| Ok(r.try_get(0)?)).collect()
    }

    /// Writes freed pages over and folds the write-ahead log back, so that no erased byte stays in the files.
    pub async fn scrub(&self) -> Result<()> {
        if self.dialect() == crate::Dialect::Sqlite {
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
                .fetch_all(&self.writer)
                .await?;
            sqlx::query("VACUUM").execute(&self.writer).await?;
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
                .fetch_all(&self.writer)
                .await?;
        } else {
            for table in PERSONAL_COLUMNS.iter().map(|(table, _, _)| *table) {
                let sql = format!("VACUUM (FULL) {table}");
                sqlx::query(sqlx::AssertSqlSafe(sql))
                    .execute(&self.writer)
                    .await?;
            }
        }
        Ok(())
    }
}

impl Tx {
    /// Removes a person from all rows; `lake_signals` are those of their signals that only the lake
    /// still has (their ledger counts are corrected as well).
    pub async fn erase_customer(
        &mut self,
        workspace: &WorkspaceId,
        customer: &CustomerId,
        lake_signals: &[(String, i64)],
        at: Micros,
    ) -> Result<Erased> {
        let key = sqlx::query("SELECT value FROM settings WHERE workspace = $1 AND name = $2")
            .bind(workspace.as_str())
            .bind(TOMBSTONE_KEY)
            .fetch_one(self.connection())
            .await?;
        let key: String = key.try_get(0)?;
        let mut erased = Erased::default();
        for row in self
            .rows_of(
                "SELECT kind, value FROM customer_aliases WHERE workspace = $1 AND customer = $2",
                workspace,
                customer,
            )
            .await?
        {
            let (kind, value): (String, String) = (row.try_get(0)?, row.try_get(1)?);
            erased.tombstones.push(tombstone(&key, &kind, &value));
        }
        let hot = self
            .rows_of(
                "SELECT stream, seq, id FROM hot WHERE workspace = $1 AND customer = $2",
                workspace,
                customer,
            )
            .await?;
        let mut gone: std::collections::BTreeMap<(String, i64), i64> =
            std::collections::BTreeMap::new();
        let mut signals: std::collections::BTreeSet<String> = std::collections::BTreeSet::new();
        for row in &hot {
            let (stream, seq, id): (String, i64, String) =
                (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
            if stream == crate::hot::SIGNALS {
                signals.insert(id);
            }
            *gone.entry((stream, seq)).or_default() += 1;
        }
        for (signal, seq) in lake_signals {
            if signals.insert(signal.clone()) {
                *gone
                    .entry((crate::hot::SIGNALS.to_owned(), *seq))
                    .or_default() += 1;
            }
        }
        for ((stream, seq), n) in gone {
            self.count_out(workspace, &stream, seq, n).await?;
        }
        for signal in &signals {
            let keys = sqlx::query(
                "SELECT post, external_id FROM signal_keys WHERE workspace = $1 AND signal = $2",
            )
            .bind(workspace.as_str())
            .bind(signal.as_str())
            .fetch_all(self.connection())
            .await?;
            for row in keys {
                let (post, external): (String, String) = (row.try_get(0)?, row.try_get(1)?);
                erased.tombstones.push(tombstone(
                    &key,
                    "signal",
                    &format!("{post}\u{1f}{external}"),
                ));
            }
            for forget in [
                "DELETE FROM signal_keys WHERE workspace = $1 AND signal = $2",
                "DELETE FROM label_corrections WHERE workspace = $1 AND signal = $2",
            ] {
                sqlx::query(forget)
                    .bind(workspace.as_str())
                    .bind(signal.as_str())
                    .execute(self.connection())
                    .await?;
            }
        }
        self.erase_rows(workspace, customer).await?;
        self.add_tombstones(workspace, &erased.tombstones, at)
            .await?;
        erased.signals = signals.into_iter().collect();
        Ok(erased)
    }

    /// Corrects the ledger for verbatims of a person that only the lake still has: `there` says how
    /// many each batch has, in the lake and hot together. Before [`Tx::erase_customer`], which counts
    /// the hot ones.
    pub async fn count_out_verbatims(
        &mut self,
        workspace: &WorkspaceId,
        customer: &CustomerId,
        there: &[(i64, i64)],
    ) -> Result<()> {
        let hot = self
            .rows_of(
                "SELECT seq, COUNT(*) FROM hot WHERE workspace = $1 AND customer = $2 AND stream = 'verbatims' GROUP BY seq",
                workspace,
                customer,
            )
            .await?;
        let mut still_hot = std::collections::BTreeMap::new();
        for row in &hot {
            still_hot.insert(row.try_get::<i64, _>(0)?, row.try_get::<i64, _>(1)?);
        }
        for (seq, n) in there {
            let cold = n - still_hot.get(seq).copied().unwrap_or(0);
            if cold > 0 {
                self.count_out(workspace, crate::hot::VERBATIMS, *seq, cold)
                    .await?;
            }
        }
        Ok(())
    }

    /// Rows without those of customers who are no longer there (erased since the rows were read).
    pub async fn without_erased(
        &mut self,
        workspace: &WorkspaceId,
        rows: Vec<HotRow>,
    ) -> Result<Vec<HotRow>> {
        let named: std::collections::BTreeSet<&str> =
            rows.iter().filter_map(|r| r.customer.as_deref()).collect();
        if named.is_empty() {
            return Ok(rows);
        }
        let list = serde_json::json!(named).to_string();
        let sql = self.dialect().read_customers();
        let found = sqlx::query(sql)
            .bind(workspace.as_str())
            .bind(list)
            .fetch_all(self.connection())
            .await?;
        let there: std::collections::BTreeSet<String> = found
            .iter()
            .map(|r| r.try_get(0))
            .collect::<std::result::Result<_, _>>()?;
        Ok(rows
            .into_iter()
            .filter(|r| r.customer.as_ref().is_none_or(|c| there.contains(c)))
            .collect())
    }

    /// Leaves tombstones (also on restore, from the erasure log).
    pub async fn add_tombstones(
        &mut self,
        workspace: &WorkspaceId,
        tombstones: &[String],
        at: Micros,
    ) -> Result<()> {
        for hash in tombstones {
            sqlx::query("INSERT INTO erasures (workspace, subject_hash, erased_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
                .bind(workspace.as_str())
                .bind(hash.as_str())
                .bind(at)
                .execute(self.connection())
                .await?;
        }
        Ok(())
    }

    async fn rows_of(
        &mut self,
        sql: &'static str,
        workspace: &WorkspaceId,
        customer: &CustomerId,
    ) -> Result<Vec<sqlx::any::AnyRow>> {
        Ok(sqlx::query(sql)
            .bind(workspace.as_str())
            .bind(customer.as_str())
            .fetch_all(self.connection())
            .await?)
    }

    async fn erase_rows(&mut self, workspace: &WorkspaceId, customer: &CustomerId) -> Result<()> {
        for sql in [
            // First hold the person, as whoever writes their words somewhere does (`hold_customer`).
            "UPDATE customers SET created_at = created_at WHERE workspace = $1 AND id = $2",
            // Then their cases, so that whoever is changing one now finds it changed.
            "UPDATE cases SET rev = rev + 1 WHERE workspace = $1 AND customer = $2",
            "UPDATE case_events SET body = '{}' WHERE workspace = $1 AND case_id IN
               (SELECT id FROM cases WHERE workspace = $1 AND customer = $2)",
            "DELETE FROM outbox WHERE workspace = $1 AND (customer = $2 OR case_id IN
               (SELECT id FROM cases WHERE workspace = $1 AND customer = $2))",
            "UPDATE cases SET title = 'erased', why = 'erased', words = NULL, contact = NULL, root_cause = NULL,
               outcome = NULL, customer = NULL WHERE workspace = $1 AND customer = $2",
            "DELETE FROM open_responses WHERE workspace = $1 AND customer = $2",
            "DELETE FROM survey_links WHERE workspace = $1 AND customer = $2",
            "DELETE FROM hot WHERE workspace = $1 AND customer = $2",
            "DELETE FROM customer_aliases WHERE workspace = $1 AND customer = $2",
            "DELETE FROM customers WHERE workspace = $1 AND id = $2",
        ] {
            sqlx::query(sql).bind(workspace.as_str()).bind(customer.as_str()).execute(self.connection()).await?;
        }
        Ok(())
    }
}
