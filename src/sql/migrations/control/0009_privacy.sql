-- DB: What was erased, and the receipts for it. Times are Unix milliseconds UTC.

-- When its evidence went, on request or by age: what is told later brings none back.
ALTER TABLE conversion ADD COLUMN erased_at INTEGER;
-- JSON: what the customer's earlier conversions brought, of those whose customer is not kept any more: link and time of clicks.
ALTER TABLE conversion ADD COLUMN history TEXT;

-- Whose click it was, so that everything that came with a visitor's clicks is found; 0 where that is not known.
ALTER TABLE click_use ADD COLUMN visitor INTEGER NOT NULL DEFAULT 0;

UPDATE click_use SET visitor = coalesce((
  SELECT click.value ->> 3
  FROM conversion AS stored
  CROSS JOIN json_each(stored.touches) AS click
  WHERE stored.kind = click_use.kind AND stored.key = click_use.key
    AND click.value ->> 1 = click_use.at AND click.value ->> 2 = click_use.nonce
), 0);

CREATE INDEX click_use_visitor ON click_use (visitor) WHERE visitor <> 0;
CREATE INDEX click_use_key ON click_use (kind, key);

CREATE TABLE privacy_receipt (          -- that somebody was erased, never who
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  subject     TEXT NOT NULL,            -- keyed hash of what they were named by
  named_by    TEXT NOT NULL CHECK (named_by IN ('visitor', 'click_id', 'customer', 'order_id')),
  reason      TEXT,
  asked_at    INTEGER NOT NULL,
  finished_at INTEGER,                  -- null while there is work left
  tried_at    INTEGER NOT NULL DEFAULT 0,  -- when a night last went on with it
  work        TEXT,                     -- JSON: what is left to do; gone when it is done, for it names them
  rows        TEXT NOT NULL             -- JSON object: rows that went or were made nobody's, by table
) STRICT;

CREATE UNIQUE INDEX privacy_receipt_open ON privacy_receipt (subject) WHERE finished_at IS NULL;

-- Conversions received before this moment have no evidence any more.
INSERT INTO meta (name, value) VALUES ('evidence_purged_until', 0);

UPDATE meta SET value = 9 WHERE name = 'schema_version';
