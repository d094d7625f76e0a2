-- DB: Sums of totals over blocks of days, so that a report over many days reads few rows. Days count from 1970-01-01.

CREATE TABLE block (                    -- a block whose sums stand: a recount of a day in it takes it away, the night makes it anew
  about INTEGER NOT NULL,               -- 1 visit_block, 2 credit_block
  day   INTEGER NOT NULL,               -- its first day, a multiple of its size
  size  INTEGER NOT NULL,               -- 2, 4, 8, 16, 32 or 64 days
  PRIMARY KEY (about, day, size)
) STRICT, WITHOUT ROWID;

CREATE TABLE visit_block (              -- visit_total, added up over the days of a block; visitor-days are of days, so they add up
  scope          INTEGER NOT NULL,
  size           INTEGER NOT NULL,
  day            INTEGER NOT NULL,
  id             INTEGER NOT NULL,
  clicks_gross   INTEGER NOT NULL,
  clicks         INTEGER NOT NULL,
  bots           INTEGER NOT NULL,
  previews       INTEGER NOT NULL,
  prefetches     INTEGER NOT NULL,
  visitor_days   INTEGER NOT NULL,
  views          INTEGER NOT NULL,
  monitors       INTEGER NOT NULL,
  internals      INTEGER NOT NULL,
  suspects       INTEGER NOT NULL,
  duplicates     INTEGER NOT NULL,
  rates          INTEGER NOT NULL,
  landings       INTEGER NOT NULL,
  PRIMARY KEY (scope, size, day, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE credit_block (             -- credit_total, added up over the days of a block, whenever the touches were
  kind               INTEGER NOT NULL,
  model              INTEGER NOT NULL,
  size               INTEGER NOT NULL,
  day                INTEGER NOT NULL,
  creator            INTEGER NOT NULL,
  campaign           INTEGER NOT NULL,
  link               INTEGER NOT NULL,
  code               INTEGER NOT NULL,
  channel            TEXT NOT NULL,
  currency           TEXT NOT NULL,
  credit_micro       INTEGER NOT NULL,
  net_micro          INTEGER NOT NULL,
  new_micro          INTEGER NOT NULL,
  orders_link        INTEGER NOT NULL,
  orders_code        INTEGER NOT NULL,
  orders_both        INTEGER NOT NULL,
  orders_survey      INTEGER NOT NULL,
  on_total           INTEGER NOT NULL,
  unrated            INTEGER NOT NULL,
  gross_minor        INTEGER NOT NULL,
  refunded_minor     INTEGER NOT NULL,
  gross_reporting    INTEGER NOT NULL,
  refunded_reporting INTEGER NOT NULL,
  squares            REAL NOT NULL,
  PRIMARY KEY (kind, model, size, day, creator, campaign, link, code, channel, currency)
) STRICT, WITHOUT ROWID;

-- Clicks that were followed by an order, by the day of the click: what a conversion rate is made of.
CREATE INDEX credit_total_converting ON credit_total (touched, creator, campaign, link, converting)
  WHERE kind = 1 AND model = 1 AND converting > 0;

UPDATE meta SET value = 13 WHERE name = 'schema_version';
