-- What people said of labels, and what was learned from it.

-- Room 2: understand -------------------------------------------------------------

-- One row per label of a verbatim that a person judged; the last word stands. The words are not
-- here: they are read from the lake when something is learned. Where a label was missing,
-- old_label is empty; where nothing takes its place, new_label is.
CREATE TABLE label_corrections (
  workspace TEXT NOT NULL,
  signal TEXT NOT NULL,
  question TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  old_label TEXT NOT NULL,
  new_label TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  PRIMARY KEY (workspace, signal, question, kind, subject)
);

-- Versions of what a workspace's readings are corrected by. Version 0 corrects nothing and has no
-- row. Basis is the version that undoing leads back to.
CREATE TABLE label_lessons (
  workspace TEXT NOT NULL,
  version BIGINT NOT NULL,
  basis BIGINT NOT NULL,
  body TEXT NOT NULL,
  note TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  PRIMARY KEY (workspace, version)
);

ALTER TABLE annotation_runs ADD COLUMN lessons BIGINT NOT NULL DEFAULT 0;
