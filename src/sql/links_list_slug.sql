-- The links at a slug of ?8, a JSON list, whatever their host.
-- Hosts are few: each is found behind the one before it.
WITH RECURSIVE place (host) AS (
  SELECT min(host) FROM link
  UNION ALL
  SELECT (SELECT min(link.host) FROM link WHERE link.host > place.host) FROM place WHERE place.host IS NOT NULL
)
SELECT link.*
FROM place
CROSS JOIN json_each(?8) AS word
CROSS JOIN link ON link.host = place.host AND link.slug = word.value
WHERE true
