-- Visits of scope ?1 over the days ?2 to ?3, by day where ?4 is 1, else by id; orphans (link 0) are no link.
SELECT json_group_array(json_array(
  row, clicks_gross, clicks, bots, previews, prefetches, visitor_days, views
)) AS rows
FROM (
  SELECT
    CASE WHEN ?4 = 1 THEN day ELSE id END AS row,
    sum(clicks_gross) AS clicks_gross, sum(clicks) AS clicks, sum(bots) AS bots, sum(previews) AS previews,
    sum(prefetches) AS prefetches, sum(visitor_days) AS visitor_days, sum(views) AS views
  FROM visit_total
  WHERE scope = ?1 AND day BETWEEN ?2 AND ?3 AND (scope <> 3 OR id <> 0)
  GROUP BY 1
);
