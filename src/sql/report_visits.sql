-- Visits of scope ?5 over stretches of days, by day where ?6 is 1, else by id; orphans (link 0) are no link.
-- The last figure is of clicks up to day ?2.
SELECT json_group_array(json_array(row, gross, valid, json(flagged), visitor_days, views, landings, mature)) AS rows
FROM (
  SELECT
    CASE WHEN ?6 = 1 THEN day ELSE id END AS row,
    sum(clicks_gross) AS gross, sum(clicks) AS valid,
    json_array(
      sum(bots), sum(previews), sum(prefetches), sum(monitors), sum(internals), sum(suspects), sum(duplicates), sum(rates)
    ) AS flagged,
    sum(visitor_days) AS visitor_days, sum(views) AS views, sum(landings) AS landings,
    sum(CASE WHEN day <= ?2 THEN clicks ELSE 0 END) AS mature
  FROM (
    SELECT
      v.day, id, clicks_gross, clicks, bots, previews, prefetches, monitors, internals, suspects, duplicates, rates,
      visitor_days, views, landings
    FROM covered
    CROSS JOIN visit_total AS v ON v.scope = ?5 AND v.day = covered.day
    WHERE covered.size = 1
    UNION ALL
    SELECT
      v.day, id, clicks_gross, clicks, bots, previews, prefetches, monitors, internals, suspects, duplicates, rates,
      visitor_days, views, landings
    FROM covered
    CROSS JOIN visit_block AS v ON v.scope = ?5 AND v.size = covered.size AND v.day = covered.day
    WHERE covered.size > 1
  )
  WHERE ?5 <> 3 OR id <> 0
  GROUP BY 1
);
