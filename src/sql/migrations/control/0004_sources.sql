-- DB: The sources that report conversions, and every delivery of theirs.

CREATE TABLE source (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,  -- 0 is the API itself
  name          TEXT NOT NULL,
  handle        TEXT NOT NULL UNIQUE,  -- in its address
  kind          TEXT NOT NULL CHECK (kind IN ('shopify', 'stripe', 'woocommerce', 'ga4', 'standard', 'postback')),
  secret        TEXT NOT NULL,         -- what it signs with; of ga4 and postback, which sign nothing, the SHA-256
  hint          TEXT NOT NULL,         -- the secret's last four characters
  former_secret TEXT,                  -- what it signed with before, still live
  former_hint   TEXT,
  order_field   TEXT,                  -- the field that carries an order's name; its meaning is the kind's
  trusted       INTEGER NOT NULL CHECK (trusted IN (0, 1)),
  enabled       INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  version       INTEGER NOT NULL,
  created_at    INTEGER NOT NULL,
  updated_at    INTEGER NOT NULL,
  archived_at   INTEGER
) STRICT;

CREATE TABLE delivery (                -- what sources sent, for 30 days; never a signature, a token or a network address
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  source      INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  nonce       INTEGER NOT NULL,        -- by which the request that kept it finds it again
  verified    INTEGER NOT NULL CHECK (verified IN (0, 1)),  -- whether its signature or token was right
  cut         INTEGER NOT NULL CHECK (cut IN (0, 1)),       -- whether the body is only the start of what came
  topic       TEXT NOT NULL,
  status      INTEGER NOT NULL,        -- HTTP status that was answered
  outcome     TEXT NOT NULL,           -- `recorded` until it is known in more words
  reason      TEXT,                    -- why it was ignored or refused
  errors      TEXT NOT NULL,           -- JSON list of faults
  items       TEXT NOT NULL,           -- JSON list: what became of each report
  replayed_at INTEGER,
  body        TEXT NOT NULL            -- last, for it may be long
) STRICT;

CREATE INDEX delivery_unverified ON delivery (source, id) WHERE verified = 0;

UPDATE meta SET value = 4 WHERE name = 'schema_version';
