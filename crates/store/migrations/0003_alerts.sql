-- Room 3: act --------------------------------------------------------------------

-- What the monitor noticed. At most one alert per stream is not closed.
CREATE TABLE alerts (
  workspace TEXT NOT NULL,
  id TEXT NOT NULL,
  stream TEXT NOT NULL,
  state TEXT NOT NULL,
  opened_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  muted_until BIGINT,
  closed_at BIGINT,
  useful BIGINT,
  shift TEXT NOT NULL,
  PRIMARY KEY (workspace, id)
);
CREATE UNIQUE INDEX alerts_live ON alerts (workspace, stream) WHERE state <> 'closed';
CREATE INDEX alerts_newest ON alerts (workspace, opened_at, id);
