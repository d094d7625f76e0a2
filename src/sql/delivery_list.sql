-- The newest ?2 deliveries before id ?1, of source ?3 and with outcome ?4 where these are given, the start of each body.
SELECT
  id, source, received_at, verified, cut, topic, status, outcome, reason, errors, items, replayed_at,
  substr(body, 1, 500) AS body
FROM delivery
WHERE id < ?1 AND (?3 IS NULL OR source = ?3) AND (?4 IS NULL OR outcome = ?4)
ORDER BY id DESC LIMIT ?2;
