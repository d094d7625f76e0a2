-- DB: The sites whose pages report from the browser, each with its publishable key. Times are Unix milliseconds UTC.

CREATE TABLE site (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  name        TEXT NOT NULL,
  token       TEXT NOT NULL,           -- what makes its key hard to guess; it stands in pages and is no secret
  key         TEXT NOT NULL GENERATED ALWAYS AS ('wms_' || id || '_' || token) VIRTUAL,
  origins     TEXT NOT NULL,           -- JSON list: where its pages are, as browsers write origins
  enabled     INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  version     INTEGER NOT NULL,
  created_at  INTEGER NOT NULL,
  updated_at  INTEGER NOT NULL,
  archived_at INTEGER
) STRICT;

UPDATE meta SET value = 7 WHERE name = 'schema_version';
