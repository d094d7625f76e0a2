-- The at most ?4 addresses without a live link that were asked for most often from ?1 to before ?2 (milliseconds), among the
-- first ?3 such visits: clicks, those of people, pixel views, the last time.
SELECT json_object('seen', count(*), 'rows', (
  SELECT json_group_array(json_array(address, clicks, people, views, last_at))
  FROM (
    SELECT
      address, sum(kind = 1) AS clicks, sum(kind = 1 AND verdict = 0) AS people, sum(kind = 2) AS views, max(at) AS last_at
    FROM (
      SELECT address, kind, verdict, at FROM event
      WHERE link = 0 AND address IS NOT NULL AND day BETWEEN ?1 / 86400000 - 1 AND ?2 / 86400000 AND at >= ?1 AND at < ?2
      LIMIT ?3
    )
    GROUP BY address
    ORDER BY clicks + views DESC, address
    LIMIT ?4
  )
)) AS rows
FROM (
  SELECT 1 FROM event
  WHERE link = 0 AND address IS NOT NULL AND day BETWEEN ?1 / 86400000 - 1 AND ?2 / 86400000 AND at >= ?1 AND at < ?2
  LIMIT ?3
);
