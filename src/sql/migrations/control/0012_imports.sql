-- DB: Histories that are brought in, and how far each has come. Times are Unix milliseconds UTC.

CREATE TABLE import (
  name       TEXT PRIMARY KEY,          -- chosen by who imports: goes on where it stopped
  lines      INTEGER NOT NULL,          -- taken so far
  stored     INTEGER NOT NULL,          -- of these new
  repeated   INTEGER NOT NULL,          -- of these known already
  refused    INTEGER NOT NULL,          -- of these wrong
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

UPDATE meta SET value = 12 WHERE name = 'schema_version';
