-- DB: totals of every verdict, of landings, and of visits by one dimension. Times are Unix milliseconds UTC.

-- The table is made anew for its sum has more parts.
CREATE TABLE visit_total_of_every_verdict (
  scope          INTEGER NOT NULL,    -- 0 all, 1 campaign, 2 creator, 3 link
  day            INTEGER NOT NULL,    -- reporting day, counted from 1970-01-01
  id             INTEGER NOT NULL,
  clicks_gross   INTEGER NOT NULL,
  clicks         INTEGER NOT NULL,
  bots           INTEGER NOT NULL,
  previews       INTEGER NOT NULL,
  prefetches     INTEGER NOT NULL,
  visitor_days   INTEGER NOT NULL,
  views_gross    INTEGER NOT NULL,
  views          INTEGER NOT NULL,
  monitors       INTEGER NOT NULL,
  internals      INTEGER NOT NULL,
  suspects       INTEGER NOT NULL,
  duplicates     INTEGER NOT NULL,    -- of a click within 30 s, by somebody who is known
  rates          INTEGER NOT NULL,    -- beyond 20 clicks of somebody who is known
  landings_gross INTEGER NOT NULL,
  landings       INTEGER NOT NULL,    -- pages that were reached by people, each click once
  pages          INTEGER NOT NULL,
  PRIMARY KEY (scope, day, id),
  CHECK (clicks_gross = clicks + bots + previews + prefetches + monitors + internals + suspects + duplicates + rates)
) STRICT, WITHOUT ROWID;

INSERT INTO visit_total_of_every_verdict
SELECT
  scope, day, id, clicks_gross, clicks, bots, previews, prefetches, visitor_days, views_gross, views,
  0, 0, 0, 0, 0, 0, 0, 0
FROM visit_total;

DROP TABLE visit_total;
ALTER TABLE visit_total_of_every_verdict RENAME TO visit_total;

CREATE TABLE visit_part (               -- the visits of a day and link, parted by one dimension
  dimension INTEGER NOT NULL,           -- domain/recount/dimension.rs
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
-- The last reporting day whose end every run has seen: while a day goes on its parts are told for the whole only.
INSERT INTO meta (name, value) VALUES ('parted', 0);

UPDATE meta SET value = 6 WHERE name = 'schema_version';
