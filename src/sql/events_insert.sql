-- Stores the events of ?1, a JSON list of [visitor, at, nonce, kind, link, verdict, reason, address]; a known key stays as it is.
INSERT OR IGNORE INTO event (day, visitor, at, nonce, kind, link, verdict, reason, address)
SELECT
  (value ->> 1) / 86400000, value ->> 0, value ->> 1, value ->> 2,
  value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7
FROM json_each(?1);
