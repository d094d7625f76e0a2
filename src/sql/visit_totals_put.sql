-- Stores the visit totals of scope ?1 and day ?2 from ?3, writes only those that changed, and gives their ids.
INSERT INTO visit_total (
  scope, day, id, clicks_gross, clicks, bots, previews, prefetches, visitor_days, views_gross, views
)
SELECT
  CAST(?1 AS INTEGER), CAST(?2 AS INTEGER), value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4,
  value ->> 5, value ->> 6, value ->> 7, value ->> 8
FROM json_each(?3)
WHERE true
ON CONFLICT (scope, day, id) DO UPDATE SET
  clicks_gross = excluded.clicks_gross, clicks = excluded.clicks, bots = excluded.bots,
  previews = excluded.previews, prefetches = excluded.prefetches, visitor_days = excluded.visitor_days,
  views_gross = excluded.views_gross, views = excluded.views
WHERE (clicks_gross, clicks, bots, previews, prefetches, visitor_days, views_gross, views) IS NOT (
  excluded.clicks_gross, excluded.clicks, excluded.bots, excluded.previews,
  excluded.prefetches, excluded.visitor_days, excluded.views_gross, excluded.views
)
RETURNING id;
