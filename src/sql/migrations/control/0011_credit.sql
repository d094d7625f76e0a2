-- DB: The path to every conversion, and what each model gives whom, per reporting day. Times are Unix milliseconds UTC.

-- Who it was, where a history that was imported says so: 48 bits as of an event; 0 where nobody says.
ALTER TABLE conversion ADD COLUMN visitor INTEGER NOT NULL DEFAULT 0;
CREATE INDEX conversion_visitor ON conversion (visitor) WHERE visitor <> 0;
-- Leads and events are counted by day as orders are.
CREATE INDEX conversion_lead_time ON conversion (occurred_at) WHERE kind IN (3, 5);

CREATE TABLE path (                     -- a sale, lead or event that counts, with everything its credit is made of
  kind               INTEGER NOT NULL,
  key                TEXT NOT NULL,
  day                INTEGER NOT NULL,  -- reporting day
  occurred_at        INTEGER NOT NULL,
  currency           TEXT NOT NULL,     -- empty where there is no money
  gross_minor        INTEGER NOT NULL,
  refunded_minor     INTEGER NOT NULL,
  gross_reporting    INTEGER,           -- in the reporting currency by its day's rate; null where there is no rate
  refunded_reporting INTEGER,
  new_customer       INTEGER,           -- null: unknown
  click_creator      INTEGER NOT NULL,  -- of the last click that counts; 0 none
  code_creator       INTEGER NOT NULL,  -- holder of the code that counts; 0 none
  survey_creator     INTEGER NOT NULL,  -- whom the customer named; 0 none
  lead_at            INTEGER,           -- of the lead that it names: touches before that count by its time too
  steps              TEXT NOT NULL,     -- JSON: [[kind, at, until, creator, campaign, link, code, channel, touches], ...], oldest first
  cut                INTEGER NOT NULL,  -- 1 where steps between the first and the others are left out
  PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX path_day ON path (day, kind, key, new_customer);
-- Whom link, code and answer name: the reconciliation reads nothing else of a path.
CREATE INDEX path_tied ON path (kind, day, click_creator, code_creator, survey_creator, occurred_at);

CREATE TABLE credit_total (             -- what a model gives a place on a reporting day: sums add up over days and places
  kind               INTEGER NOT NULL,  -- 1 sale, 3 lead, 5 event
  model              INTEGER NOT NULL,  -- domain/credit/model: 0 unverified, 1 payout, 2 last, ...
  day                INTEGER NOT NULL,  -- reporting day of the conversion
  touched            INTEGER NOT NULL,  -- reporting day of the touch; that of the conversion where there is none
  creator            INTEGER NOT NULL,  -- 0: another channel, or nobody
  campaign           INTEGER NOT NULL,
  link               INTEGER NOT NULL,  -- 0: not a click or view
  code               INTEGER NOT NULL,  -- code.id where a code was the touch, or decided
  channel            TEXT NOT NULL,     -- `source/medium` of another channel, else empty
  currency           TEXT NOT NULL,
  credit_micro       INTEGER NOT NULL,  -- millionths of a conversion
  net_micro          INTEGER NOT NULL,  -- the same of those that were not given back whole
  new_micro          INTEGER NOT NULL,  -- the same of new customers
  orders             INTEGER NOT NULL,  -- conversions with any credit here
  orders_link        INTEGER NOT NULL,  -- of payout: by what tied it
  orders_code        INTEGER NOT NULL,
  orders_both        INTEGER NOT NULL,
  orders_survey      INTEGER NOT NULL,
  on_total           INTEGER NOT NULL,  -- conversions whose tax or shipping was not stated
  converting         INTEGER NOT NULL,  -- of payout: clicks whose first order this is
  unrated            INTEGER NOT NULL,  -- conversions without a rate
  refunds            INTEGER NOT NULL,
  gross_minor        INTEGER NOT NULL,
  refunded_minor     INTEGER NOT NULL,
  gross_reporting    INTEGER NOT NULL,
  refunded_reporting INTEGER NOT NULL,
  squares            REAL NOT NULL,     -- sum of the squares of net money per conversion, in the reporting currency, else its own
  PRIMARY KEY (kind, model, day, touched, creator, campaign, link, code, channel, currency)
) STRICT, WITHOUT ROWID;

CREATE INDEX credit_total_touched ON credit_total (kind, model, touched);
-- Whether a link has sales: its creator is fixed then.
CREATE INDEX credit_total_link ON credit_total (link) WHERE model = 1 AND link <> 0;

CREATE TABLE credit_part (              -- payout's credit by one dimension of the click that decided
  dimension          INTEGER NOT NULL,  -- domain/recount/dimension.rs
  day                INTEGER NOT NULL,
  value              TEXT NOT NULL,
  creator            INTEGER NOT NULL,
  campaign           INTEGER NOT NULL,
  link               INTEGER NOT NULL,
  currency           TEXT NOT NULL,
  orders             INTEGER NOT NULL,
  gross_minor        INTEGER NOT NULL,
  refunded_minor     INTEGER NOT NULL,
  gross_reporting    INTEGER NOT NULL,
  refunded_reporting INTEGER NOT NULL,
  PRIMARY KEY (dimension, day, value, creator, campaign, link, currency)
) STRICT, WITHOUT ROWID;

CREATE TABLE path_total (               -- alike paths of a day together: what Markov, roles and lengths are made of
  kind               INTEGER NOT NULL,  -- 0 nothing came of it, 1 sale, 3 lead, 5 event
  day                INTEGER NOT NULL,  -- of the conversion; of the last touch where nothing came of it
  path               TEXT NOT NULL,     -- `12 > google/organic > 7`: creators and channels, none twice in a row; empty: no touch
  currency           TEXT NOT NULL,
  journeys           INTEGER NOT NULL,
  touches            INTEGER NOT NULL,  -- steps, repeats counted
  gross_minor        INTEGER NOT NULL,
  refunded_minor     INTEGER NOT NULL,
  gross_reporting    INTEGER NOT NULL,
  refunded_reporting INTEGER NOT NULL,
  PRIMARY KEY (kind, day, path, currency)
) STRICT, WITHOUT ROWID;

CREATE TABLE lag_total (                -- how long it took, in the 17 stretches of domain/credit/lag.rs
  kind   INTEGER NOT NULL,
  day    INTEGER NOT NULL,
  creator INTEGER NOT NULL,             -- 0: another channel's
  bin    INTEGER NOT NULL,
  first  INTEGER NOT NULL,              -- conversions whose path this creator began, by the time since
  last   INTEGER NOT NULL,              -- conversions by the time since the click that decided
  PRIMARY KEY (kind, day, creator, bin)
) STRICT, WITHOUT ROWID;

-- What it held by scope is in credit_total by place.
DROP TABLE sale_total;

-- Every day with orders is counted again by the new rules.
INSERT INTO dirty_day (day, generation, claimed)
SELECT DISTINCT occurred_at / 86400000, CAST(unixepoch('subsec') * 1000 AS INTEGER), 0 FROM conversion WHERE kind IN (1, 3, 5)
ON CONFLICT (day) DO UPDATE SET generation = generation + 1 WHERE generation <= claimed;

CREATE TABLE journey_day (              -- a day whose journeys that came to nothing are behind its events or orders
  day INTEGER PRIMARY KEY
) STRICT;

-- What a job is at, in words; null once it has ended.
ALTER TABLE job ADD COLUMN doing TEXT;

-- The last UTC day whose visitors' journeys are old enough to be known to have come to nothing.
INSERT INTO meta (name, value) VALUES ('matured', 0);
-- The reporting currency that totals were counted in, its letters as a number: when it changes every day is counted again.
INSERT INTO meta (name, value) VALUES ('reporting', 0);

UPDATE meta SET value = 11 WHERE name = 'schema_version';
