-- DB: what marketers make, what shops report, and what the night works out. Times are Unix milliseconds UTC.

CREATE TABLE creator (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  name        TEXT NOT NULL,
  handle      TEXT NOT NULL UNIQUE,   -- for utm_content
  cost_minor  INTEGER NOT NULL CHECK (cost_minor >= 0),
  currency    TEXT,                   -- of the cost
  version     INTEGER NOT NULL,
  created_at  INTEGER NOT NULL,
  updated_at  INTEGER NOT NULL,
  archived_at INTEGER
) STRICT;

CREATE TABLE campaign (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  name        TEXT NOT NULL,
  handle      TEXT NOT NULL UNIQUE,   -- for utm_campaign
  version     INTEGER NOT NULL,
  created_at  INTEGER NOT NULL,
  updated_at  INTEGER NOT NULL,
  archived_at INTEGER
) STRICT;

CREATE TABLE link (
  id          INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id < 4294967296),  -- 32 bits of a click id
  host        TEXT NOT NULL,
  slug        TEXT NOT NULL,
  destination TEXT NOT NULL,          -- as given
  target      TEXT NOT NULL,          -- with its tags on
  creator_id  INTEGER NOT NULL REFERENCES creator (id),
  campaign_id INTEGER REFERENCES campaign (id),
  post        TEXT,
  platform    TEXT,
  utm         TEXT NOT NULL,          -- JSON: tags chosen on purpose
  expires_at  INTEGER,
  enabled     INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  version     INTEGER NOT NULL,
  published   INTEGER NOT NULL,       -- the version that KV has; behind means the publisher owes a put
  created_at  INTEGER NOT NULL,
  updated_at  INTEGER NOT NULL,
  archived_at INTEGER,
  UNIQUE (host, slug)
) STRICT;

CREATE INDEX link_unpublished ON link (id) WHERE published < version;

CREATE TABLE code (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  code        TEXT NOT NULL,          -- normal form
  creator_id  INTEGER NOT NULL REFERENCES creator (id),
  valid_from  INTEGER,                -- inclusive; always when null
  valid_until INTEGER,                -- exclusive; open when null
  version     INTEGER NOT NULL,
  created_at  INTEGER NOT NULL,
  updated_at  INTEGER NOT NULL
) STRICT;

CREATE INDEX code_code ON code (code, valid_from);

CREATE TABLE api_key (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  name       TEXT NOT NULL,
  hash       TEXT NOT NULL,           -- SHA-256 of the secret; the secret is nowhere
  hint       TEXT NOT NULL,           -- its last four characters
  scopes     TEXT NOT NULL,           -- JSON list
  expires_at INTEGER,
  created_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT;

CREATE TABLE conversion (
  kind           INTEGER NOT NULL CHECK (kind IN (1, 2)),   -- 1 sale, 2 refund
  key            TEXT NOT NULL,       -- order id of a sale, refund id of a refund
  order_id       TEXT NOT NULL,
  occurred_at    INTEGER NOT NULL,    -- as the shop says, never after received_at
  received_at    INTEGER NOT NULL,
  currency       TEXT NOT NULL,
  total_minor    INTEGER NOT NULL CHECK (total_minor >= 0),
  tax_minor      INTEGER,             -- null where the shop did not say
  shipping_minor INTEGER,
  clicks         TEXT NOT NULL,       -- JSON: [link, at, nonce, visitor] of every click id that was ours
  code           TEXT,                -- normal form
  customer       TEXT,                -- keyed hash
  digest         TEXT NOT NULL,       -- of everything the shop said: tells a repeat from a conflict
  notes          TEXT NOT NULL,       -- JSON list of words
  PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX conversion_sale_time ON conversion (occurred_at) WHERE kind = 1;
CREATE INDEX conversion_refund_order ON conversion (order_id) WHERE kind = 2;
CREATE INDEX conversion_sale_code ON conversion (code) WHERE kind = 1 AND code IS NOT NULL;

CREATE TABLE conversion_conflict (    -- another report under a key that is taken: kept, never counted
  kind        INTEGER NOT NULL,
  key         TEXT NOT NULL,
  digest      TEXT NOT NULL,
  report      TEXT NOT NULL,          -- the row it would have been, as JSON
  received_at INTEGER NOT NULL,
  PRIMARY KEY (kind, key, digest)
) STRICT, WITHOUT ROWID;

CREATE TABLE credit (
  order_id       TEXT NOT NULL,
  model          INTEGER NOT NULL,    -- 1 last click
  position       INTEGER NOT NULL,    -- 1: the only share of a last-click credit
  creator        INTEGER NOT NULL,    -- 0: unattributed
  campaign       INTEGER NOT NULL,
  link           INTEGER NOT NULL,    -- 0: not a click
  via            INTEGER NOT NULL CHECK (via BETWEEN 0 AND 3),  -- 0 nothing, 1 link, 2 code, 3 both
  currency       TEXT NOT NULL,
  gross_minor    INTEGER NOT NULL,
  refunded_minor INTEGER NOT NULL CHECK (refunded_minor BETWEEN 0 AND gross_minor),
  PRIMARY KEY (order_id, model, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE visit_total (            -- one reporting day at one scope and id
  scope        INTEGER NOT NULL,      -- 0 all, 1 campaign, 2 creator, 3 link
  day          INTEGER NOT NULL,      -- reporting day, counted from 1970-01-01
  id           INTEGER NOT NULL,
  clicks_gross INTEGER NOT NULL,
  clicks       INTEGER NOT NULL,
  bots         INTEGER NOT NULL,
  previews     INTEGER NOT NULL,
  prefetches   INTEGER NOT NULL,
  visitor_days INTEGER NOT NULL,
  views_gross  INTEGER NOT NULL,
  views        INTEGER NOT NULL,
  PRIMARY KEY (scope, day, id),
  CHECK (clicks_gross = clicks + bots + previews + prefetches)
) STRICT, WITHOUT ROWID;

CREATE TABLE sale_total (             -- one reporting day at one scope, id and currency
  scope           INTEGER NOT NULL,
  day             INTEGER NOT NULL,
  id              INTEGER NOT NULL,
  currency        TEXT NOT NULL,
  orders_link     INTEGER NOT NULL,
  orders_code     INTEGER NOT NULL,
  orders_both     INTEGER NOT NULL,
  orders_none     INTEGER NOT NULL,
  orders_on_total INTEGER NOT NULL,   -- orders whose tax or shipping was not stated
  refunds         INTEGER NOT NULL,
  gross_minor     INTEGER NOT NULL,
  refunded_minor  INTEGER NOT NULL,
  PRIMARY KEY (scope, day, id, currency)
) STRICT, WITHOUT ROWID;

CREATE TABLE dirty_day (
  day        INTEGER PRIMARY KEY,     -- a UTC day whose totals are behind its orders
  generation INTEGER NOT NULL,        -- the time of the mark, raised by the first write after a recount has claimed the day
  claimed    INTEGER NOT NULL         -- the generation that the last recount read; 0 before the first
) STRICT;

CREATE TABLE job (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  kind         TEXT NOT NULL,         -- night, intraday, manual
  state        TEXT NOT NULL CHECK (state IN ('running', 'done', 'partial', 'failed', 'abandoned')),
  started_at   INTEGER NOT NULL,
  heartbeat_at INTEGER NOT NULL,      -- a lease: a running job that is silent for two minutes is taken over
  finished_at  INTEGER,
  days         TEXT NOT NULL,         -- JSON list of reporting days that were recounted
  events       INTEGER NOT NULL,
  orders       INTEGER NOT NULL,
  error        TEXT
) STRICT;

CREATE UNIQUE INDEX job_running ON job (state) WHERE state = 'running';

CREATE TABLE dead_letter (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  queue       TEXT NOT NULL,
  reason      TEXT NOT NULL,
  body        TEXT NOT NULL,          -- at most 128 KB, as it came
  received_at INTEGER NOT NULL,
  replayed_at INTEGER
) STRICT;

CREATE TABLE meta (
  name  TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO meta (name, value) VALUES ('schema_version', 1);
