-- At most ?3 blocks that have totals, end on day ?2 at the latest and do not stand: [about, day, size], small ones first.
-- ?1 is the first day that is looked at.
WITH RECURSIVE
start (about, size, day, last) AS (
  SELECT about.column1, size.column1, CAST(?1 AS INTEGER) / size.column1 * size.column1, CAST(?2 AS INTEGER)
  FROM (VALUES (1), (2)) AS about
  CROSS JOIN (VALUES (4), (16), (64)) AS size
  UNION ALL
  SELECT about, size, day + size, last FROM start WHERE day + size + size - 1 <= last
)
SELECT about, day, size
FROM start
WHERE day + size - 1 <= last
  AND NOT EXISTS (SELECT 1 FROM block WHERE block.about = start.about AND block.day = start.day AND block.size = start.size)
ORDER BY size, day, about
LIMIT ?3;
