-- DB: The ledger of effort: what creators cost, what they made, how it was seen, and what was hoped for. Days count from
-- 1970-01-01; times are Unix milliseconds UTC.

CREATE TABLE post (                     -- a piece of content
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  handle          TEXT NOT NULL UNIQUE, -- the word that links carry as their post
  creator_id      INTEGER NOT NULL REFERENCES creator (id),
  campaign_id     INTEGER REFERENCES campaign (id),
  platform        TEXT,
  content_kind    TEXT,
  planned_day     INTEGER,
  delivered_day   INTEGER,
  url             TEXT,
  ugc_value_minor INTEGER CHECK (ugc_value_minor >= 0),   -- what its pictures would have cost, as somebody states it
  currency        TEXT,                 -- of that
  ugc_method      TEXT,                 -- how they came to it
  quality         INTEGER CHECK (quality BETWEEN 1 AND 5),
  version         INTEGER NOT NULL,
  created_at      INTEGER NOT NULL,
  updated_at      INTEGER NOT NULL,
  archived_at     INTEGER
) STRICT;

CREATE INDEX post_creator ON post (creator_id);

CREATE TABLE cost (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  external_id   TEXT,                   -- of another system: an import that comes twice changes nothing
  creator_id    INTEGER NOT NULL REFERENCES creator (id),
  campaign_id   INTEGER REFERENCES campaign (id),
  post_id       INTEGER REFERENCES post (id),
  kind          TEXT NOT NULL CHECK (kind IN (
    'fee', 'commission_fixed', 'commission_order', 'commission_percent', 'product', 'agency', 'amplification', 'labour',
    'travel'
  )),
  amount_minor  INTEGER CHECK (amount_minor >= 0),        -- of commission_order each order's; of labour hours x rate; none for a percent
  currency      TEXT,
  basis_points  INTEGER CHECK (basis_points BETWEEN 1 AND 10000),   -- of commission_percent, of net revenue
  minutes       INTEGER CHECK (minutes > 0),              -- of labour
  hourly_minor  INTEGER CHECK (hourly_minor >= 0),        -- of labour
  from_day      INTEGER NOT NULL,       -- a sum falls on the days from here
  to_day        INTEGER NOT NULL CHECK (to_day >= from_day),   -- to here in equal shares
  allow_overlap INTEGER NOT NULL DEFAULT 0 CHECK (allow_overlap IN (0, 1)),   -- it stands beside others of its kind, on purpose
  note          TEXT,
  version       INTEGER NOT NULL,
  created_at    INTEGER NOT NULL,
  updated_at    INTEGER NOT NULL,
  archived_at   INTEGER
) STRICT;

CREATE INDEX cost_creator ON cost (creator_id);
CREATE INDEX cost_rule ON cost (creator_id) WHERE kind IN ('commission_order', 'commission_percent');
CREATE UNIQUE INDEX cost_external ON cost (external_id) WHERE archived_at IS NULL;

CREATE TABLE stat (                     -- how a post, or a creator's account (post 0), stood on a platform on a day; never added up
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  creator_id      INTEGER NOT NULL,
  post_id         INTEGER NOT NULL,     -- 0: of the account
  platform        TEXT NOT NULL,
  day             INTEGER NOT NULL,
  followers       INTEGER,              -- of the account
  reach           INTEGER,              -- everything below: since the post was made, as the platform shows it that day
  platform_views  INTEGER,
  likes           INTEGER,
  comments        INTEGER,
  shares          INTEGER,
  saves           INTEGER,
  platform_clicks INTEGER,
  updated_at      INTEGER NOT NULL,
  UNIQUE (creator_id, post_id, platform, day)
) STRICT;

CREATE TABLE target (                   -- what was hoped for; a later one for the same replaces it and both stay
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  creator_id    INTEGER REFERENCES creator (id),     -- none: every creator's
  campaign_id   INTEGER REFERENCES campaign (id),    -- none: of everything
  metric        TEXT NOT NULL,
  value_micro   INTEGER NOT NULL,       -- millionths: of a ratio, of a minor unit, of one
  currency      TEXT,                   -- of money
  from_day      INTEGER NOT NULL,
  to_day        INTEGER NOT NULL CHECK (to_day >= from_day),
  set_at        INTEGER NOT NULL,
  superseded_at INTEGER                 -- null: it stands
) STRICT;

CREATE TABLE rate (                     -- what a major unit of a currency was worth in the reporting currency's major unit
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  currency   TEXT NOT NULL,
  day        INTEGER NOT NULL,
  rate_e9    INTEGER NOT NULL CHECK (rate_e9 > 0),   -- billionths
  source     TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (currency, day)
) STRICT;

CREATE TABLE baseline (                 -- how the brand does without creators; a later one of a metric replaces it and both stay
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  metric        TEXT NOT NULL,          -- conversion_rate, aov, cac, followers
  value_micro   INTEGER NOT NULL,       -- millionths, as of a target
  currency      TEXT,                   -- of money
  set_at        INTEGER NOT NULL,
  superseded_at INTEGER                 -- null: it stands
) STRICT;

ALTER TABLE campaign ADD COLUMN goal TEXT NOT NULL DEFAULT 'sales' CHECK (goal IN ('awareness', 'leads', 'sales'));

-- What a creator cost was one number; it becomes a fee on the day the creator was made.
INSERT INTO cost (creator_id, kind, amount_minor, currency, from_day, to_day, note, version, created_at, updated_at)
SELECT id, 'fee', cost_minor, currency, created_at / 86400000, created_at / 86400000, NULL, 1, created_at, updated_at
FROM creator
WHERE cost_minor > 0 AND currency IS NOT NULL;

ALTER TABLE creator DROP COLUMN cost_minor;
ALTER TABLE creator DROP COLUMN currency;

UPDATE meta SET value = 10 WHERE name = 'schema_version';
