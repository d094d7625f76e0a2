-- Imported clicks by ?1, a JSON list of [place, visitor, nonce, first UTC day, last]: place, link, time, nonce, visitor.
WITH RECURSIVE wanted (place, visitor, nonce, day, last) AS (
  SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each(?1)
  UNION ALL
  SELECT place, visitor, nonce, day + 1, last FROM wanted WHERE day < last
)
SELECT json_group_array(json_array(wanted.place, event.link, event.at, event.nonce, event.visitor)) AS rows
FROM wanted
CROSS JOIN event ON event.day = wanted.day AND event.visitor = wanted.visitor
WHERE event.nonce = wanted.nonce AND event.kind = 1 AND event.link <> 0;
