-- EVENTS_n: what kind of visit it was, by what, from where: small codes, cropped at birth. Times are Unix milliseconds UTC.

-- The table is made anew for it takes more kinds and verdicts. What is new has a default: until the Worker is deployed the one
-- before writes without it, and its `INSERT OR IGNORE` would lose every event in silence.
CREATE TABLE event_of_every_kind (
  day        INTEGER NOT NULL,        -- UTC day of `at`: a day's recount is a range of this key
  visitor    INTEGER NOT NULL,        -- 48 bits: 2 that say how the visitor is known, 46 that tell visitors apart
  at         INTEGER NOT NULL,        -- the edge's clock
  nonce      INTEGER NOT NULL,        -- 32 random bits made at the click; of a landing those of its click
  kind       INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 5),     -- 1 click, 2 view, 3 landing, 4 page, 5 rejected
  link       INTEGER NOT NULL,        -- link.id in DB; 0 for an orphan visit, and for a landing without a click id of ours
  verdict    INTEGER NOT NULL CHECK (verdict BETWEEN 0 AND 6),  -- 0 human, 1 bot, 2 preview, 3 prefetch, 4 monitor, 5 internal, 6 suspect
  reason     INTEGER NOT NULL,        -- why, as a small code (domain/verdict); of a rejected one domain/event.rs
  address    TEXT,                    -- host/slug that was asked for, orphan visits only
  codes      TEXT NOT NULL DEFAULT '',        -- device.system.app.source.country.region.language.consent.sign (domain/facets.rs)
  network    INTEGER NOT NULL DEFAULT 0,      -- number of the autonomous system, of a visit that named no language; 0 unknown
  connection INTEGER NOT NULL DEFAULT 0,      -- 32 bits that are alike for requests of one TLS connection, 0 unknown
  labels     TEXT,                    -- of a view: `placement=...&post=...&creator=...&campaign=...`; of another landing `source/medium`
  PRIMARY KEY (day, visitor, at, nonce)
) STRICT, WITHOUT ROWID;

INSERT INTO event_of_every_kind
SELECT day, visitor, at, nonce, kind, link, verdict, reason, address, '', 0, 0, NULL FROM event;

DROP TABLE event;
ALTER TABLE event_of_every_kind RENAME TO event;

UPDATE meta SET value = 2 WHERE name = 'schema_version';
