-- Readings of the words can be made again: by another model, or under another codeframe.

-- Room 2: understand -------------------------------------------------------------

-- Versions of a workspace's codeframe. Version 0 is the binary's own and has no row.
CREATE TABLE codeframes (
  workspace TEXT NOT NULL,
  version BIGINT NOT NULL,
  body TEXT NOT NULL,
  note TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  PRIMARY KEY (workspace, version)
);

-- One row per run of annotations. One is on show (active), at most one is being made (building);
-- replaced and abandoned ones stay here after their rows were removed, so that no id comes back.
CREATE TABLE annotation_runs (
  workspace TEXT NOT NULL,
  run TEXT NOT NULL,
  reads_by TEXT NOT NULL,
  codeframe BIGINT NOT NULL,
  state TEXT NOT NULL,
  position BIGINT NOT NULL,
  through BIGINT NOT NULL,
  left_open TEXT NOT NULL,
  signals_done BIGINT NOT NULL,
  signals_total BIGINT NOT NULL,
  started_at BIGINT NOT NULL,
  finished_at BIGINT,
  ended_at BIGINT,
  ended_behind BIGINT,
  removed_at BIGINT,
  PRIMARY KEY (workspace, run)
);
CREATE UNIQUE INDEX annotation_runs_active ON annotation_runs (workspace) WHERE state = 'active';
CREATE UNIQUE INDEX annotation_runs_building ON annotation_runs (workspace) WHERE state = 'building';
