-- What the people of ?1, a JSON list of [visitor, first UTC day, last UTC day], clicked and saw, and by which other channels
-- they came, each their newest 200: [visitor, at, nonce, kind, link, channel].
WITH RECURSIVE span (visitor, day, last) AS (
  SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?1)
  UNION ALL
  SELECT visitor, day + 1, last FROM span WHERE day < last
)
SELECT json_group_array(json_array(visitor, at, nonce, kind, link, channel)) AS rows
FROM (
  SELECT event.visitor, event.at, event.nonce, event.kind, event.link, iif(event.link = 0, event.labels, '') AS channel,
    row_number() OVER (PARTITION BY event.visitor ORDER BY event.at DESC, event.nonce DESC) AS place
  FROM span
  CROSS JOIN event ON event.day = span.day AND event.visitor = span.visitor
  WHERE event.verdict = 0 AND (
    event.kind IN (1, 2) AND event.link <> 0 OR event.kind = 3 AND event.link = 0 AND event.labels IS NOT NULL
  )
)
WHERE place <= 200;
