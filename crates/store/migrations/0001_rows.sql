-- Every key begins with the workspace; ids are ULID text; instants are unix microseconds.
-- Only TEXT, BIGINT and DOUBLE PRECISION, so that one text serves SQLite and PostgreSQL.

-- The door: who may come in --------------------------------------------------

CREATE TABLE workspaces (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE users (
  id TEXT PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  password_hash TEXT,
  created_at BIGINT NOT NULL,
  disabled_at BIGINT
);

CREATE TABLE members (
  workspace TEXT NOT NULL,
  user_id TEXT NOT NULL,
  role TEXT NOT NULL,
  PRIMARY KEY (workspace, user_id)
);

-- Sessions, one-time links and API keys are stored as SHA-256 only.
CREATE TABLE sessions (
  token_hash TEXT PRIMARY KEY,
  user_id TEXT NOT NULL,
  workspace TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);

CREATE TABLE sign_in_links (
  token_hash TEXT PRIMARY KEY,
  workspace TEXT NOT NULL,
  user_id TEXT,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT
);

CREATE TABLE api_keys (
  workspace TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  user_id TEXT NOT NULL,
  secret_hash TEXT NOT NULL UNIQUE,
  created_at BIGINT NOT NULL,
  last_used_at BIGINT,
  revoked_at BIGINT,
  PRIMARY KEY (workspace, id)
);

CREATE TABLE sign_in_attempts (
  email TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX sign_in_attempts_by_email ON sign_in_attempts (email, at);

CREATE TABLE audit (
  workspace TEXT NOT NULL,
  seq BIGINT NOT NULL,
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (workspace, seq)
);

CREATE TABLE erasures (
  workspace TEXT NOT NULL,
  subject_hash TEXT NOT NULL,
  erased_at BIGINT NOT NULL,
  PRIMARY KEY (workspace, subject_hash)
);

CREATE TABLE settings (
  workspace TEXT NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (workspace, name)
);

-- What all rooms share: facts, jobs, outbox, the hot rows and their ledger ------

CREATE TABLE facts (
  workspace TEXT NOT NULL,
  seq BIGINT NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (workspace, seq)
);

CREATE TABLE jobs (
  workspace TEXT NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  body TEXT NOT NULL,
  due_at BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  fence BIGINT NOT NULL,
  leased_until BIGINT,
  done_at BIGINT,
  failed_at BIGINT,
  error TEXT,
  PRIMARY KEY (workspace, kind, key)
);
CREATE INDEX jobs_open ON jobs (done_at, failed_at, due_at);

CREATE TABLE outbox (
  workspace TEXT NOT NULL,
  id TEXT NOT NULL,
  channel TEXT NOT NULL,
  recipient TEXT NOT NULL,
  body TEXT NOT NULL,
  case_id TEXT,
  customer TEXT,
  state TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  fence BIGINT NOT NULL,
  next_at BIGINT NOT NULL,
  leased_until BIGINT,
  created_at BIGINT NOT NULL,
  delivered_at BIGINT,
  error TEXT,
  PRIMARY KEY (workspace, id)
);
CREATE INDEX outbox_open ON outbox (state, next_at);

CREATE TABLE endpoints (
  workspace TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  url TEXT NOT NULL,
  secret TEXT NOT NULL,
  disabled_at BIGINT,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (workspace, id)
);

-- One row per counter: hot sequences, facts, audit. Taking the next number locks the
-- row, so numbers are given in commit order, without gaps.
CREATE TABLE counters (
  workspace TEXT NOT NULL,
  name TEXT NOT NULL,
  value BIGINT NOT NULL,
  PRIMARY KEY (workspace, name)
);

-- What was received or annotated and is not, or not long, in the lake.
CREATE TABLE hot (
  workspace TEXT NOT NULL,
  stream TEXT NOT NULL,
  seq BIGINT NOT NULL,
  id TEXT NOT NULL,
  customer TEXT,
  body TEXT NOT NULL,
  PRIMARY KEY (workspace, stream, seq, id)
);
CREATE INDEX hot_by_customer ON hot (workspace, customer);

-- The commit chain: one link per committed batch and stream.
CREATE TABLE ledger (
  workspace TEXT NOT NULL,
  stream TEXT NOT NULL,
  seq BIGINT NOT NULL,
  n BIGINT NOT NULL,
  erased BIGINT NOT NULL,
  hash TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (workspace, stream, seq)
);

-- Room 1: listen ---------------------------------------------------------------

CREATE TABLE posts (
  workspace TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  stage TEXT NOT NULL,
  touchpoint TEXT,
  owner TEXT,
  promise_hours BIGINT NOT NULL,
  channel TEXT NOT NULL,
  provenance TEXT NOT NULL,
  purpose TEXT NOT NULL,
  survey_token TEXT UNIQUE,
  survey TEXT,
  created_at BIGINT NOT NULL,
  archived_at BIGINT,
  PRIMARY KEY (workspace, id)
);

CREATE TABLE questions (
  workspace TEXT NOT NULL,
  key TEXT NOT NULL,
  version BIGINT NOT NULL,
  label TEXT NOT NULL,
  kind TEXT NOT NULL,
  scale_low DOUBLE PRECISION,
  scale_high DOUBLE PRECISION,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (workspace, key, version)
);

-- Idempotency keys never expire.
CREATE TABLE signal_keys (
  workspace TEXT NOT NULL,
  post TEXT NOT NULL,
  external_id TEXT NOT NULL,
  signal TEXT NOT NULL,
  body_hash TEXT NOT NULL,
  PRIMARY KEY (workspace, post, external_id)
);
CREATE INDEX signal_keys_by_signal ON signal_keys (workspace, signal);

CREATE TABLE customers (
  workspace TEXT NOT NULL,
  id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (workspace, id)
);

CREATE TABLE customer_aliases (
  workspace TEXT NOT NULL,
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  customer TEXT NOT NULL,
  PRIMARY KEY (workspace, kind, value)
);
CREATE INDEX customer_aliases_by_customer ON customer_aliases (workspace, customer);

CREATE TABLE imports (
  workspace TEXT NOT NULL,
  id TEXT NOT NULL,
  post TEXT NOT NULL,
  file_name TEXT NOT NULL,
  file_hash TEXT NOT NULL,
  mapping TEXT NOT NULL,
  state TEXT NOT NULL,
  bytes_total BIGINT NOT NULL,
  bytes_read BIGINT NOT NULL,
  received BIGINT NOT NULL,
  accepted BIGINT NOT NULL,
  duplicates BIGINT NOT NULL,
  rejected BIGINT NOT NULL,
  rejects_path TEXT,
  error TEXT,
  started_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (workspace, id)
);

-- A response that is not yet submitted; leaves for the hot rows when it is, or after 24 h.
CREATE TABLE open_responses (
  workspace TEXT NOT NULL,
  id TEXT NOT NULL,
  post TEXT NOT NULL,
  rev BIGINT NOT NULL,
  customer TEXT,
  follow_up TEXT,
  answers TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (workspace, id)
);

-- A personal or follow-up link; unguessable, single use.
CREATE TABLE survey_links (
  token TEXT PRIMARY KEY,
  workspace TEXT NOT NULL,
  post TEXT NOT NULL,
  customer TEXT,
  follow_up TEXT,
  created_at BIGINT NOT NULL,
  used_at BIGINT
);

-- Room 3: act ------------------------------------------------------------------

CREATE TABLE rules (
  workspace TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  body TEXT NOT NULL,
  enabled BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (workspace, id)
);

CREATE TABLE cases (
  workspace TEXT NOT NULL,
  id TEXT NOT NULL,
  number BIGINT NOT NULL,
  signal TEXT NOT NULL,
  rule TEXT,
  customer TEXT,
  state TEXT NOT NULL,
  priority TEXT NOT NULL,
  title TEXT NOT NULL,
  why TEXT NOT NULL,
  words TEXT,
  score DOUBLE PRECISION,
  contact TEXT,
  location TEXT,
  owner TEXT,
  opened_at BIGINT NOT NULL,
  promised_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  answered_at BIGINT,
  closed_at BIGINT,
  root_cause TEXT,
  outcome TEXT,
  follow_up_signal TEXT,
  follow_up_score DOUBLE PRECISION,
  rev BIGINT NOT NULL,
  PRIMARY KEY (workspace, id),
  UNIQUE (workspace, signal)
);
CREATE INDEX cases_by_state ON cases (workspace, state, due_at);
CREATE INDEX cases_by_customer ON cases (workspace, customer);
CREATE INDEX cases_by_opening ON cases (workspace, opened_at);

CREATE TABLE case_events (
  workspace TEXT NOT NULL,
  case_id TEXT NOT NULL,
  seq BIGINT NOT NULL,
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (workspace, case_id, seq)
);
CREATE INDEX case_events_by_kind ON case_events (workspace, kind, at);

-- The opaque references that act mints for follow-ups.
CREATE TABLE follow_ups (
  workspace TEXT NOT NULL,
  reference TEXT NOT NULL,
  case_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (workspace, reference)
);
