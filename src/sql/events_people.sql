-- What the people of ?1, a JSON list of [visitor, first UTC day, last UTC day], clicked and saw, each their newest 200:
-- [visitor, at, nonce, kind, link].
WITH RECURSIVE span (visitor, day, last) AS (
  SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?1)
  UNION ALL
  SELECT visitor, day + 1, last FROM span WHERE day < last
)
SELECT json_group_array(json_array(visitor, at, nonce, kind, link)) AS rows
FROM (
  SELECT event.visitor, event.at, event.nonce, event.kind, event.link,
    row_number() OVER (PARTITION BY event.visitor ORDER BY event.at DESC, event.nonce DESC) AS place
  FROM span
  CROSS JOIN event ON event.day = span.day AND event.visitor = span.visitor
  WHERE event.kind IN (1, 2) AND event.verdict = 0 AND event.link <> 0
)
WHERE place <= 200;
