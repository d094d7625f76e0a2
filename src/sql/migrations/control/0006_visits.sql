-- DB: totals of every verdict, of landings, and of visits by one dimension. Times are Unix milliseconds UTC.

ALTER TABLE visit_total ADD COLUMN monitors INTEGER NOT NULL DEFAULT 0;
ALTER TABLE visit_total ADD COLUMN internals INTEGER NOT NULL DEFAULT 0;
ALTER TABLE visit_total ADD COLUMN suspects INTEGER NOT NULL DEFAULT 0;
ALTER TABLE visit_total ADD COLUMN duplicates INTEGER NOT NULL DEFAULT 0;   -- of a click within 30 s, by somebody who is known
ALTER TABLE visit_total ADD COLUMN rates INTEGER NOT NULL DEFAULT 0;        -- more than 20 clicks of somebody who is known
ALTER TABLE visit_total ADD COLUMN landings_gross INTEGER NOT NULL DEFAULT 0;
ALTER TABLE visit_total ADD COLUMN landings INTEGER NOT NULL DEFAULT 0;     -- pages that were reached by people, each click once
ALTER TABLE visit_total ADD COLUMN pages INTEGER NOT NULL DEFAULT 0;

CREATE TABLE visit_part (               -- the visits of a day and link, parted by one dimension
  dimension INTEGER NOT NULL,           -- domain/recount/part.rs
  day       INTEGER NOT NULL,
  link      INTEGER NOT NULL,           -- 0 for what belongs to no link, -1 for the whole
  value     TEXT NOT NULL,              -- a word; empty where unknown
  gross     INTEGER NOT NULL,           -- every visit
  clicks    INTEGER NOT NULL,           -- valid clicks
  views     INTEGER NOT NULL,           -- valid pixel views
  landings  INTEGER NOT NULL,           -- valid landings
  pages     INTEGER NOT NULL,           -- valid further pages
  PRIMARY KEY (dimension, day, link, value)
) STRICT, WITHOUT ROWID;

-- The rules that the totals were counted by: when they change, every kept day is counted again.
INSERT INTO meta (name, value) VALUES ('rules', 0);

UPDATE meta SET value = 6 WHERE name = 'schema_version';
