-- EVENTS_n: what happened, one row a visit. Times are Unix milliseconds UTC; days are whole UTC days since 1970-01-01.

CREATE TABLE event (
  day     INTEGER NOT NULL,           -- UTC day of `at`: a day's recount is a range of this key
  visitor INTEGER NOT NULL,           -- 48 bits: 2 that say how the visitor is known, 46 that tell visitors apart
  at      INTEGER NOT NULL,           -- the edge's clock
  nonce   INTEGER NOT NULL,           -- 32 random bits made at the click: the clock stands still between I/O
  kind    INTEGER NOT NULL CHECK (kind IN (1, 2)),                  -- 1 click, 2 view
  link    INTEGER NOT NULL,           -- link.id in DB; 0 for an orphan visit
  verdict INTEGER NOT NULL CHECK (verdict BETWEEN 0 AND 3),         -- 0 human, 1 bot, 2 preview, 3 prefetch
  reason  INTEGER NOT NULL,           -- why, as a small code (domain/verdict.rs)
  address TEXT,                       -- host/slug that was asked for, orphan visits only
  PRIMARY KEY (day, visitor, at, nonce)
) STRICT, WITHOUT ROWID;

CREATE TABLE hour_count (
  link   INTEGER NOT NULL,
  hour   INTEGER NOT NULL,            -- whole hours since 1970-01-01 UTC
  clicks INTEGER NOT NULL,            -- gross
  valid  INTEGER NOT NULL,            -- clicks whose verdict is human
  views  INTEGER NOT NULL,            -- gross pixel views
  PRIMARY KEY (link, hour)
) STRICT, WITHOUT ROWID;

CREATE TABLE dirty_day (
  day        INTEGER PRIMARY KEY,     -- a UTC day whose totals are behind its events
  generation INTEGER NOT NULL,        -- the time of the mark, raised by the first write after a recount has claimed the day
  claimed    INTEGER NOT NULL         -- the generation that the last recount read; 0 before the first
) STRICT;

CREATE TABLE meta (
  name  TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO meta (name, value) VALUES ('schema_version', 1), ('last_batch_at', 0);
