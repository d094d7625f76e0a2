-- Every creator with the visits of its links from day ?1 to ?2, and with its sales by payout: those that have either.
WITH
of_link AS (
  SELECT
    link.creator_id AS creator, sum(total.clicks_gross) AS gross, sum(total.clicks) AS clicks, sum(total.bots) AS bots,
    sum(total.previews) AS previews, sum(total.prefetches) AS prefetches, sum(total.monitors) AS monitors,
    sum(total.internals) AS internals, sum(total.suspects) AS suspects, sum(total.duplicates) AS duplicates,
    sum(total.rates) AS rates, sum(total.views_gross) AS views_gross, sum(total.views) AS views,
    sum(total.landings) AS landings
  FROM visit_total AS total
  JOIN link ON link.id = total.id
  WHERE total.scope = 3 AND total.day BETWEEN ?1 AND ?2
  GROUP BY link.id
),
visits AS (
  SELECT
    creator, sum(gross) AS gross, sum(clicks) AS clicks,
    json_array(
      sum(bots), sum(previews), sum(prefetches), sum(monitors), sum(internals), sum(suspects), sum(duplicates), sum(rates)
    ) AS flagged,
    sum(views_gross) AS views_gross, sum(views) AS views, sum(landings) AS landings,
    -- Clicks of links that have a pixel as well: only of these there is a rate.
    sum(CASE WHEN views > 0 THEN clicks ELSE 0 END) AS seen_clicks
  FROM of_link
  GROUP BY creator
),
sales AS (
  SELECT creator, sum(credit_micro) / 1000000 AS orders
  FROM credit_total
  WHERE kind = 1 AND model = 1 AND day BETWEEN ?1 AND ?2 AND creator <> 0
  GROUP BY creator
)
SELECT json_group_array(json_array(
  id, name, handle, gross, clicks, json(flagged), views_gross, views, landings, seen_clicks, orders
)) AS rows
FROM (
  SELECT
    creator.id, creator.name, creator.handle, coalesce(visits.gross, 0) AS gross, coalesce(visits.clicks, 0) AS clicks,
    coalesce(visits.flagged, '[0,0,0,0,0,0,0,0]') AS flagged, coalesce(visits.views_gross, 0) AS views_gross,
    coalesce(visits.views, 0) AS views, coalesce(visits.landings, 0) AS landings,
    coalesce(visits.seen_clicks, 0) AS seen_clicks, coalesce(sales.orders, 0) AS orders
  FROM creator
  LEFT JOIN visits ON visits.creator = creator.id
  LEFT JOIN sales ON sales.creator = creator.id
  WHERE visits.creator IS NOT NULL OR sales.creator IS NOT NULL
  ORDER BY creator.id
);
