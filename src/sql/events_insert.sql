-- Stores the events of ?1, a JSON list of rows (domain/event.rs; 8 values where an older Worker sent them); a known key stays as it is.
INSERT OR IGNORE INTO event (
  day, visitor, at, nonce, kind, link, verdict, reason, address,
  sign, device, system, app, source, country, region, language, network, connection, consent, labels
)
SELECT
  (value ->> 1) / 86400000, value ->> 0, value ->> 1, value ->> 2,
  value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7,
  coalesce(value ->> 8, 0), coalesce(value ->> 9, 0), coalesce(value ->> 10, 0), coalesce(value ->> 11, 0),
  coalesce(value ->> 12, 0), coalesce(value ->> 13, ''), coalesce(value ->> 14, ''), coalesce(value ->> 15, ''),
  coalesce(value ->> 16, 0), coalesce(value ->> 17, 0), coalesce(value ->> 18, 0), value ->> 19
FROM json_each(?1);
