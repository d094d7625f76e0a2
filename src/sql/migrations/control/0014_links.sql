-- DB: what a brand expects of its links: hosts, rules, a history, checks, and what tags should look like. Times are Unix milliseconds UTC.

-- What only the edge and people read of a link is one JSON text: no statement asks for it, and new options need no migration.
ALTER TABLE link ADD COLUMN more TEXT NOT NULL DEFAULT '{}';       -- JSON: schedule, rules, tags' preset, card, ... (domain/register/link)
ALTER TABLE link ADD COLUMN external_id TEXT;                      -- the brand's own name for it
ALTER TABLE link ADD COLUMN changed_by TEXT NOT NULL DEFAULT '';   -- who made this version: `key:ID`, `bootstrap`, or nobody knows
-- Since then `link.published` below 0 says that puts are on their way: -(64 * when the latest began + 32 where it was not alone + how many).
CREATE UNIQUE INDEX link_external ON link (external_id) WHERE external_id IS NOT NULL;

-- What a list of links is filtered by and holds a small part of them.
CREATE INDEX link_creator ON link (creator_id);
CREATE INDEX link_campaign ON link (campaign_id) WHERE campaign_id IS NOT NULL;
CREATE INDEX link_updated ON link (updated_at);
CREATE INDEX link_archived ON link (id) WHERE archived_at IS NOT NULL;

CREATE TABLE link_history (
  link        INTEGER NOT NULL,
  version     INTEGER NOT NULL,
  at          INTEGER NOT NULL,       -- when this version was made
  by          TEXT NOT NULL,          -- who made it
  destination TEXT NOT NULL,
  target      TEXT NOT NULL,
  more        TEXT NOT NULL,
  enabled     INTEGER NOT NULL,
  expires_at  INTEGER,
  archived_at INTEGER,
  PRIMARY KEY (link, version)
) STRICT, WITHOUT ROWID;

INSERT INTO link_history
SELECT id, version, updated_at, changed_by, destination, target, more, enabled, expires_at, archived_at
FROM link WHERE host <> 'import.invalid';

-- Whichever statement makes or changes a link, its history has it: in the same transaction, with no statement of its own.
CREATE TRIGGER link_made AFTER INSERT ON link WHEN new.host <> 'import.invalid'
BEGIN
  INSERT INTO link_history VALUES (
    new.id, new.version, new.updated_at, new.changed_by, new.destination, new.target, new.more, new.enabled, new.expires_at, new.archived_at
  );
END;

CREATE TRIGGER link_changed AFTER UPDATE ON link WHEN new.version <> old.version
BEGIN
  INSERT INTO link_history VALUES (
    new.id, new.version, new.updated_at, new.changed_by, new.destination, new.target, new.more, new.enabled, new.expires_at, new.archived_at
  );
END;

-- What the last check of a link found, and when it is due again: a row for every link, made and kept by triggers.
CREATE TABLE link_check (
  link          INTEGER PRIMARY KEY,
  version       INTEGER NOT NULL,     -- the link's version that was checked
  at            INTEGER,              -- null where it never was
  ok            INTEGER CHECK (ok IN (0, 1)), -- 0 while it fails; null where nobody could tell
  failures      INTEGER NOT NULL DEFAULT 0,   -- failed checks in a row
  failing_since INTEGER,              -- the first of them
  alarms        INTEGER NOT NULL DEFAULT 0,   -- how often others were told that it fails, or that it does not any more: odd while it fails
  alarm_at      INTEGER,              -- the check that they were told of last
  due_at        INTEGER,              -- null where it leads nowhere
  said          TEXT NOT NULL DEFAULT '{}'    -- JSON: hops, final host, status, what survived, words for what is wrong (domain/check)
) STRICT;

CREATE INDEX link_check_failing ON link_check (link) WHERE ok = 0;
CREATE INDEX link_check_due ON link_check (due_at) WHERE due_at IS NOT NULL;

INSERT INTO link_check (link, version, due_at)
SELECT id, version, iif(enabled = 1 AND archived_at IS NULL, 0, NULL) FROM link WHERE host <> 'import.invalid';

CREATE TRIGGER link_made_unchecked AFTER INSERT ON link WHEN new.host <> 'import.invalid'
BEGIN
  INSERT INTO link_check (link, version, due_at)
  VALUES (new.id, new.version, iif(new.enabled = 1 AND new.archived_at IS NULL, new.created_at, NULL));
END;

-- What leads elsewhere is due at once; what leads nowhere is not due, and does not fail.
CREATE TRIGGER link_changed_unchecked AFTER UPDATE ON link
WHEN new.version <> old.version AND new.host <> 'import.invalid' AND (
  new.target <> old.target OR new.more <> old.more OR new.enabled <> old.enabled
  OR new.expires_at IS NOT old.expires_at OR new.archived_at IS NOT old.archived_at
)
BEGIN
  UPDATE link_check SET due_at = new.updated_at WHERE link = new.id AND new.enabled = 1 AND new.archived_at IS NULL;
  UPDATE link_check SET due_at = NULL, ok = NULL, failures = 0, failing_since = NULL, alarms = alarms + alarms % 2
  WHERE link = new.id AND (new.enabled = 0 OR new.archived_at IS NOT NULL);
END;

-- Hosts beside those of the variable HOSTS; a row for one of those stands in its place.
CREATE TABLE domain (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  host        TEXT NOT NULL,
  said        TEXT NOT NULL,          -- JSON: what was said of the host, with its name (domain/host)
  version     INTEGER NOT NULL,       -- all of them together are the stamp of the edge's copy
  created_at  INTEGER NOT NULL,
  updated_at  INTEGER NOT NULL,
  archived_at INTEGER                 -- a name that was put away may be made again
) STRICT;

CREATE UNIQUE INDEX domain_host ON domain (host) WHERE archived_at IS NULL;

-- What tags should look like: one row.
CREATE TABLE hygiene (
  id         INTEGER PRIMARY KEY CHECK (id = 1),
  said       TEXT NOT NULL,           -- JSON: aliases, allowed values, what is required (domain/utm/hygiene)
  version    INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

UPDATE meta SET value = 14 WHERE name = 'schema_version';
