-- What the people of ?1, a JSON list of [visitor, first UTC day, last UTC day], clicked and saw, and by which other channels
-- they came, each their newest 200, and of views 50: [visitor, at, nonce, kind, link, channel]. Days on which nobody at all was
-- known in their way (cookie, letter) are not looked at.
WITH RECURSIVE
person (visitor, way, first, last) AS MATERIALIZED (
  SELECT value ->> 0, (value ->> 0) >> 46, value ->> 1, value ->> 2 FROM json_each(?1)
),
span (day, last) AS (
  SELECT min(first), max(last) FROM person
  UNION ALL
  SELECT day + 1, last FROM span WHERE day < last
),
way (way) AS (VALUES (2), (3)),
there (day, way) AS MATERIALIZED (
  SELECT span.day, way.way
  FROM span
  CROSS JOIN way
  WHERE EXISTS (
    SELECT 1 FROM event
    WHERE event.day = span.day AND event.visitor >= way.way << 46 AND event.visitor < (way.way + 1) << 46
  )
)
SELECT json_group_array(json_array(visitor, at, nonce, kind, link, channel)) AS rows
FROM (
  SELECT event.visitor, event.at, event.nonce, event.kind, event.link, iif(event.link = 0, event.labels, '') AS channel,
    row_number() OVER (PARTITION BY event.visitor, event.kind = 2 ORDER BY event.at DESC, event.nonce DESC) AS place
  FROM there
  CROSS JOIN person ON person.way = there.way AND there.day BETWEEN person.first AND person.last
  CROSS JOIN event ON event.day = there.day AND event.visitor = person.visitor
  WHERE event.verdict = 0 AND (
    event.kind IN (1, 2) AND event.link <> 0 OR event.kind = 3 AND event.link = 0 AND event.labels IS NOT NULL
  )
)
WHERE place <= iif(kind = 2, 50, 200);
