-- DB: every kind of conversion, exactly once, with its evidence. Times are Unix milliseconds UTC.

-- The table is made anew for it takes more kinds; what was reported so far came through the API.
CREATE TABLE conversion_of_every_kind (
  kind              INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 5),  -- 1 sale, 2 refund, 3 lead, 4 survey answer, 5 custom event
  key               TEXT NOT NULL,    -- order id of a sale, refund id, lead id, `order/question` of an answer, event id
  order_id          TEXT,             -- the order it belongs to, under its one name; none for leads and custom events
  occurred_at       INTEGER NOT NULL, -- as first reported, never after received_at
  received_at       INTEGER NOT NULL, -- of the first report
  source            INTEGER NOT NULL, -- who reported what stands: 0 the API itself, else a row of `source`
  rank              INTEGER NOT NULL CHECK (rank BETWEEN 1 AND 3),  -- 1 browser (unverified), 2 server, 3 signed webhook
  revision          INTEGER NOT NULL, -- of one rank the higher one stands
  version           INTEGER NOT NULL, -- 1, and one more for every change
  currency          TEXT,             -- none where there is no money
  total_minor       INTEGER NOT NULL CHECK (total_minor >= 0),
  merchandise_minor INTEGER,          -- null where the shop did not say
  discount_minor    INTEGER,
  tax_minor         INTEGER,
  shipping_minor    INTEGER,
  reason            INTEGER NOT NULL CHECK (reason BETWEEN 0 AND 3),   -- of a refund: 1 refund, 2 cancel, 3 chargeback
  cumulative        INTEGER NOT NULL CHECK (cumulative IN (0, 1)),     -- a refund that states all that was given back
  clicks            TEXT NOT NULL,    -- JSON: [link, at, nonce, visitor] of every click id that was ours
  customer          TEXT,             -- keyed hash
  lead_id           TEXT,             -- the lead that the sale came from
  detail            TEXT NOT NULL,    -- JSON object: renewal, new_customer, items, referrer, question, answer, name
  digest            TEXT NOT NULL,    -- of the report that stands: tells a repeat from another report
  last_digest       TEXT NOT NULL,    -- of the report that changed the row last, be it by its evidence alone
  notes             TEXT NOT NULL,    -- JSON list of words
  PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;

INSERT INTO conversion_of_every_kind
SELECT
  kind, key, order_id, occurred_at, received_at, 0, 2, 0, 1, currency, total_minor, NULL, NULL, tax_minor,
  shipping_minor, CASE kind WHEN 2 THEN 1 ELSE 0 END, 0, clicks, customer, NULL, '{}', digest, digest, notes
FROM conversion;

CREATE TABLE order_code (             -- the promo codes that orders came with
  code           TEXT NOT NULL,       -- normal form
  order_id       TEXT NOT NULL,
  discount_minor INTEGER,             -- what it took off, where the shop said
  verified       INTEGER NOT NULL CHECK (verified IN (0, 1)),  -- whether more than a browser said so
  PRIMARY KEY (order_id, code)
) STRICT, WITHOUT ROWID;

CREATE INDEX order_code_code ON order_code (code);

INSERT INTO order_code (code, order_id, discount_minor, verified) SELECT code, key, NULL, 1 FROM conversion WHERE code IS NOT NULL;

DROP TABLE conversion;
ALTER TABLE conversion_of_every_kind RENAME TO conversion;

CREATE INDEX conversion_sale_time ON conversion (occurred_at) WHERE kind = 1;
CREATE INDEX conversion_refund_order ON conversion (order_id) WHERE kind = 2;
CREATE INDEX conversion_answer_order ON conversion (order_id) WHERE kind = 4;
CREATE INDEX conversion_customer ON conversion (customer, occurred_at) WHERE customer IS NOT NULL;

CREATE INDEX conversion_lead ON conversion (lead_id) WHERE lead_id IS NOT NULL;

CREATE TABLE click_use (              -- which orders and leads came with a click: one click in many orders is flagged
  at    INTEGER NOT NULL,
  nonce INTEGER NOT NULL,
  kind  INTEGER NOT NULL,
  key   TEXT NOT NULL,
  PRIMARY KEY (at, nonce, kind, key)
) STRICT, WITHOUT ROWID;

-- Reports that do not stand: kept, never counted.
CREATE TABLE conversion_report (
  kind        INTEGER NOT NULL,
  key         TEXT NOT NULL,
  digest      TEXT NOT NULL,
  standing    TEXT NOT NULL CHECK (standing IN ('agrees', 'superseded', 'joined', 'conflict')),
  source      INTEGER NOT NULL,
  rank        INTEGER NOT NULL,
  revision    INTEGER NOT NULL,
  report      TEXT NOT NULL,          -- JSON: what it said
  received_at INTEGER NOT NULL,
  PRIMARY KEY (kind, key, digest)
) STRICT, WITHOUT ROWID;

INSERT INTO conversion_report
SELECT kind, key, digest, 'conflict', 0, 2, 0, report, received_at FROM conversion_conflict;
DROP TABLE conversion_conflict;

CREATE TABLE order_alias (            -- further names of an order: what a webhook calls 820982911946154508 a browser calls #1001
  name     TEXT PRIMARY KEY,
  order_id TEXT NOT NULL,             -- its one name
  source   INTEGER NOT NULL           -- who said so: what two shops both call #1001 joins no two orders
) STRICT, WITHOUT ROWID;

CREATE INDEX order_alias_order ON order_alias (order_id);

CREATE TABLE idempotency (            -- answers that an Idempotency-Key gives again, for a day
  key         TEXT PRIMARY KEY,       -- API key and the header's value, hashed
  fingerprint TEXT NOT NULL,          -- of address and body
  status      INTEGER,                -- null while the first call is at work
  body        TEXT,
  created_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX conversion_received ON conversion (received_at);
CREATE INDEX conversion_report_conflict ON conversion_report (received_at) WHERE standing = 'conflict';

-- The table is made anew for an order may also be tied by an answer.
CREATE TABLE credit_by_answers_too (
  order_id       TEXT NOT NULL,
  model          INTEGER NOT NULL,    -- 1 last click
  position       INTEGER NOT NULL,    -- 1: the only share of a last-click credit
  creator        INTEGER NOT NULL,    -- 0: unattributed
  campaign       INTEGER NOT NULL,
  link           INTEGER NOT NULL,    -- 0: not a click
  via            INTEGER NOT NULL CHECK (via BETWEEN 0 AND 4),  -- 0 nothing, 1 link, 2 code, 3 both, 4 survey
  currency       TEXT NOT NULL,
  gross_minor    INTEGER NOT NULL,
  refunded_minor INTEGER NOT NULL CHECK (refunded_minor BETWEEN 0 AND gross_minor),
  PRIMARY KEY (order_id, model, position)
) STRICT, WITHOUT ROWID;

INSERT INTO credit_by_answers_too SELECT * FROM credit;
DROP TABLE credit;
ALTER TABLE credit_by_answers_too RENAME TO credit;

-- Of a sale_total: orders tied by an answer, and orders of new customers. Scope 4 is what only a browser told of.
ALTER TABLE sale_total ADD COLUMN orders_survey INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sale_total ADD COLUMN new_customers INTEGER NOT NULL DEFAULT 0;

UPDATE meta SET value = 2 WHERE name = 'schema_version';
