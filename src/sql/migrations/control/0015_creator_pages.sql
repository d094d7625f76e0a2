-- DB: The addresses at which creators see their own figures, each signed and to be taken back. Times are Unix milliseconds UTC.

CREATE TABLE creator_page (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  creator_id INTEGER NOT NULL REFERENCES creator (id),
  money      INTEGER NOT NULL CHECK (money IN (0, 1)), -- whether it shows revenue
  expires_at INTEGER,                                  -- exclusive; open when null
  version    INTEGER NOT NULL,
  created_at INTEGER NOT NULL,                         -- a part of what is signed
  updated_at INTEGER NOT NULL,
  revoked_at INTEGER,
  seen_at    INTEGER                                   -- when it was last opened, to the hour
) STRICT;

CREATE INDEX code_creator ON code (creator_id);

UPDATE meta SET value = 15 WHERE name = 'schema_version';
