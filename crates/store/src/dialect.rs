//! The few places where SQLite and PostgreSQL truly differ.
//!
//! On SQLite a list is joined with CROSS JOIN, which fixes its order: the planner would otherwise
//! walk the whole table and read the list anew for each of its rows.

/// Which engine holds the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// A SQLite file in the data folder.
    Sqlite,
    /// A PostgreSQL database, version 15 or newer.
    Postgres,
}

macro_rules! both {
    ($(#[$doc:meta])* $name:ident, sqlite: $sqlite:expr, postgres: $postgres:expr) => {
        $(#[$doc])*
        pub(crate) fn $name(self) -> &'static str {
            match self { Self::Sqlite => $sqlite, Self::Postgres => $postgres }
        }
    };
}

impl Dialect {
    both! {
        /// Claims due jobs of one kind: now, lease end, kind, limit.
        claim_jobs,
        sqlite: "UPDATE jobs SET leased_until = $2, fence = fence + 1, attempts = attempts + 1
            WHERE (workspace, kind, key) IN (SELECT workspace, kind, key FROM jobs
              WHERE done_at IS NULL AND kind = $3 AND due_at <= $1 AND (leased_until IS NULL OR leased_until < $1)
              ORDER BY due_at, workspace, key LIMIT $4)
            RETURNING workspace, kind, key, body, attempts, fence",
        postgres: "UPDATE jobs SET leased_until = $2, fence = fence + 1, attempts = attempts + 1
            WHERE (workspace, kind, key) IN (SELECT workspace, kind, key FROM jobs
              WHERE done_at IS NULL AND kind = $3 AND due_at <= $1 AND (leased_until IS NULL OR leased_until < $1)
              ORDER BY due_at, workspace, key LIMIT $4 FOR UPDATE SKIP LOCKED)
            RETURNING workspace, kind, key, body, attempts, fence"
    }
    both! {
        /// Claims due notices: now, lease end, limit, 1 where mail can be sent, most per recipient.
        /// A recipient with notices under way gets no more until they are settled.
        claim_notices,
        sqlite: "UPDATE outbox SET leased_until = $2, fence = fence + 1, attempts = attempts + 1
            WHERE (workspace, id) IN (SELECT workspace, id FROM (SELECT o.workspace, o.id, o.next_at,
                ROW_NUMBER() OVER (PARTITION BY o.workspace, o.channel, o.recipient ORDER BY o.next_at, o.id) AS place
              FROM outbox o WHERE o.state = 'waiting' AND o.next_at <= $1 AND (o.leased_until IS NULL OR o.leased_until < $1)
                AND ($4 = 1 OR o.channel <> 'email')
                AND NOT EXISTS (SELECT 1 FROM outbox b WHERE b.workspace = o.workspace AND b.channel = o.channel
                  AND b.recipient = o.recipient AND b.state = 'waiting' AND b.leased_until >= $1)) due
              WHERE place <= $5 ORDER BY next_at, id LIMIT $3)
            RETURNING workspace, id, channel, recipient, body, case_id, customer, state, attempts, fence, next_at, created_at, delivered_at, error",
        postgres: "UPDATE outbox SET leased_until = $2, fence = fence + 1, attempts = attempts + 1
            WHERE (workspace, id) IN (SELECT workspace, id FROM outbox WHERE state = 'waiting'
                AND (leased_until IS NULL OR leased_until < $1) AND (workspace, id) IN (
              SELECT workspace, id FROM (SELECT o.workspace, o.id, o.next_at,
                ROW_NUMBER() OVER (PARTITION BY o.workspace, o.channel, o.recipient ORDER BY o.next_at, o.id) AS place
              FROM outbox o WHERE o.state = 'waiting' AND o.next_at <= $1 AND (o.leased_until IS NULL OR o.leased_until < $1)
                AND ($4 = 1 OR o.channel <> 'email')
                AND NOT EXISTS (SELECT 1 FROM outbox b WHERE b.workspace = o.workspace AND b.channel = o.channel
                  AND b.recipient = o.recipient AND b.state = 'waiting' AND b.leased_until >= $1)) due
              WHERE place <= $5 ORDER BY next_at, id LIMIT $3) FOR UPDATE SKIP LOCKED)
            RETURNING workspace, id, channel, recipient, body, case_id, customer, state, attempts, fence, next_at, created_at, delivered_at, error"
    }
    both! {
        /// Claims idempotency keys from a JSON array; returns those that were new.
        insert_signal_keys,
        sqlite: "INSERT INTO signal_keys (workspace, post, external_id, signal, body_hash)
            SELECT $1, json_extract(value, '$.post'), json_extract(value, '$.external_id'),
                   json_extract(value, '$.signal'), json_extract(value, '$.hash') FROM json_each($2) WHERE true
            ON CONFLICT DO NOTHING RETURNING signal",
        postgres: "INSERT INTO signal_keys (workspace, post, external_id, signal, body_hash)
            SELECT $1, value->>'post', value->>'external_id', value->>'signal', value->>'hash'
              FROM json_array_elements(CAST($2 AS json))
            ON CONFLICT DO NOTHING RETURNING signal"
    }
    both! {
        /// Reads what stands under idempotency keys given as a JSON array.
        read_signal_keys,
        sqlite: "SELECT k.post, k.external_id, k.signal, k.body_hash FROM json_each($2) j
            CROSS JOIN signal_keys k ON k.workspace = $1 AND k.post = json_extract(j.value, '$.post')
             AND k.external_id = json_extract(j.value, '$.external_id')",
        postgres: "SELECT k.post, k.external_id, k.signal, k.body_hash FROM json_array_elements(CAST($2 AS json)) j
            JOIN signal_keys k ON k.workspace = $1 AND k.post = j.value->>'post'
             AND k.external_id = j.value->>'external_id'"
    }
    both! {
        /// Writes hot rows of one batch from a JSON array: workspace, stream, seq, rows.
        insert_hot,
        sqlite: "INSERT INTO hot (workspace, stream, seq, id, customer, body)
            SELECT $1, $2, $3, json_extract(value, '$.id'), json_extract(value, '$.customer'), json_extract(value, '$.body')
              FROM json_each($4)",
        postgres: "INSERT INTO hot (workspace, stream, seq, id, customer, body)
            SELECT $1, $2, CAST($3 AS BIGINT), value->>'id', value->>'customer', value->>'body'
              FROM json_array_elements(CAST($4 AS json))"
    }
    both! {
        /// Claims aliases from a JSON array of kind, value, customer.
        insert_aliases,
        sqlite: "INSERT INTO customer_aliases (workspace, kind, value, customer)
            SELECT $1, json_extract(value, '$.kind'), json_extract(value, '$.value'), json_extract(value, '$.customer')
              FROM json_each($2) WHERE true ON CONFLICT DO NOTHING",
        postgres: "INSERT INTO customer_aliases (workspace, kind, value, customer)
            SELECT $1, value->>'kind', value->>'value', value->>'customer'
              FROM json_array_elements(CAST($2 AS json)) ON CONFLICT DO NOTHING"
    }
    both! {
        /// Reads the customers behind aliases given as a JSON array.
        read_aliases,
        sqlite: "SELECT a.kind, a.value, a.customer FROM json_each($2) j
            CROSS JOIN customer_aliases a ON a.workspace = $1 AND a.kind = json_extract(j.value, '$.kind')
             AND a.value = json_extract(j.value, '$.value')",
        postgres: "SELECT a.kind, a.value, a.customer FROM json_array_elements(CAST($2 AS json)) j
            JOIN customer_aliases a ON a.workspace = $1 AND a.kind = j.value->>'kind' AND a.value = j.value->>'value'"
    }
    both! {
        /// Writes the customers that the aliases name and that are not there yet.
        insert_customers,
        sqlite: "INSERT INTO customers (workspace, id, created_at)
            SELECT $1, value, $3 FROM json_each($2) WHERE true ON CONFLICT DO NOTHING",
        postgres: "INSERT INTO customers (workspace, id, created_at)
            SELECT $1, value, CAST($3 AS BIGINT) FROM json_array_elements_text(CAST($2 AS json)) ON CONFLICT DO NOTHING"
    }
    both! {
        /// Which of the tombstones given as a JSON array of hashes are there.
        read_tombstones,
        sqlite: "SELECT e.subject_hash FROM json_each($2) j
            CROSS JOIN erasures e ON e.workspace = $1 AND e.subject_hash = j.value",
        postgres: "SELECT e.subject_hash FROM json_array_elements_text(CAST($2 AS json)) j
            JOIN erasures e ON e.workspace = $1 AND e.subject_hash = j.value"
    }

    both! {
        /// Which of the customers given as a JSON array are there.
        read_customers,
        sqlite: "SELECT c.id FROM json_each($2) j CROSS JOIN customers c ON c.workspace = $1 AND c.id = j.value",
        postgres: "SELECT c.id FROM json_array_elements_text(CAST($2 AS json)) j
            JOIN customers c ON c.workspace = $1 AND c.id = j.value FOR SHARE OF c"
    }

    /// Every statement of this file, for the test that prepares them on both engines.
    pub fn statements(self) -> Vec<&'static str> {
        vec![
            self.claim_jobs(),
            self.claim_notices(),
            self.insert_signal_keys(),
            self.read_signal_keys(),
            self.insert_hot(),
            self.insert_aliases(),
            self.read_aliases(),
            self.insert_customers(),
            self.read_tombstones(),
            self.read_customers(),
        ]
    }
}
