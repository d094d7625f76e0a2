-- The at most ?4 addresses without a live link that were asked for most often from ?1 to before ?2 (milliseconds), among the
-- newest ?3 events of those days: clicks, those of people, pixel views, the last time; and how many events were read.
WITH alike AS MATERIALIZED (
  SELECT
    address, count(*) AS seen, sum(kind = 1) AS clicks, sum(kind = 1 AND verdict = 0) AS people, sum(kind = 2) AS views,
    max(at) AS last_at
  FROM (
    -- Within a day by visitor, that is by chance.
    SELECT address, kind, verdict, at FROM event
    WHERE day BETWEEN CAST(?1 / 86400000 AS INTEGER) AND CAST(?2 / 86400000 AS INTEGER) AND at >= ?1 AND at < ?2
    ORDER BY day DESC
    LIMIT ?3
  )
  GROUP BY address
)
SELECT json_object(
  'seen', (SELECT coalesce(sum(seen), 0) FROM alike),
  'rows', (
    SELECT json_group_array(json_array(address, clicks, people, views, last_at))
    FROM (SELECT * FROM alike WHERE address IS NOT NULL ORDER BY clicks + views DESC, address LIMIT ?4)
  )
) AS rows;
