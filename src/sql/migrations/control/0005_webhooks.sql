-- DB: Where others want to hear of conversions, and what was sent to them.

-- When what stands last changed: a repeat, however late, changes nothing and so is no news. What is there now is news to nobody.
ALTER TABLE conversion ADD COLUMN changed_at INTEGER NOT NULL DEFAULT 0;
-- The version with which it first counted: what only a browser told is no news until a server says so. 0 while none did.
ALTER TABLE conversion ADD COLUMN counted_version INTEGER NOT NULL DEFAULT 0;
UPDATE conversion SET counted_version = 1;

CREATE TABLE webhook (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  name          TEXT NOT NULL,
  url           TEXT NOT NULL,
  events        TEXT NOT NULL,         -- JSON list of words
  enabled       INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  secret        TEXT NOT NULL,         -- what is signed with; no hash, for signing needs itself
  hint          TEXT NOT NULL,         -- the secret's last four characters
  former_secret TEXT,                  -- what is signed with beside it, until everybody has the new one
  former_hint   TEXT,
  gone_at       INTEGER,               -- when its receiver said 410 and it was disabled
  version       INTEGER NOT NULL,
  created_at    INTEGER NOT NULL,
  updated_at    INTEGER NOT NULL,
  archived_at   INTEGER
) STRICT;

CREATE INDEX webhook_live ON webhook (id) WHERE enabled = 1 AND archived_at IS NULL;

CREATE TABLE webhook_message (         -- what somebody is to hear, written in the transaction of the fact itself
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  webhook_id   INTEGER NOT NULL,
  event        TEXT NOT NULL,
  kind         INTEGER NOT NULL,       -- of the conversion; 0 a rollup
  key          TEXT NOT NULL,          -- of the conversion; the id of a rollup
  version      INTEGER NOT NULL,       -- of the conversion when this was noted
  facts        TEXT,                   -- JSON of a rollup; a conversion is read when it is sent
  created_at   INTEGER NOT NULL,
  attempts     INTEGER NOT NULL DEFAULT 0,
  next_at      INTEGER NOT NULL,       -- when it is due; while it is being sent, when somebody else may take over; when it ended
  state        TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'dead')),
  last_status  INTEGER,                -- null where nobody answered
  last_error   TEXT,
  delivered_at INTEGER,
  UNIQUE (webhook_id, event, kind, key, version)
) STRICT;

CREATE INDEX webhook_message_due ON webhook_message (next_at) WHERE state = 'pending';
CREATE INDEX webhook_message_webhook ON webhook_message (webhook_id);
CREATE INDEX webhook_message_ended ON webhook_message (next_at) WHERE state <> 'pending';

UPDATE meta SET value = 5 WHERE name = 'schema_version';
