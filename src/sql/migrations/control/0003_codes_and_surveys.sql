-- DB: Codes as shops use them, and what customers answer when asked where they heard of the brand.

ALTER TABLE code ADD COLUMN campaign_id INTEGER REFERENCES campaign (id);
ALTER TABLE code ADD COLUMN discount_kind TEXT CHECK (discount_kind IN ('percent', 'fixed', 'shipping'));
ALTER TABLE code ADD COLUMN discount_value INTEGER;   -- basis points of a percent, minor units of a fixed one
ALTER TABLE code ADD COLUMN currency TEXT;            -- of a fixed one
-- What every code of a pattern (`SARAH*`) begins with; none where the code is spelled out.
ALTER TABLE code ADD COLUMN prefix TEXT AS (CASE WHEN code GLOB '*[*]' THEN substr(code, 1, length(code) - 1) END);

CREATE INDEX code_prefix ON code (prefix) WHERE prefix IS NOT NULL;

ALTER TABLE creator ADD COLUMN aliases TEXT NOT NULL DEFAULT '[]';  -- JSON list: what customers call them in a survey

CREATE TABLE survey (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  handle        TEXT NOT NULL UNIQUE,   -- the `question` of an answer
  question      TEXT NOT NULL,
  creator_ids   TEXT NOT NULL,          -- JSON list: who is shown; everybody when empty
  other_options TEXT NOT NULL,          -- JSON list of texts
  free_text     INTEGER NOT NULL CHECK (free_text IN (0, 1)),
  enabled       INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  version       INTEGER NOT NULL,
  created_at    INTEGER NOT NULL,
  updated_at    INTEGER NOT NULL,
  archived_at   INTEGER
) STRICT;

CREATE INDEX conversion_answer_time ON conversion (occurred_at) WHERE kind = 4;

UPDATE meta SET value = 3 WHERE name = 'schema_version';
