-- At most ?3 blocks that end on day ?2 at the latest and do not stand: [about, day, size], small ones first.
-- ?1 is the first day that is looked at, or the first one with totals where that is later; both back to where a block of 64
-- begins, so that whatever larger blocks are added up out of is in the list before them.
WITH RECURSIVE
begun (day) AS (
  SELECT CAST(max(?1, min(
    coalesce((SELECT min(day) FROM visit_total WHERE scope = 0), ?2 + 1),
    coalesce((SELECT min(day) FROM credit_total WHERE kind = 1 AND model = 1), ?2 + 1)
  )) AS INTEGER)
),
start (about, size, day) AS (
  SELECT about.column1, size.column1, begun.day / 64 * 64
  FROM begun
  CROSS JOIN (VALUES (1), (2)) AS about
  CROSS JOIN (VALUES (2), (4), (8), (16), (32), (64)) AS size
  WHERE begun.day <= ?2
  UNION ALL
  SELECT about, size, day + size FROM start WHERE day + size + size - 1 <= ?2
)
SELECT about, day, size
FROM start
WHERE day + size - 1 <= ?2 AND (about, day, size) NOT IN (SELECT about, day, size FROM block)
ORDER BY size, day, about
LIMIT CAST(?3 AS INTEGER);
