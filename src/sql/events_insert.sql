-- Stores the events of ?1, a JSON list of rows (domain/event.rs; 8 values where an older Worker sent them); a known key stays as it is.
INSERT OR IGNORE INTO event (
  day, visitor, at, nonce, kind, link, verdict, reason, address, codes, network, connection, labels
)
SELECT
  (value ->> 1) / 86400000, value ->> 0, value ->> 1, value ->> 2,
  value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7,
  coalesce(value ->> 8, ''), coalesce(value ->> 9, 0), coalesce(value ->> 10, 0), value ->> 11
FROM json_each(?1);
