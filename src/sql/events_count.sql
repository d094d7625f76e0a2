-- Adds the events of ?1 that are not stored yet to the hourly counts, each once, however often a message comes.
INSERT INTO hour_count (link, hour, clicks, valid, views)
SELECT link, at / 3600000, sum(kind = 1), sum(kind = 1 AND verdict = 0), sum(kind = 2)
FROM (
  SELECT DISTINCT
    value ->> 0 AS visitor, value ->> 1 AS at, value ->> 2 AS nonce,
    value ->> 3 AS kind, value ->> 4 AS link, value ->> 5 AS verdict
  FROM json_each(?1)
) AS new
WHERE kind IN (1, 2) AND NOT EXISTS (
  SELECT 1 FROM event
  WHERE event.day = new.at / 86400000
    AND event.visitor = new.visitor AND event.at = new.at AND event.nonce = new.nonce
)
GROUP BY link, at / 3600000
ON CONFLICT (link, hour) DO UPDATE SET
  clicks = clicks + excluded.clicks,
  valid = valid + excluded.valid,
  views = views + excluded.views;
