-- The DuckLake catalogue (specification 0.3), with every column that DuckDB's extension reads,
-- also those that datafusion-ducklake leaves out; that crate then finds its tables made.
-- Instants are unix microseconds wherever the table is ours.

CREATE TABLE IF NOT EXISTS ducklake_metadata (
  key VARCHAR NOT NULL, value VARCHAR NOT NULL, scope VARCHAR, scope_id INTEGER
);
CREATE TABLE IF NOT EXISTS ducklake_snapshot (
  snapshot_id INTEGER PRIMARY KEY, snapshot_time TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  schema_version INTEGER NOT NULL DEFAULT 0,
  next_catalog_id BIGINT NOT NULL DEFAULT 1, next_file_id BIGINT NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS ducklake_snapshot_changes (
  snapshot_id INTEGER PRIMARY KEY, changes_made VARCHAR, author VARCHAR,
  commit_message VARCHAR, commit_extra_info VARCHAR
);
CREATE TABLE IF NOT EXISTS ducklake_schema_versions (
  begin_snapshot INTEGER NOT NULL, schema_version INTEGER NOT NULL, table_id INTEGER NOT NULL,
  UNIQUE (table_id, begin_snapshot)
);
CREATE TABLE IF NOT EXISTS ducklake_schema (
  schema_id INTEGER PRIMARY KEY,
  schema_uuid VARCHAR DEFAULT (lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' ||
    substr(hex(randomblob(2)), 2) || '-8' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))),
  begin_snapshot INTEGER NOT NULL, end_snapshot INTEGER, schema_name VARCHAR NOT NULL,
  path VARCHAR NOT NULL DEFAULT '', path_is_relative BOOLEAN NOT NULL DEFAULT 1
);
CREATE TABLE IF NOT EXISTS ducklake_table (
  table_id INTEGER PRIMARY KEY,
  table_uuid VARCHAR DEFAULT (lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' ||
    substr(hex(randomblob(2)), 2) || '-8' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))),
  begin_snapshot INTEGER NOT NULL, end_snapshot INTEGER, schema_id INTEGER NOT NULL,
  table_name VARCHAR NOT NULL, path VARCHAR NOT NULL DEFAULT '',
  path_is_relative BOOLEAN NOT NULL DEFAULT 1
);
CREATE TABLE IF NOT EXISTS ducklake_view (
  view_id BIGINT, view_uuid UUID, begin_snapshot BIGINT, end_snapshot BIGINT, schema_id BIGINT,
  view_name VARCHAR, dialect VARCHAR, sql VARCHAR, column_aliases VARCHAR
);
CREATE TABLE IF NOT EXISTS ducklake_column (
  column_id BIGINT, begin_snapshot BIGINT, end_snapshot BIGINT, table_id BIGINT,
  column_order BIGINT, column_name VARCHAR, column_type VARCHAR, initial_default VARCHAR,
  default_value VARCHAR, nulls_allowed BOOLEAN, parent_column BIGINT,
  default_value_type VARCHAR, default_value_dialect VARCHAR
);
CREATE TABLE IF NOT EXISTS ducklake_data_file (
  data_file_id INTEGER PRIMARY KEY, table_id INTEGER NOT NULL, begin_snapshot INTEGER NOT NULL,
  end_snapshot INTEGER, file_order BIGINT, path VARCHAR NOT NULL,
  path_is_relative BOOLEAN NOT NULL DEFAULT 1, file_format VARCHAR NOT NULL DEFAULT 'parquet',
  record_count INTEGER, file_size_bytes INTEGER NOT NULL, footer_size INTEGER,
  row_id_start INTEGER, partition_id INTEGER, encryption_key VARCHAR, partial_file_info VARCHAR,
  mapping_id INTEGER, partial_max INTEGER
);
CREATE TABLE IF NOT EXISTS ducklake_delete_file (
  delete_file_id INTEGER PRIMARY KEY, table_id INTEGER NOT NULL, begin_snapshot INTEGER NOT NULL,
  end_snapshot INTEGER, data_file_id INTEGER NOT NULL, path VARCHAR NOT NULL,
  path_is_relative BOOLEAN NOT NULL DEFAULT 1, format VARCHAR NOT NULL DEFAULT 'parquet',
  delete_count INTEGER, file_size_bytes INTEGER NOT NULL, footer_size INTEGER,
  encryption_key VARCHAR, partial_max INTEGER
);
CREATE TABLE IF NOT EXISTS ducklake_files_scheduled_for_deletion (
  data_file_id INTEGER NOT NULL, path VARCHAR NOT NULL,
  path_is_relative BOOLEAN NOT NULL DEFAULT 1, schedule_start TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE IF NOT EXISTS ducklake_table_stats (
  table_id INTEGER PRIMARY KEY, record_count INTEGER NOT NULL DEFAULT 0,
  next_row_id INTEGER NOT NULL DEFAULT 0, file_size_bytes INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS ducklake_table_column_stats (
  table_id INTEGER NOT NULL, column_id INTEGER NOT NULL, contains_null BOOLEAN,
  contains_nan BOOLEAN, min_value VARCHAR, max_value VARCHAR, extra_stats VARCHAR
);
CREATE TABLE IF NOT EXISTS ducklake_file_column_stats (
  data_file_id INTEGER NOT NULL, table_id INTEGER NOT NULL, column_id INTEGER NOT NULL,
  column_size_bytes INTEGER, value_count INTEGER, null_count INTEGER,
  min_value VARCHAR, max_value VARCHAR, contains_nan BOOLEAN, extra_stats VARCHAR
);
CREATE TABLE IF NOT EXISTS ducklake_partition_info (
  partition_id INTEGER NOT NULL, table_id INTEGER NOT NULL, begin_snapshot INTEGER NOT NULL,
  end_snapshot INTEGER
);
CREATE TABLE IF NOT EXISTS ducklake_partition_column (
  partition_id INTEGER NOT NULL, table_id INTEGER NOT NULL, partition_key_index INTEGER NOT NULL,
  column_id INTEGER NOT NULL, transform VARCHAR NOT NULL
);
CREATE TABLE IF NOT EXISTS ducklake_file_partition_value (
  data_file_id INTEGER NOT NULL, table_id INTEGER NOT NULL, partition_key_index INTEGER NOT NULL,
  partition_value VARCHAR
);
CREATE TABLE IF NOT EXISTS ducklake_tag (
  object_id BIGINT, begin_snapshot BIGINT, end_snapshot BIGINT, key VARCHAR, value VARCHAR
);
CREATE TABLE IF NOT EXISTS ducklake_column_tag (
  table_id BIGINT, column_id BIGINT, begin_snapshot BIGINT, end_snapshot BIGINT,
  key VARCHAR, value VARCHAR
);
CREATE TABLE IF NOT EXISTS ducklake_inlined_data_tables (
  table_id INTEGER, table_name VARCHAR, schema_version INTEGER
);
CREATE TABLE IF NOT EXISTS ducklake_column_mapping (
  mapping_id BIGINT, table_id BIGINT, type VARCHAR
);
CREATE TABLE IF NOT EXISTS ducklake_name_mapping (
  mapping_id BIGINT, column_id BIGINT, source_name VARCHAR, target_field_id BIGINT,
  parent_column BIGINT, is_partition BOOLEAN
);

CREATE INDEX IF NOT EXISTS hearback_columns ON ducklake_column (table_id, column_id);
CREATE INDEX IF NOT EXISTS hearback_files ON ducklake_data_file (table_id, end_snapshot);
CREATE INDEX IF NOT EXISTS hearback_delete_files ON ducklake_delete_file (data_file_id);
CREATE INDEX IF NOT EXISTS hearback_file_stats ON ducklake_file_column_stats (data_file_id);
CREATE INDEX IF NOT EXISTS hearback_table_file_stats ON ducklake_file_column_stats (table_id, column_id);
CREATE INDEX IF NOT EXISTS hearback_table_stats ON ducklake_table_column_stats (table_id);

INSERT INTO ducklake_metadata (key, value)
  SELECT 'version', '0.3' WHERE NOT EXISTS (SELECT 1 FROM ducklake_metadata WHERE key = 'version');
INSERT INTO ducklake_metadata (key, value)
  SELECT 'created_by', 'hearback' WHERE NOT EXISTS (SELECT 1 FROM ducklake_metadata WHERE key = 'created_by');
INSERT INTO ducklake_metadata (key, value)
  SELECT 'encrypted', 'false' WHERE NOT EXISTS (SELECT 1 FROM ducklake_metadata WHERE key = 'encrypted');
INSERT INTO ducklake_metadata (key, value)
  SELECT 'hearback_lake', lower(hex(randomblob(16)))
   WHERE NOT EXISTS (SELECT 1 FROM ducklake_metadata WHERE key = 'hearback_lake');
INSERT INTO ducklake_snapshot (snapshot_id, schema_version)
  SELECT 0, 0 WHERE NOT EXISTS (SELECT 1 FROM ducklake_snapshot);
INSERT INTO ducklake_schema (schema_id, begin_snapshot, schema_name, path)
  SELECT 0, 0, 'main', 'main/' WHERE NOT EXISTS (SELECT 1 FROM ducklake_schema);

-- How far each stream is in the lake, per snapshot. The trigger writes it in the very
-- transaction that commits the files, from the commit's own extra information, and it
-- outlives the expiry of that snapshot.
CREATE TABLE IF NOT EXISTS hearback_watermark (
  workspace TEXT NOT NULL, stream TEXT NOT NULL, snapshot_id BIGINT NOT NULL,
  through BIGINT NOT NULL, PRIMARY KEY (workspace, stream, snapshot_id)
);
CREATE TRIGGER IF NOT EXISTS hearback_watermark_set
AFTER UPDATE OF commit_extra_info ON ducklake_snapshot_changes
WHEN json_valid(NEW.commit_extra_info) AND json_extract(NEW.commit_extra_info, '$.through') IS NOT NULL
BEGIN
  INSERT OR REPLACE INTO hearback_watermark (workspace, stream, snapshot_id, through)
  VALUES (json_extract(NEW.commit_extra_info, '$.workspace'), json_extract(NEW.commit_extra_info, '$.stream'),
          NEW.snapshot_id, json_extract(NEW.commit_extra_info, '$.through'));
END;

-- Smallest and largest values are kept for numbers and times only: those of a text column are
-- words that people wrote or references to them, and would outlive an erasure.
CREATE TRIGGER IF NOT EXISTS hearback_no_file_text
AFTER INSERT ON ducklake_file_column_stats
WHEN (NEW.min_value IS NOT NULL OR NEW.max_value IS NOT NULL) AND NOT EXISTS (
  SELECT 1 FROM ducklake_column c WHERE c.table_id = NEW.table_id AND c.column_id = NEW.column_id
    AND c.column_type IN ('int64', 'int32', 'float64', 'boolean', 'date', 'timestamp') AND c.parent_column IS NULL)
BEGIN
  UPDATE ducklake_file_column_stats SET min_value = NULL, max_value = NULL, extra_stats = NULL
   WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER IF NOT EXISTS hearback_no_table_text
AFTER INSERT ON ducklake_table_column_stats
WHEN (NEW.min_value IS NOT NULL OR NEW.max_value IS NOT NULL) AND NOT EXISTS (
  SELECT 1 FROM ducklake_column c WHERE c.table_id = NEW.table_id AND c.column_id = NEW.column_id
    AND c.column_type IN ('int64', 'int32', 'float64', 'boolean', 'date', 'timestamp') AND c.parent_column IS NULL)
BEGIN
  UPDATE ducklake_table_column_stats SET min_value = NULL, max_value = NULL, extra_stats = NULL
   WHERE rowid = NEW.rowid;
END;
