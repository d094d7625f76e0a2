-- Visits of scope ?1 over the days ?2 to ?3, by day where ?4 is 1, else by id; orphans (link 0) are no link.
SELECT json_group_array(json_array(row, gross, valid, json(flagged), visitor_days, views, landings)) AS rows
FROM (
  SELECT
    CASE WHEN ?4 = 1 THEN day ELSE id END AS row,
    sum(clicks_gross) AS gross, sum(clicks) AS valid,
    json_array(
      sum(bots), sum(previews), sum(prefetches), sum(monitors), sum(internals), sum(suspects), sum(duplicates), sum(rates)
    ) AS flagged,
    sum(visitor_days) AS visitor_days, sum(views) AS views, sum(landings) AS landings
  FROM visit_total
  WHERE scope = ?1 AND day BETWEEN ?2 AND ?3 AND (scope <> 3 OR id <> 0)
  GROUP BY 1
);
